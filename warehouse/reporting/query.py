"""Run SQL from the command line; an error is reduced to one line."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.db.connect import first_line, open_reader, refuse_several_results
from warehouse.errors import BadQuery

ROWS_AT_ONCE = 1_000

Row = tuple[Any, ...]
# Values of the parameters $name in the SQL, by name.
Parameters = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class QueryResult:
    """Column names and rows of a result; `has_more`: it was truncated to the row limit."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    has_more: bool


@dataclass(frozen=True, slots=True)
class RowStream:
    """Column names of a result, and its rows as they are read: they can be iterated once."""

    columns: tuple[str, ...]
    rows: Iterator[Row]


def run_query(
    path: Path,
    sql: str,
    max_rows: int | None = None,
    *,
    memory_limit: str = "2GB",
    schema: str = "marts",
    parameters: Parameters | None = None,
) -> QueryResult:
    """Run SQL on the warehouse, read-only. Marts can be named without a schema.

    `schema` is the default schema: `marts`, or `main` in a published file.

    Raises:
        BadQuery: the SQL is empty, invalid, a write, or has several results; the text is DuckDB's
            message.
        NothingLoaded: there is no warehouse at `path`.
        WriterBusy: another process is writing to it.
    """
    with stream_query(
        path, sql, memory_limit=memory_limit, schema=schema, parameters=parameters
    ) as stream:
        rows: list[Row] = []
        for row in stream.rows:
            if len(rows) == max_rows:
                return QueryResult(stream.columns, tuple(rows), has_more=True)
            rows.append(row)
        return QueryResult(stream.columns, tuple(rows), has_more=False)


@contextmanager
def stream_query(
    path: Path,
    sql: str,
    *,
    memory_limit: str = "2GB",
    schema: str = "marts",
    parameters: Parameters | None = None,
) -> Iterator[RowStream]:
    """Run SQL as `run_query` does; the rows are read while the block runs, in bounded memory."""
    with open_reader(path, memory_limit=memory_limit, schema=schema) as con:
        refuse_several_results(con, sql)
        with _explained():
            cursor = con.execute(sql, dict(parameters) if parameters else None)
        if cursor is None or cursor.description is None:
            raise BadQuery("the query is empty")
        yield RowStream(tuple(column[0] for column in cursor.description), _rows(cursor))


def write_parquet(
    path: Path,
    sql: str,
    target: Path,
    *,
    memory_limit: str = "2GB",
    schema: str = "marts",
    parameters: Parameters | None = None,
) -> int:
    """Write the result of a SELECT to a Parquet file with DuckDB's types; return the row count.

    The file appears when it is complete. Raises as `run_query`, and BadQuery if the file cannot be
    written.
    """
    if not target.parent.is_dir():
        raise BadQuery(f"{target} cannot be written: there is no folder {target.parent}")
    unfinished = target.with_name(f".{target.name}.unfinished")
    with open_reader(path, memory_limit=memory_limit, schema=schema) as con:
        refuse_several_results(con, sql)
        try:
            with _explained():
                relation = con.sql(sql, params=dict(parameters) if parameters else None)
                if relation is None:
                    raise BadQuery("the query is empty")
                relation.write_parquet(str(unfinished))
                [count] = con.read_parquet(str(unfinished)).count("*").fetchall()[0]
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
    return int(count)


def _rows(cursor: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    while True:
        with _explained():
            rows = cursor.fetchmany(ROWS_AT_ONCE)
        if not rows:
            return
        yield from rows


@contextmanager
def _explained() -> Iterator[None]:
    """Turn DuckDB's errors into BadQuery."""
    try:
        yield
    except (duckdb.Error, RuntimeError) as error:
        raise BadQuery(_explain(error)) from error


def _explain(error: Exception) -> str:
    """Reduce a DuckDB error to one line, followed by the names it suggests."""
    lines = str(error).splitlines()
    hints = [line.strip() for line in lines[1:] if line.startswith(("Did you mean", "Candidate"))]
    return " ".join([first_line(error), *hints[:1]])
