"""Discovery by WordPress's REST interface, month by month.

A month can be asked for again alone, keeps MySQL's offsets small, and its `X-WP-Total` is a count
of posts nobody here made up. Behaviour measured on WordPress 6.1 (tests/wordpress): a page past
the end answers 400, `after` and `before` are exclusive and in the site's own time.
"""

import html
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any
from urllib.parse import urlencode

import orjson

from tasks.http.client import Answer
from tasks.models import Candidate, Expectation
from tasks.sources.live.discovery_client import TRIES, DiscoveryClient
from tasks.sources.source import Finding, Window
from tasks.urls import Site

ROUTE = "rest"
POST_FIELDS = "id,date,date_gmt,modified_gmt,link,title,author,categories"
MOST_A_PAGE = 100
OK = 200
SERVER_ERROR = 500
# PHP warnings may be printed before the JSON, and hold brackets themselves.
ROWS_START = re.compile(rb"\[\s*(?:\{|\]\s*$)")
MOST_STARTS = 5


@dataclass(slots=True)
class RestInterface:
    """Where the interface answers, how much at once, and the names posts refer to by number."""

    base: str
    page_size: int = MOST_A_PAGE
    sections: dict[int, str] = field(default_factory=dict)
    authors: dict[int, str] = field(default_factory=dict)

    def address(self, path: str, **query: object) -> str:
        """Return the address of `path`, in either of WordPress's two forms."""
        joint = "&" if "?" in self.base else "?"
        return f"{self.base}{path}{joint}{urlencode(query)}"


async def discover_by_rest(
    client: DiscoveryClient, site: Site, window: Window
) -> AsyncIterator[Finding]:
    """Yield the posts of the window, with a count for every month; nothing if there is no REST."""
    rest = await _probe(client, site)
    if rest is None:
        return
    await _read_names(client, rest)
    if window.modified_since is not None:
        async for finding in _changed_posts(client, rest, window.modified_since):
            yield finding
        return
    async for finding in _posts_by_month(client, rest, window):
        yield finding


async def _probe(client: DiscoveryClient, site: Site) -> RestInterface | None:
    for base in (f"{site.origin}/wp-json/wp/v2", f"{site.origin}/?rest_route=/wp/v2"):
        rest = RestInterface(base)
        answer = await client.ask(rest.address("/posts", per_page=1, _fields="id"))
        if answer is not None and _rows(answer) is not None:
            client.mark_route_available(ROUTE)
            return rest
    return None


async def _read_names(client: DiscoveryClient, rest: RestInterface) -> None:
    categories: dict[int, dict[str, Any]] = {}
    async for row in _all_rows(client, rest, "/categories", _fields="id,slug,parent"):
        categories.update(dict.fromkeys(_numbers([row.get("id")]), row))
    rest.sections.update({number: _path(number, categories) for number in categories})
    async for row in _all_rows(client, rest, "/users", _fields="id,name"):
        name = html.unescape(str(row.get("name") or ""))
        rest.authors.update(dict.fromkeys(_numbers([row.get("id")]), name))


def _path(number: int, categories: dict[int, dict[str, Any]]) -> str:
    """Return a category's slugs from the root down; a loop of parents ends where it closes."""
    slugs: list[str] = []
    seen: set[int] = set()
    while number in categories and number not in seen:
        seen.add(number)
        slugs.insert(0, str(categories[number].get("slug")))
        number = next(iter(_numbers([categories[number].get("parent")])), 0)
    return "/".join(slugs)


async def _all_rows(
    client: DiscoveryClient, rest: RestInterface, path: str, **query: object
) -> AsyncIterator[dict[str, Any]]:
    async for answer in _pages(client, rest, path, **query):
        for row in _rows(answer) or []:
            yield row


async def _posts_by_month(
    client: DiscoveryClient, rest: RestInterface, window: Window
) -> AsyncIterator[Finding]:
    oldest, newest = await _content_bounds(client, rest, window)
    for start, after_end in _months(max(window.since, oldest), min(window.until, newest)):
        month = {
            # Both ends are exclusive.
            "after": (start - timedelta(seconds=1)).isoformat(),
            "before": after_end.isoformat(),
            "orderby": "date",
            "order": "asc",
            "_fields": POST_FIELDS,
        }
        is_first = True
        async for answer in _pages(client, rest, "/posts", **month):
            if is_first and (total := answer.last.response.header("x-wp-total")):
                asked = answer.last.response.requested_url
                yield Expectation("rest:posts", f"{start:%Y-%m}", int(total), asked)
            is_first = False
            for candidate in _candidates(answer, rest):
                yield candidate


async def _changed_posts(
    client: DiscoveryClient, rest: RestInterface, modified_since: datetime
) -> AsyncIterator[Finding]:
    query = {
        "modified_after": modified_since.astimezone(UTC).isoformat(),
        "orderby": "id",
        "order": "asc",
        "_fields": POST_FIELDS,
    }
    async for answer in _pages(client, rest, "/posts", **query):
        for candidate in _candidates(answer, rest):
            yield candidate


async def _content_bounds(
    client: DiscoveryClient, rest: RestInterface, window: Window
) -> tuple[date, date]:
    """Return the days of the oldest and of the newest post, as far as the site tells them."""
    bounds = [window.since, window.until]
    for end, order in enumerate(("asc", "desc")):
        query = {"per_page": 1, "orderby": "date", "order": order, "_fields": "date"}
        answer = await client.ask(rest.address("/posts", **query))
        for row in (_rows(answer) if answer else None) or ():
            bounds[end] = _day(row.get("date")) or bounds[end]
    return bounds[0], bounds[1]


def _months(since: date, until: date) -> Iterator[tuple[datetime, datetime]]:
    """Yield the bounds of every month the days touch, in the site's own time (no zone)."""
    start = datetime(since.year, since.month, 1)  # noqa: DTZ001 - the site's own time
    while start.date() <= until:
        after_end = (start + timedelta(days=32)).replace(day=1)
        yield start, after_end
        start = after_end


async def _pages(
    client: DiscoveryClient, rest: RestInterface, path: str, **query: object
) -> AsyncIterator[Answer]:
    """Yield the pages of a collection; a server that fails on big pages is asked for smaller."""
    offset = 0
    while True:
        address = rest.address(path, per_page=rest.page_size, offset=offset, **query)
        # Asking the same again would only make the host rest: a smaller page is the second try.
        answer = await client.ask(address, tries=1 if rest.page_size > 1 else TRIES)
        if answer is not None and answer.status >= SERVER_ERROR and rest.page_size > 1:
            client.clear_failure(address)
            rest.page_size //= 2
            continue
        rows = _rows(answer) if answer else None
        if not answer or not rows:
            return
        yield answer
        offset += len(rows)
        if offset >= int(answer.last.response.header("x-wp-total") or 0):
            return


def _rows(answer: Answer) -> list[dict[str, Any]] | None:
    """Return the JSON rows of an answer; None if it is not one of the REST interface."""
    if answer.status != OK:
        return None
    body = answer.last.body
    for start in islice(ROWS_START.finditer(body), MOST_STARTS):
        with suppress(orjson.JSONDecodeError):
            rows = orjson.loads(body[start.start() :])
            return [row for row in rows if isinstance(row, dict)]
    return None


def _candidates(answer: Answer, rest: RestInterface) -> Iterator[Candidate]:
    """Yield what can be used of every row; a row without an address is none."""
    for row in _rows(answer) or []:
        if not isinstance(row.get("link"), str):
            continue
        title, numbers = row.get("title"), row.get("categories")
        sections = [rest.sections.get(number) for number in _numbers(numbers)]
        yield Candidate(
            url=row["link"],
            discovered_via=ROUTE,
            listed_on=answer.last.response.requested_url,
            title=html.unescape(str(title.get("rendered"))) if isinstance(title, dict) else None,
            author=next((rest.authors.get(n) for n in _numbers([row.get("author")])), None),
            section=next((section for section in sections if section), None),
            published_on=_day(row.get("date")),
            published_at=_utc(row.get("date_gmt")),
            modified_at=_utc(row.get("modified_gmt")),
            post_id=next(iter(_numbers([row.get("id")])), None),
        )


def _numbers(values: object) -> list[int]:
    return [value for value in values if isinstance(value, int)] if isinstance(values, list) else []


def _day(text: object) -> date | None:
    instant = _utc(text)
    return instant.date() if instant else None


def _utc(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text)).replace(tzinfo=UTC) if text else None
    except ValueError:
        return None
