"""Extract entities from stored articles in batches and return rows of the raw tables.

`extract_articles` does the work in one process; `begin_extraction` runs it in the worker pool. Both
use the code of `tasks.entities.extract_article`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from tasks.entities.arrays import map_arrays, read_arrays, share_arrays
from tasks.entities.document import Document, TypedParagraph, joined_document
from tasks.entities.extract import open_extractor
from tasks.entities.gazetteer.known_entities import read_known_entities
from tasks.entities.gazetteer.lives import read_kin, read_memberships, read_terms
from tasks.entities.gazetteer.lookup import ListKind
from tasks.entities.gazetteer.places import PLACES_FILE, open_places
from tasks.entities.ner.encoder.model_file import ENCODER_FILE, read_encoder_arrays
from tasks.entities.raw_rows import (
    ExtractionRow,
    KinRow,
    ListedRow,
    OfficeRow,
    date_rows,
    event_rows,
    listed_row,
    mention_rows,
    statement_rows,
)
from tasks.models import ParagraphKind
from tasks.workers.process_pool import Pool
from warehouse.ingest.extraction_schemas import extracted_tables
from warehouse.ingest.extractions import ArticleText

# Minimum number of articles for worker processes: starting them with the lists takes 2-4 s, an
# article 8 ms.
MIN_ARTICLES = 1_000
# The tagger reaches its full speed at a hundred articles; at a thousand it needs twice the memory.
EXTRACTED_TOGETHER = 100


@dataclass(frozen=True, slots=True)
class ExtractedBatch:
    """The rows of some articles, by raw table."""

    tables: dict[str, pa.Table]
    article_count: int
    mention_count: int


def extract_articles(
    articles: Sequence[ArticleText], backend: str, extractor: str, run_id: str
) -> ExtractedBatch:
    """Extract entities from articles; every article gets one row in `extractions`.

    The rows become Arrow tables some articles at a time: as Python objects, those of a thousand
    articles would take 100 MB.
    """
    batches = [
        _extract_together(articles[first : first + EXTRACTED_TOGETHER], backend, extractor, run_id)
        for first in range(0, max(len(articles), 1), EXTRACTED_TOGETHER)
    ]
    tables = {name: pa.concat_tables(batch[name] for batch in batches) for name in batches[0]}
    return ExtractedBatch(tables, len(articles), len(tables["mentions"]))


def _extract_together(
    articles: Sequence[ArticleText], backend: str, extractor: str, run_id: str
) -> dict[str, pa.Table]:
    rows: dict[str, list[NamedTuple]] = {
        "extractions": [
            ExtractionRow(article.capture_id, extractor, article.text_sha256, run_id)
            for article in articles
        ],
        "mentions": [],
        "statements": [],
        "events": [],
        "text_dates": [],
    }
    found = open_extractor(backend).extract_documents([stored_document(one) for one in articles])
    for article, extraction in zip(articles, found, strict=True):
        rows["mentions"].extend(mention_rows(article.capture_id, extraction))
        rows["statements"].extend(statement_rows(article.capture_id, extraction))
        rows["events"].extend(event_rows(article.capture_id, extraction))
        rows["text_dates"].extend(date_rows(article.capture_id, extraction))
    return extracted_tables(rows)


def stored_document(article: ArticleText) -> Document:
    """Return the document of an article as the warehouse stores it."""
    return joined_document(
        title=article.title,
        dateline=article.dateline,
        body=article.body,
        captions={caption["seq"]: caption["text"] for caption in article.captions},
        typed=[
            TypedParagraph(turn["seq"], ParagraphKind(turn["kind"]), turn["speaker"])
            for turn in article.turns
        ],
        published_on=article.published_on,
    )


def begin_extraction(
    pool: Pool, articles: Sequence[ArticleText], backend: str, extractor: str, run_id: str
) -> Iterator[ExtractedBatch]:
    """Start extraction of a batch in the worker pool; yield its rows in parts, in order."""
    work = partial(extract_articles, backend=backend, extractor=extractor, run_id=run_id)
    return pool.run(work, articles)


def share_lists(folder: Path) -> Callable[[], None]:
    """Write the largest arrays to a folder; return what worker processes call to map them."""
    files = {PLACES_FILE: read_arrays(PLACES_FILE), ENCODER_FILE: read_encoder_arrays()}
    return partial(map_arrays, share_arrays(folder, files))


def listed_rows(backend: str) -> Iterator[ListedRow]:
    """Yield the row of every entity on the lists."""
    for entry in open_extractor(backend).listed_entities():
        if entry.kind is not ListKind.NOTHING:
            yield listed_row(entry)


def office_rows() -> Iterator[OfficeRow]:
    """Yield the terms of office on the lists; of both lists, `known_entities.yml` is believed."""
    stated = set()
    for office in read_known_entities().offices:
        for one in office.holders:
            stated.add((one.person_id, office.office, office.country))
            where = (office.country or None, office.body or None)
            yield OfficeRow(one.person_id, office.office, *where, one.from_on, one.until_on)
    for term in (*read_terms(), *read_memberships()):
        if (term.person_id, term.office, term.country) not in stated:
            days = (term.from_on, term.until_on)
            yield OfficeRow(term.person_id, term.office, term.country or None, None, *days)


def kin_rows() -> Iterator[KinRow]:
    """Yield the relatives of people on the lists."""
    for one in read_kin():
        yield KinRow(one.person_id, one.relation, one.relative_id, one.relative_name)


def place_rows(entity_ids: Iterable[str]) -> Iterator[ListedRow]:
    """Yield the rows of places of the index by their ids (`geo/99592`); unknown ids have none."""
    places = open_places()
    for entity_id in entity_ids:
        number = entity_id.removeprefix("geo/")
        # Regions of our own list (`geo/sd-darfur`) are not in the index.
        entry = places.with_id(int(number)) if number.isdigit() else None
        if entry:
            yield listed_row(entry)
