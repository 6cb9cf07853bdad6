"""How far a run is, for the person who watches it: a bar, pages a second, time left."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

import httpx
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.exceptions import PrefectHTTPStatusError

from tasks.reports.markdown import duration, number


@dataclass(slots=True)
class StageTimer:
    """Seconds spent by stage, in the order the stages began."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time of the block to the stage."""
        started = time.monotonic()
        self.seconds.setdefault(name, 0.0)
        try:
            yield
        finally:
            self.seconds[name] += time.monotonic() - started


@dataclass(slots=True)
class Progress:
    """The bar of one stage, on the run's page; none is shown for nothing to do."""

    stage: str
    total: int
    done: int = 0
    _started: float = field(default_factory=time.monotonic)
    _artifact_id: UUID | None = None

    def add(self, count: int) -> str:
        """Count what is done; show it; return it in one line."""
        self.done += count
        text = progress_text(self.stage, self.done, self.total, time.monotonic() - self._started)
        share = min(100.0, 100.0 * self.done / max(self.total, 1))
        # A server that is away for a moment costs the watcher a look, not the run its end.
        with suppress(httpx.TransportError, PrefectHTTPStatusError):
            self._show(share, text)
        return text

    def _show(self, share: float, text: str) -> None:
        if self._artifact_id is not None:
            update_progress_artifact(self._artifact_id, share, description=text)
            return
        # Prefect types it as maybe a coroutine; called from a plain function it never is.
        self._artifact_id = cast(
            UUID, create_progress_artifact(share, key=f"{self.stage}-progress", description=text)
        )


def progress_text(stage: str, done: int, total: int, seconds: float) -> str:
    """Return such as `fetch: 1,500 of 20,000, 1.0/s, 5 h 8 min left`."""
    rate = done / seconds if seconds else 0.0
    left = f", {duration((total - done) / rate)} left" if rate and done < total else ""
    return f"{stage}: {number(done)} of {number(total)}, {rate:.1f}/s{left}"
