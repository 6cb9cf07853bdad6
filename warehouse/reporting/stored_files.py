"""The stored WARC files as they are now, compared with the captures recorded in them.

Only the size of each file is read, so reports always do this; `aawsat verify` reads the bytes.
"""

from itertools import starmap
from pathlib import Path
from typing import NamedTuple

from duckdb import DuckDBPyConnection

from warehouse.db.sql_files import read_query

# Ends the name of a file that a run is writing to, see tasks/warc/store.py.
OPEN = ".open"


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
    for name in (file.name, file.name + OPEN):
        path = file.with_name(name)
        # A folder or pipe of that name holds no capture.
        if path.is_file():
            return path.stat().st_size
    return None
