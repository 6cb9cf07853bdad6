"""Load a batch of parsed articles: our loader beside dlt's DuckDB destination.

    python -m tests.benchmarks.bench_dlt [articles] [rounds]

Both get the same Arrow rows. A load replaces what a batch brings again, as a merge
of dlt does; its append does not, and stands there as the least it could take.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.benchmarks.bench_load import _batch, _words
from tests.benchmarks.peer_venvs import PeerMissingError, python_of
from tests.benchmarks.table import Table
from warehouse.db.connect import open_warehouse
from warehouse.ingest.load import load_captures, load_parsed

SCRIPT = Path(__file__).parent / "peers" / "load_with_dlt.py"
LIMIT_SECONDS = 600
Seconds = Mapping[str, float]


def measure(article_count: int = 5_000, rounds: int = 3) -> Table:
    """Return the CPU seconds of each way, the best of the rounds."""
    captures, tables = _batch(0, article_count, _words())
    filled = {name: rows for name, rows in tables.items() if rows.num_rows}
    row_count = sum(rows.num_rows for rows in filled.values())
    table = Table(
        f"Loading {article_count:,} articles ({row_count:,} rows of {len(filled)} tables)",
        ("what", "CPU s, best round", "x aawsat"),
        note="Both load the same Arrow tables into a DuckDB file of their own.",
    )
    ours = _best([_load_ours(captures, tables) for _ in range(rounds)])
    for name, seconds in ours.items():
        table.add(f"aawsat: {name}", f"{seconds:.2f}", f"{seconds / ours['load']:.1f}")
    try:
        theirs = _best([_load_theirs(filled) for _ in range(rounds)])
    except (PeerMissingError, subprocess.SubprocessError) as error:
        table.add("dlt", f"NOT MEASURED: {error}", "")
        return table
    for name, seconds in theirs.items():
        table.add(f"dlt: {name}", f"{seconds:.2f}", f"{seconds / ours['load']:.1f}")
    return table


def _best(rounds: list[Seconds]) -> Seconds:
    return {name: min(each[name] for each in rounds) for name in rounds[0]}


def _load_ours(captures: list[Any], tables: Mapping[str, pa.Table]) -> Seconds:
    with (
        tempfile.TemporaryDirectory() as folder,
        open_warehouse(Path(folder) / "warehouse.duckdb") as con,
    ):
        load_captures(con, captures, [], "run-1")
        seconds = {}
        for name in ("load", "load again"):
            start = time.process_time()
            load_parsed(con, tables)
            seconds[name] = time.process_time() - start
        return seconds


def _load_theirs(tables: Mapping[str, pa.Table]) -> Seconds:
    keys = {name: ["capture_id", "seq"] for name in tables} | {"articles": ["capture_id"]}
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in tables.items():
            pq.write_table(rows, Path(folder) / f"{name}.parquet")
        (Path(folder) / "keys.json").write_text(json.dumps(keys))
        done = subprocess.run(
            [python_of("dlt"), SCRIPT, folder],
            capture_output=True,
            text=True,
            check=True,
            timeout=LIMIT_SECONDS,
        )
    answer: Seconds = json.loads(done.stdout.splitlines()[-1])["seconds"]
    return answer


if __name__ == "__main__":
    sys.stdout.write(measure(*map(int, sys.argv[1:])).as_markdown() + "\n")
