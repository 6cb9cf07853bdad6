"""Run a reader's SQL in a subprocess with a time limit."""

import json
import re
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

SECONDS = 10.0
# At most two queries at a time, so that the other pages stay responsive.
TURNS = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Answer:
    """A query result as text, or an error of one line.

    `has_more`: rows were left out; `has_cut_cells`: a long text was cut.
    """

    columns: tuple[str, ...] = ()
    numeric: tuple[bool, ...] = ()
    rows: tuple[tuple[str | None, ...], ...] = ()
    has_more: bool = False
    has_cut_cells: bool = False
    seconds: float = 0.0
    error: str = ""


def ask_sql(path: Path, sql: str, *, max_rows: int, seconds: float = SECONDS) -> Answer:
    """Run a SELECT on the published file. Every failure is returned as `error`, never raised."""
    if not TURNS.acquire(timeout=seconds):
        return Answer(error="Two queries are already running. Try again in a moment.")
    try:
        return _ask(path, sql, max_rows, seconds)
    finally:
        TURNS.release()


def _ask(path: Path, sql: str, max_rows: int, seconds: float) -> Answer:
    question = json.dumps({"path": str(path.resolve()), "sql": sql, "max_rows": max_rows})
    worker = [sys.executable, "-P", "-m", "warehouse.explorer.sql_box.sql_worker"]
    try:
        done = subprocess.run(
            worker, input=question, capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return Answer(
            error=f"Stopped after {seconds:g} seconds. Narrow the query, e.g. to one month."
        )
    return _read(done.stdout)


def _read(printed: str) -> Answer:
    try:
        found = json.loads(printed)
    except ValueError:
        return Answer(error="The query needs more memory than the SQL box may use.")
    if "error" in found:
        return Answer(error=_explain(found["error"]))
    return Answer(
        tuple(found["columns"]),
        tuple(found["numeric"]),
        tuple(tuple(row) for row in found["rows"]),
        found["has_more"],
        found["has_cut_cells"],
        found["seconds"],
    )


def _explain(error: str) -> str:
    """Reduce a DuckDB error to one line, followed by the names it suggests."""
    lines = [line.strip() for line in error.splitlines()] or [""]
    hints = [line for line in lines[1:] if line.startswith(("Did you mean", "Candidate"))]
    return " ".join([re.sub(r"^[A-Za-z ]+ Error: ", "", lines[0]), *hints[:1]])
