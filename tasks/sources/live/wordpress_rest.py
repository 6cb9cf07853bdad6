"""Discovery by WordPress's REST API, month by month.

A single month can be requested again, keeps MySQL's offsets small, and its `X-WP-Total` is an
independent count of posts. In WordPress 6.1 (tests/wordpress) `after` and `before` are exclusive
and in the site's time zone.

With content (`Window.with_content`), the posts themselves are requested, oldest first; at the end,
posts changed since the walk began are requested.
"""

import html
import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from tasks.http.client import Answer
from tasks.models import FIRST_DAY, LAST_DAY, Expectation
from tasks.sources.live.discovery_client import OUTSIDE_DATES, DiscoveryClient
from tasks.sources.live.rest_rows import (
    ROUTE,
    candidates_of,
    category_path,
    day_of,
    numbers,
    rows_of,
    stated_total,
)
from tasks.sources.live.rest_walk import RestInterface, Walk, read_pages
from tasks.sources.source import Finding, WholeListing, Window
from tasks.urls import Site, canonical_url

_API_HEADER = re.compile(r"<([^>]+)>[^,]*rel=[\"']?https://api\.w\.org/")
_API_TAG = re.compile(rb"<link\b[^>]*rel=[\"']https://api\.w\.org/[\"'][^>]*>", re.IGNORECASE)
_HREF = re.compile(rb"href=[\"']([^\"']+)", re.IGNORECASE)
# Denominator of the number of all posts that the API states.
STATED_POSTS = "stated:posts"
# Posts covered by one walk with content; a walk covers at least a month.
POSTS_A_WALK = 2_000
# The site's clock may differ from ours.
CLOCK_MARGIN = timedelta(hours=1)
# After this number of consecutive months without a response, the walk stops.
MOST_FAILED_MONTHS = 3


async def discover_by_rest(
    client: DiscoveryClient, site: Site, window: Window
) -> AsyncIterator[Finding]:
    """Yield the posts of the window and a count per month; nothing if there is no REST API."""
    rest = await _probe(client, site)
    if rest is None:
        return
    rest.with_content = window.with_content
    if not rest.with_content:
        await _read_names(client, rest)
    if window.modified_since is not None:
        found = _changed_posts(client, rest, window.modified_since)
    else:
        found = _posts_of_window(client, rest, window)
    async for finding in found:
        yield finding


async def _posts_of_window(
    client: DiscoveryClient, rest: RestInterface, window: Window
) -> AsyncIterator[Finding]:
    """Yield the posts of the window, and with content those changed in the meantime."""
    began = datetime.now(UTC)
    async for finding in _posts_by_month(client, rest, window):
        yield finding
    if window.since <= FIRST_DAY and window.until >= LAST_DAY:
        yield WholeListing(ROUTE)
    if rest.with_content:
        since = min(began, client.oldest_replayed or began) - CLOCK_MARGIN
        async for finding in _changed_posts(client, rest, since):
            yield finding


async def discover_removed_posts(client: DiscoveryClient, site: Site) -> AsyncIterator[Finding]:
    """List all posts if their number does not follow; yield the new number in any case.

    A changed post says so itself; one that was deleted or made private is only not listed any more,
    and a new one with an old date is not among the changed ones.
    """
    gaps = client.gaps
    is_open = ROUTE not in client.whole_routes
    may_differ = client.differs_in_posts(POSTS_A_WALK)
    may_be_wrong = client.listed_more_than_stated(POSTS_A_WALK)
    rest = await _probe(client, site) if is_open and (may_differ or may_be_wrong) else None
    if rest is not None and (may_differ or await _has_more_than_stated(client, rest)):
        await _read_names(client, rest)
        async for finding in _all_posts(client, rest):
            yield finding
        yield WholeListing(ROUTE)
    if client.stated_posts is not None and client.gaps == gaps:
        yield Expectation(STATED_POSTS, ROUTE, client.stated_posts, f"{site.origin}/wp-json/wp/v2")


async def _has_more_than_stated(client: DiscoveryClient, rest: RestInterface) -> bool:
    """Return whether there is a post after as many as the API states: the number is wrong."""
    query = {"per_page": 1, "offset": client.stated_posts, "_fields": "id"}
    answer = await client.ask(rest.address("/posts", **query))
    return answer is not None and bool(rows_of(answer))


async def _probe(client: DiscoveryClient, site: Site) -> RestInterface | None:
    usual = (f"{site.origin}/wp-json/wp/v2", f"{site.origin}/?rest_route=/wp/v2")
    for base in usual:
        if rest := await _open(client, base):
            return rest
    front = await client.front_page()
    named = _named_base(front, site) if front else None
    return await _open(client, named) if named and named not in usual else None


async def _open(client: DiscoveryClient, base: str) -> RestInterface | None:
    """Return the interface at an address, if it lists posts there."""
    rest = RestInterface(base)
    answer = await client.ask(rest.address("/posts", per_page=1, _fields="id"))
    if answer is None or rows_of(answer) is None:
        return None
    client.mark_route_available(ROUTE)
    client.stated_posts = stated_total(answer)
    return rest


def _named_base(front: Answer, site: Site) -> str | None:
    """Return the address of the interface that the front page names: plugins may rename it.

    WordPress names it in a link of the relation `https://api.w.org/`, and in the header `Link`.
    """
    header = _API_HEADER.search(front.last.response.header("link") or "")
    tag = _API_TAG.search(front.last.body)
    href = _HREF.search(tag[0]) if tag else None
    stated = header[1] if header else href[1].decode("utf-8", "replace") if href else ""
    root = urljoin(front.last.response.requested_url, html.unescape(stated))
    is_ours = bool(stated) and canonical_url(root, site) is not None
    return f"{root.rstrip('/')}/wp/v2" if is_ours else None


async def _read_names(client: DiscoveryClient, rest: RestInterface) -> None:
    """Read the names of categories and users. Security plugins often hide the users."""
    categories: dict[int, dict[str, Any]] = {}
    async for row in _all_rows(client, rest, "/categories", _fields="id,slug,parent"):
        categories.update(dict.fromkeys(numbers([row.get("id")]), row))
    rest.names.sections.update({number: category_path(number, categories) for number in categories})
    async for row in _all_rows(client, rest, "/users", _fields="id,name"):
        name = html.unescape(str(row.get("name") or ""))
        rest.names.authors.update(dict.fromkeys(numbers([row.get("id")]), name))


async def _all_rows(
    client: DiscoveryClient, rest: RestInterface, path: str, **query: object
) -> AsyncIterator[dict[str, Any]]:
    async for answer in read_pages(client, rest, Walk(path, query), is_optional=True):
        for row in rows_of(answer) or []:
            yield row


async def _posts_by_month(
    client: DiscoveryClient, rest: RestInterface, window: Window
) -> AsyncIterator[Finding]:
    bounds, total = await _content_bounds(client, rest, window)
    failed = 0
    months = list(_months(max(window.since, bounds[0]), min(window.until, bounds[1])))
    for start, after_end in _spans(months, total) if rest.with_content else months:
        month = _dated(rest, after=start - timedelta(seconds=1), before=after_end)
        if rest.with_content:
            month.cursor = start - timedelta(seconds=1)
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
    async for answer in read_pages(client, rest, month):
        if month.pages == 1 and _has_other_dates(answer, *span):
            rest.ignores_dates = True
            return
        for candidate in candidates_of(answer, rest.names):
            yield candidate
    if (count := month.stated_count) is not None:
        for scope, posts in _by_month(month, span, count):
            yield Expectation("rest:posts", scope, posts, _address_of_month(rest, scope))


def _address_of_month(rest: RestInterface, scope: str) -> str:
    """Return the address that states the count of a month.

    It is the same however many months a walk has, so that a later count replaces an earlier one.
    """
    start = datetime.strptime(scope, "%Y-%m")  # noqa: DTZ007 - the site's own time
    after_end = (start + timedelta(days=32)).replace(day=1)
    query = {"after": start - timedelta(seconds=1), "before": after_end}
    return rest.address("/posts", **{name: moment.isoformat() for name, moment in query.items()})


def _by_month(walk: Walk, span: tuple[datetime, datetime], count: int) -> Iterator[tuple[str, int]]:
    """Split the stated count of a walk by the months of the rows seen.

    Posts that the site counts and does not show are counted in the first month.
    """
    first = f"{span[0]:%Y-%m}"
    if span[1] - span[0] < timedelta(days=32):
        yield first, count
        return
    months = walk.months.copy()
    if unseen := count - months.total():
        months[first] += unseen
    yield from sorted(months.items())


def _spans(
    months: list[tuple[datetime, datetime]], total: int | None
) -> Iterator[tuple[datetime, datetime]]:
    """Join months to spans of about `POSTS_A_WALK` posts, if posts are spread evenly."""
    walks = max(1, (total or POSTS_A_WALK * len(months)) // POSTS_A_WALK)
    size = max(1, -(-len(months) // walks))
    for first in range(0, len(months), size):
        joined = months[first : first + size]
        yield joined[0][0], joined[-1][1]


def _dated(rest: RestInterface, **bounds: datetime) -> Walk:
    """Return the walk through the posts between two instants, both exclusive."""
    query: dict[str, object] = {name: instant.isoformat() for name, instant in bounds.items()}
    return Walk("/posts", {**query, "orderby": "date", "order": "asc", **rest.fields()})


def _has_other_dates(answer: Answer, start: datetime, after_end: datetime) -> bool:
    """Return whether rows are outside the month: the server ignores `after` and `before`."""
    days = [day_of(row.get("date")) for row in rows_of(answer) or []]
    return any(day is not None and not start.date() <= day < after_end.date() for day in days)


async def _all_posts(client: DiscoveryClient, rest: RestInterface) -> AsyncIterator[Finding]:
    """Yield all posts in one walk regardless of dates, and their number."""
    walk = Walk("/posts", {"orderby": "id", "order": "asc", **rest.fields()})
    async for answer in read_pages(client, rest, walk):
        for candidate in candidates_of(answer, rest.names):
            yield candidate


async def _posts_outside(
    client: DiscoveryClient, rest: RestInterface, bounds: tuple[date, date], window: Window
) -> AsyncIterator[Expectation]:
    """Yield the number of posts before and after the years of the archive, if there are any."""
    is_whole = window.since <= FIRST_DAY and window.until >= LAST_DAY
    midnight = datetime.min.time()
    if is_whole and bounds[0] < window.since:
        before = datetime.combine(window.since, midnight)
        yield await _count_outside(
            client, rest, f"before {window.since}", _dated(rest, before=before)
        )
    if is_whole and bounds[1] > window.until:
        after = datetime.combine(window.until, midnight) + timedelta(days=1, seconds=-1)
        yield await _count_outside(client, rest, f"after {window.until}", _dated(rest, after=after))


async def _count_outside(
    client: DiscoveryClient, rest: RestInterface, scope: str, walk: Walk
) -> Expectation:
    walk.query["_fields"] = "id"
    walk.query.pop("_embed", None)
    asked = rest.address(walk.path, **walk.query)
    async for _ in read_pages(client, rest, walk):
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
        **rest.fields(),
    }
    async for answer in read_pages(client, rest, Walk("/posts", query)):
        candidates = list(candidates_of(answer, rest.names))
        for candidate in candidates:
            yield candidate
        instants = [each.modified_at for each in candidates if each.modified_at]
        if instants and max(instants) < since:
            return


async def _content_bounds(
    client: DiscoveryClient, rest: RestInterface, window: Window
) -> tuple[tuple[date, date], int | None]:
    """Return the dates of the oldest and newest post, and the number of posts, if stated."""
    bounds = [window.since, window.until]
    total = None
    for end, order in enumerate(("asc", "desc")):
        query = {"per_page": 1, "orderby": "date", "order": order, "_fields": "date"}
        answer = await client.ask(rest.address("/posts", **query))
        total = stated_total(answer) if answer else None
        for row in (rows_of(answer) if answer else None) or ():
            bounds[end] = day_of(row.get("date")) or bounds[end]
    # A cache that ignores the order returns the same post at both ends.
    if bounds[0] < bounds[1] or (bounds[0] == bounds[1] and total == 1):
        return (bounds[0], bounds[1]), total
    return (window.since, window.until), total


def _months(since: date, until: date) -> Iterator[tuple[datetime, datetime]]:
    """Yield the bounds of every month of the range, in the site's time (naive)."""
    start = datetime(since.year, since.month, 1)  # noqa: DTZ001 - the site's own time
    while start.date() <= until:
        after_end = (start + timedelta(days=32)).replace(day=1)
        yield start, after_end
        start = after_end
