"""Discovery by listings: category and year archives, or the front page, walked page by page.

Only link, title, author, date and section of an entry are used: excerpts are truncated, and their
markup varies.
"""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby, islice
from urllib.parse import urljoin, urlsplit

from tasks.articles.listing import (
    has_archive_classes,
    next_listing_page,
    numbered_next_pages,
    read_listing,
)
from tasks.articles.markup.parser_limits import MarkupRefused, parse_within_limits
from tasks.http.client import Answer
from tasks.models import Candidate, Expectation, Page, PageKind
from tasks.sources.live.discovery_client import DiscoveryClient
from tasks.sources.source import Finding, Window
from tasks.urls import Site, canonical_url, page_kind, stable_id

BY_CATEGORY = "listing:category"
BY_DATE = "listing:date"
BY_HOME = "listing:home"
# Links to categories: with permalinks, and without (`/?cat=7`).
CATEGORY_LINKS = "a[href*='/category/'],a[href*='?cat='],a[href*='category_name=']"
# Limit for endless listings, far above the longest known one (opinion, about 1,500 pages).
MOST_PAGES = 10_000
# Limit far above the known number of categories (about 60).
MOST_CATEGORIES = 1_000
# Fewest entries of a full page.
FEWEST_A_PAGE = 5
# Older pages that one run looking for changes reads; a listing may have grown by some since it was
# last counted.
OLDER_PAGES = 100
NEW_PAGES = 20
SECOND = 2
_SECOND = re.compile(r"(/page/|[?&]paged=)2\b")


@dataclass(slots=True)
class _Listing:
    """One archive of posts, newest first, and what was read of it in this run.

    `entries` are those of its first page, `second` is the address of its second one. `has_ended`:
    it was read to its end, or to a page that cannot be read. `has_more`: it goes on after the last
    page that was to be read. `leads_away`: its second page redirects to one without more entries.
    `read` has the second pages that the listings of a run share: one that leads to the second page
    of another is the same listing at another address.
    """

    route: str
    start: str
    entries: int = 0
    second: str | None = None
    has_ended: bool = False
    has_more: bool = False
    leads_away: bool = False
    listed: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)

    def begin(self, shown: int, second: str | None) -> str | None:
        """Note the first page; return the address of the second one, if no listing read it yet."""
        self.entries = shown
        if second in self.read:
            return None
        self.second = second
        self.read.update([second] if second else ())
        return second

    def address(self, number: int) -> str | None:
        """Return the address of a page from the second on, None if it does not show its number."""
        address, count = _SECOND.subn(rf"\g<1>{number}", self.second or "", count=1)
        return address if count else None

    def count(self) -> Expectation:
        """Return the number of entries of an archive that was read to its end."""
        scope = urlsplit(self.start).path.strip("/") or "/"
        return Expectation(self.route, scope, len(self.listed), self.start)


async def discover_by_listings(
    client: DiscoveryClient, site: Site, window: Window
) -> AsyncIterator[Finding]:
    """Yield the entries of category and year archives, and the number of entries of each.

    A run that looks for changes reads each archive until it brings nothing new. A new post with an
    old date is behind that, so some of the older pages are read too, in turn, unless another route
    lists all pages.
    """
    years = range(window.until.year, window.since.year - 1, -1)
    archives = _worth_asking(client, [f"{site.origin}/{year}/" for year in years], window)
    listings = [_Listing(BY_CATEGORY, start) for start in await _categories(client, site)]
    listings += [_Listing(BY_DATE, start) for start in archives]
    read: set[str] = set()
    for listing in listings:
        listing.read = read
        async for finding in _walk(client, site, listing, window):
            yield finding
    if not client.whole_routes:
        async for finding in _entries_left(client, site, listings, window):
            yield finding


async def _entries_left(
    client: DiscoveryClient, site: Site, listings: list[_Listing], window: Window
) -> AsyncIterator[Finding]:
    """Yield what the first reading of the archives left out, where no other route lists all."""
    dated = {url for each in listings if each.route == BY_DATE for url in each.listed}
    if dated <= await _on_front_page(client, site):
        # There are no archives of years, or the site shows its front page in place of them.
        listings.append(_Listing(BY_HOME, f"{site.origin}/"))
        async for finding in _walk(client, site, listings[-1], window):
            yield finding
    async for finding in _unlinked_entries(client, site, listings, window):
        yield finding
    _note_unlisted(client, listings)
    if window.modified_since is not None:
        async for finding in _older_entries(client, site, listings, window):
            yield finding


async def _on_front_page(client: DiscoveryClient, site: Site) -> set[str]:
    front = await client.front_page()
    return {entry.url for entry in read_listing(_page(front), site, BY_HOME)} if front else set()


def _worth_asking(client: DiscoveryClient, archives: list[str], window: Window) -> list[str]:
    """Return the archives that a run asks for; in a nightly run, not all.

    Archives that never listed anything, and were missing last time, are asked for in turn.
    """
    if not window.is_nightly:
        return archives
    missing = [each for each in archives if client.was_absent(each)]
    empty = [each for each in missing if each not in window.known.listed]
    in_turn = empty[window.turn % len(empty)] if empty else None
    return [each for each in archives if each not in empty or each == in_turn]


async def _unlinked_entries(
    client: DiscoveryClient, site: Site, listings: list[_Listing], window: Window
) -> AsyncIterator[Finding]:
    """Yield the entries of later pages that no page links to: themes may load them by script.

    They are requested by their number after every full first page, if no listing links to any.
    """
    full = max((each.entries for each in listings), default=0)
    if full < FEWEST_A_PAGE or any(each.second for each in listings):
        return
    # A site that shows its front page at every address has one listing under many.
    different = {frozenset(each.listed): each for each in listings}.values()
    for listing in different:
        if listing.entries == full:
            async for entry in _numbered_entries(client, site, listing, window):
                yield entry
            yield listing.count()


async def _numbered_entries(
    client: DiscoveryClient, site: Site, listing: _Listing, window: Window
) -> AsyncIterator[Candidate]:
    address = listing.start
    for _ in range(MOST_PAGES):
        address = numbered_next_pages(address, site)[0]
        answer = await client.ask_guessed(address)
        shown = read_listing(_page(answer), site, listing.route) if answer else []
        entries = [entry for entry in shown if entry.url not in listing.listed]
        listing.listed.update(entry.url for entry in entries)
        for entry in entries:
            yield entry
        if not entries or _brings_nothing(entries, client, window):
            return


async def _older_entries(
    client: DiscoveryClient, site: Site, listings: list[_Listing], window: Window
) -> AsyncIterator[Finding]:
    """Yield the entries of the older pages whose turn it is."""
    for listing, numbers in _older_pages(listings, window):
        again = replace(listing, listed=set(), read=set())
        address = listing.address(numbers[0])
        # Pages without numbers cannot be entered in the middle.
        most = len(numbers) if address else MOST_PAGES
        is_last = numbers[-1] == _last_page(listing, window)
        pages = _pages(
            client, site, again, address or str(listing.second), most + NEW_PAGES * is_last
        )
        async for entries in pages:
            for entry in entries:
                yield entry
        if again.has_ended and numbers[0] == SECOND:
            listing.listed |= again.listed
            yield listing.count()


def _older_pages(listings: list[_Listing], window: Window) -> list[tuple[_Listing, range]]:
    """Return the pages whose turn it is, at most `OLDER_PAGES`; all of them for a small archive.

    Years together list every post. Categories are read only where there are no archives of years.
    """
    open_ones = [each for each in listings if each.second and not each.has_ended]
    by_year = [each for each in open_ones if each.route == BY_DATE]
    pages = [
        (listing, number)
        for listing in by_year or open_ones
        for number in range(SECOND, _last_page(listing, window) + 1)
    ]
    first = window.turn % max(1, -(-len(pages) // OLDER_PAGES)) * OLDER_PAGES
    chosen = groupby(pages[first : first + OLDER_PAGES], key=lambda page: page[0].start)
    return [_run_of_pages(list(group)) for _, group in chosen]


def _run_of_pages(pages: list[tuple[_Listing, int]]) -> tuple[_Listing, range]:
    return pages[0][0], range(pages[0][1], pages[-1][1] + 1)


def _last_page(listing: _Listing, window: Window) -> int:
    """Return the number of the last page by the last count of the archive, if it was counted."""
    known = window.known
    entries = known.listed.get(listing.start, len(known.urls))
    return max(SECOND, -(-entries // max(1, listing.entries)))


async def _categories(client: DiscoveryClient, site: Site) -> list[str]:
    """Return the category archives the front page links to. Parents also list subcategories."""
    answer = await client.front_page()
    if answer is None:
        return []
    body = answer.last.body
    try:
        tree = parse_within_limits(body)
    except MarkupRefused as refusal:
        client.note_unanswered(f"{site.origin}/", str(refusal))
        return []
    found: dict[str, None] = {}
    for link in tree.css(CATEGORY_LINKS):
        address = urljoin(site.origin + "/", link.attributes.get("href") or "")
        canonical = canonical_url(address, site)
        if canonical and page_kind(canonical, site) is PageKind.LISTING:
            found.setdefault(canonical)
    if len(found) > MOST_CATEGORIES:
        client.note_unanswered(
            f"{site.origin}/", f"links to more than {MOST_CATEGORIES} categories"
        )
    return list(islice(found, MOST_CATEGORIES))


async def _walk(
    client: DiscoveryClient, site: Site, listing: _Listing, window: Window
) -> AsyncIterator[Finding]:
    """Yield the entries of a listing until they are old or known; their number at its end."""
    async for entries in _pages(client, site, listing, listing.start, MOST_PAGES):
        for entry in entries:
            yield entry
        if _is_before(entries, _earliest(window)) or _brings_nothing(entries, client, window):
            return
    if listing.has_more:
        client.note_unanswered(listing.start, f"has more than {MOST_PAGES} pages")
    if listing.has_ended:
        yield listing.count()


async def _pages(
    client: DiscoveryClient, site: Site, listing: _Listing, address: str, most: int
) -> AsyncIterator[list[Candidate]]:
    """Yield the new entries of each page from an address on, at most of `most` pages.

    A listing ends with a page without a link to a next one, an empty page, or a repeated page. The
    page at `address` may be missing, since not every linked category or year has posts. A later
    page that cannot be read, or is something else, such as a challenge, is recorded as unanswered,
    since the page before links to it.
    """
    for _ in range(most):
        answer = await _ask(client, listing, address)
        if answer is None:
            listing.has_ended = bool(listing.listed)
            return
        page = _page(answer)
        shown = read_listing(page, site, listing.route)
        entries = [entry for entry in shown if entry.url not in listing.listed]
        following = next_listing_page(page, site)
        if not entries:
            is_redirect = canonical_url(page.url, site) != address
            listing.leads_away = is_redirect and address == listing.second
            _note_end(client, listing, address, is_listing=bool(shown) or has_archive_classes(page))
            return
        client.mark_route_available(listing.route)
        is_first = not listing.listed
        listing.listed.update(entry.url for entry in entries)
        listing.has_ended = following is None
        if is_first:
            following = listing.begin(len(shown), following)
        yield entries
        if following is None:
            return
        address = following
    listing.has_more = True


async def _ask(client: DiscoveryClient, listing: _Listing, address: str) -> Answer | None:
    if listing.listed:
        return await client.ask_linked(address)
    is_front = listing.route == BY_HOME
    return await (client.front_page() if is_front else client.ask_guessed(address))


def _note_end(
    client: DiscoveryClient, listing: _Listing, address: str, *, is_listing: bool
) -> None:
    """Record that a listing ends at a page without new entries, or that this is another page."""
    listing.has_ended = is_listing and bool(listing.listed)
    if listing.listed and not is_listing:
        client.note_unanswered(address, "is not a listing")


def _note_unlisted(client: DiscoveryClient, listings: list[_Listing]) -> None:
    """Record listings of one full page as unanswered if they link to more and do not show it.

    Some themes always link to older entries: a page that is not full says that there are none.
    """
    for listing in listings:
        full = max(each.entries for each in listings if each.route == listing.route)
        if listing.leads_away and listing.entries >= max(full, FEWEST_A_PAGE):
            client.note_unanswered(
                str(listing.second), "leads to another page: older posts are not listed"
            )


def _brings_nothing(entries: list[Candidate], client: DiscoveryClient, window: Window) -> bool:
    """Return whether a run that looks for changes may stop; entries are newest first.

    So may a night that begins anew, since an earlier one lacks an answer, if a sitemap lists all.
    """
    is_repeated = window.is_nightly and bool(client.whole_routes)
    looks_for_changes = window.modified_since is not None or is_repeated
    return looks_for_changes and all(client.is_known(each.url) for each in entries)


def _page(answer: Answer) -> Page:
    response = answer.last.response
    return Page(
        capture_id=stable_id(response.requested_url),
        url=response.requested_url,
        captured_at=response.captured_at,
        status=response.status,
        content_type=response.header("content-type") or "",
        body=answer.last.body,
    )


def _earliest(window: Window) -> date:
    if window.modified_since is None:
        return window.since
    return max(window.since, window.modified_since.date())


def _is_before(entries: list[Candidate], earliest: date) -> bool:
    """Return whether a page, and so all after it (newest first), is before the window."""
    days = [entry.published_on for entry in entries if entry.published_on]
    return bool(days) and max(days) < earliest
