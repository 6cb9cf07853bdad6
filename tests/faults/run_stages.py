"""Run backfills in forked children that report the start and end of each stage.

`python -m tests.faults.run_stages` imports the flows and reads the word lists once, then forks one
child for every line of JSON on standard input, so that fifty runs do not need fifty starts. A child
is a process that can be killed like any run. The pipeline is not modified; a profiler hook reports
which functions are entered and left.
"""

import faulthandler
import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from flows.backfill import backfill
from tasks.build import build
from tasks.discover import discover
from tasks.entities.extract import extract_entities
from tasks.extract import load_extractions
from tasks.fetch import fetch_batch
from tasks.link import link
from tasks.publish import publish
from tasks.recover import recover
from tasks.run.load_batches import load_parts, wait_until_parsed
from tasks.warc.store import CaptureStore

HANGS_AFTER_SECONDS = 240
WRITE = "write"
STAGES: dict[str, Callable[..., Any]] = {
    "recover": recover.fn,
    "discover": discover.fn,
    "fetch": fetch_batch,
    WRITE: CaptureStore.write_response,
    "parse": wait_until_parsed,
    "load": load_parts,
    "extract": load_extractions,
    "link": link.fn,
    "build": build.fn,
    "publish": publish.fn,
}
NAMES: dict[CodeType, str] = {step.__code__: name for name, step in STAGES.items()}


def main() -> None:
    """Fork a child for each order; print its process id, then how it ended."""
    extract_entities("Nouri al-Maliki spoke in Baghdad.")
    threads = list(Path("/proc/self/task").iterdir())
    assert len(threads) == 1, "a child forked from many threads may hang"
    _say("ready")
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _run(order)
        _say(pid)
        _, status = os.waitpid(pid, 0)
        _say(os.waitstatus_to_exitcode(status))


def _say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def _run(order: dict[str, Any]) -> None:
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(log, stream)
    # A run that hangs prints its stack before the test times out.
    faulthandler.dump_traceback_later(HANGS_AFTER_SECONDS)
    os.environ.update(order["environment"])
    sys.setprofile(Watch(os.open(order["pipe"], os.O_WRONLY), *order["die_in_write"]))
    state = backfill(source="live", dry_run=False, return_state=True)
    _say(f"ended: {state.name} {state.message}")
    # Skip the clean-up of resources that belong to the parent.
    os._exit(0 if state.is_completed() else 1)


@dataclass(slots=True)
class Watch:
    """Writes stages to a pipe; kills its process in the `write`th write, `steps` calls into it.

    A write takes less than a millisecond, too short to be hit from outside.
    """

    pipe: int
    write: int
    steps: int
    writes: int = 0

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        name = NAMES.get(frame.f_code) if event in ("call", "return") else None
        if name:
            self._tell(name, event)
        if self.write and self.writes == self.write:
            self._step()

    def _tell(self, name: str, event: str) -> None:
        self.writes += name == WRITE and event == "call"
        sign = "+" if event == "call" else "-"
        os.write(self.pipe, f"{sign}{name}\n".encode())

    def _step(self) -> None:
        self.steps -= 1
        if self.steps <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
