"""Context managers for transactions and temporary Arrow tables."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import duckdb
from duckdb import DuckDBPyConnection

if TYPE_CHECKING:  # used in annotations only; readers do without this slow import
    import pyarrow as pa


@contextmanager
def transaction(con: DuckDBPyConnection) -> Iterator[None]:
    """Run the block in a transaction: commit at the end, roll back on an exception."""
    con.execute("begin")
    try:
        yield
        con.execute("commit")
    except BaseException:
        with suppress(duckdb.Error):
            con.execute("rollback")
        raise


@contextmanager
def registered(con: DuckDBPyConnection, tables: Mapping[str, "pa.Table"]) -> Iterator[None]:
    """Register Arrow tables by name while the block runs."""
    for name, table in tables.items():
        con.register(name, table)
    try:
        yield
    finally:
        for name in tables:
            con.unregister(name)
