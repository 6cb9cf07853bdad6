"""Every fault of a response: how it is classified, when it is retried, and what is stored."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from tasks.articles.parse_page import parse_page
from tasks.http.crawl_policy import CrawlPolicy
from tasks.models import Article, Capture, FetchFailure, Purpose
from tasks.sources.live.site import LiveSite
from tasks.sources.source import Fetched, PageRequest
from tasks.urls import Site, canonical_url
from tasks.warc.store import CaptureStore, read_page
from tests.faults.fault_table import Fault, read_faults, read_shown_by
from tests.faults.named_tests import missing_tests
from tests.tasks.sources.fault_page import PARAGRAPHS
from tests.tasks.sources.fault_server import ANSWERS, STREAMS, big_bomb, fault_server
from warehouse.db.connect import open_warehouse
from warehouse.ingest.load import load_captures

pytestmark = pytest.mark.slow

DEADLINE = 2.0
MOST_MEGABYTES = 300
MANNERS = CrawlPolicy(
    "aawsat-warehouse/test (+tests)",
    requests_per_second=10_000,
    slowest_seconds=0.001,
    deadline_seconds=DEADLINE,
    trip_after=1_000_000,
)
FAULTS = read_faults()


@dataclass(slots=True)
class Bench:
    """The fault server, with a store and a warehouse that record the results."""

    origin: str
    asked: Counter[str]
    store: CaptureStore
    con: DuckDBPyConnection
    site: Site
    folder: Path


@pytest.fixture(scope="module")
def origin() -> Iterator[tuple[str, Counter[str]]]:
    """The fault server in its own thread."""
    big_bomb()
    asked: Counter[str] = Counter()
    loop = asyncio.new_event_loop()
    server = fault_server(asked)
    address = loop.run_until_complete(server.__aenter__())
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield address, asked
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.run_until_complete(server.__aexit__(None, None, None))
    for task in asyncio.all_tasks(loop):
        task.cancel()
        loop.run_until_complete(asyncio.wait([task]))
    loop.close()


@pytest.fixture(scope="module")
def bench(
    origin: tuple[str, Counter[str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bench]:
    address, asked = origin
    folder = tmp_path_factory.mktemp("faults")
    site = Site(address)
    with (
        CaptureStore(folder, "run-1", "live") as store,
        open_warehouse(folder / "warehouse.duckdb") as con,
    ):
        yield Bench(address, asked, store, con, site, folder)


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.path for fault in FAULTS])
def test_a_fault_is_classified_as_in_the_table(fault: Fault, bench: Bench) -> None:
    url = canonical_url(bench.origin + fault.path, bench.site)
    assert url
    before = Counter(bench.asked)
    forget_peak_memory()
    memory, began = peak_megabytes(), time.monotonic()

    # A new source per fault, so that the rate limiter is not affected by the previous fault.
    with closing(LiveSite(bench.site, MANNERS, bench.store)) as source:
        [outcome] = source.fetch([PageRequest(url)])

    captures = [capture for capture in bench.store.take() if capture.purpose is Purpose.PAGE]
    assert time.monotonic() - began < 3 * DEADLINE
    assert peak_megabytes() - memory < MOST_MEGABYTES
    failures = [outcome] if isinstance(outcome, FetchFailure) else []
    now = datetime.now(UTC)
    load_captures(bench.con, captures, failures, "run-1", now)
    [(status, failure_class, next_attempt)] = bench.con.execute(
        "select status, failure_class, next_attempt_at from raw.frontier where url = ?", [url]
    ).fetchall()
    found = Fault(
        fault.path,
        fault.what,
        class_of(status, failure_class),
        status,
        "" if next_attempt is None else waiting(next_attempt - now),
        " ".join(str(capture.status) for capture in captures),
        outcome_of_parsing(bench, outcome, captures),
    )
    assert found == fault
    # Failed pages are not retried immediately, but by a later run from the frontier.
    asked = Counter(bench.asked) - before
    assert all(count == 1 for count in asked.values()), asked


def test_the_tables_name_every_fault_of_the_server_and_tests_that_exist() -> None:
    helping = {"/wp-login.php?redirect_to=%2F", "/%D8%A7%D9%84%D8%B4%D8%B1%D9%82"}
    helping |= {f"/chain-{number}" for number in (0, 1, 2, 3, 4, 7, 8)}

    assert {fault.path for fault in FAULTS} | helping == {*ANSWERS, *STREAMS}
    assert missing_tests(read_shown_by()) == []


def class_of(status: str, failure_class: str | None) -> str:
    """Return the class of error that corresponds to the frontier's row."""
    if status == "captured":
        return "none"
    if failure_class and failure_class.startswith("http_"):
        return "permanent" if status == "gone" else "transient"
    return failure_class or ""


def waiting(wait: timedelta) -> str:
    """Format a wait like in the table; each page waits up to a tenth longer than the rule."""
    seconds = wait.total_seconds()
    rules = ((900, "15 min"), (3600, "1 h"), (57_600, "16 h"), (86_400, "1 d"))
    for rule, name in rules:
        if rule - 30 <= seconds <= rule * 1.1:
            return name
    return f"{seconds:.0f} s"


def outcome_of_parsing(bench: Bench, outcome: Fetched, captures: list[Capture]) -> str:
    """Return the result of parsing the last response; an article has the whole text, or says no."""
    if not captures or captures[-1].is_revisit:
        return ""
    made = parse_page(read_page(bench.folder, captures[-1]), bench.site)
    if not isinstance(made, Article):
        return made.reason
    if not made.is_complete:
        return "incomplete"
    assert tuple(paragraph.text for paragraph in made.paragraphs) == PARAGRAPHS
    assert isinstance(outcome, Capture)
    return "article"


def forget_peak_memory() -> None:
    """Reset the kernel's peak memory counter of this process."""
    Path("/proc/self/clear_refs").write_text("5")


def peak_megabytes() -> int:
    """Return the peak memory of this process since the reset."""
    [line] = [row for row in Path("/proc/self/status").read_text().split("\n") if "VmHWM" in row]
    return int(line.split()[1]) >> 10
