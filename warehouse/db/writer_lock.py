"""The writer lock: one writer per home, across deployments and commands.

It is an operating system lock (`flock`), so it is released when its holder dies. A note beside it
names the holder; it is only used in messages.
"""

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from warehouse.errors import WriterBusy

LOCK_NAME = "writer.lock"
NOTE_NAME = "writer.json"
POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that holds the lock: pid, name of the flow or command, start time (UTC)."""

    pid: int
    name: str
    since: datetime

    def __str__(self) -> str:
        return f"{self.name} (process {self.pid}, since {self.since:%Y-%m-%d %H:%M:%S} UTC)"


@contextmanager
def hold_writer(
    home: Path,
    holder: str,
    wait_seconds: float,
    on_wait: Callable[[Holder | None], None] | None = None,
) -> Iterator[None]:
    """Hold the home's writer lock while the block runs.

    `on_wait` is called once with the current holder if the lock is taken.

    Raises:
        WriterBusy: the lock was not released within `wait_seconds`; the text names the holder.
    """
    home.mkdir(parents=True, exist_ok=True)
    lock = FileLock(home / LOCK_NAME, thread_local=False)
    _acquire(lock, home, wait_seconds, on_wait)
    try:
        _write_note(home, Holder(os.getpid(), holder, datetime.now(UTC)))
        yield
    finally:
        (home / NOTE_NAME).unlink(missing_ok=True)
        lock.release()


def current_holder(home: Path) -> Holder | None:
    """Return the holder of the home's writer lock; None if it is free or the holder is unknown."""
    return _read_note(home) if is_writer_held(home) else None


def is_writer_held(home: Path) -> bool:
    """Return whether a process holds the home's writer lock, or may hold it.

    A reader who may not write to the home cannot test the lock.
    """
    if not (home / LOCK_NAME).exists():
        return False
    lock = FileLock(home / LOCK_NAME, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except (Timeout, OSError):
        return True
    lock.release()
    return False


def _acquire(
    lock: FileLock,
    home: Path,
    wait_seconds: float,
    on_wait: Callable[[Holder | None], None] | None,
) -> None:
    deadline = time.monotonic() + wait_seconds
    try:
        lock.acquire(timeout=0)
        return
    except Timeout:
        if on_wait is not None:
            on_wait(_read_note(home))
    try:
        lock.acquire(timeout=max(0.0, deadline - time.monotonic()), poll_interval=POLL_SECONDS)
    except Timeout as error:
        raise WriterBusy(_busy_text(home, wait_seconds)) from error


def _busy_text(home: Path, wait_seconds: float) -> str:
    holder = _read_note(home) or "another process"
    return f"{home} is being written by {holder}; waited {wait_seconds:.0f} s"


def _write_note(home: Path, holder: Holder) -> None:
    note = home / NOTE_NAME
    unfinished = note.with_suffix(".tmp")
    unfinished.write_text(json.dumps(asdict(holder), default=datetime.isoformat))
    unfinished.replace(note)


def _read_note(home: Path) -> Holder | None:
    try:
        note = json.loads((home / NOTE_NAME).read_text())
        return Holder(int(note["pid"]), str(note["name"]), datetime.fromisoformat(note["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
