"""Step 2 of 6: a batch of pages, from the source into the store and its index."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.models import Capture, FetchFailure
from tasks.retry import is_transient
from tasks.sources.captured_listings import read_archived_listings
from tasks.sources.source import PageRequest, Source
from tasks.urls import Site
from tasks.warc.store import CaptureStore
from warehouse.db.connect import WarehouseAddress, open_warehouse
from warehouse.ingest.load import load_captures, load_discoveries


@dataclass(frozen=True, slots=True)
class FetchedBatch:
    """What a batch brought, and what it did not; `refused` captures are only errors of the
    server's (5xx, 429, 403), whose pages are to be asked for again.
    """

    captures: list[Capture]
    failures: list[FetchFailure]
    refused: int = 0


@task(
    task_run_name="fetch-{batch_number}",
    cache_policy=NO_CACHE,
    retries=2,
    retry_delay_seconds=[10, 60],
    retry_jitter_factor=0.5,
    retry_condition_fn=is_transient,
)
def fetch_batch(
    source: Source,
    store: CaptureStore,
    requests: Sequence[PageRequest],
    warehouse: WarehouseAddress,
    run_id: str,
    batch_number: int,
    site: Site,
) -> FetchedBatch:
    """Fetch a batch and index it; a page that could not be had is a row with its next attempt.

    Single pages are retried by later runs, from the frontier; the step itself only when the
    whole batch failed of something passing.
    """
    outcomes = source.fetch(requests)
    failures = [outcome for outcome in outcomes if isinstance(outcome, FetchFailure)]
    captures = store.take()
    with open_warehouse(warehouse) as con:
        counts = load_captures(con, captures, failures, run_id)
        hints = list(read_archived_listings(store.folder, captures, site))
        if hints:
            load_discoveries(con, hints, [], run_id)
    classes = Counter(failure.failure_class for failure in failures)
    get_run_logger().info(
        "batch %d: %d captured, %d failed %s",
        batch_number,
        len(captures),
        len(failures),
        dict(classes) or "",
    )
    passing = sum(failure.retry_at is not None for failure in failures)
    return FetchedBatch(captures, failures, max(0, counts.failed - passing))
