"""Two runs never write at the same time, no matter how they were started."""

import threading
import time
from pathlib import Path

import pytest

from tests.flows.conftest import Command
from warehouse.db.writer_lock import hold_writer

pytestmark = pytest.mark.flow


def test_a_run_that_may_not_wait_says_who_holds_the_warehouse(
    aawsat: Command, tmp_path: Path
) -> None:
    with hold_writer(tmp_path / "home", "backfill brave-lion", 0):
        done = aawsat("backfill", "--source", "sample", AAWSAT_WAIT_SECONDS="0")

    assert done.returncode == 1
    assert "backfill brave-lion" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_a_waiting_run_continues_when_the_other_ends(aawsat: Command, tmp_path: Path) -> None:
    held = threading.Event()

    def hold_for_a_while() -> None:
        with hold_writer(tmp_path / "home", "backfill brave-lion", 0):
            held.set()
            time.sleep(20)

    other = threading.Thread(target=hold_for_a_while)
    other.start()
    held.wait()

    done = aawsat("backfill", "--source", "sample")

    other.join()
    assert done.returncode == 0, done.stderr
    assert "waiting for backfill brave-lion" in done.stdout + done.stderr
