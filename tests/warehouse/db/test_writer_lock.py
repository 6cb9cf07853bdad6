import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from warehouse.db.writer_lock import Holder, current_holder, hold_writer
from warehouse.errors import WriterBusy

HOLD = """
import sys, time
from pathlib import Path
from warehouse.db.writer_lock import hold_writer
with hold_writer(Path(sys.argv[1]), "nightly", 0):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def held(tmp_path: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def _kill(process: "subprocess.Popen[str]") -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_the_second_writer_gets_the_name_of_the_first(
    tmp_path: Path, held: "subprocess.Popen[str]"
) -> None:
    try:
        with (
            pytest.raises(WriterBusy, match=f"nightly .process {held.pid}, since"),
            hold_writer(tmp_path, "backfill", 0),
        ):
            pass
    finally:
        _kill(held)


def test_a_writer_killed_without_warning_frees_the_lock(
    tmp_path: Path, held: "subprocess.Popen[str]"
) -> None:
    _kill(held)

    with hold_writer(tmp_path, "backfill", 0):
        holder = current_holder(tmp_path)

    assert holder is not None
    assert (holder.name, holder.pid) == ("backfill", os.getpid())


def test_the_second_writer_waits_and_reports_it_once(tmp_path: Path) -> None:
    first_holds, heard = threading.Event(), list[Holder | None]()

    def hold_briefly() -> None:
        with hold_writer(tmp_path, "nightly", 0):
            first_holds.set()
            time.sleep(0.5)

    first = threading.Thread(target=hold_briefly)
    first.start()
    first_holds.wait(10)

    with hold_writer(tmp_path, "backfill", 10, on_wait=heard.append):
        waited_for = [holder.name for holder in heard if holder]

    first.join()
    assert waited_for == ["nightly"]


def test_a_free_home_has_no_holder(tmp_path: Path) -> None:
    before = current_holder(tmp_path)
    with hold_writer(tmp_path, "nightly", 0):
        pass

    assert before is None
    assert current_holder(tmp_path) is None


def test_a_damaged_note_does_not_hide_that_the_lock_is_held(tmp_path: Path) -> None:
    with hold_writer(tmp_path, "nightly", 0):
        (tmp_path / "writer.json").write_text("{")

        with (
            pytest.raises(WriterBusy, match="another process"),
            hold_writer(tmp_path, "backfill", 0),
        ):
            pass
