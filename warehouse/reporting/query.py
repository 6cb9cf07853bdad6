"""Run the SQL a person typed, and tell them in one line when it cannot be run."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.db.connect import first_line, open_reader
from warehouse.errors import BadQuery


@dataclass(frozen=True, slots=True)
class QueryResult:
    """Column names and rows of an answer; `has_more`: rows beyond the limit were left out."""

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
    """Run SQL on the warehouse, read-only, with mart tables found by their bare names.

    `schema` is where they are: main in a published file.

    Raises:
        BadQuery: the SQL is empty, wrong, or wants to write; the text says what DuckDB says.
        NothingLoaded: there is no warehouse at `path`.
        WriterBusy: somebody writes to it now.
    """
    with open_reader(path, memory_limit=memory_limit, schema=schema) as con:
        try:
            return _answer(con.execute(sql), max_rows)
        except (duckdb.Error, RuntimeError) as error:
            raise BadQuery(_explain(error)) from error


def _answer(cursor: duckdb.DuckDBPyConnection | None, max_rows: int | None) -> QueryResult:
    if cursor is None or cursor.description is None:
        raise BadQuery("there is no SQL to run")
    columns = tuple(column[0] for column in cursor.description)
    if max_rows is None:
        return QueryResult(columns, tuple(cursor.fetchall()), has_more=False)
    rows = cursor.fetchmany(max_rows + 1)
    return QueryResult(columns, tuple(rows[:max_rows]), len(rows) > max_rows)


def _explain(error: Exception) -> str:
    """Return what DuckDB says in one line, with the names it suggests instead."""
    lines = str(error).splitlines()
    hints = [line.strip() for line in lines[1:] if line.startswith(("Did you mean", "Candidate"))]
    return " ".join([first_line(error), *hints[:1]])
