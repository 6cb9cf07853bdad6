"""Run one SELECT in its own process: `python -m warehouse.explorer.sql_box.sql_worker`.

Reads the query as JSON from standard input and writes the result as JSON to standard output. It is
a process because DuckDB can only be interrupted between vectors: `repeat('x', 100000000)` over a
hundred rows took 54 s and 10 GB under limits of 3 s and 1 GB (measured on 2.0.0). A process can be
killed, and the operating system limits its memory.
"""

import json
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.explorer.sql_box.locked_file import CATALOG, open_locked, reader_config

# Address space beyond DuckDB's own limit: code, thread stacks and one result.
EXTRA_BYTES = 3_000_000_000
MEMORY_LIMIT = "1GB"
LONGEST_CELL = 20_000
# Maximum size of a result: a browser cannot display more.
MOST_CHARS = 20_000_000
FETCHED_AT_ONCE = 500


def main() -> None:
    """Run the query on standard input."""
    question = json.load(sys.stdin)
    _limit_memory()
    json.dump(answer(Path(question["path"]), question["sql"], question["max_rows"]), sys.stdout)


def answer(path: Path, sql: str, max_rows: int) -> dict[str, Any]:
    """Return the fields of `Answer` but its error; or DuckDB's `error`."""
    try:
        con = open_locked(path, reader_config(MEMORY_LIMIT, threads=2))
        con.execute(f"use {CATALOG}.main")
        return _ask(con, sql, max_rows)
    except (duckdb.Error, RuntimeError, ValueError) as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": "The query needs more memory than the SQL box may use."}


def _ask(con: DuckDBPyConnection, sql: str, max_rows: int) -> dict[str, Any]:
    statements = con.extract_statements(sql)
    if not statements:
        return {"error": "The query is empty."}
    if len(statements) > 1:
        return {"error": "Only one statement can be run at a time."}
    if statements[0].type != duckdb.StatementType.SELECT:
        return {"error": "Only SELECT, FROM, WITH, DESCRIBE and SHOW statements can be run here."}
    started = time.perf_counter()
    con.execute(sql)
    columns = [column[0] for column in con.description or ()]
    rows = list(_fetch(con, max_rows + 1))
    # The fetch also ends at a number of characters: then rows are left in the result.
    has_more = len(rows) > max_rows or con.fetchone() is not None
    return {
        "columns": columns,
        "numeric": [_is_numeric(rows, at) for at in range(len(columns))],
        "rows": [[_cell(value) for value in row] for row in rows[:max_rows]],
        "has_more": has_more,
        "has_cut_cells": any(_is_cut(value) for row in rows[:max_rows] for value in row),
        "seconds": time.perf_counter() - started,
    }


def _fetch(con: DuckDBPyConnection, max_rows: int) -> Iterator[tuple[Any, ...]]:
    chars = 0
    count = 0
    while count < max_rows and chars < MOST_CHARS:
        rows = con.fetchmany(min(FETCHED_AT_ONCE, max_rows - count))
        if not rows:
            return
        yield from rows
        count += len(rows)
        chars += sum(len(cell) for row in rows for cell in row if isinstance(cell, str))


def _is_numeric(rows: list[tuple[Any, ...]], at: int) -> bool:
    values = [row[at] for row in rows if row[at] is not None]
    return bool(values) and all(
        isinstance(value, int | float | Decimal) and not isinstance(value, bool) for value in values
    )


def _cell(value: Any) -> str | None:
    if value is None:
        return None
    text = str(value)
    return text[:LONGEST_CELL] + "…" if _is_cut(text) else text


def _is_cut(value: Any) -> bool:
    return value is not None and len(str(value)) > LONGEST_CELL


def _limit_memory() -> None:
    """Limit the address space, since DuckDB's limit does not count everything (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (EXTRA_BYTES, EXTRA_BYTES))


if __name__ == "__main__":
    main()
