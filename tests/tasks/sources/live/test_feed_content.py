"""Posts with their content by the feed, where the site refuses its REST API."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs

import httpx
import pytest

from tasks.sources.captured_posts import read_captured_posts
from tasks.sources.source import Known
from tasks.urls import Site
from tasks.warc.store import CaptureStore
from tests.tasks.sources.live.fake_site import (
    EVER,
    ROOT,
    FakeSite,
    Open,
    Rest,
    article,
    urls,
    urlset,
)

WITH_CONTENT = replace(EVER, with_content=True)
ROUTES = ("rest", "sitemap", "feed")
POSTS = "/wp-json/wp/v2/posts"


def item(number: int, content: str = "<p>The text of post {}.</p>") -> str:
    return f"""<item><title>Story {number}</title><link>{article(number)}</link>
    <pubDate>Sat, 01 Mar 2014 10:00:00 +0000</pubDate><guid>{ROOT}/?p={number}</guid>
    <content:encoded><![CDATA[{content.format(number)}]]></content:encoded></item>"""


def feed(items: list[str]) -> str:
    return f"""<?xml version="1.0"?><rss version="2.0"
    xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>{"".join(items)}
    </channel></rss>"""


class Feed:
    """A feed in pages of ten, newest first, that ends with 404."""

    def __init__(self, count: int, made: Callable[[int], str] = item) -> None:
        self.items = [made(number) for number in range(count)]
        self.asked = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        paged = parse_qs(request.url.query.decode()).get("paged", ["1"])
        first = 10 * (int(paged[0]) - 1)
        some = self.items[first : first + 10]
        return httpx.Response(200 if some else 404, text=feed(some) if some else "no more")


@pytest.fixture
def site(fake: FakeSite) -> Feed:
    """A site that refuses REST, has a sitemap, and 25 posts in its feed."""
    made = Feed(25)
    fake.has(POSTS, "<html>Forbidden</html>", 403)
    fake.has("/wp-sitemap.xml", urlset(*(article(number) for number in range(25))))
    fake.answers["/feed/"] = made
    return made


def held_items(store: CaptureStore) -> Counter[str]:
    return Counter(capture.item for capture in store.take() if capture.item is not None)


def test_the_feed_gives_the_texts_where_rest_is_refused(
    live: Open, site: Feed, store: CaptureStore
) -> None:
    findings = list(live(*ROUTES).discover(WITH_CONTENT))

    assert held_items(store) == {str(number): 1 for number in range(25)}
    assert urls(findings) == {article(number) for number in range(25)}
    assert site.asked == 4


def test_the_feed_is_not_asked_where_rest_answers(live: Open, fake: FakeSite, site: Feed) -> None:
    rest = Rest(25)
    rest.with_content = True
    fake.answers[POSTS] = rest

    list(live(*ROUTES).discover(WITH_CONTENT))

    assert site.asked == 0


def test_nor_if_only_names_are_wanted(live: Open, site: Feed) -> None:
    list(live(*ROUTES).discover(EVER))

    assert site.asked == 0


def test_a_feed_of_excerpts_costs_one_request(
    live: Open, fake: FakeSite, site: Feed, store: CaptureStore
) -> None:
    fake.answers["/feed/"] = excerpts = Feed(25, lambda n: item(n, "<p>Post {} [&#8230;]</p>"))

    list(live(*ROUTES).discover(WITH_CONTENT))

    assert (excerpts.asked, held_items(store)) == (1, Counter())


def test_a_page_that_is_held_keeps_its_capture(live: Open, site: Feed, store: CaptureStore) -> None:
    known = Known(held=frozenset(article(number) for number in range(20)))

    list(live(*ROUTES).discover(replace(WITH_CONTENT, known=known)))

    assert set(held_items(store)) == {str(number) for number in range(20, 25)}


def test_an_interrupted_walk_uses_the_pages_it_has(
    live: Open, site: Feed, store: CaptureStore
) -> None:
    list(live(*ROUTES).discover(WITH_CONTENT))
    answers = {capture.url: capture for capture in store.take()}
    known = Known(answers=answers, unfinished_since=datetime.now(UTC) - timedelta(hours=1))
    site.asked = 0

    findings = list(live(*ROUTES).discover(replace(WITH_CONTENT, known=known)))

    # The first page, which may have new posts, and the end.
    assert site.asked == 2
    assert len(urls(findings)) == 25


def test_the_items_of_a_captured_feed_are_found_again(
    live: Open, site: Feed, store: CaptureStore, tmp_path: Path
) -> None:
    list(live(*ROUTES).discover(WITH_CONTENT))
    captures = store.take()
    made = {one.capture_id: one for one in captures if one.item is not None}
    answers = [one for one in captures if one.item is None]

    found = {one.capture_id: one for one in read_captured_posts(tmp_path, answers, Site(ROOT))}

    assert found == made
