"""A failing benchmark is a line of the report."""

import sys
import time
from pathlib import Path

from tests.benchmarks.run_all import BENCHMARKS
from tests.benchmarks.watched_process import run_watched


def test_a_whole_run_is_the_usual_one_but_for_the_chain() -> None:
    arguments = {each.module: each.arguments("whole") for each in BENCHMARKS}

    assert arguments.pop("bench_scale") == ["1000", "10000", "100000"]
    assert arguments == {
        each.module: each.arguments("usual") for each in BENCHMARKS if each.module in arguments
    }


def test_a_failed_program_is_reported_with_its_last_line(tmp_path: Path) -> None:
    program = "import sys; print('half'); sys.exit('the disk is full')"

    done = run_watched([sys.executable, "-c", program], tmp_path, limit_seconds=30)

    assert (done.output, done.failure) == ("half\n", "the disk is full")


def test_a_program_that_hangs_is_stopped_with_what_it_started(tmp_path: Path) -> None:
    program = "import subprocess, time; subprocess.Popen(['sleep', '60']); time.sleep(60)"
    started = time.monotonic()

    done = run_watched([sys.executable, "-c", program], tmp_path, limit_seconds=1)

    assert done.failure == "stopped after 1 s"
    assert time.monotonic() - started < 30
