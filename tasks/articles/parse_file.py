"""Parse one saved page, for a person who wants to see what the parser makes of it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from tasks.articles.parse_page import parse_page
from tasks.errors import BadRequest
from tasks.models import Article, Page, Rejection
from tasks.urls import Site, canonical_url, stable_id

# A saved file has no capture time of its own that could be trusted.
NO_CAPTURE_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def parse_file(file: Path, url: str, site: Site) -> dict[str, Any]:
    """Return the page's article, or its rejection, as plain JSON values under `outcome`.

    Raises:
        BadRequest: the URL is not one of the site's, or the file cannot be read.
    """
    canonical = canonical_url(url, site)
    if canonical is None:
        raise BadRequest(f"{url} is not an address of {site.origin}")
    try:
        body = file.read_bytes()
    except OSError as error:
        raise BadRequest(f"{file} cannot be read: {error.strerror}") from error
    page = Page(stable_id(canonical), canonical, NO_CAPTURE_TIME, 200, "text/html", body)
    return _as_json(parse_page(page, site))


def _as_json(outcome: Article | Rejection) -> dict[str, Any]:
    kind = "article" if isinstance(outcome, Article) else "rejection"
    values: dict[str, Any] = orjson.loads(orjson.dumps(outcome))
    del values["capture_id"]
    return {"outcome": kind, **values}
