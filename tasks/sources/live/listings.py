"""Discovery by listings: category and year archives, walked page by page.

Only link, title, author, date and section of an entry are used: excerpts are truncated, and their
markup varies.
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from itertools import islice
from urllib.parse import urljoin, urlsplit

from tasks.articles.listing import has_archive_classes, next_listing_page, read_listing
from tasks.articles.markup.parser_limits import MarkupRefused, parse_within_limits
from tasks.http.client import Answer
from tasks.models import Candidate, Expectation, Page, PageKind
from tasks.sources.live.discovery_client import DiscoveryClient
from tasks.sources.source import Finding, Window
from tasks.urls import Site, canonical_url, page_kind, stable_id

BY_CATEGORY = "listing:category"
BY_DATE = "listing:date"
# Limit for endless listings, far above the longest known one (opinion, about 1,500 pages).
MOST_PAGES = 10_000
# Limit far above the known number of categories (about 60).
MOST_CATEGORIES = 1_000


async def discover_by_listings(
    client: DiscoveryClient, site: Site, window: Window
) -> AsyncIterator[Finding]:
    """Yield the entries of category and year archives, and the number of entries of each.

    A run that looks for changes reads each archive until it brings nothing new. A new post with an
    old date is behind that, so one category and one year are read to the end, in turn, unless
    another route lists all pages.
    """
    years = range(window.until.year, window.since.year - 1, -1)
    archives = {
        BY_CATEGORY: await _categories(client, site),
        BY_DATE: [f"{site.origin}/{year}/" for year in years],
    }
    for route, starts in archives.items():
        for number, start in enumerate(starts):
            is_its_turn = number == window.turn % len(starts) and not client.whole_routes
            asked = replace(window, modified_since=None) if is_its_turn else window
            async for finding in _walk(client, site, start, route, asked):
                yield finding


async def _categories(client: DiscoveryClient, site: Site) -> list[str]:
    """Return the category archives the front page links to. Parents also list subcategories."""
    answer = await client.ask_guessed(f"{site.origin}/")
    if answer is None:
        return []
    body = answer.last.body
    try:
        tree = parse_within_limits(body)
    except MarkupRefused as refusal:
        client.note_unanswered(f"{site.origin}/", str(refusal))
        return []
    found: dict[str, None] = {}
    for link in tree.css("a[href*='/category/']"):
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
    client: DiscoveryClient, site: Site, start: str, route: str, window: Window
) -> AsyncIterator[Finding]:
    """Follow a listing to its end: no link to a next page, an empty page, or a repeated page.

    A first page may be missing, since not every linked category or year has posts. A later page
    that cannot be read, or is something else, such as a challenge, is recorded as unanswered, since
    the page before links to it.
    """
    listed: set[str] = set()
    address: str | None = start
    for _ in range(MOST_PAGES):
        if address is None:
            break
        answer = await (client.ask_linked if listed else client.ask_guessed)(address)
        if answer is None:
            break
        page = _page(answer)
        shown = read_listing(page, site, route)
        entries = [entry for entry in shown if entry.url not in listed]
        if not entries:
            _note_other_page(client, page, address, is_listing=bool(shown) or not listed)
            break
        client.mark_route_available(route)
        for entry in entries:
            yield entry
        listed.update(entry.url for entry in entries)
        if _is_before(entries, _earliest(window)) or _brings_nothing(entries, client, window):
            return
        address = next_listing_page(page, site)
    else:
        client.note_unanswered(start, f"has more than {MOST_PAGES} pages")
    if listed:
        yield Expectation(route, urlsplit(start).path.strip("/"), len(listed), start)


def _note_other_page(
    client: DiscoveryClient, page: Page, address: str, *, is_listing: bool
) -> None:
    """Record a linked page as unanswered unless it is a listing, or an empty one."""
    if not is_listing and not has_archive_classes(page):
        client.note_unanswered(address, "is not a listing")


def _brings_nothing(entries: list[Candidate], client: DiscoveryClient, window: Window) -> bool:
    """Return whether a run that looks for changes may stop; entries are newest first."""
    return window.modified_since is not None and all(client.is_known(each.url) for each in entries)


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
