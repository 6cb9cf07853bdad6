"""Ask the SQL a reader typed, in a process that is ended when its time is over."""

import json
import re
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

SECONDS = 10.0
# Two questions at once leave the pages something of the machine.
TURNS = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Answer:
    """A table of text, or what went wrong in one line; `has_more`: rows were left out."""

    columns: tuple[str, ...] = ()
    numeric: tuple[bool, ...] = ()
    rows: tuple[tuple[str | None, ...], ...] = ()
    has_more: bool = False
    seconds: float = 0.0
    error: str = ""


def ask_sql(path: Path, sql: str, *, max_rows: int, seconds: float = SECONDS) -> Answer:
    """Answer a SELECT on the published file; everything that can go wrong is an `error`."""
    if not TURNS.acquire(timeout=seconds):
        return Answer(error="Two questions are being answered already; try again in a moment.")
    try:
        return _ask(path, sql, max_rows, seconds)
    finally:
        TURNS.release()


def _ask(path: Path, sql: str, max_rows: int, seconds: float) -> Answer:
    question = json.dumps({"path": str(path.resolve()), "sql": sql, "max_rows": max_rows})
    worker = [sys.executable, "-P", "-m", "warehouse.explorer.sql_worker"]
    try:
        done = subprocess.run(
            worker, input=question, capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return Answer(error=f"Stopped after {seconds:g} seconds: narrow it, e.g. to a month.")
    return _read(done.stdout)


def _read(printed: str) -> Answer:
    try:
        found = json.loads(printed)
    except ValueError:
        return Answer(error="The question needs more memory than the SQL box may use.")
    if "error" in found:
        return Answer(error=_explain(found["error"]))
    return Answer(
        tuple(found["columns"]),
        tuple(found["numeric"]),
        tuple(tuple(row) for row in found["rows"]),
        found["has_more"],
        found["seconds"],
    )


def _explain(error: str) -> str:
    """Return what DuckDB says in one line, with the names it suggests instead."""
    lines = [line.strip() for line in error.splitlines()] or [""]
    hints = [line for line in lines[1:] if line.startswith(("Did you mean", "Candidate"))]
    return " ".join([re.sub(r"^[A-Za-z ]+ Error: ", "", lines[0]), *hints[:1]])
