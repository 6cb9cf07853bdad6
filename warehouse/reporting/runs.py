"""The log of runs: what ran, when, and how it ended."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import starmap

from duckdb import DuckDBPyConnection

from warehouse.db.sql_files import read_query
from warehouse.db.transactions import transaction
from warehouse.ingest.source_names import OF_THE_SITE


@dataclass(frozen=True, slots=True)
class Run:
    """One run. `status` is running, succeeded, partial, failed, cancelled or crashed.

    `error` says why a run failed, or what a partial run left undone besides failed pages.
    """

    run_id: str
    flow: str
    source: str | None
    status: str
    started_at: datetime
    finished_at: datetime | None
    counts: dict[str, int]
    error: str | None


def state_of(status: str) -> str:
    """Return a status as Prefect's pages name the state."""
    return "completed" if status == "succeeded" else status


def start_run(
    con: DuckDBPyConnection,
    run_id: str,
    flow: str,
    source: str | None,
    parameters: Mapping[str, object],
    now: datetime | None = None,
) -> list[str]:
    """Record a run that starts now; return the ids of runs that were found dead and marked crashed.

    The caller holds the writer lock, so no other run can be alive: every other run still marked as
    running has crashed. Calling it again for the same run changes nothing.
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
    """Record how a run ended (succeeded, failed or cancelled), its counts and its error.

    Rebuilds the mart `runs`, because the run's own build happened before its end.
    """
    # Commands show runs without it: it imports Arrow.
    from warehouse.transform.build import make_mart

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
    """Return the start of the last successful run that discovered all of a source; None if none.

    Such a run counts `whole_discoveries`; a run over a part of the archive says nothing about
    changes in the rest. The sources `live` and `auto` list the same site. Runs that started after
    `now` are ignored: the clock was ahead then.
    """
    return _last_whole_discovery(con, "started_at", source, now)


def end_of_whole_discovery(con: DuckDBPyConnection, source: str) -> datetime | None:
    """Return the end of the last successful run that discovered all of a source; None if none.

    Responses to discovery after it belong to a run that was interrupted.
    """
    return _last_whole_discovery(con, "finished_at", source)


def _last_whole_discovery(
    con: DuckDBPyConnection, column: str, source: str, now: datetime | None = None
) -> datetime | None:
    rows = con.execute(
        f"select max({column}) from raw.runs"
        " where list_contains(?::varchar [], source) and status = 'succeeded'"
        " and list_contains(map_keys(counts), 'whole_discoveries') and started_at <= ?",
        [list(OF_THE_SITE if source in OF_THE_SITE else (source,)), now or datetime.now(UTC)],
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
