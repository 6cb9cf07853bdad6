"""A failing benchmark is a line of the report; the short table comes out of the long ones."""

import sys
import time
from pathlib import Path

from tests.benchmarks.run_all import BENCHMARKS
from tests.benchmarks.short_table import BEGIN, END, put_short_table
from tests.benchmarks.table import Table
from tests.benchmarks.watched_process import run_watched

README = f"Before.\n\n{BEGIN}\nold\n{END}\n\nAfter.\n"
MEASURES = ("title", "date", "authors", "section", "tags", "body exact", "shingle F1")


def write_report(file: Path, *names: str) -> None:
    speed = Table("Parsing, wordpress-divi: 2 pages", ("library", "CPU ms a page", "x aawsat"))
    accuracy = Table("Accuracy, wordpress-divi: 2 pages", ("library", *MEASURES))
    for name in names:
        speed.add(name, "1.50", "2.0")
        accuracy.add(name, *["0.5"] * len(MEASURES))
    speed.add("broken", "FAILED: no such thing", "")
    file.write_text(f"{speed.as_markdown()}\n{accuracy.as_markdown()}")


def test_the_short_table_takes_its_place_and_nothing_else(tmp_path: Path) -> None:
    readme, report = tmp_path / "README.md", tmp_path / "B.md"
    readme.write_text(README)
    write_report(report, "**aawsat**", "other")

    put_short_table(report, readme)

    written = readme.read_text()
    assert written.startswith(f"Before.\n\n{BEGIN}\n")
    assert written.endswith(f"\n{END}\n\nAfter.\n")
    assert "| **aawsat** | 1.50 | 2.0 | 0.5 |" in written
    assert "| other | 1.50 |" in written
    assert "broken" not in written
    assert "old" not in written


def test_a_report_without_our_own_figures_leaves_readme_as_it_is(tmp_path: Path) -> None:
    readme, report = tmp_path / "README.md", tmp_path / "B.md"
    readme.write_text(README)
    write_report(report, "other")

    put_short_table(report, readme)

    assert readme.read_text() == README


def test_a_whole_run_is_the_usual_one_but_for_the_chain() -> None:
    arguments = {each.module: each.arguments("whole") for each in BENCHMARKS}

    assert arguments.pop("bench_scale") == ["1000", "10000", "100000"]
    assert arguments == {
        each.module: each.arguments("usual") for each in BENCHMARKS if each.module in arguments
    }


def test_a_program_that_fails_says_so_with_its_last_line(tmp_path: Path) -> None:
    program = "import sys; print('half'); sys.exit('the disk is full')"

    done = run_watched([sys.executable, "-c", program], tmp_path, limit_seconds=30)

    assert (done.output, done.failure) == ("half\n", "the disk is full")


def test_a_program_that_hangs_is_stopped_with_what_it_started(tmp_path: Path) -> None:
    program = "import subprocess, time; subprocess.Popen(['sleep', '60']); time.sleep(60)"
    started = time.monotonic()

    done = run_watched([sys.executable, "-c", program], tmp_path, limit_seconds=1)

    assert done.failure == "stopped after 1 s"
    assert time.monotonic() - started < 30
