"""The stored WARC files as they are now, compared with the captures recorded in them.

Only the size of each file is read, so reports always do this; `aawsat verify` reads the bytes.
"""

from datetime import UTC, datetime
from itertools import starmap
from pathlib import Path
from typing import NamedTuple

from duckdb import DuckDBPyConnection

from warehouse.db.sql_files import read_query

# Ending of a file that a run is still writing to, see tasks/warc/store.py.
OPEN = ".open"
# Bytes of records that are read again at the start of a run, see `captures_in_returned_files`.
RECHECKED_BYTES = 64 << 20


class UnstoredCapture(NamedTuple):
    """A capture whose record is not in the store: its file is missing or ends before it."""

    capture_id: int
    url: str
    warc_file: str
    file_bytes: int | None

    @property
    def detail(self) -> str:
        """Return what is wrong with the file."""
        if self.file_bytes is None:
            return f"{self.warc_file} is not in the store"
        return f"{self.warc_file} has been cut to {self.file_bytes} bytes"


def find_unstored(con: DuckDBPyConnection, folder: Path) -> tuple[UnstoredCapture, ...]:
    """Return the captures that the files of a folder lack, except those recorded as such."""
    ends = dict(con.execute(read_query("ingest/indexed_ends")).fetchall())
    sizes = {name: size_of(folder / name) for name in ends}
    short = {name: size for name, size in sizes.items() if size is None or size < ends[name]}
    if not short:
        return ()
    asked = {"names": list(short), "sizes": list(short.values())}
    rows = con.execute(read_query("reporting/unstored_captures"), asked).fetchall()
    return tuple(starmap(UnstoredCapture, rows))


def size_of(file: Path) -> int | None:
    """Return the bytes of a stored file, also while a run writes to it; None if it is missing."""
    path = _stored(file)
    return path.stat().st_size if path else None


def _stored(file: Path) -> Path | None:
    for name in (file.name, file.name + OPEN):
        path = file.with_name(name)
        # A folder or pipe of that name holds no capture.
        if path.is_file():
            return path
    return None


class _RecordedFile(NamedTuple):
    """A file with captures that are recorded as damaged or lost; `last_end` is their last byte."""

    warc_file: str
    last_end: int
    found_at: datetime
    is_lost: bool


def captures_in_returned_files(con: DuckDBPyConnection, folder: Path) -> list[int]:
    """Return captures recorded as damaged or lost that lie within a file of the folder.

    They may be whole again, if the file was restored. At most RECHECKED_BYTES of records, those
    found damaged longest ago first.
    """
    names = [each.warc_file for each in _recorded_files(con)]
    sizes = [size_of(folder / name) or 0 for name in names]
    asked = {"names": names, "sizes": sizes, "most_bytes": RECHECKED_BYTES}
    rows = con.execute(read_query("reporting/returned_captures"), asked).fetchall()
    return [capture_id for (capture_id,) in rows]


def find_returned_files(con: DuckDBPyConnection, folder: Path) -> frozenset[str]:
    """Return the files with recorded damage that were restored or changed after it was found."""
    return frozenset(each.warc_file for each in _recorded_files(con) if _is_back(folder, each))


def _recorded_files(con: DuckDBPyConnection) -> list[_RecordedFile]:
    return [
        _RecordedFile(*row)
        for row in con.execute(read_query("reporting/recorded_files")).fetchall()
    ]


def _is_back(folder: Path, recorded: _RecordedFile) -> bool:
    path = _stored(folder / recorded.warc_file)
    if path is None:
        return False
    found = path.stat()
    # Unlike the time of modification, that of the inode is not set by the copy of a backup.
    is_changed = datetime.fromtimestamp(found.st_ctime, UTC) > recorded.found_at
    return found.st_size >= recorded.last_end and (recorded.is_lost or is_changed)
