"""Run one `aawsat` order in this process and print what it took, as one JSON line.

    python -m tests.benchmarks.timed_run backfill --source warc --path FOLDER

Needs `PREFECT_API_URL`, so that starting a server is not part of what is measured.
"""

import json
import os
import resource
import sys
import time
import traceback

import flows.pipeline
from flows.cli.main import app
from flows.run.progress import StageTimer


def run(arguments: list[str]) -> None:
    """Run the command and print seconds by stage, wall, CPU (workers included), as JSON."""
    timer = StageTimer()
    # The flow makes its own; this one can be read afterwards.
    vars(flows.pipeline)["StageTimer"] = lambda: timer
    code = 1
    try:
        started = time.monotonic()
        app(arguments, standalone_mode=False)
        print(json.dumps(_spent(time.monotonic() - started, timer)), flush=True)
        code = 0
    except Exception:  # os._exit below would hide it
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        # As the command itself does: DuckDB 2.0.0 is not taken down quietly.
        os._exit(code)


def _spent(wall: float, timer: StageTimer) -> dict[str, object]:
    use = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(each.ru_utime + each.ru_stime for each in use)
    return {"wall": wall, "cpu": cpu, "stages": timer.seconds}


if __name__ == "__main__":
    run(sys.argv[1:])
