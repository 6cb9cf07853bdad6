"""Discovery by listings: category and year archives, walked page by page.

Of a listing only link, title, author, date and section are taken: its excerpts are cut, and seen
in several shapes (dossier, section 10).
"""

from collections.abc import AsyncIterator
from datetime import date
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from tasks.articles.listing import next_listing_page, read_listing
from tasks.http.client import Answer
from tasks.models import Candidate, Expectation, Page, PageKind
from tasks.sources.live.discovery_client import DiscoveryClient
from tasks.sources.source import Finding, Window
from tasks.urls import Site, canonical_url, page_kind, stable_id

BY_CATEGORY = "listing:category"
BY_DATE = "listing:date"
OK = 200
# Far above the longest listing known (opinion, some 1,500 pages): a walk that gets there is lost.
MOST_PAGES = 10_000


async def discover_by_listings(
    client: DiscoveryClient, site: Site, window: Window
) -> AsyncIterator[Finding]:
    """Yield what the category and year archives list, and how many each of them does."""
    for start in await _categories(client, site):
        async for finding in _walk(client, site, start, BY_CATEGORY, window):
            yield finding
    for year in range(window.until.year, window.since.year - 1, -1):
        start = f"{site.origin}/{year}/"
        async for finding in _walk(client, site, start, BY_DATE, window):
            yield finding


async def _categories(client: DiscoveryClient, site: Site) -> list[str]:
    """Return the category archives the front page links to; parents list their children's too."""
    answer = await client.ask(f"{site.origin}/")
    if answer is None or answer.status != OK:
        return []
    tree = LexborHTMLParser(answer.last.body.decode("utf-8", "replace"))
    found: dict[str, None] = {}
    for link in tree.css("a[href*='/category/']"):
        address = urljoin(site.origin + "/", link.attributes.get("href") or "")
        canonical = canonical_url(address, site)
        if canonical and page_kind(canonical, site) is PageKind.LISTING:
            found.setdefault(canonical)
    return list(found)


async def _walk(
    client: DiscoveryClient, site: Site, start: str, route: str, window: Window
) -> AsyncIterator[Finding]:
    """Follow a listing to its end: no next page, a 404, an empty page, or one seen before."""
    listed: set[str] = set()
    address: str | None = start
    for _ in range(MOST_PAGES):
        answer = await client.ask(address) if address else None
        if answer is None or answer.status != OK:
            break
        page = _page(answer)
        entries = [entry for entry in read_listing(page, site, route) if entry.url not in listed]
        if not entries:
            break
        client.mark_route_available(route)
        for entry in entries:
            yield entry
        listed.update(entry.url for entry in entries)
        if _is_before(entries, _earliest(window)):
            return
        address = next_listing_page(page, site)
    if listed:
        yield Expectation(route, urlsplit(start).path.strip("/"), len(listed), start)


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
    """Whether a page, and so all that follow (newest come first), lies before the window."""
    days = [entry.published_on for entry in entries if entry.published_on]
    return bool(days) and max(days) < earliest
