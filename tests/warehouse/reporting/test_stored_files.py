"""Files of the store that are missing or cut are seen by their size, before anything is read."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.example_records import NOON, capture
from warehouse.db.captures_folder import mark_folder
from warehouse.db.connect import open_warehouse
from warehouse.ingest.load import load_captures
from warehouse.ingest.verification import DamagedCapture, load_verified
from warehouse.reporting.coverage import note_lost_files, read_coverage
from warehouse.reporting.stored_files import find_unstored

FILE = "march.warc.gz"
CAPTURES = [
    capture(slug, warc_file=FILE, warc_offset=at, warc_length=100)
    for slug, at in (("one", 0), ("two", 100), ("three", 200))
]


@pytest.fixture
def con(tmp_path: Path, empty_warehouse: Path) -> Iterator[DuckDBPyConnection]:
    with open_warehouse(shutil.copyfile(empty_warehouse, tmp_path / "warehouse.duckdb")) as opened:
        load_captures(opened, CAPTURES, [], "run-1", NOON)
        yield opened


def _unstored(con: DuckDBPyConnection, folder: Path) -> list[int]:
    return [each.capture_id for each in find_unstored(con, folder)]


@pytest.mark.parametrize("name", [FILE, f"{FILE}.open"])
def test_a_whole_file_lacks_nothing_also_while_a_run_writes_to_it(
    con: DuckDBPyConnection, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(bytes(300))

    assert find_unstored(con, tmp_path) == ()


def test_a_cut_file_lacks_the_captures_beyond_its_end(
    con: DuckDBPyConnection, tmp_path: Path
) -> None:
    (tmp_path / FILE).write_bytes(bytes(150))

    assert _unstored(con, tmp_path) == [CAPTURES[1].capture_id, CAPTURES[2].capture_id]
    [loss] = read_coverage(con, captures_folder=tmp_path).losses
    assert (loss.kind, loss.scope, loss.places) == ("cut:warc", FILE, 2)
    assert loss.detail == "the file has been cut to 150 bytes: run aawsat verify"


def test_a_missing_file_lacks_all_its_captures(con: DuckDBPyConnection, tmp_path: Path) -> None:
    mark_folder(tmp_path)

    found = read_coverage(con, captures_folder=tmp_path)

    assert [(loss.kind, loss.places) for loss in found.losses] == [("missing:warc", 3)]
    assert (found.seen_damage, found.recorded_damage, found.is_complete) == (3, 0, False)


def test_recorded_damage_is_not_reported_twice(con: DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(bytes(250))
    last = CAPTURES[2]
    load_verified(con, [last.capture_id], [DamagedCapture(last.capture_id, last.url, "cut")], NOON)

    found = read_coverage(con, captures_folder=tmp_path)

    assert (found.seen_damage, found.recorded_damage) == (0, 1)


def test_a_lost_file_is_reported_until_its_pages_are_captured_again(
    con: DuckDBPyConnection, tmp_path: Path
) -> None:
    note_lost_files(con, {FILE}, "run-2", NOON)
    lost = read_coverage(con, captures_folder=tmp_path)
    again = [capture(slug, warc_file="new.warc.gz") for slug in ("one", "two", "three")]
    load_captures(con, again, [], "run-3", NOON)
    (tmp_path / "new.warc.gz").write_bytes(bytes(9_999))

    afterwards = read_coverage(con, captures_folder=tmp_path)

    assert (lost.recorded_damage, afterwards.losses) == (3, ())
