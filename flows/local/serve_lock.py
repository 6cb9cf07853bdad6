"""Lock and address file of the running stack; the lock is released if the stack dies."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from flows.local.next_night import NOTE_NAME
from tasks.errors import TerminalError

LOCK_NAME = "serve.lock"


class StackRuns(TerminalError):
    """`aawsat serve` runs already for this home."""


@dataclass(frozen=True, slots=True)
class Stack:
    """A running stack: its process, and the addresses of its pages and API."""

    pid: int
    ui_url: str
    explorer_url: str = ""

    @property
    def pages_url(self) -> str:
        """Base URL of links to runs; without `/v2` Prefect shows its older pages."""
        return f"{self.ui_url}/v2"

    @property
    def api_url(self) -> str:
        """The Prefect API, for `PREFECT_API_URL`."""
        return f"{self.ui_url}/api"


@contextmanager
def hold_stack(folder: Path) -> Iterator[None]:
    """Hold the folder's stack lock while the block runs.

    Raises:
        StackRuns: another stack holds it; the message says where it is and how to stop it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / LOCK_NAME, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise StackRuns(_busy_text(folder)) from error
    try:
        yield
    finally:
        (folder / NOTE_NAME).unlink(missing_ok=True)
        lock.release()


def write_note(folder: Path, stack: Stack) -> None:
    """Write the address of the stack for other commands of the same home."""
    unfinished = folder / f"{NOTE_NAME}.{os.getpid()}"
    unfinished.write_text(json.dumps(asdict(stack)))
    unfinished.replace(folder / NOTE_NAME)


def running_stack(folder: Path) -> Stack | None:
    """Return the running and ready stack of this home, or None."""
    if not (folder / LOCK_NAME).exists():
        return None
    lock = FileLock(folder / LOCK_NAME, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return _read_note(folder)
    lock.release()
    return None


def _busy_text(folder: Path) -> str:
    stack = _read_note(folder)
    if stack is None:
        return f"another `aawsat serve` is starting or stopping for {folder.parent}"
    return (
        f"`aawsat serve` runs already for {folder.parent}: {stack.ui_url} "
        f"(stop it with Ctrl-C, or kill {stack.pid})"
    )


def _read_note(folder: Path) -> Stack | None:
    try:
        return Stack(**json.loads((folder / NOTE_NAME).read_text()))
    except (OSError, ValueError, TypeError):
        return None
