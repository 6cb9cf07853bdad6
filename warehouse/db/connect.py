"""Open the warehouse. The only module that connects to its DuckDB file.

The file is attached to an in-memory database instead of opened directly: this makes the storage
version explicit, and a reader and a writer in one process never share an instance by accident.
"""

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.db.address import WarehouseAddress
from warehouse.db.migrate import migrate
from warehouse.db.old_names import views_with_present_names
from warehouse.db.views import refresh_views
from warehouse.db.writer_lock import current_holder
from warehouse.errors import (
    BadQuery,
    MemoryTooSmall,
    NothingLoaded,
    NotWritten,
    UnusableWarehouse,
    WarehouseError,
    WriterBusy,
)

# Readable by DuckDB 1.5.0 and later; a third of the size of 1.5's default for text.
STORAGE_VERSION = "v1.5.0"
# A checkpoint recompresses the last, partly filled row group. With the default of 122,880 rows that
# would be all bodies of the archive after every batch.
ROW_GROUP_SIZE = 8_192
CATALOG = "aawsat"
POLL_SECONDS = 0.2
# DuckDB has no error class for a file that another process (or this one) holds, so match the text.
HELD_ELSEWHERE = "Could not set lock"
HELD_HERE = "Unique file handle conflict"
# The same for a disk that is full or read-only (strerror of ENOSPC, EDQUOT, EFBIG, EROFS).
FULL = (
    *("No space left on device", "Disk quota exceeded", "File too large"),
    *("Read-only file system", "max_temp_directory_size"),
)
# The same for damage; the second is the error of every statement after a failed write.
DAMAGED = (
    *("Corrupt database file", "computed checksum", "Failure while replaying WAL"),
    *("Could not read enough bytes", "not a valid DuckDB database file", "Checksum"),
)
DENIED = "Permission denied"
REMEDY = (
    "move it and its .wal away and run again: it is rebuilt from the WARC files, without fetching"
    " anything again"
)
# Text of the RuntimeError that DuckDB raises for a query that a signal stopped.
QUERY_INTERRUPTED = "Query interrupted"
# The same for a signal while DuckDB reads a table of Python; Prefect's class for SIGTERM.
READING_INTERRUPTED = ("failed: KeyboardInterrupt", "failed: TerminationSignal")
PUBLICATION_NAME = "aawsat-"
PUBLICATION_REMEDY = "delete it and run aawsat publish, which writes another one"


@contextmanager
def open_warehouse(
    path: Path | WarehouseAddress,
    *,
    memory_limit: str = "2GB",
    threads: int = 2,
    wait_seconds: float = 60,
) -> Iterator[DuckDBPyConnection]:
    """Open the warehouse for reading and writing; create or migrate it if needed.

    When the block ends, all data is in the one file, without a write-ahead log.

    Raises:
        WriterBusy: another process held the file for `wait_seconds`; the text names its pid.
        UnusableWarehouse: the file is damaged, of a newer DuckDB, or not a warehouse.
        NotWritten: the disk is full.
        MemoryTooSmall: a statement in the block needs more than `memory_limit`.
    """
    address = _address(path, memory_limit, threads, wait_seconds)
    address.path.parent.mkdir(parents=True, exist_ok=True)
    con = _connect(address)
    try:
        _attach(
            con, address, f"(STORAGE_VERSION '{STORAGE_VERSION}', ROW_GROUP_SIZE {ROW_GROUP_SIZE})"
        )
        con.execute(f"use {CATALOG}")
        _remove_spilled(address.path)
        with _translated_errors(address.path):
            _bring_up_to_date(con, address.path)
            yield con
            _detach(con, address.path)
    finally:
        _close(con)


@contextmanager
def open_reader(
    path: Path | WarehouseAddress,
    *,
    memory_limit: str = "2GB",
    wait_seconds: float = 5,
    schema: str = "marts",
) -> Iterator[DuckDBPyConnection]:
    """Open the warehouse read-only, with `marts` as the default schema.

    In a published file the tables are in the schema `main` (see `open_published`).

    Raises:
        WriterBusy: a writer held the file for `wait_seconds`; the text names it.
        NothingLoaded: the file does not exist.
        UnusableWarehouse: the file is not a warehouse.
    """
    address = _address(path, memory_limit, 2, wait_seconds)
    if not address.path.exists():
        advice = advice_for_missing(address.path, "run aawsat backfill")
        raise NothingLoaded(f"there is no warehouse at {address.path}{advice}")
    con = _connect(address)
    try:
        _attach(con, address, "(READ_ONLY)")
        _use_schema(con, address.path, schema)
        for view in views_with_present_names(con, CATALOG):
            con.execute(view)
        with _translated_errors(address.path):
            yield con
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise UnusableWarehouse(
            f"{address.path} was last written by another version of this program;"
            f" a backfill or nightly run brings it up to date ({first_line(error)})"
        ) from error
    finally:
        _close(con)


def advice_for_missing(path: Path, remedy: str) -> str:
    """Return the end of a message about a missing file.

    That is `remedy`, unless a folder above it is a file, so that nothing can be written there.
    """
    above = next((each for each in path.parents if each.exists()), path)
    if above.is_dir():
        return f" yet: {remedy}"
    return f": {above} is not a folder; AAWSAT_HOME must be a folder that you can write to"


def _address(
    path: Path | WarehouseAddress, memory_limit: str, threads: int, wait_seconds: float
) -> WarehouseAddress:
    if isinstance(path, WarehouseAddress):
        return path
    return WarehouseAddress(Path(path), memory_limit, threads, wait_seconds)


def _connect(address: WarehouseAddress) -> DuckDBPyConnection:
    con = duckdb.connect(
        config={
            "memory_limit": address.memory_limit,
            "threads": address.threads,
            "temp_directory": str(_spill_folder(address.path)),
            # Only built-in extensions are used; do not download others.
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    con.execute("set TimeZone = 'UTC'")
    return con


def _spill_folder(path: Path) -> Path:
    """Return the folder for what does not fit into memory."""
    return path.with_name(f"{path.name}.tmp")


def _remove_spilled(path: Path) -> None:
    """Remove what a killed process spilled: a writer is alone with the file."""
    shutil.rmtree(_spill_folder(path), ignore_errors=True)


def _attach(con: DuckDBPyConnection, address: WarehouseAddress, options: str) -> None:
    quoted = str(address.path).replace("'", "''")
    deadline = time.monotonic() + address.wait_seconds
    while True:
        try:
            con.execute(f"attach '{quoted}' as {CATALOG} {options}")
            return
        except duckdb.Error as error:
            if not _is_held(error):
                raise _trouble(address.path, error) or _broken(address.path, error) from error
            if time.monotonic() >= deadline:
                raise WriterBusy(_held_text(address, error)) from error
        time.sleep(POLL_SECONDS)


def _is_held(error: duckdb.Error) -> bool:
    return HELD_ELSEWHERE in str(error) or HELD_HERE in str(error)


def _held_text(address: WarehouseAddress, error: duckdb.Error) -> str:
    return (
        f"{address.path} is in use by {_user_of(address.path, error)}; "
        f"waited {address.wait_seconds:.0f} s"
    )


def _user_of(path: Path, error: duckdb.Error) -> str:
    if HELD_HERE in str(error):
        return "another connection of this process"
    pid = re.search(r"\(PID (\d+)\)", str(error))
    holder = current_holder(path.parent)
    if holder is not None and (pid is None or int(pid[1]) == holder.pid):
        return str(holder)
    return f"process {pid[1]}" if pid else "another process"


@contextmanager
def _translated_errors(path: Path) -> Iterator[None]:
    """Translate DuckDB's errors about disk space, damage and memory into warehouse errors.

    Raises:
        KeyboardInterrupt: a signal stopped a query, or the reading of a table of Python; DuckDB
            drops what the signal's handler raised.
    """
    try:
        yield
    except RuntimeError as error:
        if str(error) != QUERY_INTERRUPTED:
            raise
        raise KeyboardInterrupt from error
    except duckdb.Error as error:
        if any(sign in str(error) for sign in READING_INTERRUPTED):
            raise KeyboardInterrupt from error
        trouble = _trouble(path, error)
        if trouble is None:
            raise
        raise trouble from error


def _trouble(path: Path, error: duckdb.Error) -> WarehouseError | None:
    if isinstance(error, duckdb.OutOfMemoryException):
        return MemoryTooSmall(
            f"{path}: DuckDB needs more memory than it may use ({first_line(error)}); raise"
            " AAWSAT_MEMORY_LIMIT and run again, nothing is lost"
        )
    text = str(error)
    if any(sign in text for sign in FULL):
        return NotWritten(
            f"{path} cannot be written: {first_line(error)}; make room and run again, the data"
            " written before is kept"
        )
    if any(sign in text for sign in DAMAGED):
        return UnusableWarehouse(f"{path} is damaged: {first_line(error)}; {_remedy(path)}")
    return None


def _remedy(path: Path) -> str:
    return PUBLICATION_REMEDY if path.name.startswith(PUBLICATION_NAME) else REMEDY


def _broken(path: Path, error: duckdb.Error) -> UnusableWarehouse:
    if DENIED in str(error):
        return UnusableWarehouse(f"{path} may not be read by this user: check its owner and mode")
    # What to do about another file depends on what it is: it may be of a newer DuckDB.
    remedy = f"; {PUBLICATION_REMEDY}" if path.name.startswith(PUBLICATION_NAME) else ""
    return UnusableWarehouse(f"{path} cannot be opened as a warehouse: {first_line(error)}{remedy}")


def first_line(error: Exception) -> str:
    """Return the first line of a DuckDB error, without its class prefix."""
    return re.sub(r"^[A-Za-z ]+ Error: ", "", str(error).strip().splitlines()[0])


def refuse_several_results(con: DuckDBPyConnection, sql: str) -> None:
    """Refuse SQL with several results: DuckDB would return the last one only.

    Statements without a result may come first: `use deprecated; from articles`. SQL with an error
    of syntax passes: DuckDB reports it when the SQL runs.

    Raises:
        BadQuery: there is more than one result.
    """
    try:
        statements = con.extract_statements(sql)
    except duckdb.Error:
        return
    results = sum(_has_result(statement) for statement in statements)
    if results > 1:
        raise BadQuery(f"the SQL has {results} results: run one SELECT at a time")


def _has_result(statement: duckdb.Statement) -> bool:
    """Return whether a statement has rows; DuckDB expects them of every PRAGMA, most have none."""
    return statement.type != duckdb.StatementType.PRAGMA and statement.expected_result_type == [
        duckdb.ExpectedResultType.QUERY_RESULT
    ]


def _bring_up_to_date(con: DuckDBPyConnection, path: Path) -> None:
    try:
        migrate(con)
        refresh_views(con)
    except duckdb.Error as error:
        raise _trouble(path, error) or _broken(path, error) from error


def _use_schema(con: DuckDBPyConnection, path: Path, schema: str) -> None:
    try:
        con.execute(f"use {CATALOG}.{schema}")
    except duckdb.Error as error:
        raise UnusableWarehouse(f"{path} is a DuckDB file, but not a warehouse") from error


def _detach(con: DuckDBPyConnection, path: Path) -> None:
    """Detach the file. DETACH checkpoints, which removes the write-ahead log."""
    try:
        con.execute("use memory")
        con.execute(f"detach {CATALOG}")
    except duckdb.Error as error:
        raise _trouble(path, error) or UnusableWarehouse(
            f"{path} could not be closed: {first_line(error)}"
        ) from error


def _close(con: DuckDBPyConnection) -> None:
    with suppress(duckdb.Error):
        con.execute("rollback")
    with suppress(duckdb.Error):
        con.execute("use memory")
        con.execute(f"detach {CATALOG}")
    con.close()
