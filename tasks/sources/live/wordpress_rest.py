"""Discovery by WordPress's REST API, month by month.

A single month can be requested again, keeps MySQL's offsets small, and its `X-WP-Total` is an
independent count of posts. In WordPress 6.1 (tests/wordpress) `after` and `before` are exclusive
and in the site's time zone.

Real sites deviate: caches drop or duplicate the header, security plugins refuse later requests,
hosts lower the limit of `per_page` or cap it silently, proxies ignore `offset` or the dates. A walk
therefore ends only at a page without new rows, and deviations are recorded as unanswered requests.

With content (`Window.with_content`), the posts themselves are requested, oldest first. The next
page starts at the last date received, which is requested again: a post that is deleted or moved
between two responses hides no other. At the end, posts changed since the walk began are requested.
"""

import html
import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from tasks.articles.rest_posts import Row, count_lost_rows, read_rows
from tasks.http.client import Answer
from tasks.models import FIRST_DAY, LAST_DAY, Candidate, Expectation
from tasks.sources.live.discovery_client import (
    OUTSIDE_DATES,
    TRIES,
    DiscoveryClient,
    is_challenge,
)
from tasks.sources.source import Finding, WholeListing, Window
from tasks.urls import Site, section_path

ROUTE = "rest"
# Denominator of the number of all posts that the API states.
STATED_POSTS = "stated:posts"
POST_FIELDS = "id,date,date_gmt,modified_gmt,link,title,author,categories"
CONTENT_FIELDS = (
    "id,date,date_gmt,modified,modified_gmt,link,title,excerpt,content,author,categories,tags,"
    "featured_media,_links,_embedded"
)
EMBEDS = "author,wp:term,wp:featuredmedia"
MOST_A_PAGE = 100
# Posts covered by one walk with content; a walk covers at least a month.
POSTS_A_WALK = 2_000
# Number of responses after which a page size that was lowered for errors is doubled again.
ANSWERS_TO_RECOVER = 3
# A response that takes this long is followed by requests for fewer posts; after none at all, the
# page size is lowered to this one at the least.
SLOW_SECONDS = 20.0
SMALLEST_FOR_SILENCE = 25
# Maximum number of consecutive posts to skip if the site fails on each of them alone.
MOST_SKIPPED = 3
# Number of consecutive pages without a new row before the cursor is dropped.
MOST_REPEATS = 2
# Posts that WordPress counts and does not list, at most, where it lists none.
MOST_NOT_LISTED = 5
# The site's clock may differ from ours.
CLOCK_MARGIN = timedelta(hours=1)
# Limit for servers that return new rows endlessly, far above any archive of this kind.
MOST_PAGES = 20_000
# After this number of consecutive months without a response, the walk stops.
MOST_FAILED_MONTHS = 3
# `per_page must be between 1 (inclusive) and 50 (inclusive)`
PAGE_LIMIT = re.compile(rb"per_page must be between 1 \(inclusive\) and (\d{1,3}) \(inclusive\)")
THOUSANDS = re.compile(r"(\d{1,3})((?:[,. ]\d{3})+)")


@dataclass(slots=True)
class RestInterface:
    """Base URL and page size of the API, and the names of categories and users by id."""

    base: str
    with_content: bool = False
    page_size: int = MOST_A_PAGE
    largest_page: int = MOST_A_PAGE
    answers: int = 0
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
        rows = walk.rows if walk.cursor is None else walk.tied
        place = {"page": rows // size + 1} if self.ignores_offset else {"offset": rows}
        query = {**walk.query, **({"after": walk.cursor.isoformat()} if walk.cursor else {})}
        return self.address(walk.path, per_page=self.page_size, **place, **query)

    def fields(self) -> dict[str, object]:
        """Return the parameters that say what is wanted of each post."""
        if not self.with_content:
            return {"_fields": POST_FIELDS}
        return {"_fields": CONTENT_FIELDS, "_embed": EMBEDS}

    def lower_page_size(self, stated: int = 0) -> None:
        """Request fewer rows: the number stated by the site, else half as many."""
        self.page_size = stated if 0 < stated < self.page_size else max(1, self.page_size // 2)
        self.largest_page = stated or self.largest_page
        self.answers = 0

    def note_answer(self) -> None:
        """Count a response; after several, larger pages are requested again."""
        self.answers += 1
        if self.answers % ANSWERS_TO_RECOVER == 0:
            self.page_size = min(2 * self.page_size, self.largest_page)


@dataclass(slots=True)
class Walk:
    """A walk through one collection: its request, the rows seen, and how it ended.

    With a `cursor`, the next page holds what is dated after it, without the first `tied` rows.
    """

    path: str
    query: dict[str, object]
    seen: set[str] = field(default_factory=set)
    pages: int = 0
    longest_page: int = 0
    total: int | None = None
    is_whole: bool = False
    cursor: datetime | None = None
    tied: int = 0
    skipped: int = 0
    repeats: int = 0
    new_ids: frozenset[str] = frozenset()
    months: Counter[str] = field(default_factory=Counter)

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

    def take(self, rows: list[Row], total: int | None) -> bool:
        """Add the rows of a page; return whether any of them is new."""
        new = {key: row for row in rows if (key := _key(row)) not in self.seen}
        self.seen.update(new)
        self.new_ids = frozenset(str(row.get("id")) for row in new.values())
        self.months.update(str(row.get("date"))[:7] for row in new.values())
        self.pages += bool(new)
        self.repeats = 0 if new else self.repeats
        self.longest_page = max(self.longest_page, len(rows))
        self.total = total if self.total is None else self.total
        return bool(new)

    def ends_here(self, rows: list[Row], is_new: bool, left: int | None, page_size: int) -> bool:
        """Return whether a page is the last one; `left` is the total stated with it."""
        if not rows:
            return True
        if not is_new:
            return self._repeats_overlap(rows, page_size)
        is_short = self.cursor is not None and len(rows) < page_size
        is_last = is_short and left == len(rows) + self.tied
        return self._ends_with(len(rows), page_size) or (is_last and self.rows == self.total)

    def move_on(self, rows: list[Row]) -> bool:
        """Move the cursor to just before the last date of a page; rows of one second are counted.

        If the rows are not in order of date, `offset` is used from then on. Always returns True:
        there is a next page to request.
        """
        dates = [_utc(row.get("date")) for row in rows]
        known = [each.replace(tzinfo=None) for each in dates if each]
        if self.cursor is None:
            return True
        is_ordered = len(known) == len(dates) and known == sorted(known)
        if not is_ordered or known[0] <= self.cursor:
            self.cursor = None
            return True
        before_last = known[-1] - timedelta(seconds=1)
        self.tied = 0 if before_last > self.cursor else self.tied + len(rows)
        self.cursor = max(self.cursor, before_last)
        return True

    def _repeats_overlap(self, rows: list[Row], page_size: int) -> bool:
        """Return whether a page without a new row is the repeated end of the page before it."""
        first = _utc(rows[0].get("date"))
        if first is None or self.cursor is None:
            return False
        return first.replace(tzinfo=None) > self.cursor and len(rows) < page_size

    def _ends_with(self, count: int, page_size: int) -> bool:
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
    """List all posts if there are fewer than before; yield the new count in any case.

    A changed post says so itself; one that was deleted or made private is only not listed any more.
    """
    gaps = client.gaps
    is_due = ROUTE not in client.whole_routes and client.misses_posts(POSTS_A_WALK)
    if is_due and (rest := await _probe(client, site)):
        await _read_names(client, rest)
        async for finding in _all_posts(client, rest):
            yield finding
        yield WholeListing(ROUTE)
    if client.stated_posts is not None and client.gaps == gaps:
        yield Expectation(STATED_POSTS, ROUTE, client.stated_posts, f"{site.origin}/wp-json/wp/v2")


async def _probe(client: DiscoveryClient, site: Site) -> RestInterface | None:
    for base in (f"{site.origin}/wp-json/wp/v2", f"{site.origin}/?rest_route=/wp/v2"):
        rest = RestInterface(base)
        answer = await client.ask(rest.address("/posts", per_page=1, _fields="id"))
        if answer is not None and _rows(answer) is not None:
            client.mark_route_available(ROUTE)
            client.stated_posts = _total(answer)
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
    async for answer in _pages(client, rest, month):
        if month.pages == 1 and _has_other_dates(answer, *span):
            rest.ignores_dates = True
            return
        for candidate in _candidates(answer, rest):
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
    days = [_day(row.get("date")) for row in _rows(answer) or []]
    return any(day is not None and not start.date() <= day < after_end.date() for day in days)


async def _all_posts(client: DiscoveryClient, rest: RestInterface) -> AsyncIterator[Finding]:
    """Yield all posts in one walk regardless of dates, and their number."""
    walk = Walk("/posts", {"orderby": "id", "order": "asc", **rest.fields()})
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
        **rest.fields(),
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
) -> tuple[tuple[date, date], int | None]:
    """Return the dates of the oldest and newest post, and the number of posts, if stated."""
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
        return (bounds[0], bounds[1]), total
    return (window.since, window.until), total


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
        if _skip_failing_post(answer, rest, walk):
            continue
        if answer is None or rows is None:
            walk.is_whole = answer is not None and _is_past_the_end(answer)
            if answer is not None and not (walk.is_whole or is_optional):
                client.note_unanswered(address, f"answers {answer.status} and no rows")
            return
        _note_lost_rows(client, address, answer, walk)
        if is_new := walk.take(rows, _total(answer)):
            client.keep_items(answer, walk.new_ids)
            yield answer
        if walk.ends_here(rows, is_new, _total(answer), rest.page_size):
            hidden = 0 if is_optional else _hidden_rows(client, answer, walk, rest.page_size)
            walk.is_whole = _note_hidden(client, address, hidden)
            return
        if not (walk.move_on(rows) if is_new else _find_way_on(rest, walk, rows)):
            client.note_unanswered(address, "repeats rows: later pages cannot be read")
            return
    client.note_unanswered(rest.address(walk.path), f"has more than {MOST_PAGES} pages")


def _note_lost_rows(client: DiscoveryClient, address: str, answer: Answer, walk: Walk) -> None:
    """Record rows that name no post or no page, though it was asked for, as unanswered."""
    if walk.path != "/posts":
        return
    is_asked = "link" in str(walk.query.get("_fields")).split(",")
    links = [row.get("link") for row in _rows(answer) or []] if is_asked else []
    lost = count_lost_rows(answer.last.body) + sum(not isinstance(link, str) for link in links)
    if lost:
        client.note_unanswered(address, f"has {lost} rows without a post or its address")


def _note_hidden(client: DiscoveryClient, address: str, hidden: int) -> bool:
    """Record rows that were stated and not listed as unanswered; return whether there are none."""
    if hidden:
        client.note_unanswered(address, f"states {hidden} more rows and lists none")
    return not hidden


def _hidden_rows(client: DiscoveryClient, answer: Answer, walk: Walk, page_size: int) -> int:
    """Return how many rows a site states beyond the last page of a walk, if that is credible.

    It is credible if no row was listed and the site can have so many posts, or if the stated number
    of pages agrees. WordPress counts a few posts that it does not list.
    """
    total = _total(answer) or 0
    more = total - (walk.rows if walk.cursor is None else walk.tied)
    if not walk.rows:
        is_part = "modified_after" in walk.query
        is_credible = more > MOST_NOT_LISTED and client.may_hide(more, is_part=is_part)
        return more if is_credible else 0
    pages = answer.last.response.header("x-wp-totalpages") or ""
    agrees = pages.isdecimal() and int(pages) == -(-total // page_size) and pages != "1"
    return more if agrees and more > MOST_A_PAGE else 0


def _find_way_on(rest: RestInterface, walk: Walk, rows: list[Row]) -> bool:
    """Ask in another way for what follows a page without new rows; False if none is left."""
    walk.repeats += 1
    if walk.cursor is not None:
        if walk.repeats > MOST_REPEATS:
            walk.cursor = None
        return walk.move_on(rows)
    if rest.ignores_offset or walk.pages == 0:
        return False
    rest.ignores_offset = True
    return True


async def _ask_page(client: DiscoveryClient, rest: RestInterface, walk: Walk) -> Answer | None:
    """Request the next page; if the server fails on large pages, request smaller ones."""
    while True:
        address = rest.page_address(walk)
        started = time.monotonic()
        # Repeating the request would only trip the circuit breaker, so retry with a smaller page.
        answer = await client.ask(address, tries=1 if rest.page_size > 1 else TRIES)
        if answer is None and walk.cursor and rest.page_size > SMALLEST_FOR_SILENCE:
            rest.lower_page_size()
            client.clear_failure(address)
            continue
        if answer is None or is_challenge(answer):
            return None
        if not _lower_page_size(answer, rest):
            rest.note_answer()
            if walk.cursor and time.monotonic() - started > SLOW_SECONDS:
                rest.lower_page_size()
            return answer
        client.clear_failure(address)


def _skip_failing_post(answer: Answer | None, rest: RestInterface, walk: Walk) -> bool:
    """Leave out one post on which the site fails even alone; it stays an unanswered question."""
    is_failing = answer is not None and answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    if not is_failing or walk.cursor is None or rest.page_size > 1:
        walk.skipped = 0
        return False
    walk.skipped += 1
    walk.tied += 1
    return walk.skipped <= MOST_SKIPPED


def _lower_page_size(answer: Answer, rest: RestInterface) -> bool:
    """Lower the page size, if the response is about it."""
    if rest.page_size <= 1:
        return False
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        rest.lower_page_size()
        return True
    if answer.status != HTTPStatus.BAD_REQUEST or b"per_page" not in answer.last.body:
        return False
    limit = PAGE_LIMIT.search(answer.last.body)
    rest.lower_page_size(int(limit[1]) if limit else rest.page_size // 2)
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
    return read_rows(answer.last.body)


def _candidates(answer: Answer, rest: RestInterface) -> Iterator[Candidate]:
    """Yield the candidates of the rows that have a link."""
    for row in _rows(answer) or []:
        if not isinstance(row.get("link"), str):
            continue
        title = row.get("title")
        yield Candidate(
            url=row["link"],
            discovered_via=ROUTE,
            listed_on=answer.last.response.requested_url,
            title=html.unescape(str(title.get("rendered"))) if isinstance(title, dict) else None,
            author=_author_of(row, rest),
            section=next(filter(None, _sections_of(row, rest)), None),
            published_on=_day(row.get("date")),
            published_at=_utc(row.get("date_gmt")),
            modified_at=_utc(row.get("modified_gmt")),
            post_id=next(iter(_numbers([row.get("id")])), None),
        )


def _author_of(row: Row, rest: RestInterface) -> str | None:
    embedded = _embedded(row, "author")
    named = [html.unescape(str(each["name"])) for each in embedded if each.get("name")]
    return next(iter(named or map(rest.authors.get, _numbers([row.get("author")]))), None)


def _sections_of(row: Row, rest: RestInterface) -> list[str | None]:
    terms = [term for terms in _embedded(row, "wp:term") for term in terms]
    paths = [section_path(str(term.get("link"))) for term in terms if _is_category(term)]
    return paths or [rest.sections.get(number) for number in _numbers(row.get("categories"))]


def _is_category(term: object) -> bool:
    return isinstance(term, dict) and term.get("taxonomy") == "category"


def _embedded(row: Row, relation: str) -> list[Any]:
    embedded = row.get("_embedded")
    records = embedded.get(relation) if isinstance(embedded, dict) else None
    return (
        [each for each in records if isinstance(each, dict | list)]
        if isinstance(records, list)
        else []
    )


def _key(row: Row) -> str:
    return repr(row.get("id", row.get("link", row)))


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
