"""Parse a batch of captures into the rows of the raw tables, on as many processes as allowed.

Nothing here knows Prefect: worker processes import this module in 0.3 s instead of 5.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa

from tasks.archive.store import read_page
from tasks.archive.urls import Site
from tasks.articles.parse_page import PARSER_VERSION, parse_page
from tasks.errors import IntegrityError
from tasks.models import Article, Capture, Reason, Rejection
from warehouse.records import parsed_tables

# Below this many pages in a run, starting processes costs more than it saves: a start takes 1-3 s,
# a page 2-4 ms.
MIN_PAGES = 2_000


@dataclass(frozen=True, slots=True)
class ParsedBatch:
    """The rows of some captures, by raw table, and how many captures came to what."""

    tables: dict[str, pa.Table]
    article_count: int
    rejection_count: int


def parse_captures(folder: Path, captures: Sequence[Capture], site: Site) -> ParsedBatch:
    """Parse captures out of the store in `folder`; each ends in exactly one of the two counts."""
    outcomes = [_parse(folder, capture, site) for capture in captures]
    articles = [outcome for outcome in outcomes if isinstance(outcome, Article)]
    rejections = [outcome for outcome in outcomes if isinstance(outcome, Rejection)]
    return ParsedBatch(parsed_tables(articles, rejections), len(articles), len(rejections))


def _parse(folder: Path, capture: Capture, site: Site) -> Article | Rejection:
    try:
        page = read_page(folder, capture)
    except IntegrityError as error:
        return Rejection(
            capture.capture_id, capture.url, Reason.CORRUPT, str(error), PARSER_VERSION
        )
    return parse_page(page, site)


class ParserPool:
    """Parses batches: on `workers` processes, or in this one if `pages`, the run's, are few."""

    def __init__(self, folder: Path, site: Site, workers: int, pages: int) -> None:
        self._folder = folder
        self._site = site
        self._workers = workers if pages >= MIN_PAGES else 1
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._executor:
            self._executor.shutdown(cancel_futures=True)

    def parse(self, captures: Sequence[Capture]) -> Iterator[ParsedBatch]:
        """Yield the batch's rows in parts, in the order of the captures."""
        if self._workers == 1:
            yield parse_captures(self._folder, captures, self._site)
            return
        executor = self._start()
        size = -(-len(captures) // self._workers)
        parts = [captures[at : at + size] for at in range(0, len(captures), size)]
        jobs = [executor.submit(parse_captures, self._folder, part, self._site) for part in parts]
        for job in jobs:
            yield job.result()

    def _start(self) -> ProcessPoolExecutor:
        # spawn: a forked child would inherit Prefect's threads and their locks.
        if self._executor is None:
            self._executor = ProcessPoolExecutor(self._workers, mp_context=get_context("spawn"))
        return self._executor
