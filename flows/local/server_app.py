"""Prefect's server as this program runs it: a factory for uvicorn."""

import os
import signal
import threading
from collections.abc import Callable

from starlette.types import ASGIApp

from flows.local.request_guard import refuse_foreign_pages
from flows.local.retry_middleware import retry_locked

# Set by a command that starts a server for itself: the process ID of that command.
PARENT = "AAWSAT_SERVER_PARENT"
WATCH_SECONDS = 1.0


def create_app() -> ASGIApp:
    """Return Prefect's server, guarded against other sites' pages.

    With `AAWSAT_SERVER_PARENT` set, the server stops when that process has exited.
    """
    from prefect.server.api.server import create_app

    if parent := os.environ.get(PARENT):
        watch_parent(int(parent), lambda: os.kill(os.getpid(), signal.SIGTERM))
    return refuse_foreign_pages(retry_locked(create_app()))


def watch_parent(parent: int, stop: Callable[[], None]) -> threading.Thread:
    """Call `stop` when the parent process has exited for any reason, including kill -9."""

    def watch() -> None:
        # A child whose parent has exited gets another parent with a different process ID.
        while os.getppid() == parent:
            gone.wait(WATCH_SECONDS)
        stop()

    gone = threading.Event()
    thread = threading.Thread(target=watch, name="parent watch", daemon=True)
    thread.start()
    return thread
