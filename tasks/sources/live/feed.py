"""Discovery by the site's feed, page by page; with content where its items have the whole text."""

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from http import HTTPStatus
from itertools import count

from tasks.articles.feed_posts import (
    author_of,
    instant_of,
    is_feed,
    is_whole_feed,
    link_of,
    read_feed_items,
    read_feed_rows,
)
from tasks.articles.rest_posts import item_of
from tasks.http.client import Answer
from tasks.models import Candidate
from tasks.sources.live.discovery_client import ABSENT, DiscoveryClient, is_challenge
from tasks.sources.source import Finding, Window
from tasks.urls import Site

ROUTE = "feed"
# WordPress's default, and /rss, which other sites use in links to this site's feed.
ADDRESSES = ("/feed/", "/rss")
MOST_PAGES = 10_000
# Items on a page of a feed of WordPress, and pages of older items that one run reads.
ITEMS_A_PAGE = 10
OLDER_PAGES = 50


async def discover_by_feed(
    client: DiscoveryClient, site: Site, window: Window
) -> AsyncIterator[Finding]:
    """Yield the items of the feed, newest first, until they are before the window.

    If another route has named the pages, the feed is followed only for the texts in it. If not, a
    run that looks for changes also reads some of the older pages, in turn: a new post with an old
    date is there.
    """
    only_texts = client.names_pages
    older = range(0)
    if window.modified_since is not None and not only_texts:
        older = _older_pages(client.known_count, window.turn)
    for path in ADDRESSES:
        seen: set[str] = set()
        async for candidate in _walk(
            client, site.origin + path, count(1), window, seen, only_texts=only_texts
        ):
            yield candidate
        whole = replace(window, modified_since=None)
        async for candidate in _walk(client, site.origin + path, older, whole, seen):
            yield candidate
        if seen:
            return


def _older_pages(known: int, turn: int) -> range:
    """Return the pages of the feed whose turn it is; all of them for a small archive."""
    parts = max(1, -(-known // (ITEMS_A_PAGE * OLDER_PAGES)))
    first = 2 + turn % parts * OLDER_PAGES
    return range(first, first + OLDER_PAGES)


async def _walk(
    client: DiscoveryClient,
    address: str,
    numbers: Iterable[int],
    window: Window,
    seen: set[str],
    *,
    only_texts: bool = False,
) -> AsyncIterator[Candidate]:
    """Follow pages of the feed to its end; WordPress answers 404 after the last page."""
    for number in numbers:
        if number > MOST_PAGES:
            client.note_unanswered(address, f"has more than {MOST_PAGES} pages")
            return
        asked = address if number == 1 else f"{address}?paged={number}"
        answer = await client.ask(asked)
        if answer is None or answer.status in ABSENT or is_challenge(answer):
            return
        _note_defects(client, asked, answer, is_later=bool(seen))
        if not is_feed(answer.last.body):
            return
        client.mark_route_available(ROUTE)
        listed_on = answer.last.response.requested_url
        items = [item for item in read_feed(answer.last.body, listed_on) if item.url not in seen]
        if not items and number == 2 and len(seen) >= ITEMS_A_PAGE and not only_texts:
            client.note_unanswered(asked, "repeats the first page: older posts are not listed")
        has_texts = window.with_content and _keep_texts(client, answer, items)
        for item in items:
            yield item
        seen.update(item.url for item in items)
        if not items or _is_before(items, window) or (only_texts and not has_texts):
            return


def _note_defects(client: DiscoveryClient, asked: str, answer: Answer, *, is_later: bool) -> None:
    """Record a response that is not a whole feed as unanswered.

    If the first page is something else, the site has no feed at this URL.
    """
    body, is_read = answer.last.body, answer.status == HTTPStatus.OK
    if (is_read and is_whole_feed(body)) or not (is_later or is_feed(body) or not is_read):
        return
    client.note_unanswered(asked, f"answers {answer.status}, not a whole feed")


def _keep_texts(client: DiscoveryClient, answer: Answer, items: list[Candidate]) -> bool:
    """Index those items with content that have no capture yet; return whether any has content."""
    new = {item.url for item in items}
    rows = [row for row in read_feed_rows(answer.last.body) if row["link"] in new]
    missing = [row for row in rows if not client.is_held(row["link"])]
    client.keep_items(answer, {item for row in missing if (item := item_of(row))})
    return bool(rows)


def read_feed(body: bytes, listed_on: str) -> Iterator[Candidate]:
    """Yield the items of an RSS 2.0 feed; nothing for other content."""
    for item in read_feed_items(body):
        if link := link_of(item):
            yield Candidate(
                url=link,
                discovered_via=ROUTE,
                listed_on=listed_on,
                title=(item.findtext("title") or "").strip() or None,
                author=author_of(item),
                section=(item.findtext("category") or "").strip() or None,
                published_at=instant_of(item),
            )


def _is_before(items: list[Candidate], window: Window) -> bool:
    earliest = window.since
    if window.modified_since is not None:
        earliest = max(earliest, window.modified_since.date())
    instants = [item.published_at for item in items if item.published_at]
    return bool(instants) and max(instants).date() < earliest
