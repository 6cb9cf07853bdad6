"""What a monitor learns of a home: one test for each thing that can be wrong."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.example_records import capture
from warehouse.db.connect import open_warehouse
from warehouse.ingest.load import load_captures
from warehouse.reporting.health import Disk, Health, Level, Night, read_health
from warehouse.reporting.runs import finish_run, last_runs, start_run

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
NIGHT = NOW - timedelta(hours=10)
GOOD = Health(
    now=NOW,
    last_night=Night("succeeded", NIGHT, NIGHT + timedelta(hours=1), None),
    due_pages=0,
    gone_pages=0,
    missing_pages=0,
    incomplete_articles=0,
    open_places=0,
    captures=100,
    capture_files=1,
    capture_bytes=10,
    new_capture_bytes=1,
    verified_captures=100,
    damaged_captures=0,
    unreplaced_captures=0,
    unstored_captures=0,
    returned_captures=0,
    unmounted_captures=0,
    published_at=NIGHT + timedelta(hours=1),
    published_articles=90,
    publication_fault="",
    disk=Disk(1, 1, 50, 100),
)


def test_a_good_home_has_no_findings() -> None:
    assert (GOOD.level, GOOD.findings) == (Level.OK, ())


@pytest.mark.parametrize(
    ("bad", "level", "words"),
    [
        (replace(GOOD, last_night=None), Level.WARNING, "No nightly run"),
        (
            replace(GOOD, last_night=Night("crashed", NIGHT, NIGHT, "killed")),
            Level.CRITICAL,
            "crashed: killed",
        ),
        (
            replace(GOOD, last_night=Night("partial", NIGHT, NIGHT, "not copied")),
            Level.WARNING,
            "was partial: not copied",
        ),
        (replace(GOOD, now=NOW + timedelta(hours=17)), Level.CRITICAL, "started at 2026-03-10"),
        (replace(GOOD, published_at=None), Level.CRITICAL, "Nothing is published"),
        (
            replace(GOOD, published_at=NIGHT - timedelta(days=1)),
            Level.CRITICAL,
            "did not publish",
        ),
        (replace(GOOD, publication_fault="f is cut"), Level.CRITICAL, "cannot be read: f is cut"),
        (replace(GOOD, unreplaced_captures=2), Level.CRITICAL, "2 stored captures are damaged"),
        (replace(GOOD, unstored_captures=3), Level.CRITICAL, "missing or cut, and 3 captures"),
        (replace(GOOD, returned_captures=4), Level.WARNING, "4 captures that were damaged or lost"),
        (replace(GOOD, unmounted_captures=9), Level.CRITICAL, "mount its disk"),
        (replace(GOOD, verified_captures=60), Level.WARNING, "40 captures were not verified"),
        (replace(GOOD, disk=Disk(1, 1, 4, 100)), Level.CRITICAL, "disk is free"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_fault_is_a_finding(bad: Health, level: Level, words: str) -> None:
    [finding] = bad.findings

    assert (finding.level, bad.level) == (level, level)
    assert words in finding.sentence


def test_a_night_on_which_only_some_pages_failed_is_not_a_finding() -> None:
    assert replace(GOOD, last_night=Night("partial", NIGHT, NIGHT, None)).findings == ()


def test_repaired_damage_is_not_a_finding() -> None:
    assert replace(GOOD, damaged_captures=2).findings == ()


def test_the_worst_finding_comes_first() -> None:
    bad = replace(GOOD, verified_captures=0, unreplaced_captures=1)

    assert [finding.level for finding in bad.findings] == [Level.CRITICAL, Level.WARNING]


@pytest.fixture
def con(tmp_path: Path, empty_warehouse: Path) -> Iterator[DuckDBPyConnection]:
    with open_warehouse(shutil.copyfile(empty_warehouse, tmp_path / "warehouse.duckdb")) as opened:
        yield opened


def test_an_empty_warehouse_is_read(con: DuckDBPyConnection, tmp_path: Path) -> None:
    health = read_health(con, tmp_path, NOW)

    assert (health.captures, health.capture_bytes, health.last_night) == (0, 0, None)
    assert health.disk.warehouse_bytes > 0
    assert health.level == Level.CRITICAL


@pytest.mark.parametrize(
    ("counts", "error", "status"),
    [
        ({"captured": 3}, None, "succeeded"),
        ({"captured": 3, "failed": 1}, None, "partial"),
        ({"captured": 3, "unanswered": 1}, None, "partial"),
        ({"captured": 3}, "not copied", "partial"),
    ],
)
def test_a_run_that_left_something_undone_is_partial_everywhere(
    con: DuckDBPyConnection,
    tmp_path: Path,
    counts: dict[str, int],
    error: str | None,
    status: str,
) -> None:
    start_run(con, "a", "nightly", "live", {}, NIGHT)
    finish_run(con, "a", "succeeded", counts, error, NIGHT)

    night = read_health(con, tmp_path, NOW).last_night

    assert night is not None
    [run] = last_runs(con)
    rows = con.execute("select run_status from marts.runs").fetchall()
    assert (night.status, run.status, rows) == (status, status, [(status,)])


def test_a_night_of_a_clock_that_was_ahead_hides_no_later_one(
    con: DuckDBPyConnection, tmp_path: Path
) -> None:
    for run_id, status, at in (("a", "failed", NIGHT), ("b", "succeeded", NOW + timedelta(days=9))):
        start_run(con, run_id, "nightly", "live", {}, at)
        finish_run(con, run_id, status, {}, None, at)

    night = read_health(con, tmp_path, NOW).last_night
    behind = read_health(con, tmp_path, NIGHT - timedelta(days=1)).last_night

    assert night is not None
    assert behind is not None
    assert (night.status, behind.status) == ("failed", "succeeded")


@pytest.mark.slow
def test_the_last_night_is_the_last_nightly_run_that_ended(
    con: DuckDBPyConnection, tmp_path: Path
) -> None:
    runs = [("a", "nightly", "failed"), ("b", "nightly", "succeeded"), ("c", "backfill", "failed")]
    for hours, (run_id, flow, status) in enumerate(runs):
        start_run(con, run_id, flow, "live", {}, NIGHT + timedelta(hours=hours))
        finish_run(con, run_id, status, {}, None, NIGHT + timedelta(hours=hours))
    start_run(con, "d", "nightly", "live", {}, NIGHT + timedelta(hours=9))
    night = read_health(con, tmp_path, NOW).last_night

    assert night is not None
    assert (night.status, night.started_at) == ("succeeded", NIGHT + timedelta(hours=1))


def test_a_capture_counts_as_new_by_the_run_that_stored_it(
    con: DuckDBPyConnection, tmp_path: Path
) -> None:
    old = capture("a", run_id="import")
    start_run(con, "import", "backfill", "warc", {}, NIGHT)
    load_captures(con, [old], [], "import", NIGHT)
    soon = read_health(con, tmp_path, NOW)
    later = read_health(con, tmp_path, NOW + timedelta(days=60))

    assert (soon.captures, soon.verified_captures) == (1, 1)
    assert soon.new_capture_bytes == soon.capture_bytes > 0
    assert (later.verified_captures, later.new_capture_bytes) == (0, 0)
