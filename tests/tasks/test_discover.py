"""What a discovery names is loaded chunk by chunk and counted as a whole."""

import shutil
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import tasks.discover
from tasks.discover import OLDEST_REPLAYED, load_findings
from tasks.http.crawl_policy import CrawlPolicy
from tasks.models import Expectation
from tasks.run.context import Run, Selection, SourceOptions
from tasks.run.session import open_session
from tasks.sources.live.discovery_client import UNANSWERED
from tasks.sources.registry import find_source
from tasks.sources.source import Finding
from tasks.urls import Site
from tests.warehouse.example_records import NOON, candidate
from warehouse.db.address import WarehouseAddress
from warehouse.db.connect import open_warehouse
from warehouse.ingest.frontier import known_urls
from warehouse.ingest.load import DiscoveryCounts, load_discoveries
from warehouse.reporting.runs import start_run


@pytest.fixture
def run(tmp_path: Path, empty_warehouse: Path) -> Run:
    path = tmp_path / "warehouse.duckdb"
    shutil.copyfile(empty_warehouse, path)
    with open_warehouse(path) as con:
        load_discoveries(con, [candidate("a"), candidate("b")], [], "run-1", NOON)
    source = SourceOptions(find_source("sample"), Site("https://archive.test"), CrawlPolicy("test"))
    return Run("run-2", tmp_path, WarehouseAddress(path), source, Selection(now=NOON))


def unanswered(scope: str) -> Expectation:
    return Expectation(UNANSWERED, scope, 1, "no answer")


@pytest.mark.slow
@pytest.mark.parametrize("chunk", [1, 2, 4, 100])
def test_a_discovery_in_several_chunks_is_counted_as_one(
    run: Run, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(tasks.discover, "CHUNK", chunk)
    findings: Iterable[Finding] = [
        *map(candidate, "abcde"),
        Expectation("rest:posts", "", 5, "https://archive.test/wp-json"),
        unanswered("https://archive.test/1"),
        unanswered("https://archive.test/2"),
    ]

    with open_session(run) as session, closing(session.source):
        counted = load_findings(iter(findings), run, session)

    assert counted == (DiscoveryCounts(named=5, new=3, known=2), 2)
    with open_warehouse(run.warehouse) as con:
        assert len(known_urls(con)) == 5


def _ended(run: Run, finished_at: datetime, counts: dict[str, int]) -> None:
    """Record a run that started an hour before it finished."""
    with open_warehouse(run.warehouse) as con:
        start_run(con, "run-1", "nightly", run.source.name, {}, finished_at - timedelta(hours=1))
        con.execute(
            "update raw.runs set status = 'succeeded', finished_at = ?, counts = map(?, ?)",
            [finished_at, list(counts), list(counts.values())],
        )


def test_answers_are_used_again_from_the_end_of_the_last_whole_discovery_on(run: Run) -> None:
    end = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)
    _ended(run, end, {"whole_discoveries": 1})

    assert tasks.discover._known(run).unfinished_since == end


@pytest.mark.parametrize("counts", [{"unanswered": 3}, {"whole_discoveries": 1}])
def test_answers_older_than_a_week_are_not_used_again(run: Run, counts: dict[str, int]) -> None:
    _ended(run, datetime.now(UTC) - timedelta(days=30), counts)

    since = tasks.discover._known(run).unfinished_since

    assert since is not None
    assert timedelta(0) <= datetime.now(UTC) - OLDEST_REPLAYED - since < timedelta(minutes=1)


def test_a_discovery_knows_the_last_count_of_each_listing(run: Run) -> None:
    start = "https://archive.test/category/features/"
    with open_warehouse(run.warehouse) as con:
        for day, count in enumerate((40, 42)):
            counted = [Expectation("listing:category", "category/features", count, start)]
            load_discoveries(con, [], counted, f"run-{day}", NOON + timedelta(days=day))

    assert tasks.discover._known(run).listed == {start: 42}
