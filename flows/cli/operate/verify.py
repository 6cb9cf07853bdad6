"""`aawsat verify`: compare every stored capture with its digest."""

import math
import sys
import time

import click

from flows.settings import read_settings
from tasks.errors import IntegrityError
from tasks.run.terminal_line import TERMINAL, bar
from warehouse.db.writer_lock import hold_writer

SAY_SECONDS = 5.0


def _is_number(_context: click.Context, _option: click.Parameter, value: float) -> float:
    if math.isnan(value):
        raise click.BadParameter("write a number above 0, 1 at most")
    return value


@click.command()
@click.option(
    "--share",
    type=click.FloatRange(min=0, max=1, min_open=True),
    callback=_is_number,
    default=1.0,
    show_default=True,
    help="Share of the captures to verify, those verified longest ago first.",
)
def verify(share: float) -> None:
    """Compare every capture with its digest; list the pages whose capture is damaged.

    Damaged captures make their pages due: the next backfill fetches them again.
    """
    settings = read_settings()
    with hold_writer(settings.home, "aawsat verify", settings.wait_seconds):
        from tasks.warc.verification import verify_captures

        progress = _Progress()
        with TERMINAL.progress(progress.bar):
            found = verify_captures(
                settings.captures_folder, settings.warehouse, "verify", share, progress.show
            )
    for capture in found.damaged:
        click.echo(f"{capture.url}: {capture.detail}")
    if found.damaged:
        raise IntegrityError(
            f"{len(found.damaged)} of {found.verified} captures are damaged;"
            " their pages are due: run a backfill of their source"
        )
    click.echo(f"{found.verified} captures are as they were stored.")


class _Progress:
    """Show a bar on a terminal; elsewhere print a line every few seconds."""

    def __init__(self) -> None:
        self._started = self._said = time.monotonic()
        self._counts = (0, 0)

    def bar(self) -> str:
        """Return the bar for the terminal."""
        done, total = self._counts
        if not total:
            return "verify ..."
        return bar("verify", done, total, time.monotonic() - self._started)

    def show(self, done: int, total: int) -> None:
        """Print the counts if the last line was printed several seconds ago."""
        self._counts = (done, total)
        if sys.stderr.isatty():
            return
        if time.monotonic() - self._said >= SAY_SECONDS:
            self._said = time.monotonic()
            click.echo(f"{done:,} of {total:,} captures verified", err=True)
