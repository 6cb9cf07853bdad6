"""Run SQL from the command line; an error is reduced to one line."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.db.connect import first_line, open_reader
from warehouse.errors import BadQuery


@dataclass(frozen=True, slots=True)
class QueryResult:
    """Column names and rows of a result; `has_more`: it was truncated to the row limit."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    has_more: bool


def run_query(
    path: Path,
    sql: str,
    max_rows: int | None = None,
    *,
    memory_limit: str = "2GB",
    schema: str = "marts",
) -> QueryResult:
    """Run SQL on the warehouse, read-only. Marts can be named without a schema.

    `schema` is the default schema: `marts`, or `main` in a published file.

    Raises:
        BadQuery: the SQL is empty, invalid or a write; the text is DuckDB's message.
        NothingLoaded: there is no warehouse at `path`.
        WriterBusy: another process is writing to it.
    """
    with open_reader(path, memory_limit=memory_limit, schema=schema) as con:
        try:
            return _answer(con.execute(sql), max_rows)
        except (duckdb.Error, RuntimeError) as error:
            raise BadQuery(_explain(error)) from error


def _answer(cursor: duckdb.DuckDBPyConnection | None, max_rows: int | None) -> QueryResult:
    if cursor is None or cursor.description is None:
        raise BadQuery("the query is empty")
    columns = tuple(column[0] for column in cursor.description)
    if max_rows is None:
        return QueryResult(columns, tuple(cursor.fetchall()), has_more=False)
    rows = cursor.fetchmany(max_rows + 1)
    return QueryResult(columns, tuple(rows[:max_rows]), len(rows) > max_rows)


def _explain(error: Exception) -> str:
    """Reduce a DuckDB error to one line, followed by the names it suggests."""
    lines = str(error).splitlines()
    hints = [line.strip() for line in lines[1:] if line.startswith(("Did you mean", "Candidate"))]
    return " ".join([first_line(error), *hints[:1]])
