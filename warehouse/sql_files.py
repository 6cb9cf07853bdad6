"""The SELECTs of the warehouse, read from their files."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from duckdb import DuckDBPyConnection


@cache
def read_query(name: str) -> str:
    """Return the text of `queries/<name>.sql`: one SELECT."""
    text = (files("warehouse") / "queries" / f"{name}.sql").read_text(encoding="utf-8")
    return text.strip().removesuffix(";")


def stage_query(con: DuckDBPyConnection, name: str, parameters: Mapping[str, object]) -> None:
    """Keep the rows of `queries/<name>.sql` as a temporary table of the same name."""
    con.execute(f"create or replace temp table {name} as {read_query(name)}", dict(parameters))
