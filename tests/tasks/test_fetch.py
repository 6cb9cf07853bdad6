"""Which pages the step fetch requests."""

import shutil
from pathlib import Path

import pytest

from tasks.fetch import pages_to_fetch
from tasks.http.crawl_policy import CrawlPolicy
from tasks.run.context import Run, Selection, SourceOptions
from tasks.sources.registry import find_source
from tasks.urls import Site
from tests.warehouse.example_records import NOON, candidate
from warehouse.db.connect import WarehouseAddress, open_warehouse
from warehouse.ingest.load import load_discoveries


@pytest.mark.parametrize(("captured", "failed", "left"), [(0, 0, 3), (1, 1, 1), (3, 1, 0)])
def test_a_retry_of_the_step_gets_what_is_left_of_the_budget(
    tmp_path: Path, empty_warehouse: Path, captured: int, failed: int, left: int
) -> None:
    path = tmp_path / "warehouse.duckdb"
    shutil.copyfile(empty_warehouse, path)
    with open_warehouse(path) as con:
        load_discoveries(con, [candidate(slug) for slug in "abcde"], [], "run-1", NOON)
    source = SourceOptions(find_source("live"), Site("https://archive.test"), CrawlPolicy("test"))
    selection = Selection(max_pages=3, now=NOON)
    run = Run("run-2", tmp_path, WarehouseAddress(path), source, selection)
    run.record.counts.update(captured=captured, failed=failed)

    assert len(pages_to_fetch(run)) == left
