"""A failing benchmark is a line of the report, and a run replaces only what it measured."""

import sys
import time
from pathlib import Path

from tests.benchmarks.run_all import BENCHMARKS, Report
from tests.benchmarks.watched_process import run_watched
from tests.tasks.articles.sample_pages import REPOSITORY


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


def test_a_run_replaces_its_own_section_and_keeps_those_written_by_hand(tmp_path: Path) -> None:
    file = tmp_path / "BENCHMARKS.md"
    file.write_text("# Benchmarks\n\n## By hand\n\n### Part\n\n| 1 |\n\n## Near copies\n\nold\n")

    report = Report.read(file)
    report.sections["Near copies"] = "## Near copies\n\nnew\n"
    report.sections["Publish"] = "## Publish\n\nadded\n"

    assert report.text() == (
        "# Benchmarks\n\n## By hand\n\n### Part\n\n| 1 |\n\n## Near copies\n\nnew\n"
        "\n## Publish\n\nadded\n"
    )


def test_the_report_in_the_repository_is_kept_as_it_is() -> None:
    file = REPOSITORY / "BENCHMARKS.md"

    assert Report.read(file).text() == file.read_text(encoding="utf-8")


def test_a_report_begins_with_the_machine(tmp_path: Path) -> None:
    assert "| processor |" in Report.read(tmp_path / "missing.md").text()
