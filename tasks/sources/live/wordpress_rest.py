"""Discovery by WordPress's REST API, month by month.

A single month can be requested again, keeps MySQL's offsets small, and its `X-WP-Total` is an
independent count of posts. In WordPress 6.1 (tests/wordpress) `after` and `before` are exclusive
and in the site's time zone.

Real sites deviate: caches drop or duplicate the header, security plugins refuse later requests,
hosts lower the limit of `per_page` or cap it silently, proxies ignore `offset` or the dates. A walk
therefore ends only at a page without new rows, and deviations are recorded as unanswered requests.
"""

import html
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from itertools import islice
from typing import Any
from urllib.parse import urlencode

import orjson

from tasks.http.client import Answer
from tasks.models import FIRST_DAY, LAST_DAY, Candidate, Expectation
from tasks.sources.live.discovery_client import (
    OUTSIDE_DATES,
    TRIES,
    DiscoveryClient,
    is_challenge,
)
from tasks.sources.source import Finding, Window
from tasks.urls import Site

ROUTE = "rest"
POST_FIELDS = "id,date,date_gmt,modified_gmt,link,title,author,categories"
MOST_A_PAGE = 100
# Limit for servers that return new rows endlessly, far above any archive of this kind.
MOST_PAGES = 20_000
# After this number of consecutive months without a response, the walk stops.
MOST_FAILED_MONTHS = 3
# PHP warnings may be printed before the JSON, and may contain brackets.
ROWS_START = re.compile(rb"\[\s*(?:\{|\]\s*$)")
MOST_STARTS = 5
# `per_page must be between 1 (inclusive) and 50 (inclusive)`
PAGE_LIMIT = re.compile(rb"per_page must be between 1 \(inclusive\) and (\d{1,3}) \(inclusive\)")
THOUSANDS = re.compile(r"(\d{1,3})((?:[,. ]\d{3})+)")


@dataclass(slots=True)
class RestInterface:
    """Base URL and page size of the API, and the names of categories and users by id."""

    base: str
    page_size: int = MOST_A_PAGE
    ignores_offset: bool = False
    ignores_dates: bool = False
    sections: dict[int, str] = field(default_factory=dict)
    authors: dict[int, str] = field(default_factory=dict)

    def address(self, path: str, **query: object) -> str:
        """Return the URL of `path`, in either of WordPress's two forms."""
        joint = "&" if "?" in self.base else "?"
        return f"{self.base}{path}{joint}{urlencode(query)}"

    def page_address(self, walk: "Walk") -> str:
        """Return the URL of the page that follows the rows seen."""
        size = min(self.page_size, walk.longest_page or self.page_size)
        page = {"page": walk.rows // size + 1}
        place = page if self.ignores_offset else {"offset": walk.rows}
        return self.address(walk.path, per_page=self.page_size, **place, **walk.query)


@dataclass(slots=True)
class Walk:
    """A walk through one collection: its request, the rows seen, and how it ended."""

    path: str
    query: dict[str, object]
    seen: set[str] = field(default_factory=set)
    pages: int = 0
    longest_page: int = 0
    total: int | None = None
    is_whole: bool = False

    @property
    def rows(self) -> int:
        """The number of different rows seen."""
        return len(self.seen)

    @property
    def stated_count(self) -> int | None:
        """The number of rows stated by the site; None if the rows contradict it.

        WordPress also counts some posts it does not show, fewer than a page. A larger difference,
        or a total below the rows seen, is an error of a cache or plugin.
        """
        if not self.is_whole or self.total is None:
            return self.total if self.total is not None or not self.is_whole else self.rows
        return self.total if self.rows <= self.total <= self.rows + MOST_A_PAGE else self.rows

    def take(self, rows: list[dict[str, Any]]) -> bool:
        """Add the rows of a page; return whether any of them is new."""
        before = self.rows
        self.seen.update(repr(row.get("id", row.get("link", row))) for row in rows)
        self.pages += self.rows > before
        self.longest_page = max(self.longest_page, len(rows))
        return self.rows > before

    def ends_with(self, count: int, page_size: int) -> bool:
        """Return whether nothing follows a page of `count` rows.

        A page shorter than requested may be due to a limit of the server, so it must be shorter
        than other pages, or complete the total. Without a total, only an empty page is the end.
        """
        is_short = count < page_size and (self.pages == 1 or count < self.longest_page)
        return is_short and self.rows == self.total


async def discover_by_rest(
    client: DiscoveryClient, site: Site, window: Window
) -> AsyncIterator[Finding]:
    """Yield the posts of the window and a count per month; nothing if there is no REST API."""
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
    """Read the names of categories and users. Security plugins often hide the users."""
    categories: dict[int, dict[str, Any]] = {}
    async for row in _all_rows(client, rest, "/categories", _fields="id,slug,parent"):
        categories.update(dict.fromkeys(_numbers([row.get("id")]), row))
    rest.sections.update({number: _path(number, categories) for number in categories})
    async for row in _all_rows(client, rest, "/users", _fields="id,name"):
        name = html.unescape(str(row.get("name") or ""))
        rest.authors.update(dict.fromkeys(_numbers([row.get("id")]), name))


def _path(number: int, categories: dict[int, dict[str, Any]]) -> str:
    """Return a category's slugs from the root down; stops at a loop of parents."""
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
    async for answer in _pages(client, rest, Walk(path, query), is_optional=True):
        for row in _rows(answer) or []:
            yield row


async def _posts_by_month(
    client: DiscoveryClient, rest: RestInterface, window: Window
) -> AsyncIterator[Finding]:
    bounds = await _content_bounds(client, rest, window)
    failed = 0
    for start, after_end in _months(max(window.since, bounds[0]), min(window.until, bounds[1])):
        month = _dated(after=start - timedelta(seconds=1), before=after_end)
        async for finding in _posts_of_month(client, rest, month, (start, after_end)):
            yield finding
        if rest.ignores_dates:
            async for finding in _all_posts(client, rest):
                yield finding
            return
        failed = 0 if month.is_whole else failed + 1
        if failed == MOST_FAILED_MONTHS:
            client.note_unanswered(rest.base, f"refuses the months from {start:%Y-%m} on")
            return
    async for finding in _posts_outside(client, rest, bounds, window):
        yield finding


async def _posts_of_month(
    client: DiscoveryClient, rest: RestInterface, month: Walk, span: tuple[datetime, datetime]
) -> AsyncIterator[Finding]:
    """Yield the posts of a month and their number, unless the server ignores the dates."""
    async for answer in _pages(client, rest, month):
        if month.pages == 1 and _has_other_dates(answer, *span):
            rest.ignores_dates = True
            return
        for candidate in _candidates(answer, rest):
            yield candidate
    if (count := month.stated_count) is not None:
        asked = rest.address("/posts", **month.query)
        yield Expectation("rest:posts", f"{span[0]:%Y-%m}", count, asked)


def _dated(**bounds: datetime) -> Walk:
    """Return the walk through the posts between two instants, both exclusive."""
    query: dict[str, object] = {name: instant.isoformat() for name, instant in bounds.items()}
    return Walk("/posts", {**query, "orderby": "date", "order": "asc", "_fields": POST_FIELDS})


def _has_other_dates(answer: Answer, start: datetime, after_end: datetime) -> bool:
    """Return whether rows are outside the month: the server ignores `after` and `before`."""
    days = [_day(row.get("date")) for row in _rows(answer) or []]
    return any(day is not None and not start.date() <= day < after_end.date() for day in days)


async def _all_posts(client: DiscoveryClient, rest: RestInterface) -> AsyncIterator[Finding]:
    """Yield all posts in one walk regardless of dates, and their number."""
    walk = Walk("/posts", {"orderby": "id", "order": "asc", "_fields": POST_FIELDS})
    async for answer in _pages(client, rest, walk):
        for candidate in _candidates(answer, rest):
            yield candidate


async def _posts_outside(
    client: DiscoveryClient, rest: RestInterface, bounds: tuple[date, date], window: Window
) -> AsyncIterator[Expectation]:
    """Yield the number of posts before and after the years of the archive, if there are any."""
    is_whole = window.since <= FIRST_DAY and window.until >= LAST_DAY
    midnight = datetime.min.time()
    if is_whole and bounds[0] < window.since:
        before = datetime.combine(window.since, midnight)
        yield await _count_outside(client, rest, f"before {window.since}", _dated(before=before))
    if is_whole and bounds[1] > window.until:
        after = datetime.combine(window.until, midnight) + timedelta(days=1, seconds=-1)
        yield await _count_outside(client, rest, f"after {window.until}", _dated(after=after))


async def _count_outside(
    client: DiscoveryClient, rest: RestInterface, scope: str, walk: Walk
) -> Expectation:
    walk.query["_fields"] = "id"
    asked = rest.address(walk.path, **walk.query)
    async for _ in _pages(client, rest, walk):
        if walk.total is not None and walk.total >= walk.rows:
            break
    return Expectation(OUTSIDE_DATES, scope, max(walk.total or 0, walk.rows), asked)


async def _changed_posts(
    client: DiscoveryClient, rest: RestInterface, modified_since: datetime
) -> AsyncIterator[Finding]:
    """Yield the posts changed since; WordPress before 5.7 ignores `modified_after`."""
    since = modified_since.astimezone(UTC)
    query: dict[str, object] = {
        "modified_after": since.isoformat(),
        "orderby": "modified",
        "order": "desc",
        "_fields": POST_FIELDS,
    }
    async for answer in _pages(client, rest, Walk("/posts", query)):
        candidates = list(_candidates(answer, rest))
        for candidate in candidates:
            yield candidate
        instants = [each.modified_at for each in candidates if each.modified_at]
        if instants and max(instants) < since:
            return


async def _content_bounds(
    client: DiscoveryClient, rest: RestInterface, window: Window
) -> tuple[date, date]:
    """Return the dates of the oldest and newest post, if the site states them."""
    bounds = [window.since, window.until]
    total = None
    for end, order in enumerate(("asc", "desc")):
        query = {"per_page": 1, "orderby": "date", "order": order, "_fields": "date"}
        answer = await client.ask(rest.address("/posts", **query))
        total = _total(answer) if answer else None
        for row in (_rows(answer) if answer else None) or ():
            bounds[end] = _day(row.get("date")) or bounds[end]
    # A cache that ignores the order returns the same post at both ends.
    if bounds[0] < bounds[1] or (bounds[0] == bounds[1] and total == 1):
        return bounds[0], bounds[1]
    return window.since, window.until


def _months(since: date, until: date) -> Iterator[tuple[datetime, datetime]]:
    """Yield the bounds of every month of the range, in the site's time (naive)."""
    start = datetime(since.year, since.month, 1)  # noqa: DTZ001 - the site's own time
    while start.date() <= until:
        after_end = (start + timedelta(days=32)).replace(day=1)
        yield start, after_end
        start = after_end


async def _pages(
    client: DiscoveryClient, rest: RestInterface, walk: Walk, *, is_optional: bool = False
) -> AsyncIterator[Answer]:
    """Yield the pages of a collection with new rows, until one has none.

    If the server ignores `offset`, `page` is used. A walk that ends early is recorded as
    unanswered, unless it `is_optional`.
    """
    while walk.pages < MOST_PAGES:
        address = rest.page_address(walk)
        answer = await _ask_page(client, rest, walk)
        rows = _rows(answer) if answer else None
        if answer is None or rows is None:
            walk.is_whole = answer is not None and _is_past_the_end(answer)
            if answer is not None and not (walk.is_whole or is_optional):
                client.note_unanswered(address, f"answers {answer.status} and no rows")
            return
        if rows and not walk.take(rows):
            if rest.ignores_offset or walk.pages == 0:
                client.note_unanswered(address, "repeats rows: later pages cannot be read")
                return
            rest.ignores_offset = True
            continue
        if rows:
            walk.total = _total(answer) if walk.total is None else walk.total
            yield answer
        if not rows or walk.ends_with(len(rows), rest.page_size):
            walk.is_whole = True
            return
    client.note_unanswered(rest.address(walk.path), f"has more than {MOST_PAGES} pages")


async def _ask_page(client: DiscoveryClient, rest: RestInterface, walk: Walk) -> Answer | None:
    """Request the next page; if the server fails on large pages, request smaller ones."""
    while True:
        address = rest.page_address(walk)
        # Repeating the request would only trip the circuit breaker, so retry with a smaller page.
        answer = await client.ask(address, tries=1 if rest.page_size > 1 else TRIES)
        if answer is None or is_challenge(answer):
            return None
        if not _lower_page_size(answer, rest):
            return answer
        client.clear_failure(address)


def _lower_page_size(answer: Answer, rest: RestInterface) -> bool:
    """Lower the page size, if the response is about it."""
    if rest.page_size <= 1:
        return False
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        rest.page_size //= 2
        return True
    if answer.status != HTTPStatus.BAD_REQUEST or b"per_page" not in answer.last.body:
        return False
    limit = PAGE_LIMIT.search(answer.last.body)
    stated = int(limit[1]) if limit else 0
    rest.page_size = stated if 0 < stated < rest.page_size else rest.page_size // 2
    return True


def _is_past_the_end(answer: Answer) -> bool:
    is_refused = answer.status == HTTPStatus.BAD_REQUEST
    return is_refused and b"invalid_page_number" in answer.last.body


def _total(answer: Answer) -> int | None:
    """Return the stated number of rows: `1,250` is 1250, a doubled `12, 12` is 12."""
    values = [value for name, value in answer.last.response.headers if name.lower() == "x-wp-total"]
    for value in values:
        if THOUSANDS.fullmatch(value.strip()):
            return int(re.sub(r"\D", "", value))
        parts = {part.strip() for part in value.split(",")}
        if len(parts) == 1 and (number := parts.pop()).isdecimal() and len(number) < 10:
            return int(number)
    return None


def _rows(answer: Answer) -> list[dict[str, Any]] | None:
    """Return the JSON rows of a response; None if it is not from the REST API."""
    if answer.status != HTTPStatus.OK:
        return None
    body = answer.last.body
    for start in islice(ROWS_START.finditer(body), MOST_STARTS):
        with suppress(orjson.JSONDecodeError):
            rows = orjson.loads(body[start.start() :])
            return [row for row in rows if isinstance(row, dict)]
    return None


def _candidates(answer: Answer, rest: RestInterface) -> Iterator[Candidate]:
    """Yield the candidates of the rows that have a link."""
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
