"""Progress of a step as an artifact on the run's page: bar, rate and time left."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

import httpx
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.exceptions import PrefectHTTPStatusError

from tasks.run.terminal_line import TERMINAL, bar, rate_text


@dataclass(slots=True)
class Progress:
    """The progress bar of one stage; on the run's page it appears with the first batch.

    `within` returns the pages of the batch in work that are done; the terminal counts them.
    """

    stage: str
    total: int
    done: int = 0
    within: Callable[[], int] = lambda: 0
    _started: float = field(default_factory=time.monotonic)
    _artifact_id: UUID | None = None

    def add(self, count: int) -> str:
        """Count `count` more pages as done; update the bar; return its text."""
        self.done += count
        text = progress_text(self.stage, self.done, self.total, time.monotonic() - self._started)
        share = min(100.0, 100.0 * self.done / max(self.total, 1))
        # A server that is briefly unavailable must not fail the run.
        with suppress(httpx.TransportError, PrefectHTTPStatusError):
            self._show(share, text)
        return text

    def on_terminal(self) -> AbstractContextManager[None]:
        """Show the bar on a terminal while the block runs."""
        return TERMINAL.progress(self._bar)

    def _bar(self) -> str:
        seconds = time.monotonic() - self._started
        return bar(self.stage, min(self.done + self.within(), self.total), self.total, seconds)

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
