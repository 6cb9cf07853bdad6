"""DuckDB instances that tests share one after the other: starting one takes longer than most tests.

A warehouse is attached to an instance when a test opens it and detached at the end, so nothing but
the instance is shared. Tests of opening itself call `open_warehouse`.
"""

import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from tempfile import gettempdir
from unittest.mock import patch

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.db import connect

_numbers = count()
# By number of threads.
_idle: dict[int, list[DuckDBPyConnection]] = defaultdict(list)


@contextmanager
def open_in_pool(path: Path, threads: int = 2) -> Iterator[DuckDBPyConnection]:
    """Open a warehouse like `open_warehouse`, in an instance that no other open warehouse uses."""
    instance = _idle[threads].pop() if _idle[threads] else _new_instance(threads)
    with ExitStack() as opened:
        with patch.object(connect, "_connect", lambda _: _new_connection(instance)):
            con = opened.enter_context(connect.open_warehouse(path))
        yield con
    if _is_clean(instance):
        _idle[threads].append(instance)


def _new_instance(threads: int) -> DuckDBPyConnection:
    return duckdb.connect(
        config={
            "memory_limit": "1GB",
            "threads": threads,
            # DuckDB makes it when it needs it, and removes it.
            "temp_directory": f"{gettempdir()}/aawsat-spill-{os.getpid()}-{next(_numbers)}",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )


def _new_connection(instance: DuckDBPyConnection) -> DuckDBPyConnection:
    con = instance.cursor()
    con.execute("set TimeZone = 'UTC'")
    return con


def _is_clean(instance: DuckDBPyConnection) -> bool:
    """Return whether a test left nothing behind that the next one could see."""
    left = instance.execute("select count(*) from duckdb_databases() where not internal").fetchall()
    made = instance.execute("select count(*) from duckdb_tables() where not internal").fetchall()
    return left == [(1,)] and made == [(0,)]
