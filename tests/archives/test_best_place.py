"""One site with web archives beside it: every article from the right place, nothing asked twice."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tasks.articles.parse_captures import parse_captures
from tasks.http.crawl_policy import CrawlPolicy
from tasks.models import Candidate, Expectation, FetchFailure, Purpose
from tasks.sources.registry import find_source
from tasks.sources.source import (
    SITE_AWAY,
    Known,
    PageRequest,
    SourceOptions,
    Window,
    open_source,
)
from tasks.urls import Site
from tasks.warc.store import CaptureStore
from tests.archives.changing_site import ChangingSite
from tests.archives.web_archives import WebArchives, running_web_archives
from warehouse.db.connect import open_warehouse
from warehouse.ingest.frontier import Selection, discovery_answers, select_due
from warehouse.ingest.load import load_captures, load_discoveries, load_parsed
from warehouse.ingest.records import FIRST_DAY, LAST_DAY
from warehouse.reporting.runs import start_run
from warehouse.transform.build import build_marts

POLICY = CrawlPolicy("aawsat-tests", requests_per_second=200, slowest_seconds=0.05)
ALL, KEPT = range(1, 25), range(1, 13)

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Place:
    """A site, and the web archives that have all its pages."""

    site: ChangingSite
    archives: WebArchives

    def addresses(self) -> dict[str, str]:
        commoncrawl = self.archives.commoncrawl
        return {
            "archives": "wayback",
            "wayback_url": self.archives.wayback,
            "commoncrawl_index_url": commoncrawl,
            "commoncrawl_data_url": f"{commoncrawl}/data",
        }

    def asked_of_wayback(self) -> Counter[str]:
        return Counter(httpx.get(f"{self.archives.wayback}/_requests").json())


@dataclass(frozen=True)
class Loaded:
    """The sources of the articles by number of the story, and the report of the run."""

    sources: dict[str, str]
    away: list[str]
    failures: list[FetchFailure]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("place")
    site = ChangingSite(set(ALL))
    with site.up():
        load("live", folder / "first", site, {})
    warcs = tuple((folder / "first" / "captures").glob("*.warc.gz"))
    with running_web_archives(folder / "archives", warcs) as archives:
        yield Place(site, archives)


@pytest.fixture(autouse=True)
def as_before(place: Place) -> None:
    place.site.articles, place.site.is_parked = set(ALL), False
    place.site.refuses = False
    place.site.asked.clear()


def load(name: str, home: Path, site: ChangingSite, settings: dict[str, str]) -> Loaded:
    """Backfill a home from one source, as a run does."""
    own = Site(site.origin)
    options = SourceOptions(find_source(name), own, POLICY, None, settings)
    run_id = f"run-{len(list((home / 'captures').glob('*.warc.gz')))}"
    with (
        CaptureStore(home / "captures", run_id, name) as store,
        closing(open_source(options, store)) as source,
        open_warehouse(home / "warehouse.duckdb", memory_limit="1GB") as con,
    ):
        start_run(con, run_id, "backfill", name, {})
        answers = {capture.url: capture for capture in discovery_answers(con)}
        window = Window(FIRST_DAY, LAST_DAY, known=Known(answers=answers))
        findings = list(source.discover(window))
        named = [each for each in findings if isinstance(each, Candidate)]
        counts = [each for each in findings if isinstance(each, Expectation)]
        load_discoveries(con, named, counts, run_id)
        outcomes = source.fetch([PageRequest(*page) for page in select_due(con, Selection())])
        failures = [each for each in outcomes if isinstance(each, FetchFailure)]
        captures = store.take()
        load_captures(con, captures, failures, run_id)
        pages = [each for each in captures if each.purpose is Purpose.PAGE]
        load_parsed(con, parse_captures(home / "captures", pages, own).tables)
        build_marts(con)
        rows = con.execute("select url, captured_from from marts.articles").fetchall()
    away = [each.stated_by for each in counts if each.denominator == SITE_AWAY]
    return Loaded({url.strip("/").rpartition("-")[2]: place for url, place in rows}, away, failures)


def numbered(**places: range) -> dict[str, str]:
    return {str(number): place for place, numbers in places.items() for number in numbers}


def most_asked(asked: Counter[str]) -> int:
    return max(asked.values(), default=0)


def test_a_site_that_is_up_gives_everything_and_no_capture_is_copied(
    place: Place, tmp_path: Path
) -> None:
    before = place.asked_of_wayback()

    with place.site.up():
        loaded = load("auto", tmp_path, place.site, place.addresses())

    assert loaded == Loaded(numbered(live=ALL), [], [])
    asked = place.asked_of_wayback() - before
    assert [address for address in asked if "/web/" in address] == []
    assert most_asked(place.site.asked) == 1


def test_pages_that_the_site_no_longer_has_come_from_the_wayback_machine(
    place: Place, tmp_path: Path
) -> None:
    place.site.articles = set(KEPT)
    before = place.asked_of_wayback()

    with place.site.up():
        loaded = load("auto", tmp_path, place.site, place.addresses())

    assert loaded == Loaded(numbered(live=KEPT, wayback=range(13, 25)), [], [])
    assert most_asked(place.asked_of_wayback() - before) == 1
    pages = Counter({path: n for path, n in place.site.asked.items() if "story" in path})
    assert len(pages) == pages.total() == len(KEPT)


@pytest.mark.parametrize("state", ["parked", "down", "refusing"])
def test_without_the_site_everything_comes_from_the_web_archive_with_one_sentence(
    state: str, place: Place, tmp_path: Path
) -> None:
    place.site.is_parked, place.site.refuses = state == "parked", state == "refusing"
    before = place.asked_of_wayback()

    if state == "down":
        loaded = load("auto", tmp_path, place.site, place.addresses())
    else:
        with place.site.up():
            loaded = load("auto", tmp_path, place.site, place.addresses())

    assert loaded.sources == numbered(wayback=ALL)
    assert len(loaded.away) == 1
    assert loaded.failures == []
    assert most_asked(place.asked_of_wayback() - before) == 1
    assert [path for path in place.site.asked if "story" in path] == []


def test_pages_lost_between_two_runs_are_copied_and_the_index_is_not_asked_again(
    place: Place, tmp_path: Path
) -> None:
    with place.site.up():
        load("auto", tmp_path, place.site, place.addresses())
    before = place.asked_of_wayback()
    place.site.articles = set(KEPT)

    with place.site.up():
        loaded = load("auto", tmp_path, place.site, place.addresses())

    # They were read from the site, so there is nothing to copy.
    assert loaded == Loaded(numbered(live=ALL), [], [])
    assert place.asked_of_wayback() == before


def test_common_crawl_gives_what_the_wayback_machine_is_not_asked_for(
    place: Place, tmp_path: Path
) -> None:
    loaded = load("auto", tmp_path, place.site, {**place.addresses(), "archives": "commoncrawl"})

    assert loaded.sources == numbered(commoncrawl=ALL)
