"""URLs of the explorer's pages. Every view has one, so it can be shared."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote, urlencode, urlsplit

from warehouse.explorer.filters import Filters


def article_link(article_id: int) -> str:
    """Return the URL of an article's page."""
    return f"/article/{article_id}"


def entity_link(entity_id: str, **view: object) -> str:
    """Return the URL of an entity's page, in one of its views."""
    return _with_query(f"/entity/{quote(entity_id, safe='/')}", view)


def search_link(filters: Filters | None = None, **changes: object) -> str:
    """Return the URL of a search with `filters`, some of them changed."""
    return _with_query("/search", _query(filters, changes))


def map_link(filters: Filters | None = None, **changes: object) -> str:
    """Return the URL of a map with `filters`, some of them changed."""
    return _with_query("/map", _query(filters, changes))


def trends_link(terms: Sequence[str], **view: object) -> str:
    """Return the URL of the trends of these terms."""
    return _with_query("/trends", {"q": ", ".join(terms), **view})


def keyness_link(filters: Filters | None = None, **changes: object) -> str:
    """Return the URL of the words typical of the articles that pass the filters."""
    return _with_query("/keyness", _query(filters, changes))


def statements_link(entity_id: str, said: str) -> str:
    """Return the URL of all statements of an entity: `quotes`, `reported` or `said_about`."""
    return _with_query(f"/statements/{quote(entity_id, safe='/')}", {"said": said})


def events_link(entity_id: str, part: str) -> str:
    """Return the URL of all `events` of an entity, or of all `happenings` at a place."""
    return _with_query(f"/events/{quote(entity_id, safe='/')}", {"part": part})


def list_link(kind: str, list_id: object) -> str:
    """Return the URL of the articles of an author, tag, section, day or story."""
    return f"/{kind}/{quote(str(list_id), safe='/')}"


def versions_link(article_id: int) -> str:
    """Return the URL of the versions of an article, side by side."""
    return f"/article/{article_id}/versions"


def month_link(month: str, section: str = "", author: str = "") -> str:
    """Return the URL of a month's articles (`2009-03`), of one section or author or all."""
    return _with_query("/search", {"month": month, "section": section, "author": author})


def file_link(page: str, ending: str, part: int = 0) -> str:
    """Return the URL of a page's data as a file: `/search?q=a` with `csv` is `/search.csv?q=a`.

    A long list is saved in parts, from 1.
    """
    path, _, query = page.partition("?")
    asked = "&".join(filter(None, (query, f"page={part}" if part else "")))
    return f"{path}.{ending}?{asked}" if asked else f"{path}.{ending}"


def safe_link(url: str | None) -> str:
    """Return a URL that is safe to link to; empty if it is not, e.g. `javascript:`."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    return url or "" if parts.scheme in ("http", "https") and parts.netloc else ""


def _query(filters: Filters | None, changes: dict[str, object]) -> dict[str, object]:
    kept = filters.as_query() if filters else {}
    return {**kept, **changes}


def _with_query(path: str, query: dict[str, object]) -> str:
    given = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in query.items()
        if value not in (None, "")
    }
    return f"{path}?{urlencode(given)}" if given else path
