"""Results of a run so far: counts, and seconds by stage. All steps write to it."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from tasks.run.terminal_line import TERMINAL


class RunRecord:
    """Counts and seconds of one run; they are kept when a step fails.

    `notes` are sentences for its plan and report; `discovery_requests` are those answered while
    the pages were listed.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.seconds: dict[str, float] = {}
        self.notes: list[str] = []
        self.discovery_requests = 0

    def note_absence(self, site: str, reason: str) -> None:
        """Note once that the site does not answer as itself, and that web archives are read."""
        if not self.counts["site_away"]:
            self.notes.append(
                f"{site} does not answer as itself ({reason}): pages come from web archives only."
            )
        self.counts["site_away"] = 1

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time the block takes to a stage; stages keep the order in which they began."""
        started = time.monotonic()
        self.seconds.setdefault(name, 0.0)
        try:
            with TERMINAL.stage(name):
                yield
        finally:
            self.seconds[name] += time.monotonic() - started
