"""Invariants of the frontier hold after any sequence of events of a page."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from duckdb import DuckDBPyConnection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.example_records import NOON, candidate, capture, failure
from warehouse.db.connect import open_warehouse
from warehouse.ingest.frontier import Selection, select_due
from warehouse.ingest.load import load_captures, load_discoveries

pytestmark = pytest.mark.slow

HOUR = timedelta(hours=1)
LONGEST_WAIT = timedelta(days=32)
# A longer wait was set by a clock that was ahead, and counts as over.
MOST_PATIENCE = timedelta(days=60)
EVENTS = st.sampled_from(
    [
        *("named", "changed", "200", "304", "301", "404", "410", "403", "429", "503", "999"),
        *("transient", "integrity", "policy", "permanent"),
    ]
)
# The clock may jump back and forth between two events, by up to a year.
STEPS = st.lists(st.tuples(EVENTS, st.integers(-24 * 365, 24 * 365)), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    with open_warehouse(tmp_path_factory.mktemp("frontier") / "warehouse.duckdb") as opened:
        yield opened


def happen(con: DuckDBPyConnection, event: str, now: datetime, number: int) -> None:
    run_id = f"run-{number}"
    if event in ("named", "changed"):
        modified = now if event == "changed" else None
        load_discoveries(con, [candidate("ferry", modified_at=modified)], [], run_id, now)
    elif event.isdigit():
        answer = capture("ferry", now, status=int(event), capture_id=number, run_id=run_id)
        load_captures(con, [replace(answer, is_revisit=event == "304")], [], run_id, now)
    else:
        retry_at = now + HOUR if event in ("transient", "integrity") else None
        load_captures(con, [], [failure("ferry", retry_at, failure_class=event)], run_id, now)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_a_page_is_due_waiting_captured_or_given_up_and_never_stuck(
    con: DuckDBPyConnection, steps: list[tuple[str, int]]
) -> None:
    for table in ("frontier", "captures", "candidates"):
        con.execute(f"delete from raw.{table}")
    now = NOON
    for number, (event, hours) in enumerate(steps, start=1):
        now += hours * HOUR
        happen(con, event, now, number)

        [(status, attempts, next_attempt, failure_class, last_capture)] = con.execute(
            "select status, attempts, next_attempt_at, failure_class, last_capture_id"
            " from raw.frontier"
        ).fetchall()
        assert (next_attempt is not None) == (status in ("failed", "excluded"))
        assert (failure_class is not None) == (status in ("failed", "gone", "excluded")) or (
            status == "pending"
        )
        assert attempts >= 1 or status in ("pending", "captured")
        if next_attempt and event not in ("named", "changed"):
            assert now + HOUR * 0.9 <= next_attempt <= now + LONGEST_WAIT
        if event in ("200", "301", "304"):
            assert (status, last_capture) == ("captured", number)
        if status in ("pending", "failed"):
            times = (now, now + MOST_PATIENCE)
            assert any(select_due(con, Selection(now=time)) for time in times)
