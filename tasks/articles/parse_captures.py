"""Parse a batch of captures into rows of the raw tables, in worker processes.

This module does not import Prefect, so worker processes start in 0.3 s instead of 5 s.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyarrow as pa

from tasks.articles.parse_page import PARSER_VERSION, parse_page
from tasks.articles.rest_posts import Row, item_page, rows_by_item
from tasks.errors import IntegrityError
from tasks.models import Article, Capture, Page, Reason, Rejection
from tasks.urls import Site
from tasks.warc.store import read_page
from tasks.workers.process_pool import Pool
from warehouse.ingest.arrow_schemas import parsed_tables

# Minimum number of pages for worker processes: starting them takes 1-3 s, a page 2-4 ms.
MIN_PAGES = 2_000


@dataclass(frozen=True, slots=True)
class ParsedBatch:
    """The rows of some captures by raw table, and the numbers of articles and rejections."""

    tables: dict[str, pa.Table]
    article_count: int
    rejection_count: int


def parse_captures(folder: Path, captures: Sequence[Capture], site: Site) -> ParsedBatch:
    """Parse captures from the store in `folder`; each is counted as article or rejection."""
    read = PageReader(folder).read
    outcomes = [_parse(read, capture, site) for capture in captures]
    articles = [outcome for outcome in outcomes if isinstance(outcome, Article)]
    rejections = [outcome for outcome in outcomes if isinstance(outcome, Rejection)]
    return ParsedBatch(parsed_tables(articles, rejections), len(articles), len(rejections))


class PageReader:
    """Reads pages from the store; the posts of one answer are read from it together."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._place: tuple[str, int] | None = None
        self._answer: tuple[Page, dict[str, Row]] | None = None

    def read(self, capture: Capture) -> Page:
        """Return the page of a capture, or the post of one that is an item of an answer.

        Raises:
            IntegrityError: the bytes are not there, damaged, or do not hold the post.
        """
        if capture.item is None:
            return read_page(self._folder, capture)
        place = (capture.warc_file, capture.warc_offset)
        if self._answer is None or self._place != place:
            answer = read_page(self._folder, capture)
            self._place, self._answer = place, (answer, rows_by_item(answer))
        return item_page(*self._answer, capture)


def _parse(read: Callable[[Capture], Page], capture: Capture, site: Site) -> Article | Rejection:
    try:
        page = read(capture)
    except IntegrityError as error:
        return Rejection(
            capture.capture_id, capture.url, Reason.UNREADABLE, str(error), PARSER_VERSION
        )
    return parse_page(page, site)


class CaptureParser:
    """Parses batches of captures of one store on a worker pool."""

    def __init__(self, pool: Pool, folder: Path, site: Site) -> None:
        self._pool = pool
        self._parse = partial(parse_captures, folder, site=site)

    def parse(self, captures: Sequence[Capture]) -> Iterator[ParsedBatch]:
        """Start to parse a batch; yield its rows in parts, in the order of the captures."""
        return self._pool.run(self._parse, captures)
