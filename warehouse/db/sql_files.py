"""Read SELECT statements from `queries/` folders."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from duckdb import DuckDBPyConnection


@cache
def read_query(name: str) -> str:
    """Return one SELECT: `read_query("ingest/plan")` reads `ingest/queries/plan.sql`."""
    room, _, query = name.partition("/")
    text = (files("warehouse") / room / "queries" / f"{query}.sql").read_text(encoding="utf-8")
    return text.strip().removesuffix(";")


def stage_query(con: DuckDBPyConnection, name: str, parameters: Mapping[str, object]) -> None:
    """Store the rows of a query in a temporary table: `ingest/plan` becomes the table `plan`."""
    table = name.rpartition("/")[2]
    con.execute(f"create or replace temp table {table} as {read_query(name)}", dict(parameters))
