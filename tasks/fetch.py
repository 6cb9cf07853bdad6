"""Step fetch: fetch the pages that are due; parse and load each batch while the next is fetched."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from prefect import get_run_logger

from tasks.articles.parse_captures import CaptureParser
from tasks.models import Capture, FetchFailure, Purpose
from tasks.reports.markdown import counted
from tasks.run.context import Run
from tasks.run.load_batches import BatchInWork, load_as_parsed, open_parser, split_in_batches
from tasks.run.progress import Progress
from tasks.run.session import Session
from tasks.run.steps import step
from tasks.sources.captured_listings import read_archived_listings
from tasks.sources.captured_posts import read_captured_posts
from tasks.sources.source import POSTPONED, MayBeAway, PageRequest
from warehouse.db.connect import open_warehouse
from warehouse.ingest.frontier import select_due
from warehouse.ingest.load import load_captures, load_discoveries


@dataclass(frozen=True, slots=True)
class FetchedBatch:
    """The captures and failures of a batch.

    `refused` counts captures that are error responses (5xx, 429, 403, 406 and so on), or 404 for a
    page the site itself listed in this run: their pages stay due. `gone` counts the other pages
    that are gone.
    """

    captures: list[Capture]
    failures: list[FetchFailure]
    refused: int = 0
    gone: int = 0


@step("fetch")
def fetch(run: Run, session: Session) -> None:
    """Fetch the pages that are due, batch by batch, into the store and its index.

    A page that fails is a row with its next attempt: later runs retry it. The step itself is
    retried only when a whole batch failed with a transient error.
    """
    requests = pages_to_fetch(run)
    get_run_logger().info("%s due", counted(len(requests), "page"))
    progress = Progress("fetch", len(requests), within=lambda: session.store.untaken)
    with open_parser(run, len(requests)) as parser:
        load_as_parsed(run, _fetch_batches(run, session, requests, parser, progress), progress)


def pages_to_fetch(run: Run) -> list[PageRequest]:
    """Return the pages that are due, at most the rest of the run's `max_pages`.

    A retry of the step therefore does not exceed the limit.
    """
    selection, counts = run.selection, run.record.counts
    if selection.max_pages is not None:
        requested = counts["captured"] + counts["failed"] + counts["given_up"]
        left = selection.max_pages - requested
        selection = replace(selection, max_pages=max(0, left))
    with open_warehouse(run.warehouse) as con:
        due = select_due(con, selection)
    return [PageRequest(*page) for page in due]


def _fetch_batches(
    run: Run,
    session: Session,
    requests: Sequence[PageRequest],
    parser: CaptureParser,
    progress: Progress,
) -> Iterator[BatchInWork]:
    size = run.stored_batch_pages if run.source.is_on_disk else run.batch_pages
    for number, batch in split_in_batches(requests, size):
        with run.record.stage("fetch"):
            fetched = fetch_batch(run, session, batch)
        progress.ahead += len(batch)
        record_batch(run, number, fetched)
        captures = [capture for capture in fetched.captures if _has_new_body(capture)]
        yield BatchInWork(number, len(batch), len(captures), parser.parse(captures))


def fetch_batch(run: Run, session: Session, batch: Sequence[PageRequest]) -> FetchedBatch:
    """Fetch a batch and index it, including the hints of its listings about other pages."""
    outcomes = session.source.fetch(batch)
    if isinstance(session.source, MayBeAway) and session.source.absence:
        run.record.note_absence(run.source.site.origin, session.source.absence)
    failures = [outcome for outcome in outcomes if isinstance(outcome, FetchFailure)]
    store = session.store
    captures = store.take()
    captures += read_captured_posts(store.folder, captures, run.source.site)
    with open_warehouse(run.warehouse) as con:
        counts = load_captures(con, captures, failures, run.run_id)
        hints = list(read_archived_listings(store.folder, captures, run.source.site))
        if hints:
            load_discoveries(con, hints, [], run.run_id)
    temporary = sum(failure.retry_at is not None for failure in failures)
    return FetchedBatch(captures, failures, max(0, counts.failed - temporary), counts.gone)


def record_batch(run: Run, number: int, fetched: FetchedBatch) -> None:
    """Add a batch to the counts of the run, and log it."""
    if not run.source.is_live:
        # An error response in a file is final; from the live site the page is still missing.
        fetched = replace(fetched, refused=0, gone=0)
    counts = _count_batch(fetched)
    run.record.counts.update(counts)
    why = Counter(failure.failure_class for failure in fetched.failures)
    why["error response"] = fetched.refused
    reasons = ", ".join(f"{count} {reason}" for reason, count in why.items() if count)
    given_up = f", {counts['given_up']} gone or excluded" if counts["given_up"] else ""
    get_run_logger().info(
        "batch %d: %d captured, %d failed%s%s",
        number,
        counts["captured"],
        counts["failed"],
        given_up,
        f" ({reasons})" if reasons else "",
    )


def _count_batch(fetched: FetchedBatch) -> dict[str, int]:
    postponed = sum(failure.failure_class == POSTPONED for failure in fetched.failures)
    # Such as pages that robots.txt excludes: the warehouse decides when they are due.
    given_up = sum(failure.retry_at is None for failure in fetched.failures)
    # A response that asks to retry later is kept as well, and is a failure.
    failed_urls = {failure.url for failure in fetched.failures}
    stored = sum(capture.url not in failed_urls for capture in fetched.captures)
    return {
        "captured": max(0, stored - fetched.refused),
        "failed": len(fetched.failures) - postponed - given_up + fetched.refused,
        "given_up": given_up,
        "postponed": postponed,
        "gone": fetched.gone,
    }


def _has_new_body(capture: Capture) -> bool:
    return capture.purpose is Purpose.PAGE and not capture.is_revisit
