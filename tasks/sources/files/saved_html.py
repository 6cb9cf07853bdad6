"""Turn a saved HTML file into a response, with its URL and date.

Supports the formats of wget, HTTrack, wayback-machine-downloader, waybackpack, SingleFile,
ArchiveBox, and browsers ("Save page as").
"""

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from tasks.http.response import Response
from tasks.sources.files.find_parts import Part
from tasks.urls import Site, canonical_url
from tasks.warc.compression import first_bytes
from tasks.warc.plain_scanner import MAX_RECORD_BYTES
from tasks.warc.warc_date import parse_warc_date

# Bytes searched for the canonical link: it is in the head; one further down is quoted text.
HEAD_BYTES = 64 << 10
ARCHIVEBOX_INDEX = "index.json"
# Index pages and extracts that ArchiveBox writes beside a page.
ARCHIVEBOX_PAGES = frozenset({"index.html", "content.html"})

_LINK = re.compile(rb"<link\b[^>]*\brel=[\"']?canonical\b[^>]*>", re.IGNORECASE)
_HREF = re.compile(rb"\bhref=[\"']?([^\"'\s>]+)", re.IGNORECASE)
_SINGLEFILE = re.compile(
    rb"Page saved with SingleFile\s+url:\s*(\S+)(?:\s+saved date:\s*([^\r\n]*))?"
)
_HTTRACK = re.compile(rb"<!--\s*Mirrored from (\S+) by HTTrack.*?(?:\],\s*([^>]*?))?\s*-->", re.S)
_BROWSER = re.compile(rb"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
_WAYBACK_ADDRESS = re.compile(r"^.*?/web/(\d{4,14})(?:[a-z]{2}_)?/(https?:/+.*)$")
_WAYBACK_DATE = re.compile(
    rb"FILE ARCHIVED ON (\d\d:\d\d:\d\d) (\w{3})\w* (\d{1,2}), (\d{4}) AND RETRIEVED"
)
_SCRIPT_DATE = re.compile(
    r"\w{3} (\w{3}) (\d{1,2}) (\d{4}) (\d\d:\d\d:\d\d) (?:GMT|UTC)([+-]\d{4})?"
)
_STAMP = re.compile(r"\d{14}")
_INDEX_FILE = re.compile(r"index\.(?:x?html?|php|aspx?|jsp)$", re.IGNORECASE)
_PAGE_ENDING = re.compile(r"\.x?html?$", re.IGNORECASE)
_PACKED_ENDING = re.compile(r"\.(?:gz|br|zst)$", re.IGNORECASE)
# wget keeps the `?` of a URL in the file name, or writes `@` for Windows.
_QUERY_IN_NAME = re.compile(r"(\.(?:x?html?|php|aspx?))[?@](.+?)(?:\.html)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A saved page, with its URL as stated by the tool, by the canonical link and by its path."""

    body: bytes
    captured_at: datetime
    stated_url: str | None
    canonical_link: str | None
    path_url: str | None

    def url(self, *, trusts_link: bool = True) -> str | None:
        """Return the URL: stated by the tool, else the canonical link, else from the path."""
        link = self.canonical_link if trusts_link else None
        return self.stated_url or link or self.path_url


def saved_page(part: Part, site: Site) -> SavedPage:
    """Read a saved page. Its date comes from the tool or the folder, else from the file.

    Raises:
        OSError: the file cannot be read.
    """
    body = first_bytes(part.path, MAX_RECORD_BYTES)
    head = body[:HEAD_BYTES]
    snapshot = _archivebox_snapshot(part.path)
    stated, stated_at = _stated_by_tool(head)
    link, link_at = _without_wayback(_canonical_link(head))
    path_url, path_at = _address_of_path(PurePosixPath(part.name), site)
    changed_at = datetime.fromtimestamp(part.path.stat().st_mtime, UTC)
    return SavedPage(
        body=body,
        captured_at=stated_at or snapshot.saved_at or link_at or path_at or changed_at,
        stated_url=stated or snapshot.url,
        canonical_link=_link_of_page(link, path_url, site),
        path_url=path_url,
    )


def saved_response(page: SavedPage, url: str) -> Response:
    """Return a saved page as a 200 response."""
    headers = (("Content-Type", "text/html"),)
    status = HTTPStatus.OK
    return Response(url, status, status.phrase, headers, page.body, page.captured_at)


def is_page_of_archivebox(path: Path) -> bool:
    """Return whether a file is an index page of a snapshot instead of the snapshot itself."""
    folder = path.parent if path.name == "index.html" else path.parent.parent
    return path.name in ARCHIVEBOX_PAGES and _snapshot_in(folder).url is not None


def _stated_by_tool(head: bytes) -> tuple[str | None, datetime | None]:
    """Return URL and date from the comment that a tool has added to the page."""
    if found := _SINGLEFILE.search(head):
        return _text(found[1]), _script_date(_text(found[2] or b""))
    if found := _HTTRACK.search(head):
        url = _text(found[1])
        url = url if "://" in url else f"http://{url}"
        return url, parse_warc_date(_text(found[2] or b""))
    if found := _BROWSER.search(head):
        return _without_wayback(_text(found[1]))
    if found := _WAYBACK_DATE.search(head):
        time, month, day, year = (_text(part) for part in found.groups())
        return None, parse_warc_date(f"{day} {month} {year} {time} GMT")
    return None, None


def _canonical_link(head: bytes) -> str | None:
    link = _LINK.search(head)
    href = _HREF.search(link[0]) if link else None
    return _text(href[1]) if href else None


def _link_of_page(link: str | None, path_url: str | None, site: Site) -> str | None:
    """Return the canonical link if it is of the site and not a wrong link to the front page."""
    url = canonical_url(link, site) if link and urlsplit(link).scheme else None
    is_front_page = url is not None and urlsplit(url).path == "/" and not urlsplit(url).query
    return None if is_front_page and url != path_url else url


def _without_wayback(url: str | None) -> tuple[str | None, datetime | None]:
    """Return the original URL and the date of a URL rewritten by the Wayback Machine."""
    found = _WAYBACK_ADDRESS.match(url) if url else None
    return (found[2], parse_warc_date(found[1])) if found else (url, None)


def _address_of_path(path: PurePosixPath, site: Site) -> tuple[str | None, datetime | None]:
    """Return the URL a file's path represents, and the date of its folder.

    The URL starts at the folder of a host: `20160504030201/eng-archive.aawsat.com/a/b.html`.
    Without such a folder the path is relative to the site's origin.
    """
    *folders, name = path.parts
    host_at = _host_folder(folders, site)
    before, below = folders[: host_at + 1], folders[host_at + 1 :]
    stamps = [part for part in before if _STAMP.fullmatch(part)]
    if below and _STAMP.fullmatch(below[0]):
        stamps.append(below.pop(0))
    name, query = _name_and_query(name)
    url = "/".join([site.origin.rstrip("/"), *below, *([name] if name else [])])
    # A path is not percent-encoded: `%` and `#` in names are literal.
    url = url.replace("#", "%23")
    url += f"?{query}" if query else ("" if "." in name else "/")
    return canonical_url(url, site), parse_warc_date(stamps[-1]) if stamps else None


def _host_folder(folders: Sequence[str], site: Site) -> int:
    """Return the position of the last folder that is named like a host of the site, or -1."""
    named = [
        position
        for position, folder in enumerate(folders)
        if canonical_url(f"http://{folder.replace('+', ':')}/", site)
    ]
    return named[-1] if named else -1


def _name_and_query(name: str) -> tuple[str, str]:
    name = _PACKED_ENDING.sub("", name)
    query = _QUERY_IN_NAME.search(name)
    if query:
        name = name[: query.end(1)]
    if _INDEX_FILE.match(name):
        name = ""
    elif not query:
        name = _PAGE_ENDING.sub("", name)
    return name, query[2] if query else ""


@dataclass(frozen=True, slots=True)
class _Snapshot:
    url: str | None = None
    saved_at: datetime | None = None


def _archivebox_snapshot(path: Path) -> _Snapshot:
    """Return ArchiveBox's metadata of the snapshot that a file belongs to."""
    for folder in (path.parent, path.parent.parent):
        found = _snapshot_in(folder)
        if found.url:
            return found
    return _Snapshot()


@lru_cache(maxsize=4_096)
def _snapshot_in(folder: Path) -> _Snapshot:
    with suppress(OSError, ValueError, TypeError, KeyError, OverflowError):
        index = json.loads((folder / ARCHIVEBOX_INDEX).read_bytes())
        saved_at = datetime.fromtimestamp(float(index["timestamp"]), UTC)
        return _Snapshot(str(index["url"]), saved_at)
    return _Snapshot()


def _script_date(text: str) -> datetime | None:
    """Parse a date in JavaScript's format: `Wed May 04 2016 03:02:01 GMT+0000`."""
    found = _SCRIPT_DATE.match(text)
    if found is None:
        return parse_warc_date(text)
    month, day, year, time, zone = found.groups()
    return parse_warc_date(f"{day} {month} {year} {time} {zone or 'GMT'}")


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace").strip()
