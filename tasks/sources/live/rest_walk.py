"""Walks through one collection of WordPress's REST API, page by page.

Real sites deviate: caches drop or duplicate the header with the total, security plugins refuse
later requests, hosts lower the limit of `per_page` or cap it silently, proxies ignore `offset` or
the dates. A walk therefore ends only at a page without new rows, and deviations are recorded as
unanswered requests.

A walk with a cursor reads posts oldest first. The next page starts at the last date received, which
is requested again: a post that is deleted or moved between two responses hides no other.
"""

import re
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlencode

from tasks.articles.rest_posts import Row, count_lost_rows
from tasks.http.client import Answer
from tasks.sources.live.discovery_client import TRIES, DiscoveryClient, is_challenge
from tasks.sources.live.rest_rows import (
    Names,
    is_past_the_end,
    row_key,
    rows_of,
    stated_total,
    utc_of,
)

POST_FIELDS = "id,date,date_gmt,modified_gmt,link,title,author,categories"
CONTENT_FIELDS = (
    "id,date,date_gmt,modified,modified_gmt,link,title,excerpt,content,author,categories,tags,"
    "featured_media,_links,_embedded"
)
EMBEDS = "author,wp:term,wp:featuredmedia"
MOST_A_PAGE = 100
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
# Limit for servers that return new rows endlessly, far above any archive of this kind.
MOST_PAGES = 20_000
# `per_page must be between 1 (inclusive) and 50 (inclusive)`
PAGE_LIMIT = re.compile(rb"per_page must be between 1 \(inclusive\) and (\d{1,3}) \(inclusive\)")


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
    names: Names = field(default_factory=Names)

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
        new = {key: row for row in rows if (key := row_key(row)) not in self.seen}
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
        dates = [utc_of(row.get("date")) for row in rows]
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
        first = utc_of(rows[0].get("date"))
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


async def read_pages(
    client: DiscoveryClient, rest: RestInterface, walk: Walk, *, is_optional: bool = False
) -> AsyncIterator[Answer]:
    """Yield the pages of a collection with new rows, until one has none.

    If the server ignores `offset`, `page` is used. A walk that ends early is recorded as
    unanswered, unless it `is_optional`.
    """
    while walk.pages < MOST_PAGES:
        address = rest.page_address(walk)
        answer = await _ask_page(client, rest, walk)
        rows = rows_of(answer) if answer else None
        if _skip_failing_post(answer, rest, walk):
            continue
        if answer is None or rows is None:
            walk.is_whole = answer is not None and is_past_the_end(answer)
            if answer is not None and not (walk.is_whole or is_optional):
                client.note_unanswered(address, f"answers {answer.status} and no rows")
            return
        _note_lost_rows(client, address, answer, walk)
        if is_new := walk.take(rows, stated_total(answer)):
            client.keep_items(answer, walk.new_ids)
            yield answer
        if walk.ends_here(rows, is_new, stated_total(answer), rest.page_size):
            hidden = 0 if is_optional else _hidden_rows(client, answer, walk, rest.page_size)
            walk.is_whole = _note_hidden(client, address, hidden)
            return
        if not (walk.move_on(rows) if is_new else _find_way_on(rest, walk, rows)):
            client.note_unanswered(address, "repeats rows: later pages cannot be read")
            return
    client.note_unanswered(rest.address(walk.path), f"has more than {MOST_PAGES} pages")


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


def _note_lost_rows(client: DiscoveryClient, address: str, answer: Answer, walk: Walk) -> None:
    """Record rows that name no post or no page, though it was asked for, as unanswered."""
    if walk.path != "/posts":
        return
    is_asked = "link" in str(walk.query.get("_fields")).split(",")
    links = [row.get("link") for row in rows_of(answer) or []] if is_asked else []
    lost = count_lost_rows(answer.last.body) + sum(not isinstance(link, str) for link in links)
    if lost:
        client.note_unanswered(address, f"has {lost} rows without a post or its address")


def _hidden_rows(client: DiscoveryClient, answer: Answer, walk: Walk, page_size: int) -> int:
    """Return how many rows a site states beyond the last page of a walk, if that is credible.

    It is credible if no row was listed and the site can have so many posts, or if the stated number
    of pages agrees. WordPress counts a few posts that it does not list.
    """
    total = stated_total(answer) or 0
    more = total - (walk.rows if walk.cursor is None else walk.tied)
    if not walk.rows:
        is_part = "modified_after" in walk.query
        is_credible = more > MOST_NOT_LISTED and client.may_hide(more, is_part=is_part)
        return more if is_credible else 0
    pages = answer.last.response.header("x-wp-totalpages") or ""
    agrees = pages.isdecimal() and int(pages) == -(-total // page_size) and pages != "1"
    return more if agrees and more > MOST_A_PAGE else 0


def _note_hidden(client: DiscoveryClient, address: str, hidden: int) -> bool:
    """Record rows that were stated and not listed as unanswered; return whether there are none."""
    if hidden:
        client.note_unanswered(address, f"states {hidden} more rows and lists none")
    return not hidden
