"""Step 1 of 6: what there is, as every route of the source tells it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.models import Candidate, Expectation
from tasks.retry import is_transient
from tasks.sources.live.discovery_client import UNANSWERED
from tasks.sources.source import Finding, Source, Window
from tasks.warc.store import CaptureStore
from warehouse.db.connect import WarehouseAddress, open_warehouse
from warehouse.ingest.load import DiscoveryCounts, load_captures, load_discoveries

# One transaction each: big enough for few commits, small enough that an interrupted walk of the
# live site loses little.
CHUNK = 5_000
# A walk of the live site takes many minutes, and how many is not known before its end.
SAY_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a discovery found, and how many of its questions to the source stayed unanswered."""

    counts: DiscoveryCounts
    unanswered: int


@task(
    task_run_name="discover-{source.name}",
    cache_policy=NO_CACHE,
    retry_delay_seconds=[60, 300],
    retry_jitter_factor=0.5,
    retry_condition_fn=is_transient,
)
def discover_pages(
    source: Source, store: CaptureStore, window: Window, warehouse: WarehouseAddress, run_id: str
) -> Discovery:
    """Put every page the source names into the frontier, with what it says about it."""
    counts = DiscoveryCounts()
    unanswered = 0
    for chunk in _chunks(_telling(source.discover(window))):
        counts += _load(chunk, store, warehouse, run_id)
        unanswered += sum(_is_unanswered(finding) for finding in chunk)
    # The answers that ended the last walk (a page past the end, say) named nothing more.
    counts += _load([], store, warehouse, run_id)
    get_run_logger().info(
        "%s names %d pages: %d new, %d changed, %d questions unanswered",
        source.name,
        counts.named,
        counts.new,
        counts.changed,
        unanswered,
    )
    return Discovery(counts, unanswered)


def _is_unanswered(finding: Finding) -> bool:
    return isinstance(finding, Expectation) and finding.denominator == UNANSWERED


def _telling(findings: Iterator[Finding]) -> Iterator[Finding]:
    """Say in the log now and then how far the walk is."""
    said = time.monotonic()
    for count, finding in enumerate(findings, start=1):
        if time.monotonic() - said >= SAY_SECONDS:
            get_run_logger().info("still looking: %s things found so far", f"{count:,}")
            said = time.monotonic()
        yield finding


def _chunks(findings: Iterator[Finding]) -> Iterator[list[Finding]]:
    while chunk := list(islice(findings, CHUNK)):
        yield chunk


def _load(
    chunk: list[Finding], store: CaptureStore, warehouse: WarehouseAddress, run_id: str
) -> DiscoveryCounts:
    candidates = [finding for finding in chunk if isinstance(finding, Candidate)]
    expectations = [finding for finding in chunk if isinstance(finding, Expectation)]
    captures = store.take()
    with open_warehouse(warehouse) as con:
        load_captures(con, captures, [], run_id)
        return load_discoveries(con, candidates, expectations, run_id)
