"""The source `live` against a real WordPress (24 made-up posts, Divi-shaped pages)."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tasks.articles.parse_captures import PageReader
from tasks.articles.parse_page import parse_page
from tasks.http.crawl_policy import CrawlPolicy
from tasks.models import Article, Candidate, Capture, Expectation, Purpose
from tasks.sources.live.site import LiveSite
from tasks.sources.source import Finding, PageRequest, Window
from tasks.urls import Site, canonical_url
from tasks.warc.store import CaptureStore, read_page
from tests.wordpress_site import WordPress

pytestmark = pytest.mark.wordpress

EVER = Window(date(2005, 1, 1), date(2017, 12, 31))
FAST = CrawlPolicy("aawsat-warehouse/test (+tests)", requests_per_second=50, max_connections=4)

Open = Callable[..., LiveSite]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaptureStore]:
    with CaptureStore(tmp_path, "run-1", "live", "aawsat-warehouse/test") as open_store:
        yield open_store


@pytest.fixture
def live(wordpress: WordPress, store: CaptureStore) -> Iterator[Open]:
    opened: list[LiveSite] = []

    def open_live(*routes: str) -> LiveSite:
        opened.append(LiveSite(Site(wordpress.url), FAST, store, frozenset(routes)))
        return opened[-1]

    yield open_live
    for source in opened:
        source.close()


def candidates(findings: list[Finding]) -> list[Candidate]:
    return [finding for finding in findings if isinstance(finding, Candidate)]


def expectations(findings: list[Finding]) -> list[Expectation]:
    return [finding for finding in findings if isinstance(finding, Expectation)]


def addresses(findings: list[Finding], wordpress: WordPress) -> set[str | None]:
    return {canonical_url(each.url, Site(wordpress.url)) for each in candidates(findings)}


ROUTE_NAMES = ("rest", "sitemap", "listing", "feed")


@pytest.fixture(scope="module")
def by_route(
    wordpress: WordPress, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Finding]]:
    """What each route alone finds in the whole archive."""
    found = {}
    for route in ROUTE_NAMES:
        folder = tmp_path_factory.mktemp(route)
        with (
            CaptureStore(folder, "run-1", "live") as store,
            closing(LiveSite(Site(wordpress.url), FAST, store, frozenset({route}))) as source,
        ):
            found[route] = list(source.discover(EVER))
    return found


@pytest.mark.parametrize("route", ROUTE_NAMES)
def test_every_route_alone_names_every_post(
    by_route: dict[str, list[Finding]], wordpress: WordPress, route: str
) -> None:
    found = addresses(by_route[route], wordpress)

    assert len(found) == wordpress.post_count()
    assert found == addresses(by_route["rest"], wordpress)
    named = candidates(by_route[route])
    assert {each.discovered_via.split(":")[0] for each in named} == {route}
    assert all(each.listed_on.startswith(wordpress.url) for each in named)


@pytest.mark.parametrize(
    ("route", "denominator"),
    [("rest", "rest:posts"), ("sitemap", "sitemap:urls"), ("listing", "listing:date")],
)
def test_the_counts_a_route_states_add_up_to_the_posts(
    by_route: dict[str, list[Finding]], wordpress: WordPress, route: str, denominator: str
) -> None:
    stated = [each for each in expectations(by_route[route]) if each.denominator == denominator]

    assert sum(each.expected_count for each in stated) == wordpress.post_count()
    if route == "rest":
        assert {each.scope: each.expected_count for each in stated}["2016-11"] == 2


def test_rest_tells_ids_dates_sections_and_names(
    by_route: dict[str, list[Finding]], wordpress: WordPress
) -> None:
    found = {each.url: each for each in candidates(by_route["rest"])}

    king = found[
        f"{wordpress.url}/asharq-al-awsat-english/news-middle-east/saudi-arabia/"
        "king-receives-a-made-up-president/"
    ]
    assert (king.title, king.section) == (
        "King Receives a Made-up President",
        "news-middle-east/saudi-arabia",
    )
    assert king.author == "Test Desk English"
    assert king.published_on == date(2016, 11, 8)
    assert king.published_at == datetime(2016, 11, 8, 7, tzinfo=UTC)
    assert king.post_id is not None


def test_listings_tell_date_author_and_section(by_route: dict[str, list[Finding]]) -> None:
    found = candidates(by_route["listing"])

    opinion = next(each for each in found if "opinion-what-do-you-want-sir" in each.url)
    assert opinion.title == "Opinion: What Do You Want, Sir?"
    assert (opinion.author, opinion.published_on) == ("Tariq Example", date(2014, 6, 27))
    assert {each.discovered_via for each in found} == {"listing:category", "listing:date"}


def test_a_window_limits_what_rest_names(live: Open) -> None:
    window = Window(date(2016, 11, 1), date(2016, 11, 30))

    findings = list(live("rest").discover(window))

    assert len(candidates(findings)) == 2
    stated = expectations(findings)
    assert [each.scope for each in stated if each.denominator == "rest:posts"] == ["2016-11"]


def test_every_answer_of_discovery_is_captured(
    live: Open, store: CaptureStore, tmp_path: Path
) -> None:
    list(live("feed").discover(EVER))

    captures = store.take()
    assert {capture.purpose for capture in captures} == {Purpose.DISCOVERY}
    assert any(capture.url.endswith("/robots.txt") for capture in captures)
    # The page past the end of the feed; its answer is kept like any other.
    assert 404 in {capture.status for capture in captures}
    assert all(read_page(tmp_path, capture).status == capture.status for capture in captures)


def test_pages_are_fetched_redirects_and_all(
    live: Open, store: CaptureStore, wordpress: WordPress, tmp_path: Path
) -> None:
    source = live("rest")
    named = [each.url for each in candidates(list(source.discover(EVER)))][:5]
    store.take()

    outcomes = source.fetch([PageRequest(named[0].rstrip("/")), *map(PageRequest, named[1:])])

    statuses = [outcome.status for outcome in outcomes if isinstance(outcome, Capture)]
    assert statuses == [200] * 5
    assert sorted(capture.status for capture in store.take()) == [200] * 5 + [301]
    last = outcomes[-1]
    assert isinstance(last, Capture)
    assert b"</html>" in read_page(tmp_path, last).body


def test_articles_read_from_the_feed_equal_those_of_their_pages(
    live: Open, store: CaptureStore, wordpress: WordPress, tmp_path: Path
) -> None:
    site = Site(wordpress.url)
    source = live("sitemap", "feed")
    list(source.discover(replace(EVER, with_content=True)))
    posts = [each for each in store.take() if each.item is not None]
    source.fetch([PageRequest(each.url) for each in posts])
    pages = {each.url: each for each in store.take() if each.item is None}
    reader = PageReader(tmp_path)

    read = [parse_page(reader.read(each), site) for each in posts]
    of_pages = [parse_page(reader.read(pages[each.url]), site) for each in posts]

    assert len(posts) == wordpress.post_count()
    pairs = list(zip(read, of_pages, strict=True))
    assert [each.url for each, page in pairs if type(each) is not type(page)] == []
    articles = [
        (each, page)
        for each, page in pairs
        if isinstance(each, Article) and isinstance(page, Article)
    ]
    assert [each.layout for each, _ in articles] == ["feed"] * len(articles)
    differing = [
        (field, getattr(each, field), getattr(page, field))
        for each, page in articles
        for field in ("title", "published_on", "section_path", "dateline", "body")
        if getattr(each, field) != getattr(page, field)
        # A feed has the first page of a split post only; its page names the others.
        and not (field == "body" and page.part_count > 1)
    ]
    assert differing == []
    # A post that was published at once has its address as guid, without the id.
    assert all(each.post_id in (None, page.post_id) for each, page in articles)


def test_a_page_that_is_not_there_is_a_capture_of_its_404(
    live: Open, store: CaptureStore, wordpress: WordPress
) -> None:
    [outcome] = live().fetch([PageRequest(f"{wordpress.url}/no/such/page-at-all-here/")])

    assert isinstance(outcome, Capture)
    assert outcome.status == 404


def test_nightly_changes_name_the_touched_post_only(
    wordpress: WordPress, store: CaptureStore
) -> None:
    started = datetime.now(UTC) - timedelta(seconds=2)
    slug = "a-post-to-be-changed"
    wordpress.post(
        "A Post To Be Changed",
        slug,
        "opinion",
        "tariq-example",
        "2015-05-05 10:00:00",
        "<p>First words.</p>",
    )
    try:
        address = wordpress.touch(slug, "<p>Other words.</p>")
        source = LiveSite(Site(wordpress.url), FAST, store, frozenset({"rest"}))
        with closing(source):
            found = candidates(
                list(source.discover(Window(EVER.since, EVER.until, modified_since=started)))
            )
    finally:
        wordpress.delete(slug)

    [changed] = [each for each in found if each.url == address]
    assert changed.modified_at is not None
    assert changed.modified_at >= started
    assert len(found) == 1


def test_urls_forbidden_by_robots_txt_are_left_alone(live: Open, wordpress: WordPress) -> None:
    [outcome] = live().fetch([PageRequest(f"{wordpress.url}/wp-admin/options.php")])

    assert not isinstance(outcome, Capture)
    assert outcome.failure_class == "policy"
    assert outcome.retry_at is None
