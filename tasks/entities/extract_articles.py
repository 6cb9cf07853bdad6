"""Search articles for entities and turn what is found into rows of the raw tables.

An article is searched as one text: dateline and body, then title, then captions, so that the title
and the captions are resolved by what the body says. Offsets in the rows count in each field alone.
Quotes, events and dates are kept of the body only; credits are not searched.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple

import pyarrow as pa

from tasks.entities.extract import open_extractor
from tasks.entities.gazetteer.lookup import ENTITY_TYPES, Entry, ListKind
from tasks.entities.models import Extraction
from tasks.workers.process_pool import Pool
from warehouse.ingest.extraction_schemas import extracted_tables
from warehouse.ingest.extractions import ArticleText

BREAK = "\n\n"
# Below this many articles in a run, starting processes costs more than it saves: a start with its
# lists takes 2-4 s, an article 8 ms.
MIN_ARTICLES = 1_000
# By the hundred the tagger has all the speed it gets; by the thousand it takes twice the memory.
SEARCHED_TOGETHER = 100


class ExtractionRow(NamedTuple):
    """Row of raw.extractions."""

    capture_id: int
    extractor: str
    text_sha256: str
    run_id: str


class MentionRow(NamedTuple):
    """Row of raw.mentions."""

    capture_id: int
    seq: int
    field: str
    paragraph_seq: int | None
    sentence_seq: int
    start_char: int
    end_char: int
    text: str
    entity_type: str
    local_id: str
    name: str


class QuoteRow(NamedTuple):
    """Row of raw.quotes."""

    capture_id: int
    seq: int
    paragraph_seq: int | None
    start_char: int
    end_char: int
    text: str
    speaker: str | None
    speaker_kind: str
    local_id: str | None
    cue: str | None


class EventRow(NamedTuple):
    """Row of raw.events."""

    capture_id: int
    seq: int
    start_char: int
    end_char: int
    text: str
    verb: str
    cameo_root: str
    actor_local_id: str
    target_local_id: str
    happened_on: date | None
    place_id: str | None


class DateRow(NamedTuple):
    """Row of raw.text_dates."""

    capture_id: int
    seq: int
    start_char: int
    end_char: int
    text: str
    date_kind: str
    happened_on: date


class ListedRow(NamedTuple):
    """Row of raw.listed_entities."""

    entity_id: str
    entity_type: str
    name: str
    country: str | None
    latitude: float | None
    longitude: float | None
    wikidata_id: str | None
    geonames_id: int | None


@dataclass(frozen=True, slots=True)
class Field:
    """A stretch of the searched text: the field it comes from, and the number of its part."""

    name: str
    start: int
    part: int | None


@dataclass(frozen=True, slots=True)
class ExtractedBatch:
    """The rows of some articles, by raw table."""

    tables: dict[str, pa.Table]
    article_count: int
    mention_count: int


class Layout:
    """The searched text of one article, and where its fields lie in it."""

    def __init__(self, article: ArticleText) -> None:
        self.fields: list[Field] = []
        self._parts: list[str] = []
        self._length = 0
        if article.dateline:
            # On a line of its own, so that no name runs from it into the body.
            self._add("dateline", article.dateline + "\n", None)
        self._body = self._length
        self._add_body(article)
        self._add("title", BREAK + article.title, None, len(BREAK))
        for caption in article.captions:
            self._add("caption", BREAK + caption["text"], caption["seq"], len(BREAK))
        self.text = "".join(self._parts)
        self._starts = [field.start for field in self.fields]

    def place(self, start: int) -> tuple[Field, int]:
        """The field an offset lies in, and how far the offset is shifted in it."""
        field = self.fields[max(0, bisect_right(self._starts, start) - 1)]
        return field, self._body if field.name == "body" else field.start

    def is_within(self, start: int, end: int) -> bool:
        """Whether a stretch of the text lies in one field."""
        return self.place(start)[0].name == self.place(max(start, end - 1))[0].name

    def _add(self, name: str, text: str, part: int | None, skipped: int = 0) -> None:
        self.fields.append(Field(name, self._length + skipped, part))
        self._parts.append(text)
        self._length += len(text)

    def _add_body(self, article: ArticleText) -> None:
        """One field a paragraph; the body is its paragraphs joined by blank lines."""
        at = self._length
        for seq, paragraph in enumerate(article.body.split(BREAK), start=1):
            self.fields.append(Field("body", at, seq))
            at += len(paragraph) + len(BREAK)
        self._parts.append(article.body)
        self._length += len(article.body)


def extract_articles(
    articles: Sequence[ArticleText], backend: str, extractor: str, run_id: str
) -> ExtractedBatch:
    """Search articles, many at once for speed; one row in `extractions` for each of them."""
    rows: dict[str, list[NamedTuple]] = {
        "extractions": [
            ExtractionRow(article.capture_id, extractor, article.text_sha256, run_id)
            for article in articles
        ],
        "mentions": [],
        "quotes": [],
        "events": [],
        "text_dates": [],
    }
    for first in range(0, len(articles), SEARCHED_TOGETHER):
        for article, layout, found in _searched(articles[first:][:SEARCHED_TOGETHER], backend):
            rows["mentions"].extend(_mentions(article.capture_id, layout, found))
            rows["quotes"].extend(_quotes(article.capture_id, layout, found))
            rows["events"].extend(_events(article.capture_id, layout, found))
            rows["text_dates"].extend(_dates(article.capture_id, layout, found))
    return ExtractedBatch(extracted_tables(rows), len(articles), len(rows["mentions"]))


def _searched(
    articles: Sequence[ArticleText], backend: str
) -> Iterator[tuple[ArticleText, Layout, Extraction]]:
    layouts = [Layout(article) for article in articles]
    found = open_extractor(backend).extract(
        [layout.text for layout in layouts], [article.published_on for article in articles]
    )
    return zip(articles, layouts, found, strict=True)


class ArticleSearch:
    """Searches a batch of articles wherever the pool does its work; begun at once."""

    def __init__(
        self,
        pool: Pool,
        articles: Sequence[ArticleText],
        backend: str,
        extractor: str,
        run_id: str,
    ) -> None:
        self.backend, self.extractor = backend, extractor
        work = partial(extract_articles, backend=backend, extractor=extractor, run_id=run_id)
        self._begin = partial(pool.run, work, articles)
        self._begun: Iterator[ExtractedBatch] | None = self._begin()

    def results(self) -> Iterator[ExtractedBatch]:
        """Return the rows in parts; asked once more, the whole batch is searched once more."""
        begun, self._begun = self._begun, None
        return self._begin() if begun is None else begun


def listed_rows(backend: str) -> Iterator[ListedRow]:
    """Yield what the lists say of every entity on them."""
    for entry in open_extractor(backend).listed_entities():
        if entry.kind is not ListKind.NOTHING:
            yield _listed(entry)


def _listed(entry: Entry) -> ListedRow:
    return ListedRow(
        entry.entity_id,
        ENTITY_TYPES[entry.kind].value,
        entry.name,
        entry.country or None,
        entry.latitude,
        entry.longitude,
        entry.wikidata_id or None,
        entry.geonames_id,
    )


def _mentions(capture_id: int, layout: Layout, found: Extraction) -> Iterator[MentionRow]:
    # A backend that reads across lines may take two names for one: that is neither.
    whole = [one for one in found.mentions if layout.is_within(one.start, one.end)]
    for seq, one in enumerate(whole):
        field, shift = layout.place(one.start)
        yield MentionRow(
            capture_id,
            seq,
            field.name,
            field.part,
            max(0, bisect_right(found.sentence_starts, one.start) - 1),
            one.start - shift,
            one.end - shift,
            one.text,
            one.type.value,
            one.entity_id,
            one.name,
        )


def _quotes(capture_id: int, layout: Layout, found: Extraction) -> Iterator[QuoteRow]:
    placed = ((one, *layout.place(one.start)) for one in found.quotes)
    in_body = [item for item in placed if item[1].name == "body"]
    for seq, (one, field, shift) in enumerate(in_body):
        yield QuoteRow(
            capture_id,
            seq,
            field.part,
            one.start - shift,
            one.end - shift,
            one.text,
            one.speaker,
            one.speaker_kind.value,
            one.speaker_id,
            one.cue,
        )


def _events(capture_id: int, layout: Layout, found: Extraction) -> Iterator[EventRow]:
    placed = ((one, *layout.place(one.start)) for one in found.events)
    in_body = [item for item in placed if item[1].name == "body"]
    for seq, (one, _, shift) in enumerate(in_body):
        yield EventRow(
            capture_id,
            seq,
            one.start - shift,
            one.end - shift,
            one.text,
            one.verb,
            one.cameo_root,
            one.actor_id,
            one.target_id,
            one.day,
            one.place_id,
        )


def _dates(capture_id: int, layout: Layout, found: Extraction) -> Iterator[DateRow]:
    placed = ((one, *layout.place(one.start)) for one in found.dates)
    in_body = [item for item in placed if item[1].name == "body"]
    for seq, (one, _, shift) in enumerate(in_body):
        yield DateRow(
            capture_id,
            seq,
            one.start - shift,
            one.end - shift,
            one.text,
            one.kind.value,
            one.day,
        )
