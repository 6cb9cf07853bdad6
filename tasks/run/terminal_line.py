"""The last line of a terminal: what is running now, redrawn twice a second; not when piped."""

import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from tasks.reports.markdown import duration, number

SECONDS = 0.5
BAR_WIDTH = 20
CLEAR = "\r\x1b[2K"
Text = Callable[[], str]


class TerminalLine:
    """Shows the progress if there is one, else the stage that is running."""

    def __init__(self, out: Callable[[], TextIO]) -> None:
        self._stream = out
        self._stage: Text | None = None
        self._progress: Text | None = None
        self._lock = threading.Lock()
        self._is_drawn = False

    @property
    def _out(self) -> TextIO:
        return self._stream()

    @property
    def is_shown(self) -> bool:
        """Whether there is a terminal to show the line on."""
        return self._out.isatty()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Show a stage and its time while the block runs; a stage within another is not shown."""
        if self._stage is not None or not self.is_shown:
            yield
            return
        started = time.monotonic()
        self._stage = lambda: f"{name} ... {duration(time.monotonic() - started)}"
        ended = threading.Event()
        threading.Thread(target=self._draw_until, args=(ended,), daemon=True).start()
        try:
            yield
        finally:
            ended.set()
            self._stage = None
            self.clear()

    @contextmanager
    def progress(self, text: Text) -> Iterator[None]:
        """Show a progress within a stage while the block runs."""
        before, self._progress = self._progress, text
        try:
            with self.stage(""):
                yield
        finally:
            self._progress = before

    def clear(self) -> None:
        """Remove the line, so that something else can be printed; it is drawn again soon."""
        with self._lock:
            if self._is_drawn:
                self._out.write(CLEAR)
                self._out.flush()
                self._is_drawn = False

    def _draw_until(self, ended: threading.Event) -> None:
        while not ended.wait(SECONDS):
            text = self._progress or self._stage
            with self._lock:
                if text is not None and not ended.is_set():
                    columns = shutil.get_terminal_size().columns
                    self._out.write(CLEAR + text()[: columns - 1])
                    self._out.flush()
                    self._is_drawn = True


def bar(stage: str, done: int, total: int, seconds: float) -> str:
    """Return a bar such as `fetch [#####---------------] 500 of 2,000, 1.0/s, 25 min left`."""
    filled = BAR_WIDTH * min(done, total) // max(total, 1)
    return f"{stage} [{'#' * filled:-<{BAR_WIDTH}}] {rate_text(done, total, seconds)}"


def rate_text(done: int, total: int, seconds: float) -> str:
    """Return a text such as `1,500 of 20,000, 1.0/s, 5 h 8 min left`, without a rate at first."""
    counts = f"{number(done)} of {number(total)}"
    if not done or not seconds:
        return counts
    rate = done / seconds
    left = f", {duration((total - done) / rate)} left" if done < total else ""
    return f"{counts}, {rate:.1f}/s{left}"


# Standard error: results on standard output stay clean.
TERMINAL = TerminalLine(lambda: sys.stderr)
