"""Write the file of a snapshot: as a whole, or as a copy of the last one with the changes applied.

A build records which articles' rows it replaced and which marts it made as a whole. The next file
can therefore start as a copy of the last one in which only those rows are replaced; tables that
count over many articles are rewritten if they differ. The whole file is written if there is no
last one, if many articles changed, or if too much of the copy would be unused space.
"""

import os
import shutil
from collections.abc import Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from warehouse.db.read_models import Model, read_models
from warehouse.db.transactions import transaction
from warehouse.db.views import quoted
from warehouse.search.index import (
    IndexReport,
    build_index,
    can_be_extended,
    can_be_read,
    extend_index,
    keep_index,
)
from warehouse.transform.build import (
    LARGEST_SHARE,
    comment_mart,
    has_unpublished_articles,
    marts_made_whole,
)
from warehouse.transform.diff import NOT_COMPARED, Change
from warehouse.transform.sorted_tables import copy_sorted

# The oldest storage format that is as small and fast as the newest (half the size of 1.0's, five
# times faster to read than 1.2's): drivers, Node and WebAssembly builds still have DuckDB 1.4.
STORAGE_VERSION = "v1.4.0"
SNAPSHOT = "snapshot"
# Above this share of free blocks (left by replaced tables) the whole file is written.
LARGEST_UNUSED_SHARE = 0.25
SMALL_BYTES = 100_000_000


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: rows by mart, the search index, and the marts that were not copied."""

    rows: dict[str, int]
    index: IndexReport
    written: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LastCopied:
    """A copy of the last snapshot that is being changed: its `file`, and the last one as attached.

    `made_whole` are the marts built in full since then; `is_same`: no article was built.
    """

    file: Path
    previous: str
    made_whole: frozenset[str]
    is_same: bool
    copied: Future[None]


def write_whole(con: DuckDBPyConnection, file: Path, previous: str | None) -> Written:
    """Write all marts and the index; index parts of the attached `previous` are reused."""
    models = read_models("marts")
    with _attached(con, file):
        for model in models:
            # The table and its comments in one transaction: every commit rewrites much of the file.
            with transaction(con):
                _copy_mart(con, model)
        index = build_index(con, SNAPSHOT, previous)
        return Written(_count_rows(con), index, tuple(model.name for model in models))


@contextmanager
def copied_meanwhile(
    con: DuckDBPyConnection, file: Path, previous: str, previous_file: Path
) -> Iterator[LastCopied | None]:
    """Copy the last snapshot while the block runs; None if a whole file is needed.

    `previous` is the last snapshot, attached.
    """
    made_whole = marts_made_whole(con)
    is_same = not made_whole and not has_unpublished_articles(con)
    can_index = can_be_read if is_same else can_be_extended
    if (
        any(model.incremental and model.full_name in made_whole for model in read_models("marts"))
        or _has_many_changes(con)
        or not can_index(con, previous)
    ):
        yield None
        return
    with ThreadPoolExecutor(1) as pool:
        copied = pool.submit(_copy_and_flush, previous_file, file)
        yield LastCopied(file, previous, made_whole, is_same, copied)


def _copy_and_flush(previous_file: Path, file: Path) -> None:
    """Copy a file, and write it to the disk now: commits would wait for that later."""
    shutil.copyfile(previous_file, file)
    with file.open("rb") as copy:
        os.fsync(copy.fileno())


def write_difference(
    con: DuckDBPyConnection, last: LastCopied, changes: Collection[Change]
) -> Written | None:
    """Apply the changes to the copy of the last snapshot; None if a whole file is needed.

    `changes` are its differences from the marts.

    Raises:
        OSError: the copy could not be written.
    """
    last.copied.result()
    differing = {change.mart_name for change in changes} | NOT_COMPARED
    differing |= {name.removeprefix("marts.") for name in last.made_whole}
    with _attached(con, last.file):
        if _has_much_unused_space(con):
            return None
        written = _update_marts(con, differing)
        index = (
            keep_index(con, SNAPSHOT)
            if last.is_same
            else extend_index(con, SNAPSHOT, last.previous)
        )
        rows = _count_rows(con)
    # Safeguard: after any build, the snapshot must not differ from the marts.
    return Written(rows, index, written) if rows == count_marts(con) else None


def count_marts(con: DuckDBPyConnection) -> dict[str, int]:
    """Return the rows of every mart of the warehouse."""
    return {model.name: _count(con, model.full_name) for model in read_models("marts")}


def delete_unpublished_changes(con: DuckDBPyConnection) -> None:
    """Delete the recorded changes: all of them were published."""
    with transaction(con):
        con.execute("delete from raw.unpublished_articles")
        con.execute("delete from raw.unpublished_models")


@contextmanager
def _attached(con: DuckDBPyConnection, file: Path) -> Iterator[None]:
    # DuckDB accepts a storage version only when it creates the file.
    options = "" if file.exists() else f" (storage_version '{STORAGE_VERSION}')"
    con.execute(f"attach {quoted(str(file))} as {SNAPSHOT}{options}")
    try:
        yield
    finally:
        con.execute(f"detach {SNAPSHOT}")


def _has_many_changes(con: DuckDBPyConnection) -> bool:
    changed = _count(con, "(select distinct article_id from raw.unpublished_articles)")
    return changed > LARGEST_SHARE * _count(con, "marts.articles")


def _has_much_unused_space(con: DuckDBPyConnection) -> bool:
    free, total, size = con.execute(
        "select free_blocks, total_blocks, block_size * total_blocks"
        " from pragma_database_size() where database_name = ?",
        [SNAPSHOT],
    ).fetchall()[0]
    return bool(size > SMALL_BYTES and free > LARGEST_UNUSED_SHARE * total)


def _update_marts(con: DuckDBPyConnection, differing: Collection[str]) -> tuple[str, ...]:
    """Update the marts that differ, and return their names."""
    models = read_models("marts")
    _drop_unknown_tables(con, {model.name for model in models})
    differing_models = [model for model in models if model.name in differing]
    for model in differing_models:
        if model.incremental:
            # One transaction each: what it deletes is in memory until a checkpoint.
            with transaction(con):
                _replace_rows(con, model)
    with transaction(con):
        for model in differing_models:
            if not model.incremental:
                con.execute(f"drop table if exists {SNAPSHOT}.{model.name}")
                _copy_mart(con, model)
    return tuple(model.name for model in differing_models)


def _drop_unknown_tables(con: DuckDBPyConnection, known: Collection[str]) -> None:
    rows = con.execute(
        "select table_name from duckdb_tables() where database_name = ? and schema_name = 'main'",
        [SNAPSHOT],
    ).fetchall()
    for (name,) in rows:
        if name not in known:
            con.execute(f"drop table {SNAPSHOT}.{name}")


def _replace_rows(con: DuckDBPyConnection, model: Model) -> None:
    some = f"{model.incremental} in (select article_id from raw.unpublished_articles)"
    con.execute(f"delete from {SNAPSHOT}.{model.name} where {some}")
    con.execute(
        f"insert into {SNAPSHOT}.{model.name} by name"
        f" from {model.full_name} where {some} order by {model.order_by}"
    )


def _copy_mart(con: DuckDBPyConnection, model: Model) -> None:
    target = f"{SNAPSHOT}.{model.name}"
    if model.incremental:
        copy_sorted(con, model, model.full_name, target)
    else:
        # A build has written it as a whole, in its order, which a copy keeps.
        con.execute(f"create or replace table {target} as from {model.full_name}")
    comment_mart(con, model, f"{SNAPSHOT}.{model.name}")


def _count_rows(con: DuckDBPyConnection) -> dict[str, int]:
    return {model.name: _count(con, f"{SNAPSHOT}.{model.name}") for model in read_models("marts")}


def _count(con: DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"select count(*) from {table}").fetchall()[0][0])
