import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.example_records import DAY, HOUR, NOON
from warehouse.reporting.runs import (
    end_of_whole_discovery,
    finish_run,
    last_runs,
    last_whole_discovery,
    start_run,
)
from warehouse.transform.build import build_marts


def test_a_run_is_recorded_with_its_counts(con: DuckDBPyConnection) -> None:
    start_run(con, "run-1", "backfill", "live", {"since": NOON.date()}, NOON)
    finish_run(con, "run-1", "succeeded", {"captured": 3}, now=NOON + HOUR)

    (run,) = last_runs(con)

    assert (run.flow, run.source, run.status) == ("backfill", "live", "succeeded")
    assert (run.started_at, run.finished_at) == (NOON, NOON + HOUR)
    assert run.counts == {"captured": 3}


def test_a_run_whose_process_died_is_found_by_the_next(con: DuckDBPyConnection) -> None:
    start_run(con, "run-1", "nightly", "live", {}, NOON)

    dead = start_run(con, "run-2", "nightly", "live", {}, NOON + DAY)

    assert dead == ["run-1"]
    assert [(run.run_id, run.status) for run in last_runs(con)] == [
        ("run-2", "running"),
        ("run-1", "crashed"),
    ]


def test_recording_a_run_twice_changes_nothing(con: DuckDBPyConnection) -> None:
    start_run(con, "run-1", "nightly", "live", {}, NOON)

    dead = start_run(con, "run-1", "nightly", "live", {}, NOON + HOUR)

    assert dead == []
    assert [run.started_at for run in last_runs(con)] == [NOON]


def test_a_failed_run_has_its_error(con: DuckDBPyConnection) -> None:
    start_run(con, "run-1", "nightly", "live", {}, NOON)

    finish_run(con, "run-1", "failed", {}, "the host does not answer")

    assert last_runs(con)[0].error == "the host does not answer"


@pytest.mark.slow
def test_changes_are_requested_since_the_last_complete_discovery(
    con: DuckDBPyConnection,
) -> None:
    whole = {"whole_discoveries": 1}
    runs = [
        ("live", "succeeded", whole),
        ("live", "succeeded", {"captured": 3}),
        ("live", "failed", whole),
        ("warc", "succeeded", whole),
    ]
    for number, (source, status, counts) in enumerate(runs):
        start_run(con, f"run-{number}", "nightly", source, {}, NOON + number * HOUR)
        finish_run(con, f"run-{number}", status, counts)

    assert last_whole_discovery(con, "live") == NOON
    assert last_whole_discovery(con, "sample") is None


def test_responses_after_the_end_of_a_complete_discovery_are_of_an_interrupted_one(
    con: DuckDBPyConnection,
) -> None:
    start_run(con, "run-1", "nightly", "live", {}, NOON)
    finish_run(con, "run-1", "succeeded", {"whole_discoveries": 1}, now=NOON + HOUR)

    assert end_of_whole_discovery(con, "live") == NOON + HOUR


def test_a_run_of_a_clock_that_was_ahead_does_not_hide_changes(con: DuckDBPyConnection) -> None:
    for number, started in enumerate((NOON, NOON + 24_000 * HOUR)):
        start_run(con, f"run-{number}", "nightly", "live", {}, started)
        finish_run(con, f"run-{number}", "succeeded", {"whole_discoveries": 1})

    assert last_whole_discovery(con, "live", NOON + HOUR) == NOON


@pytest.mark.slow
def test_the_mart_of_runs_knows_how_the_run_that_built_it_ended(con: DuckDBPyConnection) -> None:
    start_run(con, "run-1", "nightly", "live", {}, NOON)
    build_marts(con)

    finish_run(con, "run-1", "succeeded", {"articles": 2})

    rows = con.execute("select run_status, counts from marts.runs").fetchall()
    assert rows == [("succeeded", {"articles": 2})]
