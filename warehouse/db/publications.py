"""Where the published snapshots are, and how to read the latest."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.db.connect import open_reader
from warehouse.db.views import quoted
from warehouse.errors import NothingLoaded, NothingPublished, UnusableWarehouse

FOLDER_NAME = "published"
LINK_NAME = "latest"
FILE_PREFIX = "aawsat-"
FILE_SUFFIX = ".duckdb"
PREVIOUS = "previous"
# Between reading the link and opening its file several publications would have to take place.
ATTEMPTS = 3


def published_folder(home: Path) -> Path:
    """Return the folder of the snapshots of a home."""
    return home / FOLDER_NAME


def latest_publication(home: Path) -> Path | None:
    """Return the file of the latest publication, its own name, not the link; None if none is."""
    link = published_folder(home) / LINK_NAME
    target = link.resolve()
    return target if link.is_symlink() and target.exists() else None


def list_publications(home: Path) -> list[Path]:
    """Return all published files, oldest first."""
    return sorted(
        published_folder(home).glob(f"{FILE_PREFIX}*{FILE_SUFFIX}"), key=lambda file: file.stem
    )


def stamp_of(file: Path) -> str:
    """Return the time in the name of a published file: 20261123T061500Z."""
    return file.stem.removeprefix(FILE_PREFIX)


def switch_link(folder: Path, name: str) -> None:
    """Let the folder's `latest` point to another of its files; at every moment it points to one."""
    aside = folder / f".{LINK_NAME}"
    aside.unlink(missing_ok=True)
    aside.symlink_to(name)
    aside.replace(folder / LINK_NAME)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def open_published(home: Path, *, memory_limit: str = "2GB") -> Iterator[DuckDBPyConnection]:
    """Open the latest publication read-only; its tables are found by their bare names.

    The connection keeps reading the same snapshot, whatever is published meanwhile.

    Raises:
        NothingPublished: there is no publication yet.
        UnusableWarehouse: the file is damaged.
    """
    for attempt in range(1, ATTEMPTS + 1):
        file = latest_publication(home)
        if file is None:
            raise NothingPublished(f"nothing is published in {published_folder(home)} yet")
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


@contextmanager
def attached_latest(con: DuckDBPyConnection, home: Path) -> Iterator[str | None]:
    """Attach the latest publication; None when there is none, or it cannot be read."""
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
