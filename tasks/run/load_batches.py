"""Load parsed batches into the raw tables; while one is loaded, the next is parsed.

The steps fetch and parse both use this.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from duckdb import DuckDBPyConnection
from prefect import get_run_logger

from tasks.articles.parse_captures import MIN_PAGES, CaptureParser, ParsedBatch
from tasks.reports.markdown import counted
from tasks.run.context import Run
from tasks.run.progress import Progress
from tasks.workers.process_pool import prefetch_one
from warehouse.db.connect import open_warehouse
from warehouse.ingest.load import load_parsed

T = TypeVar("T")

# After a part of this many pages, the warehouse file is written (`checkpoint_after`).
CHECKPOINT_AFTER = 500


@dataclass(frozen=True, slots=True)
class BatchInWork:
    """A batch that is being parsed: its pages, their captures to parse, and the results."""

    number: int
    pages: int
    captures: int
    parts: Iterator[ParsedBatch]


@contextmanager
def open_parser(run: Run, pages: int) -> Iterator[CaptureParser]:
    """Open a parser for this number of pages, with worker processes if that is faster."""
    with run.runner.open_pool(pages, MIN_PAGES) as pool:
        yield CaptureParser(pool, run.captures_folder, run.source.site)


def load_as_parsed(run: Run, batches: Iterable[BatchInWork], progress: Progress) -> None:
    """Load batches in order; start the next batch before waiting for the current one."""
    log = get_run_logger()
    with progress.shown(log.info):
        for batch in prefetch_one(batches):
            if batch.captures:
                load_batch(run, batch)
            log.info(progress.add(batch.pages))


def load_batch(run: Run, batch: BatchInWork) -> None:
    """Wait until a batch is parsed and load it, one transaction per part.

    Loading a batch again changes nothing.
    """
    with run.record.stage("parse"):
        parts = wait_until_parsed(batch)
    with run.record.stage("load"):
        load_parts(run, parts)
    run.record.counts["parsed"] += batch.captures


def wait_until_parsed(batch: BatchInWork) -> list[ParsedBatch]:
    """Return the results of a batch; every capture is an article or a rejection in them."""
    parts = list(batch.parts)
    get_run_logger().info(
        "batch %d: %s, %d rejected",
        batch.number,
        counted(sum(part.article_count for part in parts), "article"),
        sum(part.rejection_count for part in parts),
    )
    return parts


def load_parts(run: Run, parts: Sequence[ParsedBatch]) -> None:
    """Load the parts of a parsed batch; count the listed pages that gave no article."""
    with open_warehouse(run.warehouse.beside_workers()) as con:
        for part in parts:
            run.record.counts["gone"] += load_parsed(con, part.tables)
            checkpoint_after(con, part.article_count + part.rejection_count)


def checkpoint_after(con: DuckDBPyConnection, loaded: int) -> None:
    """Write a large part into the file: what it replaced is in DuckDB's memory until then.

    That is 100 MB for a thousand articles of a large archive. Small parts wait for the end of their
    batch.
    """
    if loaded >= CHECKPOINT_AFTER:
        con.execute("checkpoint")


def split_in_batches(items: Sequence[T], size: int) -> Iterator[tuple[int, Sequence[T]]]:
    """Yield the items in batches of `size`, numbered from 1."""
    for number, start in enumerate(range(0, len(items), size), start=1):
        yield number, items[start : start + size]
