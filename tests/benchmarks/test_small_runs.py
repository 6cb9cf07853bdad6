"""Benchmarks run on a small archive, so that a change of what they call is noticed."""

import subprocess
import sys

import pytest

from tests.tasks.articles.sample_pages import REPOSITORY


@pytest.mark.slow
@pytest.mark.parametrize(
    ("call", "last_line"),
    [
        ("bench_load 300", "file "),
        ("bench_duplicates 300", "pairs linked"),
        ("bench_publish 300", "found)"),
        ("bench_explore 300", "/sql?q="),
        ("bench_captures 3 1", "reading back beside it"),
    ],
)
def test_a_benchmark_runs_on_a_small_archive(call: str, last_line: str) -> None:
    name, *arguments = call.split()

    done = subprocess.run(
        [sys.executable, "-m", f"tests.benchmarks.{name}", *arguments],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert last_line in done.stdout.strip().splitlines()[-1]
