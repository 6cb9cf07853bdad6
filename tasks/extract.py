"""Step extract: find entities, quotes, events and dates in the articles."""

from collections.abc import Iterator, Sequence
from functools import partial

from prefect import get_run_logger

from tasks.entities.extract_articles import (
    MIN_ARTICLES,
    ExtractedBatch,
    begin_extraction,
    kin_rows,
    listed_rows,
    office_rows,
    place_rows,
    share_lists,
)
from tasks.entities.version import extractor_version
from tasks.reports.markdown import counted
from tasks.run.context import Run
from tasks.run.load_batches import checkpoint_after, split_in_batches
from tasks.run.progress import Progress
from tasks.run.steps import step
from tasks.workers.process_pool import Pool, prefetch_one, run_once
from warehouse.db.connect import open_warehouse
from warehouse.ingest.extractions import (
    DueText,
    ExtractionChange,
    add_listed_entities,
    captures_to_extract,
    load_extracted,
    load_listed_entities,
    load_listed_kin,
    load_listed_offices,
    read_article_texts,
    unlisted_places,
)


@step("extract")
def extract(run: Run) -> None:
    """Process articles that are new, changed, or were processed by another extractor version."""
    extractor = extractor_version(run.entities_backend)
    with run.record.stage("extract"):
        with open_warehouse(run.warehouse) as con:
            due = captures_to_extract(con, extractor)
        if due:
            get_run_logger().info("%s to process with %s", counted(len(due), "article"), extractor)
            _extract_due(run, due, extractor)
        _add_places(run)


def _extract_due(run: Run, due: Sequence[DueText], extractor: str) -> None:
    """Process batch by batch; while one is loaded, the next is being processed."""
    counts, before = run.record.counts, run.record.counts["searched"]
    progress = Progress(
        "extract", len(due), within=lambda: counts["searched"] - before - progress.done
    )
    with run.runner.open_pool(len(due), MIN_ARTICLES, share_lists) as pool:
        _load_lists(run, pool, extractor)
        batches = _begin_batches(run, pool, due, extractor)
        with progress.shown(get_run_logger().info):
            for number, parts in enumerate(prefetch_one(batches), start=1):
                change = load_extractions(run, parts, number)
                get_run_logger().info(progress.add(change.articles))


def _load_lists(run: Run, pool: Pool, extractor: str) -> None:
    """Store the lists of this version; workers read them, since they take 100 MB of memory."""
    with open_warehouse(run.warehouse) as con:
        listed = run_once(pool, partial(listed_rows, run.entities_backend))
        load_listed_entities(con, listed, extractor)
        load_listed_offices(con, run_once(pool, office_rows), extractor)
        load_listed_kin(con, run_once(pool, kin_rows), extractor)


def _add_places(run: Run) -> None:
    """Store the facts of places that articles name.

    Also when nothing is due: a run may have ended after its extractions and before this.
    """
    with open_warehouse(run.warehouse) as con:
        if places := unlisted_places(con):
            add_listed_entities(con, place_rows(places))


def _begin_batches(
    run: Run, pool: Pool, due: Sequence[DueText], extractor: str
) -> Iterator[Iterator[ExtractedBatch]]:
    for _, batch in split_in_batches(due, run.stored_batch_pages):
        with open_warehouse(run.warehouse.beside_workers()) as con:
            texts = read_article_texts(con, batch)
        yield begin_extraction(pool, texts, run.entities_backend, extractor, run.run_id)


def load_extractions(run: Run, parts: Iterator[ExtractedBatch], number: int) -> ExtractionChange:
    """Replace the entity rows of a batch of articles, one transaction per part."""
    change = ExtractionChange()
    with open_warehouse(run.warehouse.beside_workers()) as con:
        for part in parts:
            of_part = load_extracted(con, part.tables)
            run.record.counts["searched"] += of_part.articles
            change += of_part
            checkpoint_after(con, of_part.articles)
    counts = run.record.counts
    counts["mentions_added"] += change.mentions_added
    counts["mentions_removed"] += change.mentions_removed
    get_run_logger().info(
        "batch %d: extracted %s: %s added, %d removed",
        number,
        counted(change.articles, "article"),
        counted(change.mentions_added, "mention"),
        change.mentions_removed,
    )
    return change
