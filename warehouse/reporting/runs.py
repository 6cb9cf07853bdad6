"""The ledger of runs: who did what, when, and how it ended."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import starmap

from duckdb import DuckDBPyConnection

from warehouse.db.sql_files import read_query
from warehouse.db.transactions import transaction
from warehouse.transform.build import make_mart


@dataclass(frozen=True, slots=True)
class Run:
    """One run. `status` is running, succeeded, failed, cancelled or crashed."""

    run_id: str
    flow: str
    source: str | None
    status: str
    started_at: datetime
    finished_at: datetime | None
    counts: dict[str, int]
    error: str | None


def start_run(
    con: DuckDBPyConnection,
    run_id: str,
    flow: str,
    source: str | None,
    parameters: Mapping[str, object],
    now: datetime | None = None,
) -> list[str]:
    """Enter a run that starts now; return the ids of dead runs found and marked crashed.

    To be called by the holder of the writer lock: nobody else can be running then, so every other
    run still marked as running has died. Calling again for the same run changes nothing.
    """
    when = now or datetime.now(UTC)
    with transaction(con):
        dead = _mark_crashed(con, run_id, when)
        con.execute(
            f"insert into raw.runs by name {read_query('reporting/run_to_enter')}",
            {
                "run_id": run_id,
                "flow": flow,
                "source": source,
                "parameters": json.dumps(parameters, default=str, sort_keys=True),
                "pid": os.getpid(),
                "now": when,
            },
        )
    return dead


def finish_run(
    con: DuckDBPyConnection,
    run_id: str,
    status: str,
    counts: Mapping[str, int],
    error: str | None = None,
    now: datetime | None = None,
) -> None:
    """Enter how a run ended: succeeded, failed or cancelled, what it did, and why it failed.

    The mart `runs` is made again, since the build before could not know the end.
    """
    ended = [status, now or datetime.now(UTC), list(counts), list(counts.values()), error, run_id]
    with transaction(con):
        con.execute(
            "update raw.runs set status = ?, finished_at = ?,"
            " counts = map(?::varchar [], ?::bigint []), error = ? where run_id = ?",
            ended,
        )
        make_mart(con, "runs")


def last_runs(con: DuckDBPyConnection, limit: int = 10) -> list[Run]:
    """Return the latest runs, newest first."""
    rows = con.execute(read_query("reporting/last_runs"), {"most_rows": limit}).fetchall()
    return list(starmap(Run, rows))


def last_whole_discovery(
    con: DuckDBPyConnection, source: str, now: datetime | None = None
) -> datetime | None:
    """Return when the last successful run that asked a source for everything it has started.

    Such a run counts `whole_discoveries`; one over a part of the archive says nothing about what
    changed in the rest. A run that started later than `now` is of a clock that was ahead: what
    changed since is asked from the run before. None when there was none.
    """
    rows = con.execute(
        "select max(started_at) from raw.runs where source = ? and status = 'succeeded'"
        " and list_contains(map_keys(counts), 'whole_discoveries') and started_at <= ?",
        [source, now or datetime.now(UTC)],
    ).fetchall()
    found: datetime | None = rows[0][0]
    return found


def _mark_crashed(con: DuckDBPyConnection, run_id: str, when: datetime) -> list[str]:
    rows = con.execute(
        "update raw.runs set status = 'crashed', finished_at = ?,"
        " error = coalesce(error, 'the process died')"
        " where status = 'running' and run_id <> ? returning run_id",
        [when, run_id],
    ).fetchall()
    return sorted(dead for (dead,) in rows)
