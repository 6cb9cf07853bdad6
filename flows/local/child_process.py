"""Programs that run beside this one: started, watched, started again, and ended in request."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tasks.errors import TerminalError

# Set in the environment of every child, and so of all that these start in turn.
MARK = "AAWSAT_STACK"
# A flow run that is told to stop ends its batch's transaction and closes its WARC file first.
STOP_SECONDS = 30
# A program that dies this often in this time will not come up by trying again.
MOST_DEATHS = 5
DEATHS_WITHIN_SECONDS = 300
LARGEST_LOG_BYTES = 20_000_000


class ChildKeepsDying(TerminalError):
    """A program of the stack ended again and again."""


@dataclass(slots=True)
class Child:
    """One program of the stack: how it is started, where it writes, and whether it lives."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    log: Path
    _process: subprocess.Popen[bytes] | None = None
    _deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it, with its output added to its log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        _turn_over(self.log)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # Ctrl-C is for the parent, which stops its children in request.
                start_new_session=True,
            )

    @property
    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    def restart_if_dead(self) -> bool:
        """Start it again if it has died; return whether it had.

        Raises:
            ChildKeepsDying: it died too often; names its log.
        """
        if self.is_alive:
            return False
        now = time.monotonic()
        self._deaths = [at for at in self._deaths if now - at < DEATHS_WITHIN_SECONDS] + [now]
        if len(self._deaths) >= MOST_DEATHS:
            raise ChildKeepsDying(
                f"the {self.name} ended {MOST_DEATHS} times in a short while; see {self.log}"
            )
        self.start()
        return True

    def stop(self) -> None:
        """End it: politely, and after `STOP_SECONDS` not."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def marked_environment(mark: str) -> dict[str, str]:
    """Return this process's environment with the mark by which `end_marked` finds children."""
    return {**os.environ, MARK: mark}


def end_marked(mark: str) -> int:
    """End every process that was started, directly or not, with this mark; return how many.

    Finds flow runs whose worker was killed, and what a killed stack left. Reads /proc: on other
    systems than Linux it finds nothing.
    """
    found = _marked(mark)
    for pid in found:
        _send(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while (left := _marked(mark)) and time.monotonic() < deadline:
        time.sleep(0.1)
    for pid in left:
        _send(pid, signal.SIGKILL)
    return len(found)


def _marked(mark: str) -> list[int]:
    if not sys.platform.startswith("linux"):
        return []
    wanted = f"{MARK}={mark}".encode()
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [pid for pid in pids if pid != os.getpid() and wanted in _environment_of(pid)]


def _environment_of(pid: int) -> list[bytes]:
    # Gone meanwhile, or of another user.
    with suppress(OSError):
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    return []


def _send(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def _turn_over(log: Path) -> None:
    if log.exists() and log.stat().st_size > LARGEST_LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
