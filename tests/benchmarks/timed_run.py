"""Run one `aawsat` command in this process and print its times as one JSON line.

    python -m tests.benchmarks.timed_run backfill --source warc --path FOLDER

Needs `PREFECT_API_URL`, so that starting a server is not part of what is measured.
"""

import json
import os
import resource
import sys
import time
import traceback
from typing import Any

import flows.pipeline
from flows.cli.main import app
from tasks.run.context import Run
from tasks.run.record import RunRecord


def run(arguments: list[str]) -> None:
    """Run the command and print seconds by stage, wall, CPU (workers included), as JSON."""
    records: list[RunRecord] = []
    make_run = vars(flows.pipeline)["make_run"]

    def make_watched_run(*values: Any) -> Run:
        made: Run = make_run(*values)
        records.append(made.record)
        return made

    vars(flows.pipeline)["make_run"] = make_watched_run
    code = 1
    try:
        started = time.monotonic()
        app(arguments, standalone_mode=False)
        print(json.dumps(_spent(time.monotonic() - started, records[-1])), flush=True)
        code = 0
    except Exception:  # os._exit below would hide it
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        # Like the command itself: skip the shutdown of DuckDB 2.0.0, which prints notes.
        os._exit(code)


def _spent(wall: float, record: RunRecord) -> dict[str, object]:
    use = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(each.ru_utime + each.ru_stime for each in use)
    return {"wall": wall, "cpu": cpu, "stages": record.seconds}


if __name__ == "__main__":
    run(sys.argv[1:])
