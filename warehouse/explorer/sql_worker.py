"""Answer one SELECT in a process of its own: `python -m warehouse.explorer.sql_worker`.

Reads a question as JSON from standard input and writes the answer as JSON to standard output. A
process, because DuckDB can be interrupted only between vectors: `repeat('x', 100000000)` over a
hundred rows took 54 s and 10 GB under a limit of 3 s and 1 GB (measured on 2.0.0). A process can be
ended, and its memory is limited by the operating system.
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

from warehouse.explorer.locked_file import CATALOG, open_locked, reader_config

# What the process may take beside DuckDB's own limit: its code, threads' stacks, one answer.
EXTRA_BYTES = 3_000_000_000
MEMORY_LIMIT = "1GB"
LONGEST_CELL = 20_000
# An answer larger than this is no answer a browser shows.
MOST_CHARS = 20_000_000
FETCHED_AT_ONCE = 500


def main() -> None:
    """Answer the question on standard input."""
    question = json.load(sys.stdin)
    _limit_memory()
    json.dump(answer(Path(question["path"]), question["sql"], question["max_rows"]), sys.stdout)


def answer(path: Path, sql: str, max_rows: int) -> dict[str, Any]:
    """Return columns, kinds, rows, has_more and seconds; or `error`, as DuckDB words it."""
    try:
        con = open_locked(path, reader_config(MEMORY_LIMIT, threads=2))
        con.execute(f"use {CATALOG}.main")
        return _ask(con, sql, max_rows)
    except (duckdb.Error, RuntimeError, ValueError) as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": "The question needs more memory than the SQL box may use."}


def _ask(con: DuckDBPyConnection, sql: str, max_rows: int) -> dict[str, Any]:
    statements = con.extract_statements(sql)
    if not statements:
        return {"error": "There is no SQL to run."}
    if len(statements) > 1:
        return {"error": "One statement at a time, please."}
    if statements[0].type != duckdb.StatementType.SELECT:
        return {"error": "Only questions (SELECT, FROM, WITH, DESCRIBE, SHOW) can be asked here."}
    started = time.perf_counter()
    con.execute(sql)
    columns = [column[0] for column in con.description or ()]
    rows = list(_fetch(con, max_rows + 1))
    return {
        "columns": columns,
        "numeric": [_is_numeric(rows, at) for at in range(len(columns))],
        "rows": [[_cell(value) for value in row] for row in rows[:max_rows]],
        "has_more": len(rows) > max_rows,
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
    return text if len(text) <= LONGEST_CELL else text[:LONGEST_CELL] + "…"


def _limit_memory() -> None:
    """Let the operating system stop what DuckDB's own limit does not count (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (EXTRA_BYTES, EXTRA_BYTES))


if __name__ == "__main__":
    main()
