"""A terminal shows what is running and how long it will take; a pipe gets nothing of it."""

import io
import time
from collections.abc import Callable

from tasks.run.record import RunRecord
from tasks.run.terminal_line import CLEAR, TerminalLine, bar


class Screen(io.StringIO):
    """A terminal that keeps everything written to it."""

    def isatty(self) -> bool:
        return True


def wait_for(is_true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not is_true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_bar_shows_the_share_the_rate_and_the_time_left() -> None:
    assert (
        bar("fetch", 500, 2_000, 500.0)
        == "fetch [#####---------------] 500 of 2,000, 1.0/s, 25 min left"
    )
    assert bar("fetch", 0, 0, 0.0) == "fetch [--------------------] 0 of 0"


def test_a_stage_is_shown_while_it_runs_and_removed_at_its_end() -> None:
    screen = Screen()

    with TerminalLine(lambda: screen).stage("build"):
        wait_for(lambda: "build ... " in screen.getvalue())

    assert screen.getvalue().endswith(CLEAR)


def test_the_progress_of_a_stage_replaces_its_name() -> None:
    screen = Screen()
    line = TerminalLine(lambda: screen)

    with line.progress(lambda: "fetch 1 of 2"), line.stage("load"):
        wait_for(lambda: "fetch 1 of 2" in screen.getvalue())

    assert "load" not in screen.getvalue()


def test_a_pipe_gets_nothing() -> None:
    pipe = io.StringIO()
    line = TerminalLine(lambda: pipe)

    with line.progress(lambda: "fetch 1 of 2"), line.stage("load"):
        time.sleep(0.6)

    assert pipe.getvalue() == ""


def test_the_time_of_a_stage_is_recorded_without_a_terminal() -> None:
    record = RunRecord()

    with record.stage("build"):
        pass

    assert list(record.seconds) == ["build"]
