"""What a discovery names is loaded chunk by chunk and counted as a whole."""

import shutil
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

import tasks.discover
from tasks.discover import load_findings
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
