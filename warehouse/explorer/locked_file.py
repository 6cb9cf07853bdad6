"""Open a published file so that whoever asks it can read it, and reach nothing else.

Imports DuckDB alone: the process that answers the SQL box starts with it.
"""

from contextlib import suppress
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

CATALOG = "aawsat"

Config = dict[str, str | bool | int | float | list[str]]


def reader_config(memory_limit: str, threads: int) -> Config:
    """Return DuckDB's settings for a reader: no network, no spilling to disk."""
    return {
        "memory_limit": memory_limit,
        "threads": threads,
        "temp_directory": "",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }


def open_locked(path: Path, config: Config) -> DuckDBPyConnection:
    """Attach a file read-only in a database that can reach no other and cannot be reconfigured.

    The file is attached, not connected to: a second snapshot of the same name is then another
    instance, never the old one again.

    Raises:
        duckdb.Error: the file cannot be opened.
    """
    con = duckdb.connect(config=config)
    quoted = str(path).replace("'", "''")
    try:
        con.execute("set TimeZone = 'UTC'")
        con.execute(f"attach '{quoted}' as {CATALOG} (read_only)")
        con.execute("set enable_external_access = false")
        con.execute("set lock_configuration = true")
    except duckdb.Error:
        with suppress(duckdb.Error):
            con.close()
        raise
    return con
