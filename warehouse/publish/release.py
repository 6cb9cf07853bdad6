"""Publish the marts as a snapshot: one read-only file that is never changed again.

A snapshot is written under a temporary name, verified by opening it, flushed to disk and renamed;
then the link `latest` is switched. A process that dies in between leaves at most a file that
`latest` never pointed to; the next publication removes it.
"""

import os
import shutil
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.db.connect import first_line
from warehouse.db.publications import (
    FILE_PREFIX,
    FILE_SUFFIX,
    LINK_NAME,
    attached_latest,
    is_stamp,
    latest_publication,
    list_publications,
    published_folder,
    stamp_of,
    switch_link,
    sync_folder,
)
from warehouse.db.read_models import read_models
from warehouse.db.transactions import registered, transaction
from warehouse.db.views import quoted
from warehouse.errors import ChecksFailed, NotWritten
from warehouse.ingest.arrow_schemas import records_table
from warehouse.publish.ready_views import create_views_and_macros
from warehouse.publish.snapshot_file import (
    SNAPSHOT,
    Written,
    copied_meanwhile,
    delete_unpublished_changes,
    write_difference,
    write_whole,
)
from warehouse.search.index import IndexReport
from warehouse.transform.build import make_mart, refuse_unbuilt
from warehouse.transform.checks import acceptable_checks
from warehouse.transform.diff import CHANGES, Change, count_changes, is_published_last
from warehouse.version import software_version

UNFINISHED = f".{FILE_PREFIX}"
STAMP_FORMAT = "%Y%m%dT%H%M%SZ"
# One more than the latest: a reader that has just followed the link still finds its file.
LEAST_KEPT = 2
KEPT = 7


@dataclass(frozen=True, slots=True)
class Publication:
    """A published snapshot. `size` is in bytes, `seconds` is the time it took to publish.

    `changes` are the differences from the snapshot before. `written` names the marts that were
    written for this publication; the others were copied from the one before.
    """

    path: Path
    stamp: str
    published_at: datetime
    rows: dict[str, int]
    changes: tuple[Change, ...]
    index: IndexReport
    written: tuple[str, ...]
    size: int
    seconds: float
    pruned: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class RunEnd:
    """How the publishing run ends, as far as is known, for the snapshot's table `runs`."""

    run_id: str
    status: str
    counts: Mapping[str, int] = field(default_factory=dict)
    error: str | None = None


def publish(
    con: DuckDBPyConnection,
    home: Path,
    *,
    run: RunEnd | None = None,
    kept: int = KEPT,
    now: datetime | None = None,
    accepted: Collection[str] = (),
) -> Publication:
    """Publish the contents of the marts. The caller holds the home's writer lock.

    `kept` is the number of snapshots to keep, this one included: the newest ones, at least two.
    `accepted` are the names of checks whose failing rows an operator accepts.

    Raises:
        ChecksFailed: a `stop` check failed when the checks were last run.
        NotBuilt: a table is missing.
        NotWritten: the snapshot could not be written (a full disk); `latest` is as it was.
    """
    started = time.monotonic()
    when = now or datetime.now(UTC)
    refuse_unbuilt(con)
    refuse_if_stopped(con, accepted)
    final = _next_file(con, home, when)
    changes, written = _write_snapshot(con, home, final, when, run)
    switch_link(final.parent, final.name)
    delete_unpublished_changes(con)
    return Publication(
        path=final,
        stamp=stamp_of(final),
        published_at=when,
        rows=written.rows,
        changes=tuple(changes),
        index=written.index,
        written=written.written,
        size=final.stat().st_size,
        seconds=time.monotonic() - started,
        pruned=tuple(prune(home, kept)),
    )


def _next_file(con: DuckDBPyConnection, home: Path, when: datetime) -> Path:
    """Remove what an interrupted publication left; return the path of the next one."""
    folder = published_folder(home)
    folder.mkdir(parents=True, exist_ok=True)
    remove_leftovers(home)
    _undo_incomplete_publication(con, home)
    return folder / f"{FILE_PREFIX}{_next_stamp(con, home, when)}{FILE_SUFFIX}"


def _write_snapshot(
    con: DuckDBPyConnection, home: Path, final: Path, when: datetime, run: RunEnd | None
) -> tuple[list[Change], Written]:
    """Write the snapshot and return its changes; if it cannot be written, remove its parts."""
    try:
        return _make_snapshot(con, home, final, when, run)
    except (duckdb.Error, OSError) as error:
        remove_leftovers(home)
        _undo_incomplete_publication(con, home)
        raise NotWritten(
            f"{final.name} could not be written: {first_line(error)}; "
            "make room and run again, the last publication is unchanged"
        ) from error


def _make_snapshot(
    con: DuckDBPyConnection, home: Path, final: Path, when: datetime, run: RunEnd | None
) -> tuple[list[Change], Written]:
    """Write the snapshot under a temporary name, verify it, and rename it."""
    unfinished = final.with_name(f".{final.name}")
    with attached_latest(con, home) as previous, ExitStack() as copying:
        last = None
        if previous and is_published_last(con, previous) and (old := latest_publication(home)):
            last = copying.enter_context(copied_meanwhile(con, unfinished, previous, old))
        changes = count_changes(con, previous)
        record_publication(con, stamp_of(final), when, run.run_id if run else None, changes)
        written = write_difference(con, last, changes) if last else None
        if not written:
            unfinished.unlink(missing_ok=True)
            written = write_whole(con, unfinished, previous)
    _finish_file(con, unfinished, run, when)
    _verify(unfinished, written.rows)
    _flush_and_rename(unfinished, final)
    return changes, written


def _finish_file(con: DuckDBPyConnection, file: Path, run: RunEnd | None, when: datetime) -> None:
    """Create the views and macros, and record the end of the run, which ends after this."""
    con.execute(f"attach {quoted(str(file))} as {SNAPSHOT}")
    try:
        # One transaction: every commit waits for the disk, also that of a comment.
        with transaction(con):
            create_views_and_macros(con, SNAPSHOT)
            if run:
                _record_end_of_run(con, run, when)
    finally:
        con.execute(f"detach {SNAPSHOT}")


def _record_end_of_run(con: DuckDBPyConnection, run: RunEnd, when: datetime) -> None:
    con.execute(
        f"update {SNAPSHOT}.runs set run_status = ?, finished_at = ?,"
        " counts = map(?::varchar [], ?::bigint []), error = ? where run_id = ?",
        [run.status, when, list(run.counts), list(run.counts.values()), run.error, run.run_id],
    )


def refuse_if_stopped(con: DuckDBPyConnection, accepted: Collection[str] = ()) -> None:
    """Raise ChecksFailed if a stop check failed in the last run of the checks.

    Checks in `accepted` do not stop, if they may be accepted.
    """
    rows = con.execute(
        "select check_name, failing_count from raw.check_results"
        " where severity = 'stop' and failing_count > 0 order by 1"
    ).fetchall()
    if not rows:
        return
    failed = dict(rows)
    # Reads the files of all checks, so only if one failed.
    acceptable = acceptable_checks()
    stopping = [name for name in failed if name not in acceptable & set(accepted)]
    if stopping:
        names = ", ".join(f"{name} ({failed[name]})" for name in stopping)
        raise ChecksFailed(
            f"not published, the last publication stays: {names}; see aawsat checks"
            f"{_how_to_accept(failed) if acceptable.issuperset(stopping) else ''}"
        )


def _how_to_accept(failed: Iterable[str]) -> str:
    """Return the command that publishes in spite of these failed checks, all acceptable."""
    options = "".join(f" --accept {name}" for name in failed)
    return f"; if the change is right, run aawsat publish{options}"


def prune(home: Path, kept: int) -> list[Path]:
    """Remove all but the newest `kept` snapshots (at least two), never the latest's target."""
    latest = latest_publication(home)
    old = list_publications(home)[: -max(kept, LEAST_KEPT)]
    removed = [file for file in old if file.resolve() != latest]
    for file in removed:
        file.unlink()
        # A killed reader leaves what it had spilled to disk.
        shutil.rmtree(f"{file}.tmp", ignore_errors=True)
    return removed


def remove_leftovers(home: Path) -> list[Path]:
    """Remove the files of an interrupted publication: their names begin with a dot."""
    folder = published_folder(home)
    left = [
        file for file in folder.glob(".*") if file.name.startswith((UNFINISHED, f".{LINK_NAME}"))
    ]
    for file in left:
        with suppress(OSError):
            file.unlink()
    return left


def _next_stamp(con: DuckDBPyConnection, home: Path, when: datetime) -> str:
    """Return the stamp of a publication: its time, but later than every stamp there is.

    So the order of names is the order of publication, also within one second, or if the clock was
    set back.
    """
    stamps = [stamp_of(file) for file in list_publications(home)]
    stamps += [stamp for (stamp,) in con.execute("select stamp from raw.publications").fetchall()]
    newest = max((stamp for stamp in stamps if is_stamp(stamp)), default="")
    stamp = f"{when:{STAMP_FORMAT}}"
    if stamp > newest:
        return stamp
    second = datetime.strptime(newest.partition("-")[0], STAMP_FORMAT).replace(tzinfo=UTC)
    return f"{second + timedelta(seconds=1):{STAMP_FORMAT}}"


def _verify(file: Path, rows: Mapping[str, int]) -> None:
    """Verify a snapshot: open it like a reader and count the rows of its tables."""
    with duckdb.connect() as con:
        con.execute(f"attach {quoted(str(file))} as {SNAPSHOT} (read_only)")
        con.execute(f"use {SNAPSHOT}")
        for name, count in rows.items():
            found = con.execute(f"select count(*) from {name}").fetchall()[0][0]
            if found != count:
                raise OSError(f"{name} has {found} rows, not {count}")


def _flush_and_rename(unfinished: Path, final: Path) -> None:
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.chmod(0o444)
    unfinished.replace(final)
    sync_folder(final.parent)


def record_publication(
    con: DuckDBPyConnection,
    stamp: str,
    when: datetime,
    run_id: str | None,
    changes: Sequence[Change],
) -> None:
    """Record the publication in the warehouse, so that the snapshot contains its own row."""
    digests = {model.name: model.digest for model in read_models("marts")}
    with registered(con, {"counted": records_table(changes, CHANGES)}), transaction(con):
        con.execute(
            "insert into raw.publications by name select ? as stamp, ? as published_at,"
            " ? as run_id, (select count(*) from marts.articles) as article_count,"
            " map(?::varchar [], ?::varchar []) as mart_digests, ? as software_version",
            [stamp, when, run_id, list(digests), list(digests.values()), software_version()],
        )
        con.execute(
            "insert into raw.publication_changes by name select ? as stamp, * from counted", [stamp]
        )
        _make_ledger_marts(con)


def _undo_incomplete_publication(con: DuckDBPyConnection, home: Path) -> None:
    """Undo a publication that was not completed: its row comes after that of the latest.

    A process killed between the rename and the switch of `latest` leaves a complete file that
    `latest` never pointed to. The file is removed, and its changes are published next time. Several
    rows after the latest mean that an operator set `latest` back: then the files stay.
    """
    latest = latest_publication(home)
    stamp = stamp_of(latest) if latest else ""
    with transaction(con):
        forgotten = con.execute(
            "delete from raw.publications where rowid > coalesce("
            "(select max(rowid) from raw.publications where stamp = ?), -1) returning stamp",
            [stamp],
        ).fetchall()
        if forgotten:
            con.executemany("delete from raw.publication_changes where stamp = ?", forgotten)
            _make_ledger_marts(con)
    if len(forgotten) == 1:
        file = published_folder(home) / f"{FILE_PREFIX}{forgotten[0][0]}{FILE_SUFFIX}"
        file.unlink(missing_ok=True)


def _make_ledger_marts(con: DuckDBPyConnection) -> None:
    for mart in ("publications", "publication_changes"):
        make_mart(con, mart)
