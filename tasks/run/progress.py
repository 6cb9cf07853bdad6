"""Progress of a step as an artifact on the run's page: bar, rate and time left."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import partial
from typing import cast
from uuid import UUID

import httpx
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.exceptions import PrefectHTTPStatusError

from tasks.run.terminal_line import TERMINAL, bar, rate_text

# A batch of the site takes minutes: without a line in between, a log looks as if the run hangs.
QUIET_SECONDS = 30.0


@dataclass(slots=True)
class Progress:
    """The progress bar of one stage; on the run's page it appears within `QUIET_SECONDS`.

    `done` counts the pages of finished batches, `ahead` those of batches that were fetched and are
    not loaded yet. `within` returns the pages of the batch in work that are done.
    """

    stage: str
    total: int
    done: int = 0
    ahead: int = 0
    within: Callable[[], int] = lambda: 0
    _started: float = field(default_factory=time.monotonic)
    _logged_at: float = field(default_factory=time.monotonic)
    _most: int = 0
    _artifact_id: UUID | None = None
    _updating: threading.Lock = field(default_factory=threading.Lock)

    def add(self, count: int) -> str:
        """Count `count` more pages as done; update the bar; return its text."""
        self.done += count
        self.ahead = max(0, self.ahead - count)
        return self._update()

    def _update(self) -> str:
        """Show the progress on the run's page; return it as text."""
        with self._updating:
            self._logged_at = time.monotonic()
            reached = self._reached()
            text = progress_text(self.stage, reached, self.total, self._logged_at - self._started)
            share = min(100.0, round(100.0 * reached / max(self.total, 1), 1))
            # A server that is briefly unavailable must not fail the run.
            with suppress(httpx.TransportError, PrefectHTTPStatusError):
                self._show(share, text)
            return text

    @contextmanager
    def shown(self, log: Callable[[str], object]) -> Iterator[None]:
        """Show a bar on a terminal while the block runs; elsewhere log a line now and then."""
        ended = threading.Event()
        with TERMINAL.progress(self._bar):
            if not TERMINAL.is_shown:
                # An artifact belongs to the run in whose context it is made.
                log_until_ended = partial(copy_context().run, self._log_until, ended, log)
                threading.Thread(target=log_until_ended, daemon=True).start()
            try:
                yield
            finally:
                ended.set()

    def _log_until(self, ended: threading.Event, log: Callable[[str], object]) -> None:
        """Log and show the progress whenever nothing was logged for `QUIET_SECONDS`."""
        while not ended.wait(max(0.0, self._logged_at + QUIET_SECONDS - time.monotonic())):
            if time.monotonic() - self._logged_at >= QUIET_SECONDS:
                log(self._update())

    def _bar(self) -> str:
        seconds = time.monotonic() - self._started
        return bar(self.stage, self._reached(), self.total, seconds)

    def _reached(self) -> int:
        """Return the pages that are done; never fewer than the last time."""
        reached = min(self.done + self.ahead + self.within(), self.total)
        self._most = max(self._most, reached)
        return self._most

    def _show(self, share: float, text: str) -> None:
        if self._artifact_id is not None:
            update_progress_artifact(self._artifact_id, share, description=text)
            return
        # Typed as possibly a coroutine; called from synchronous code it is not one.
        self._artifact_id = cast(
            UUID, create_progress_artifact(share, key=f"{self.stage}-progress", description=text)
        )


def progress_text(stage: str, done: int, total: int, seconds: float) -> str:
    """Return a text such as `fetch: 1,500 of 20,000, 1.0/s, 5 h 8 min left`."""
    return f"{stage}: {rate_text(done, total, seconds)}"
