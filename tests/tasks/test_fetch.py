"""Which pages the step fetch requests."""

import logging
import shutil
from pathlib import Path

import pytest

from tasks.fetch import FetchedBatch, pages_to_fetch, record_batch
from tasks.http.crawl_policy import CrawlPolicy
from tasks.models import FetchFailure
from tasks.run.context import Run, Selection, SourceOptions
from tasks.sources.registry import find_source
from tasks.sources.source import POSTPONED
from tasks.urls import Site
from tests.warehouse.example_records import NOON, candidate, capture
from warehouse.db.address import WarehouseAddress
from warehouse.db.connect import open_warehouse
from warehouse.ingest.load import load_discoveries


@pytest.mark.parametrize(("captured", "failed", "left"), [(0, 0, 3), (1, 1, 1), (3, 1, 0)])
def test_a_retry_of_the_step_gets_what_is_left_of_the_budget(
    tmp_path: Path, empty_warehouse: Path, captured: int, failed: int, left: int
) -> None:
    path = shutil.copyfile(empty_warehouse, tmp_path / "warehouse.duckdb")
    with open_warehouse(path) as con:
        load_discoveries(con, [candidate(slug) for slug in "abcde"], [], "run-1", NOON)
    run = make_run(path)
    run.record.counts.update(captured=captured, failed=failed)

    assert len(pages_to_fetch(run)) == left


def make_run(path: Path) -> Run:
    source = SourceOptions(find_source("live"), Site("https://archive.test"), CrawlPolicy("test"))
    selection = Selection(max_pages=3, now=NOON)
    return Run("run-2", path.parent, WarehouseAddress(path), source, selection)


def test_the_line_of_a_batch_has_the_figures_of_the_end_of_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("tasks.fetch.get_run_logger", logging.getLogger)
    run = make_run(tmp_path / "warehouse.duckdb")
    failures = [
        FetchFailure("a", "transient", "no answer", NOON),
        FetchFailure("b", POSTPONED, "nowhere", NOON),
    ]
    captures = [capture(slug) for slug in "cdefg"]
    failures.append(FetchFailure(captures[-1].url, "http_503", "asks to wait", NOON))
    failures.append(FetchFailure("h", "policy", "robots.txt", None))
    batch = FetchedBatch(captures, failures, refused=3)

    with caplog.at_level(logging.INFO):
        record_batch(run, 1, batch)

    assert caplog.messages == [
        "batch 1: 1 captured, 5 failed, 1 gone or excluded"
        " (1 transient, 1 postponed, 1 http_503, 1 policy, 3 error response)"
    ]
    assert run.record.counts == {
        "captured": 1,
        "failed": 5,
        "given_up": 1,
        "postponed": 1,
        "gone": 0,
    }
