"""Which place the source `auto` asks for a page."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from tasks.articles.parse_captures import parse_captures
from tasks.errors import HostUnavailable
from tasks.http.crawl_policy import CrawlPolicy
from tasks.http.response import Response
from tasks.models import Candidate, Capture, Expectation, FetchFailure, Purpose
from tasks.sources.auto import SOURCE, archives_of
from tasks.sources.best_place import BestPlace
from tasks.sources.live.discovery_client import UNANSWERED
from tasks.sources.source import (
    POSTPONED,
    SITE_AWAY,
    Fetched,
    Finding,
    Known,
    PageRequest,
    SourceOptions,
    Window,
)
from tasks.sources.web_archives.archive_client import Archives, BackoffPolicy
from tasks.sources.web_archives.wayback import Wayback, WaybackRates
from tasks.urls import Site
from tasks.warc.store import CaptureStore
from tests.archives.changing_site import PARKED, page
from tests.tasks.sources.unread import Unread
from warehouse.db.connect import open_warehouse
from warehouse.ingest.frontier import Selection, discovery_answers, select_due
from warehouse.ingest.load import load_captures, load_discoveries, load_parsed
from warehouse.ingest.records import FIRST_DAY, LAST_DAY

SITE = Site("https://archive.example.org")
STAMP = "20160101120000"
INSTANT = "Fri, 01 Jan 2016 12:00:00 GMT"
EVER = Window(FIRST_DAY, LAST_DAY)
NIGHT = replace(EVER, modified_since=datetime(2026, 1, 1, tzinfo=UTC))
Open = Callable[..., BestPlace]
FAST = CrawlPolicy("tests", requests_per_second=10_000, slowest_seconds=0.001)


def url(number: int) -> str:
    return f"{SITE.origin}/staff/news/story-{number}/"


class ShrinkingSite:
    """The source `live` of a site with some pages; all others answer with `missing`."""

    name = "live"

    def __init__(self, store: CaptureStore, numbers: Iterable[int]) -> None:
        self._store = store
        self.pages = {url(number) for number in numbers}
        self.lists = sorted(self.pages)
        self.missing = 404
        self.shown = b"<html>gone</html>"
        self.front: bytes | None = None
        self.error: HostUnavailable | None = None
        self.asked: list[str] = []

    def discover(self, window: Window) -> Iterator[Finding]:
        if self.error:
            raise self.error
        for address in self.lists:
            yield Candidate(address, "sitemap", "sitemap.xml")

    def fetch(self, requests: Sequence[PageRequest]) -> list[Fetched]:
        return [self._answer(request.url) for request in requests]

    def _answer(self, address: str) -> Capture:
        self.asked.append(address)
        if address == f"{SITE.origin}/":
            return self._store_page(address, 200, self.front or self.shown)
        if address not in self.pages:
            return self._store_page(address, self.missing, self.shown)
        number = int(address.strip("/").rpartition("-")[2])
        return self._store_page(address, 200, page(number).encode())

    def _store_page(self, address: str, status: int, body: bytes) -> Capture:
        headers = (("Content-Type", "text/html"),)
        made = Response(address, status, "", headers, body, datetime.now(UTC))
        return self._store.write_response(address, Purpose.PAGE, made)

    def close(self) -> None:
        pass


class Machine:
    """A Wayback Machine that has some pages; remembers what it is asked."""

    def __init__(self, numbers: Iterable[int], status: int = 200) -> None:
        self.numbers = tuple(numbers)
        self.status = status
        self.rests = False
        self.others: tuple[str, ...] = ()
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.rests:
            raise httpx.ConnectError("connection refused")
        self.asked.append(request.url.path)
        made = self._answer(request.url.path)
        return httpx.Response(made.status_code, headers=made.headers, stream=Unread(made.content))

    def _answer(self, path: str) -> httpx.Response:
        if path == "/cdx/search/cdx":
            lines = [
                f"org,example,archive)/{number:03} {STAMP} {url(number)} text/html"
                f" {self.status} {number} 100"
                for number in self.numbers
            ]
            lines += [
                f"org,example,archive)/z {STAMP} {address} text/html 200 Z 100"
                for address in self.others
            ]
            return httpx.Response(200, text="".join(f"{line}\n" for line in lines))
        headers = {"Memento-Datetime": INSTANT, "Content-Type": "text/html"}
        return httpx.Response(200, headers=headers, content=b"<html>copy</html>")

    @property
    def copied(self) -> int:
        return sum(path.startswith("/web/") for path in self.asked)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaptureStore]:
    with CaptureStore(tmp_path / "captures", "run-1", "auto") as open_store:
        yield open_store


def wayback(store: CaptureStore, machine: Machine) -> Wayback:
    return Wayback(
        SITE,
        WaybackRates(FAST, FAST),
        store,
        Archives(wayback="https://wayback.test"),
        backoff=BackoffPolicy(pause=0.0),
        transport=httpx.MockTransport(machine),
    )


@pytest.fixture
def beside(store: CaptureStore) -> Iterator[Open]:
    opened: list[BestPlace] = []

    def open_place(live: ShrinkingSite, *machines: Machine) -> BestPlace:
        archives = [wayback(store, machine) for machine in machines]
        opened.append(BestPlace(SITE, store, live, archives))
        return opened[-1]

    yield open_place
    for place in opened:
        place.close()


def requests(findings: Iterable[Finding]) -> list[PageRequest]:
    """Return the requests for the pages that were found, as the frontier makes them."""
    named = [each for each in findings if isinstance(each, Candidate)]
    return [PageRequest(each.url, sources=(str(each.source),)) for each in named]


def sources(outcomes: Iterable[Fetched]) -> dict[str, str]:
    """Return where each page came from, or the class of its failure."""
    return {
        each.url.strip("/").rpartition("-")[2]: each.source
        if isinstance(each, Capture)
        else each.failure_class
        for each in outcomes
    }


def test_only_articles_that_the_site_does_not_list_are_copied(
    store: CaptureStore, beside: Open
) -> None:
    live, machine = ShrinkingSite(store, [1, 2]), Machine([1, 2, 3])
    place = beside(live, machine)

    outcomes = place.fetch(requests(place.discover(EVER)))

    assert sources(outcomes) == {"1": "live", "2": "live", "3": "wayback"}
    assert machine.copied == 1
    assert len(live.asked) == 2
    assert {each.source for each in store.take() if each.purpose is Purpose.PAGE} == {
        "live",
        "wayback",
    }


def test_a_page_that_the_site_lists_and_lost_is_copied(store: CaptureStore, beside: Open) -> None:
    live, machine = ShrinkingSite(store, [1, 2]), Machine([1, 2])
    place = beside(live, machine)
    due = requests(place.discover(EVER))
    live.pages.remove(url(2))

    assert sources(place.fetch(due)) == {"1": "live", "2": "wayback"}


def test_an_article_that_is_here_is_not_looked_for_elsewhere(
    store: CaptureStore, beside: Open
) -> None:
    live, machine = ShrinkingSite(store, [1]), Machine([1])
    place = beside(live, machine)
    [due] = requests(place.discover(EVER))
    live.pages.clear()

    [outcome] = place.fetch([replace(due, is_held=True)])

    assert isinstance(outcome, Capture)
    assert (outcome.source, outcome.status) == ("live", 404)
    assert machine.copied == 0


@pytest.mark.parametrize(
    "window",
    [
        replace(EVER, modified_since=datetime(2026, 1, 1, tzinfo=UTC)),
        replace(EVER, since=date(2014, 1, 1)),
        replace(EVER, until=date(2014, 1, 1)),
        replace(EVER, sections=("opinion",)),
    ],
    ids=["a night", "from a day", "to a day", "a section"],
)
def test_a_list_of_some_pages_does_not_tell_what_is_lost(
    window: Window, store: CaptureStore, beside: Open
) -> None:
    live, machine = ShrinkingSite(store, [1]), Machine([1, 2])
    place = beside(live, machine)

    outcomes = place.fetch(requests(place.discover(window)))

    assert sources(outcomes) == {"1": "live"}
    assert machine.asked == []


def test_a_site_that_is_away_is_one_finding_and_no_page_of_it_is_requested(
    store: CaptureStore,
    beside: Open,
) -> None:
    live, machine = ShrinkingSite(store, [1]), Machine([1, 2])
    live.error = HostUnavailable("no route of discovery")
    place = beside(live, machine)

    findings = list(place.discover(NIGHT))
    outcomes = place.fetch([*requests(findings), PageRequest(url(9), sources=("live",))])

    expectations = [each for each in findings if isinstance(each, Expectation)]
    assert [each.stated_by for each in expectations if each.denominator == SITE_AWAY] == [
        str(live.error)
    ]
    assert sources(outcomes) == {"1": "wayback", "2": "wayback", "9": POSTPONED}
    assert live.asked == []


@pytest.mark.slow
def test_a_site_that_begins_to_refuse_is_left_alone(store: CaptureStore, beside: Open) -> None:
    numbers = range(100)
    live, machine = ShrinkingSite(store, numbers), Machine(numbers)
    place = beside(live, machine)
    due = requests(place.discover(EVER))
    live.pages, live.missing = set(), 403

    outcomes = place.fetch(due)

    assert set(sources(outcomes).values()) == {"wayback"}
    assert len(outcomes) == len(numbers)
    assert len(live.asked) == 50


SOFT_NOT_FOUND = b"<html><title>Page not found</title><body class='error404'>Gone</body></html>"
CHALLENGE = b"<html><title>Just a moment...</title><body>Checking your browser</body></html>"


def test_a_page_that_is_gone_with_status_200_is_copied(store: CaptureStore, beside: Open) -> None:
    live, machine = ShrinkingSite(store, range(40)), Machine(range(40))
    place = beside(live, machine)
    due = requests(place.discover(EVER))
    live.pages, live.missing, live.shown = {url(7)}, 200, SOFT_NOT_FOUND
    live.front = b"<title>The Archive</title>"

    found = sources(place.fetch(due))

    assert found.pop("7") == "live"
    assert set(found.values()) == {"wayback"}
    assert place.absence is None


@pytest.mark.slow
@pytest.mark.parametrize("shown", [PARKED.encode(), CHALLENGE], ids=["parked", "challenge"])
def test_a_site_that_begins_to_show_one_page_only_is_left_alone(
    shown: bytes, store: CaptureStore, beside: Open
) -> None:
    numbers = range(100)
    live, machine = ShrinkingSite(store, numbers), Machine(numbers)
    place = beside(live, machine)
    due = requests(place.discover(EVER))
    live.pages, live.missing, live.shown = set(), 200, shown

    found = sources(place.fetch(due))

    assert set(found.values()) == {"wayback"}
    assert sum("story" in address for address in live.asked) == 50
    assert place.absence is not None


def test_single_refusals_stay_with_the_site(store: CaptureStore, beside: Open) -> None:
    live, machine = ShrinkingSite(store, range(40)), Machine(range(40))
    place = beside(live, machine)
    due = requests(place.discover(EVER))
    live.pages, live.missing = {url(number) for number in range(10, 40)}, 503

    assert set(sources(place.fetch(due)).values()) == {"live"}
    assert machine.copied == 0


def test_an_archive_that_rests_postpones_its_pages(store: CaptureStore, beside: Open) -> None:
    live, machine = ShrinkingSite(store, [1]), Machine([1, 2])
    place = beside(live, machine)
    due = requests(place.discover(EVER))
    machine.rests = True

    [_, postponed] = place.fetch(due)

    assert isinstance(postponed, FetchFailure)
    assert postponed.failure_class == POSTPONED
    assert postponed.retry_at is not None
    assert postponed.retry_at > datetime.now(UTC) + timedelta(minutes=50)


def test_redirects_and_errors_in_an_archive_are_not_copied(
    store: CaptureStore, beside: Open
) -> None:
    live, machine = ShrinkingSite(store, [1]), Machine([1, 2], status=301)
    place = beside(live, machine)

    found = requests(place.discover(EVER))

    assert [request.url for request in found] == [url(1)]


def test_the_best_capture_decides_between_archives(store: CaptureStore, beside: Open) -> None:
    live, moved, good = ShrinkingSite(store, []), Machine([1], status=301), Machine([1])
    place = beside(live, moved, good)

    place.fetch(requests(place.discover(EVER)))

    assert (moved.copied, good.copied) == (0, 1)


def test_neither_the_site_nor_an_archive_is_an_error_that_names_both(
    store: CaptureStore, beside: Open
) -> None:
    live, machine = ShrinkingSite(store, [1]), Machine([1])
    live.error, machine.rests = HostUnavailable("connection refused"), True
    place = beside(live, machine)

    with pytest.raises(HostUnavailable, match=r"connection refused; no web archive"):
        list(place.discover(EVER))


def test_an_archive_that_is_silent_leaves_the_list_of_the_site_whole(
    store: CaptureStore, beside: Open
) -> None:
    live, machine = ShrinkingSite(store, [1]), Machine([1])
    machine.rests = True
    place = beside(live, machine)

    findings = list(place.discover(EVER))

    expectations = {each.denominator for each in findings if isinstance(each, Expectation)}
    assert UNANSWERED not in expectations
    assert sources(place.fetch(requests(findings))) == {"1": "live"}


@pytest.mark.parametrize(
    ("origin", "settings", "names"),
    [
        ("https://eng-archive.aawsat.com", {}, ["wayback", "commoncrawl"]),
        ("https://eng-archive.aawsat.com", {"archives": "commoncrawl"}, ["commoncrawl"]),
        ("https://eng-archive.aawsat.com", {"archives": ""}, []),
        ("http://127.0.0.1:8089", {}, []),
        ("http://archive.test", {}, []),
        ("http://localhost:8089", {}, []),
        ("http://127.0.0.1:8089", {"wayback_url": "http://127.0.0.1:9"}, ["wayback"]),
    ],
)
def test_public_archives_are_asked_for_public_sites_only(
    origin: str, settings: dict[str, str], names: list[str]
) -> None:
    options = SourceOptions(SOURCE, Site(origin), FAST, None, settings)

    assert [spec.name for spec in archives_of(options)] == names


@pytest.mark.slow
def test_the_second_night_of_a_site_that_is_away_costs_the_archives_nothing(
    tmp_path: Path, store: CaptureStore, beside: Open
) -> None:
    site, machine = ShrinkingSite(store, ()), Machine(range(3))
    machine.others = (f"{SITE.origin}/category/news/", f"{SITE.origin}/staff/news/story-1/feed/")
    site.error = HostUnavailable(f"{SITE.origin} does not answer")

    first = a_night(tmp_path, store, beside(site, machine))
    asked = len(machine.asked)
    second = a_night(tmp_path, store, beside(site, machine))

    # Three articles and a listing; the feed of comments is not copied.
    assert (first, machine.copied) == (4, 4)
    assert (second, len(machine.asked)) == (0, asked)


def a_night(folder: Path, store: CaptureStore, source: BestPlace) -> int:
    """Discover and fetch what is due, as a nightly run does; return the number of pages due."""
    with open_warehouse(folder / "warehouse.duckdb", memory_limit="500MB") as con:
        answers = {capture.url: capture for capture in discovery_answers(con)}
        findings = list(source.discover(replace(NIGHT, known=Known(answers=answers))))
        counts = [each for each in findings if isinstance(each, Expectation)]
        load_discoveries(
            con, [each for each in findings if isinstance(each, Candidate)], counts, "run-1"
        )
        due = select_due(con, Selection())
        outcomes = source.fetch([PageRequest(*page) for page in due])
        failures = [each for each in outcomes if isinstance(each, FetchFailure)]
        captures = store.take()
        load_captures(con, captures, failures, "run-1")
        pages = [each for each in captures if each.purpose is Purpose.PAGE]
        load_parsed(con, parse_captures(store.folder, pages, SITE).tables)
        return len(due)
