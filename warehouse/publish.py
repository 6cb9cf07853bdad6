"""Publish the marts as a snapshot: one read-only file that nobody writes to again.

A snapshot is written aside, checked by opening it, brought to the disk and only then given its
name; after that the link `latest` is switched. Whoever dies on the way leaves at most a file with
a dot before its name, which the next publication removes.
"""

import os
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.build import columns_of, make_mart, refuse_unbuilt
from warehouse.connect import first_line
from warehouse.diff import CHANGES, Change, count_changes
from warehouse.errors import BrokenWarehouse, ChecksFailed
from warehouse.published import (
    FILE_PREFIX,
    FILE_SUFFIX,
    LINK_NAME,
    attached_latest,
    latest_publication,
    list_publications,
    published_folder,
    stamp_of,
    switch_link,
    sync_folder,
)
from warehouse.read_models import Model, comment_of, read_models
from warehouse.records import records_table
from warehouse.search_index import IndexReport, build_index
from warehouse.transactions import registered, transaction
from warehouse.views import quoted

# The oldest format as small and fast as the newest (half of 1.0's, five times faster to read than
# 1.2's), so that also DuckDB 1.4 reads it: what drivers, Node and WebAssembly builds have today.
STORAGE_VERSION = "v1.4.0"
SNAPSHOT = "snapshot"
UNFINISHED = f".{FILE_PREFIX}"
# With one more than the latest, who has just read the link still finds its file.
LEAST_KEPT = 2
KEPT = 7


@dataclass(frozen=True, slots=True)
class Publication:
    """A snapshot as published; `changes` since the one before; sizes in bytes, times in seconds."""

    path: Path
    stamp: str
    published_at: datetime
    rows: dict[str, int]
    changes: tuple[Change, ...]
    index: IndexReport
    size: int
    seconds: float
    pruned: tuple[Path, ...]


def publish(
    con: DuckDBPyConnection,
    home: Path,
    *,
    run_id: str | None = None,
    kept: int = KEPT,
    now: datetime | None = None,
) -> Publication:
    """Publish what the marts hold; to be called by the holder of the home's writer lock.

    `kept` is how many snapshots stay, this one included: the newest ones, at least two.

    Raises:
        ChecksFailed: a check that stops publication failed when the checks were last run.
        BrokenWarehouse: the snapshot could not be written (a full disk); `latest` is as it was.
    """
    started = time.monotonic()
    when = now or datetime.now(UTC)
    refuse_unbuilt(con)
    refuse_if_stopped(con)
    folder = published_folder(home)
    folder.mkdir(parents=True, exist_ok=True)
    remove_leftovers(home)
    _forget_unpublished(con, home)
    final = _new_name(folder, when)
    unfinished = folder / f".{final.name}"
    stamp = final.stem.removeprefix(FILE_PREFIX)
    try:
        with attached_latest(con, home) as previous:
            changes = count_changes(con, previous)
            enter_publication(con, stamp, when, run_id, changes)
            index = _write_snapshot(con, unfinished, previous)
        rows = _prove(unfinished)
        _bring_to_disk(unfinished, final)
    except (duckdb.Error, OSError) as error:
        remove_leftovers(home)
        _forget_unpublished(con, home)
        raise BrokenWarehouse(
            f"{final.name} could not be written: {first_line(error)}; "
            "make room and run again, the last publication is as it was"
        ) from error
    switch_link(folder, final.name)
    return Publication(
        path=final,
        stamp=stamp,
        published_at=when,
        rows=rows,
        changes=tuple(changes),
        index=index,
        size=final.stat().st_size,
        seconds=time.monotonic() - started,
        pruned=tuple(prune(home, kept)),
    )


def refuse_if_stopped(con: DuckDBPyConnection) -> None:
    """Raise ChecksFailed if a stop check failed when the checks were last run."""
    rows = con.execute(
        "select check_name, failing_count from raw.check_results"
        " where severity = 'stop' and failing_count > 0 order by 1"
    ).fetchall()
    if rows:
        names = ", ".join(f"{name} ({count})" for name, count in rows)
        raise ChecksFailed(f"not published, the last publication stays: {names}; see aawsat checks")


def prune(home: Path, kept: int) -> list[Path]:
    """Remove all but the newest `kept` snapshots (at least two), never the latest's target."""
    latest = latest_publication(home)
    old = list_publications(home)[: -max(kept, LEAST_KEPT)]
    removed = [file for file in old if file.resolve() != latest]
    for file in removed:
        file.unlink()
    return removed


def remove_leftovers(home: Path) -> list[Path]:
    """Remove what a publication that died has left: files whose name begins with a dot."""
    folder = published_folder(home)
    left = [
        file for file in folder.glob(".*") if file.name.startswith((UNFINISHED, f".{LINK_NAME}"))
    ]
    for file in left:
        with suppress(OSError):
            file.unlink()
    return left


def _new_name(folder: Path, when: datetime) -> Path:
    stem = f"{FILE_PREFIX}{when:%Y%m%dT%H%M%SZ}"
    for number in range(100):
        suffix = f"-{number:02}" if number else ""
        path = folder / f"{stem}{suffix}{FILE_SUFFIX}"
        if not path.exists():
            return path
    raise BrokenWarehouse(f"there are 100 publications of {when:%H:%M:%S} already")


def _write_snapshot(con: DuckDBPyConnection, file: Path, previous: str | None) -> IndexReport:
    con.execute(f"attach {quoted(str(file))} as {SNAPSHOT} (storage_version '{STORAGE_VERSION}')")
    try:
        for model in read_models("marts"):
            # With its comments in one transaction: each commit of its own writes much again.
            with transaction(con):
                _copy_mart(con, model)
        return build_index(con, SNAPSHOT, previous)
    finally:
        con.execute(f"detach {SNAPSHOT}")


def _copy_mart(con: DuckDBPyConnection, model: Model) -> None:
    con.execute(
        f"create table {SNAPSHOT}.{model.name} as from {model.full_name} order by {model.order}"
    )
    comments = [f"comment on table {SNAPSHOT}.{model.name} is {quoted(model.comment)}"]
    comments += [
        f"comment on column {SNAPSHOT}.{model.name}.{column} is {quoted(comment_of(model, column))}"
        for column in columns_of(con, model)
    ]
    con.execute("; ".join(comments))


def _prove(file: Path) -> dict[str, int]:
    """Open the file as a reader would and count the rows of its tables."""
    with duckdb.connect() as con:
        con.execute(f"attach {quoted(str(file))} as {SNAPSHOT} (read_only)")
        con.execute(f"use {SNAPSHOT}")
        return {
            model.name: int(con.execute(f"select count(*) from {model.name}").fetchall()[0][0])
            for model in read_models("marts")
        }


def _bring_to_disk(unfinished: Path, final: Path) -> None:
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.chmod(0o444)
    unfinished.replace(final)
    sync_folder(final.parent)


def enter_publication(
    con: DuckDBPyConnection,
    stamp: str,
    when: datetime,
    run_id: str | None,
    changes: Sequence[Change],
) -> None:
    """Note the publication, so that the snapshot tells of itself."""
    digests = {model.name: model.digest for model in read_models("marts")}
    with registered(con, {"counted": records_table(changes, CHANGES)}), transaction(con):
        con.execute(
            "insert into raw.publications select ?, ?, ?, (select count(*) from marts.articles),"
            " map(?::varchar [], ?::varchar [])",
            [stamp, when, run_id, list(digests), list(digests.values())],
        )
        con.execute(
            "insert into raw.publication_changes by name select ? as stamp, * from counted", [stamp]
        )
        _make_ledger_marts(con)


def _forget_unpublished(con: DuckDBPyConnection, home: Path) -> None:
    """Take back what was noted of publications that came to nothing: newer than the latest."""
    latest = latest_publication(home)
    newest = stamp_of(latest) if latest else ""
    with transaction(con):
        forgotten = con.execute(
            "delete from raw.publications where stamp > ? returning stamp", [newest]
        ).fetchall()
        con.execute("delete from raw.publication_changes where stamp > ?", [newest])
        if forgotten:
            _make_ledger_marts(con)


def _make_ledger_marts(con: DuckDBPyConnection) -> None:
    for mart in ("publications", "publication_changes"):
        make_mart(con, mart)
