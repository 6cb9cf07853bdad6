"""Damage of the store that a run meets at its start is recorded, and its pages become due."""

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from tasks.http.response import Response
from tasks.models import Purpose
from tasks.recover import note_damage, recover
from tasks.warc.store import CaptureStore
from tasks.warc.verification import verify_returned
from tests.tasks.test_fetch import make_run
from tests.warehouse.example_records import NOON, capture
from warehouse.db.captures_folder import mark_folder
from warehouse.db.connect import open_warehouse
from warehouse.ingest.frontier import Selection, select_due
from warehouse.ingest.load import load_captures
from warehouse.reporting.coverage import LostCaptures, read_coverage

ONE = capture("one", warc_file="march.warc.gz", warc_offset=0, warc_length=100)
TWO = capture("two", warc_file="march.warc.gz", warc_offset=100, warc_length=100)


@pytest.fixture
def con(tmp_path: Path, empty_warehouse: Path) -> Iterator[DuckDBPyConnection]:
    with open_warehouse(shutil.copyfile(empty_warehouse, tmp_path / "warehouse.duckdb")) as opened:
        load_captures(opened, [ONE, TWO], [], "run-1", NOON)
        yield opened


def _due(con: DuckDBPyConnection) -> list[str]:
    return [page.url for page in select_due(con, Selection(now=NOON))]


def test_the_captures_that_a_cut_file_lacks_are_damaged_and_due(
    con: DuckDBPyConnection, tmp_path: Path
) -> None:
    (tmp_path / "march.warc.gz").write_bytes(bytes(150))

    first = note_damage(con, tmp_path, "run-2")
    second = note_damage(con, tmp_path, "run-3")

    assert first == (LostCaptures(0, 1), 1)
    assert second[1] == 0
    assert _due(con) == [TWO.url]
    assert read_coverage(con, captures_folder=tmp_path).recorded_damage == 1


def test_the_captures_of_a_missing_file_are_lost_and_due(
    con: DuckDBPyConnection, tmp_path: Path
) -> None:
    assert note_damage(con, tmp_path, "run-2") == (LostCaptures(1, 2), 0)
    assert _due(con) == [ONE.url, TWO.url]


def test_a_whole_file_makes_nothing_due(con: DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "march.warc.gz").write_bytes(bytes(200))

    assert note_damage(con, tmp_path, "run-2") == (LostCaptures(0, 0), 0)
    assert _due(con) == []


def test_a_file_that_came_back_is_reported_until_it_is_read_again(
    con: DuckDBPyConnection, tmp_path: Path
) -> None:
    mark_folder(tmp_path)
    note_damage(con, tmp_path, "run-2")
    (tmp_path / "march.warc.gz").write_bytes(bytes(200))

    [loss] = read_coverage(con, captures_folder=tmp_path).losses
    repaired = verify_returned(con, tmp_path)

    assert (loss.kind, loss.places) == ("returned:warc", 2)
    # The bytes are there, but they are not what was captured.
    assert repaired == 0
    assert read_coverage(con, captures_folder=tmp_path).returned == 2
    note_damage(con, tmp_path, "run-3")
    assert read_coverage(con, captures_folder=tmp_path).recorded_damage == 2


def test_an_empty_mount_point_is_distinguished_from_lost_files(
    con: DuckDBPyConnection, tmp_path: Path
) -> None:
    away = read_coverage(con, captures_folder=tmp_path)
    mark_folder(tmp_path)
    lost = read_coverage(con, captures_folder=tmp_path)

    assert (away.unmounted, away.seen_damage) == (2, 0)
    assert (lost.unmounted, lost.seen_damage) == (0, 2)


def test_the_target_of_a_redirect_that_a_killed_run_stored_is_due(
    tmp_path: Path, empty_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasks.recover.get_run_logger", logging.getLogger)
    run = make_run(shutil.copyfile(empty_warehouse, tmp_path / "warehouse.duckdb"))
    old, new = (f"https://archive.test/a-writer/opinion/{slug}/" for slug in ("old", "new"))
    with CaptureStore(run.captures_folder, "run-1", "warc") as store:
        moved = Response(old, 301, "Moved", (("Location", new),), b"", NOON)
        store.write_response(old, Purpose.PAGE, moved)

    recover.fn(run)

    with open_warehouse(run.warehouse) as opened:
        assert new in _due(opened)
