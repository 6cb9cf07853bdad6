"""Read stored captures back and compare them with their digests.

Damage found is recorded in the warehouse, and the pages of damaged captures become due again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path

from duckdb import DuckDBPyConnection

from tasks.errors import IntegrityError
from tasks.models import Capture
from tasks.warc.store import read_page, require_folder
from warehouse.db.address import WarehouseAddress
from warehouse.db.connect import open_warehouse
from warehouse.ingest.frontier import read_captures
from warehouse.ingest.verification import DamagedCapture, captures_to_verify, load_verified
from warehouse.reporting.coverage import (
    count_captures,
    forget_returned_files,
    indexed_files,
    make_lost_pages_due,
)
from warehouse.reporting.stored_files import captures_in_returned_files

# Captures per transaction; their metadata is held in memory.
BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Verification:
    """Numbers of captures verified, damaged captures, and pages that are due again.

    `stored` counts all captures of the warehouse.
    """

    verified: int
    stored: int
    damaged: tuple[DamagedCapture, ...]
    pages_due: int


def verify_captures(
    folder: Path,
    warehouse: WarehouseAddress,
    run_id: str,
    share: float = 1.0,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    *,
    least_bytes: int = 0,
) -> Verification:
    """Compare captures with their digests; `progress` is called after each batch.

    Compared are the share that was verified longest ago, `least_bytes` of records at least, and
    all captures recorded as damaged or lost whose file is there. A damaged capture is recorded
    and its page becomes due; a capture that is intact again is no longer recorded as damaged.

    Raises:
        IntegrityError: the folder is missing, or an empty mount point.
        OSError: a file may not be read, or is out of reach: nothing is known about its captures.
    """
    with open_warehouse(warehouse) as con:
        require_folder(folder, len(indexed_files(con)))
        returned = captures_in_returned_files(con, folder)
        due = captures_to_verify(con, share, least_bytes)
        # A capture of both lists is read once.
        capture_ids = list(dict.fromkeys([*returned, *due]))
        damaged = _compare(con, folder, capture_ids, progress)
        forget_returned_files(con, folder)
        pages = make_lost_pages_due(con, run_id)
        stored = count_captures(con)
    return Verification(len(capture_ids), stored, tuple(damaged), pages)


def verify_returned(con: DuckDBPyConnection, folder: Path) -> int:
    """Compare the captures recorded as damaged or lost whose file is in the store.

    Return the number of those that are whole again. At most RECHECKED_BYTES of records are read.

    Raises:
        OSError: a file may not be read, or is out of reach.
    """
    returned = captures_in_returned_files(con, folder)
    return len(returned) - len(_compare(con, folder, returned))


def _compare(
    con: DuckDBPyConnection,
    folder: Path,
    capture_ids: Sequence[int],
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> list[DamagedCapture]:
    """Compare captures batch by batch, and record what was found."""
    damaged: list[DamagedCapture] = []
    done = 0
    for batch in _batches(capture_ids):
        found = list(_find_damage(folder, read_captures(con, batch)))
        load_verified(con, batch, found)
        damaged += found
        done += len(batch)
        progress(done, len(capture_ids))
    return damaged


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
