"""Hold the warehouse for writing; log which run it waits for."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from prefect import get_run_logger

from warehouse.db.writer_lock import Holder, current_holder, hold_writer


@contextmanager
def hold_warehouse(
    home: Path, name: str, wait_seconds: float, slot: AbstractContextManager[None]
) -> Iterator[None]:
    """Hold `slot` (a concurrency slot of the Prefect server) and the writer lock of `home`.

    Raises:
        WriterBusy: one was not free within `wait_seconds`; the text names the holder.
    """
    if holder := current_holder(home):
        _log_waiting(holder)
    with slot, hold_writer(home, name, wait_seconds, _log_waiting):
        yield


def _log_waiting(holder: Holder | None) -> None:
    get_run_logger().info("waiting for %s", holder or "another process")
