"""A saved HTML file, taken for the response it once was."""

import re
from datetime import UTC, datetime
from pathlib import Path

from tasks.http.response import Response
from tasks.urls import Site, canonical_url

# Within the head of any page of the archive; a canonical link further down is a quotation.
HEAD_BYTES = 64 << 10
LINK = re.compile(rb"<link\b[^>]*\brel=[\"']?canonical\b[^>]*>", re.IGNORECASE)
HREF = re.compile(rb"\bhref=[\"']?([^\"'\s>]+)", re.IGNORECASE)


def saved_response(file: Path, root: Path, site: Site) -> Response:
    """Return the file as a 200 response captured when the file was last changed.

    Its address is the canonical link of the page when that is of the site, else the file's path
    below `root`, without `index.html` or ending, below the site's origin.
    """
    body = file.read_bytes()
    changed_at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    url = _canonical_link(body, site) or _url_of_path(file.relative_to(root), site)
    return Response(url, 200, "OK", (("Content-Type", "text/html"),), body, changed_at)


def _canonical_link(body: bytes, site: Site) -> str | None:
    link = LINK.search(body, 0, HEAD_BYTES)
    href = HREF.search(link[0]) if link else None
    return canonical_url(href[1].decode("utf-8", "replace"), site) if href else None


def _url_of_path(path: Path, site: Site) -> str:
    parts = [*path.parts[:-1], path.stem]
    return "/".join([site.origin, *(part for part in parts if part != "index")]) + "/"
