"""Step verify: read stored captures back and compare them with their digests.

Each night verifies a share, the captures verified longest ago first, so that all are verified once
a month. Pages whose capture is damaged become due again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path

from prefect import get_run_logger

from tasks.errors import IntegrityError
from tasks.models import Capture
from tasks.reports.markdown import counted
from tasks.run.context import Run
from tasks.run.steps import step
from tasks.warc.store import read_page, require_folder
from warehouse.db.address import WarehouseAddress
from warehouse.db.connect import open_warehouse
from warehouse.ingest.frontier import read_captures
from warehouse.ingest.verification import DamagedCapture, captures_to_verify, load_verified
from warehouse.reporting.coverage import indexed_files, make_lost_pages_due

# Captures per transaction; their metadata is held in memory.
BATCH = 1_000
NIGHTLY_SHARE = 1 / 30


@dataclass(frozen=True, slots=True)
class Verification:
    """Numbers of captures verified, damaged captures, and pages that are due again."""

    verified: int
    damaged: tuple[DamagedCapture, ...]
    pages_due: int


@step("verify")
def verify(run: Run) -> None:
    """Verify a share of the captures."""
    with run.record.stage("verify"):
        found = verify_captures(run.captures_folder, run.warehouse, run.run_id, NIGHTLY_SHARE)
    run.record.counts["verified"] = found.verified
    run.record.counts["damaged"] += len(found.damaged)
    for capture in found.damaged:
        get_run_logger().warning("%s: %s", capture.url, capture.detail)
    if found.damaged:
        get_run_logger().warning(
            "%s damaged; %s due again",
            counted(len(found.damaged), "capture"),
            counted(found.pages_due, "page"),
        )


def verify_captures(
    folder: Path,
    warehouse: WarehouseAddress,
    run_id: str,
    share: float = 1.0,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Verification:
    """Compare captures with their digests; `progress` is called after each batch.

    A damaged capture is recorded and its page becomes due; a capture that is intact again is no
    longer recorded as damaged.

    Raises:
        IntegrityError: the folder is missing.
        OSError: a file may not be read, or is out of reach: nothing is known about its captures.
    """
    damaged: list[DamagedCapture] = []
    with open_warehouse(warehouse) as con:
        require_folder(folder, len(indexed_files(con)))
        capture_ids = captures_to_verify(con, share)
        done = 0
        for batch in _batches(capture_ids):
            found = list(_find_damage(folder, read_captures(con, batch)))
            load_verified(con, batch, found)
            damaged += found
            done += len(batch)
            progress(done, len(capture_ids))
        pages = make_lost_pages_due(con, run_id)
    return Verification(done, tuple(damaged), pages)


def _batches(capture_ids: Sequence[int]) -> Iterator[list[int]]:
    rest = iter(capture_ids)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _find_damage(folder: Path, captures: Sequence[Capture]) -> Iterator[DamagedCapture]:
    """Yield the damaged captures; a record with several posts is read once."""
    for _, group in groupby(captures, key=lambda each: (each.warc_file, each.warc_offset)):
        first, *others = group
        if damage := _damage(folder, first):
            for capture in (first, *others):
                yield DamagedCapture(capture.capture_id, capture.url, damage)


def _damage(folder: Path, capture: Capture) -> str | None:
    try:
        read_page(folder, capture)
    except IntegrityError as error:
        return str(error)
    return None
