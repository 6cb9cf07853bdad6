"""Open a published file read-only, without access to other files or the network.

Imports nothing but DuckDB, because every query of the SQL box starts a process with it.
"""

from contextlib import suppress
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

CATALOG = "aawsat"

Config = dict[str, str | bool | int | float | list[str]]


def reader_config(memory_limit: str, threads: int) -> Config:
    """Return DuckDB's settings for a reader: no network, no temporary files."""
    return {
        "memory_limit": memory_limit,
        "threads": threads,
        "temp_directory": "",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }


def open_locked(path: Path, config: Config) -> DuckDBPyConnection:
    """Attach a file read-only to a database with locked settings and no external access.

    The file is attached instead of opened: DuckDB would return the cached instance of an older
    file of the same name.

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
