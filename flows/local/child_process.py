"""Start, monitor, restart and stop child processes."""

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

# Set in the environment of every child, which its own children inherit.
MARK = "AAWSAT_STACK"
# On SIGTERM, a flow run first ends its batch's transaction and closes its WARC file.
STOP_SECONDS = 30
# A program that exits this often within this time is not restarted again.
MOST_DEATHS = 5
DEATHS_WITHIN_SECONDS = 300
LARGEST_LOG_BYTES = 20_000_000


class ChildKeepsDying(TerminalError):
    """A program of the stack exited too often to be restarted."""


@dataclass(slots=True)
class Child:
    """One program of the stack: its command, log file and process."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    log: Path
    _process: subprocess.Popen[bytes] | None = None
    _deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start the program and append its output to its log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        _turn_over(self.log)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # Ctrl-C goes to the parent only, which then stops its children in order.
                start_new_session=True,
            )

    @property
    def is_alive(self) -> bool:
        """Return whether the program is running."""
        return self._process is not None and self._process.poll() is None

    def restart_if_dead(self) -> bool:
        """Restart the program if it has exited; return whether it had.

        Raises:
            ChildKeepsDying: it exited too often; the message names its log.
        """
        if self.is_alive:
            return False
        now = time.monotonic()
        self._deaths = [at for at in self._deaths if now - at < DEATHS_WITHIN_SECONDS] + [now]
        if len(self._deaths) >= MOST_DEATHS:
            raise ChildKeepsDying(
                f"the {self.name} exited {MOST_DEATHS} times within a short time; see {self.log}"
            )
        self.start()
        return True

    def stop(self) -> None:
        """Send SIGTERM, then SIGKILL after `STOP_SECONDS`."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def marked_environment(mark: str) -> dict[str, str]:
    """Return this process's environment plus the mark that `end_marked` looks for."""
    return {**os.environ, MARK: mark}


def end_marked(mark: str) -> int:
    """End every process that has this mark in its environment; return their number.

    Finds flow runs whose worker was killed, and processes left by a killed stack. Reads /proc,
    so it finds nothing on systems other than Linux.
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
    # The process has exited, or belongs to another user.
    with suppress(OSError):
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    return []


def _send(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def _turn_over(log: Path) -> None:
    if log.exists() and log.stat().st_size > LARGEST_LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
