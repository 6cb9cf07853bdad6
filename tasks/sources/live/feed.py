"""Discovery by the site's feed, page by page."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from lxml import etree

from tasks.models import Candidate
from tasks.sources.live.discovery_client import ABSENT, DiscoveryClient, is_challenge
from tasks.sources.source import Finding, Window
from tasks.urls import Site

ROUTE = "feed"
# WordPress's default, and /rss, which other sites use in links to this site's feed.
ADDRESSES = ("/feed/", "/rss")
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
MOST_PAGES = 10_000
# The <rss> tag follows the XML declaration and at most one comment.
SEEN_BYTES = 2_000


async def discover_by_feed(
    client: DiscoveryClient, site: Site, window: Window
) -> AsyncIterator[Finding]:
    """Yield the items of the feed, newest first, until they are before the window."""
    for path in ADDRESSES:
        items = 0
        async for candidate in _walk(client, site.origin + path, window):
            items += 1
            yield candidate
        if items:
            return


async def _walk(client: DiscoveryClient, address: str, window: Window) -> AsyncIterator[Candidate]:
    """Follow the feed to its end; WordPress answers 404 after the last page."""
    seen: set[str] = set()
    for number in range(1, MOST_PAGES):
        asked = address if number == 1 else f"{address}?paged={number}"
        answer = await client.ask(asked)
        if answer is None or answer.status in ABSENT or is_challenge(answer):
            return
        body = answer.last.body
        if answer.status != HTTPStatus.OK or not _is_whole_feed(body):
            # If the first page is something else, the site has no feed at this URL.
            if seen or b"<rss" in body[:SEEN_BYTES] or answer.status != HTTPStatus.OK:
                client.note_unanswered(asked, f"answers {answer.status}, not a whole feed")
            if b"<rss" not in body[:SEEN_BYTES]:
                return
        client.mark_route_available(ROUTE)
        listed_on = answer.last.response.requested_url
        items = [item for item in read_feed(body, listed_on) if item.url not in seen]
        for item in items:
            yield item
        seen.update(item.url for item in items)
        if not items or _is_before(items, window):
            return
    client.note_unanswered(address, f"has more than {MOST_PAGES} pages")


def _is_whole_feed(body: bytes) -> bool:
    return b"<rss" in body[:SEEN_BYTES] and b"</rss" in body[-SEEN_BYTES:]


def read_feed(body: bytes, listed_on: str) -> Iterator[Candidate]:
    """Yield the items of an RSS 2.0 feed; nothing for other content."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return
    for item in root.iter("item") if root is not None else ():
        link = (item.findtext("link") or "").strip()
        if link:
            yield Candidate(
                url=link,
                discovered_via=ROUTE,
                listed_on=listed_on,
                title=(item.findtext("title") or "").strip() or None,
                author=(item.findtext(CREATOR) or "").strip() or None,
                section=(item.findtext("category") or "").strip() or None,
                published_at=_instant(item.findtext("pubDate")),
            )


def _instant(text: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(text).astimezone(UTC) if text else None
    except (ValueError, OverflowError):
        return None


def _is_before(items: list[Candidate], window: Window) -> bool:
    earliest = window.since
    if window.modified_since is not None:
        earliest = max(earliest, window.modified_since.date())
    instants = [item.published_at for item in items if item.published_at]
    return bool(instants) and max(instants).date() < earliest
