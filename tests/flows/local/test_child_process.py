"""Programs beside this one: none is left behind, none is given up on after one death."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flows.local.child_process import (
    MOST_DEATHS,
    Child,
    ChildKeepsDying,
    end_marked,
    marked_environment,
)

SLEEP = (sys.executable, "-c", "import time; time.sleep(60)")
# A child that starts one of its own, as a worker starts a flow run.
SLEEP_IN_A_GRANDCHILD = (
    sys.executable,
    "-c",
    "import subprocess, sys, time;"
    "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'],"
    " start_new_session=True); time.sleep(60)",
)


def until(is_so: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.02)
    return is_so()


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Child]:
    made = Child("sleeper", SLEEP, marked_environment(str(tmp_path)), tmp_path / "sleeper.log")
    yield made
    made.stop()


def processes(mark: Path) -> int:
    listed = subprocess.run(["ps", "eww", "-A"], capture_output=True, text=True, check=True)
    return listed.stdout.count(f"AAWSAT_STACK={mark}")


def test_a_child_that_died_is_started_again(child: Child) -> None:
    child.command = (sys.executable, "-c", "pass")
    child.start()
    until(lambda: not child.is_alive)
    child.command = SLEEP

    assert child.restart_if_dead()
    assert child.is_alive
    assert not child.restart_if_dead()


def test_a_child_that_keeps_dying_is_given_up_on_and_names_its_log(child: Child) -> None:
    child.command = (sys.executable, "-c", "print('no')")
    child.start()

    with pytest.raises(ChildKeepsDying, match=r"sleeper\.log"):
        for _ in range(MOST_DEATHS):
            until(lambda: not child.is_alive)
            child.restart_if_dead()


def test_a_stopped_child_is_gone(child: Child) -> None:
    child.start()

    child.stop()

    assert not child.is_alive


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_what_a_child_started_is_ended_even_if_the_child_is_gone(tmp_path: Path) -> None:
    environment = marked_environment(str(tmp_path))
    child = Child("worker", SLEEP_IN_A_GRANDCHILD, environment, tmp_path / "log")
    child.start()
    assert until(lambda: processes(tmp_path) == 2)
    child.stop()
    assert processes(tmp_path) == 1

    ended = end_marked(str(tmp_path))

    assert ended == 1
    assert until(lambda: processes(tmp_path) == 0)


def test_a_log_that_has_grown_is_turned_over(child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.local.child_process.LARGEST_LOG_BYTES", 10)
    child.log.write_text("much more than ten bytes")

    child.start()

    assert child.log.read_text() == ""
    assert child.log.with_suffix(".log.1").read_text() == "much more than ten bytes"
