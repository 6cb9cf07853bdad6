"""Parse one saved page and return the result as JSON values."""

from pathlib import Path
from typing import Any

import orjson

from tasks.articles.parse_page import parse_html
from tasks.errors import BadRequest
from tasks.models import Article, Rejection
from tasks.urls import Site, canonical_url


def parse_file(file: Path, url: str, site: Site) -> dict[str, Any]:
    """Return the article or rejection of a saved page as JSON values; `outcome` has the kind.

    Raises:
        BadRequest: the URL is not of this site, or the file cannot be read.
    """
    canonical = canonical_url(url, site)
    if canonical is None:
        raise BadRequest(f"{url} is not a URL of {site.origin}")
    try:
        body = file.read_bytes()
    except OSError as error:
        raise BadRequest(f"{file} cannot be read: {error.strerror}") from error
    return _as_json(parse_html(body, canonical, site))


def _as_json(outcome: Article | Rejection) -> dict[str, Any]:
    kind = "article" if isinstance(outcome, Article) else "rejection"
    values: dict[str, Any] = orjson.loads(orjson.dumps(outcome))
    del values["capture_id"]
    return {"outcome": kind, **values}
