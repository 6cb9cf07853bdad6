"""Read the rows of SQLite and Parquet files, and of database dumps in SQL."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pyarrow.parquet import ParquetFile

from tasks.sources.files.formats.sql_rows import SqlDump, is_sql_dump

SQLITE_START = b"SQLite format 3\0"
PARQUET_START = b"PAR1"
# A row may hold a page of megabytes.
ROWS_AT_ONCE = 16

Row = dict[str, Any]


def is_database(start: bytes) -> bool:
    """Return whether a file is a SQLite or Parquet file or a dump in SQL, by its first bytes."""
    return start.startswith((SQLITE_START, PARQUET_START)) or is_sql_dump(start)


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of all tables in a file for which `is_database` is true.

    Raises:
        OSError, ValueError, sqlite3.Error, pyarrow.ArrowException: the file cannot be read; for
            damage in a dump, raised after the other rows are read.
    """
    with path.open("rb") as file:
        start = file.read(len(SQLITE_START))
    if start == SQLITE_START:
        yield from _sqlite_rows(path)
    elif start.startswith(PARQUET_START):
        yield from _parquet_rows(path)
    else:
        yield from _rows_of_dump(path)


def _sqlite_rows(path: Path) -> Iterator[Row]:
    # Without a log beside it, the file is read as it is, even in a folder that cannot be written.
    has_log = path.with_name(f"{path.name}-wal").exists()
    address = f"file:{quote(str(path.absolute()))}?mode=ro{'' if has_log else '&immutable=1'}"
    with closing(sqlite3.connect(address, uri=True)) as con:
        con.text_factory = lambda value: value.decode("utf-8", "replace")
        tables = con.execute("select name from sqlite_master where type = 'table'").fetchall()
        for (table,) in tables:
            rows = con.execute(f"select * from {_quoted(table)}")
            names = [column[0] for column in rows.description]
            yield from (dict(zip(names, row, strict=True)) for row in rows)


def _rows_of_dump(path: Path) -> Iterator[Row]:
    dump = SqlDump(path, {})
    for _, row in dump.rows(lambda _table: True):
        yield dict(row)
    if damage := dump.describe_damage():
        raise ValueError(damage)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _parquet_rows(path: Path) -> Iterator[Row]:
    with ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=ROWS_AT_ONCE):
            yield from batch.to_pylist()
