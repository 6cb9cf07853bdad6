"""Locate the published snapshots and read the latest one."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.db.connect import (
    CATALOG,
    PUBLICATION_NAME,
    PUBLICATION_REMEDY,
    advice_for_missing,
    open_reader,
)
from warehouse.db.views import quoted
from warehouse.errors import NothingLoaded, NothingPublished, UnusableWarehouse, WarehouseError

FOLDER_NAME = "published"
LINK_NAME = "latest"
FILE_PREFIX = PUBLICATION_NAME
FILE_SUFFIX = ".duckdb"
PREVIOUS = "previous"
# Attempts to open the latest file: pruning can delete it between reading the link and opening.
ATTEMPTS = 3
# A DuckDB file is a main header and two database headers, then its blocks.
HEADER_BYTES = 3 * 4096
# Publications of 0.1.0 within one second have a number at the end.
STAMP = re.compile(r"\d{8}T\d{6}Z(?:-\d\d)?")
# The next publication has a later stamp.
LAST_YEAR = 9999


def published_folder(home: Path) -> Path:
    """Return the folder of a home's snapshots."""
    return home / FOLDER_NAME


def latest_publication(home: Path) -> Path | None:
    """Return the file of the latest publication (the link resolved); None if there is none."""
    link = published_folder(home) / LINK_NAME
    target = link.resolve()
    return target if link.is_symlink() and target.exists() else None


def list_publications(home: Path) -> list[Path]:
    """Return all published files, oldest first; files of other programs are left out."""
    files = published_folder(home).glob(f"{FILE_PREFIX}*{FILE_SUFFIX}")
    return sorted((file for file in files if is_stamp(stamp_of(file))), key=lambda file: file.stem)


def is_stamp(text: str) -> bool:
    """Return whether a text is the time in the name of a published file."""
    if not STAMP.fullmatch(text):
        return False
    try:
        return moment_of(text).year < LAST_YEAR
    except ValueError:
        return False


def stamp_of(file: Path) -> str:
    """Return the time in the name of a published file: 20261123T061500Z."""
    return file.stem.removeprefix(FILE_PREFIX)


def moment_of(stamp: str) -> datetime:
    """Return the moment that a stamp states; a suffix that keeps it unique is ignored."""
    return datetime.strptime(stamp[:16], "%Y%m%dT%H%M%S%z")


def switch_link(folder: Path, name: str) -> None:
    """Point the folder's `latest` link to another file, atomically."""
    aside = folder / f".{LINK_NAME}"
    aside.unlink(missing_ok=True)
    aside.symlink_to(name)
    aside.replace(folder / LINK_NAME)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Flush a folder's directory entries to disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def require_publication(home: Path) -> Path:
    """Return the file of the latest publication.

    Raises:
        NothingPublished: there is none, or its file is gone.
    """
    file = latest_publication(home)
    if file is None:
        raise NothingPublished(_why_nothing_is_published(published_folder(home)))
    return file


def _why_nothing_is_published(folder: Path) -> str:
    link = folder / LINK_NAME
    if link.is_symlink():
        return (
            f"the file of the latest publication is gone: {link.resolve()}: restore it from a"
            " backup, or run aawsat publish, which writes another one"
        )
    return f"nothing is published in {folder}{advice_for_missing(link, 'run aawsat publish')}"


@contextmanager
def open_published(home: Path, *, memory_limit: str = "2GB") -> Iterator[DuckDBPyConnection]:
    """Open the latest publication read-only; its tables are in the default schema.

    The connection keeps reading the same snapshot, even if a newer one is published.

    Raises:
        NothingPublished: there is no publication yet.
        UnusableWarehouse: the file is damaged.
    """
    for attempt in range(1, ATTEMPTS + 1):
        file = require_publication(home)
        reader = open_reader(file, memory_limit=memory_limit, schema="main")
        try:
            con = reader.__enter__()
        except (NothingLoaded, UnusableWarehouse):
            if file.exists() or attempt == ATTEMPTS:
                raise
            continue
        break
    try:
        yield con
    finally:
        reader.__exit__(None, None, None)


def fault_of_latest(home: Path) -> str:
    """Return why the latest publication cannot be read; empty if it can.

    A file that was cut can still be opened, so its size is compared with the blocks of its tables.
    """
    try:
        with open_published(home) as con:
            file = latest_publication(home)
            is_cut = file is not None and _is_cut(con, file.stat().st_size)
    except WarehouseError as error:
        return str(error)
    return f"{file} has lost its end: {PUBLICATION_REMEDY}" if is_cut else ""


def _is_cut(con: DuckDBPyConnection, size: int) -> bool:
    """Return whether a table of an open file has blocks beyond its end.

    DuckDB counts free blocks at the end of a file that it has cut off itself, as it does when a
    publication becomes smaller: only then are the blocks of every table looked up.
    """
    [(block_size, total_blocks)] = con.execute(
        "select block_size, total_blocks from pragma_database_size() where database_name = ?",
        [CATALOG],
    ).fetchall()
    blocks = (size - HEADER_BYTES) // block_size
    if blocks >= total_blocks:
        return False
    tables = con.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = ?", [CATALOG]
    ).fetchall()
    return any(_last_block(con, *table) >= blocks for table in tables)


def _last_block(con: DuckDBPyConnection, schema: str, table: str) -> int:
    """Return the number of the last block with values of a table, from 0; -1 if it has none."""
    try:
        [(last,)] = con.execute(
            "select max(greatest(block_id, list_max(additional_block_ids)))"
            " from pragma_storage_info(?) where persistent",
            [f'{CATALOG}."{schema}"."{table}"'],
        ).fetchall()
    except duckdb.Error:
        # The table's own metadata is beyond the end of the file.
        return sys.maxsize
    return -1 if last is None else int(last)


@contextmanager
def attached_latest(con: DuckDBPyConnection, home: Path) -> Iterator[str | None]:
    """Attach the latest publication and yield its alias; None if none is readable."""
    file = latest_publication(home)
    if file is None or not _attach_read_only(con, file):
        yield None
        return
    try:
        yield PREVIOUS
    finally:
        con.execute(f"detach {PREVIOUS}")


def _attach_read_only(con: DuckDBPyConnection, file: Path) -> bool:
    try:
        con.execute(f"attach {quoted(str(file))} as {PREVIOUS} (read_only)")
    except duckdb.Error:
        return False
    return True
