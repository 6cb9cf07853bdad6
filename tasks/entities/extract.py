"""Extraction from one text or article: `extract_entities(text)`, `extract_article(article)`.

The steps: split sentences, find names (the chosen backend), resolve them, then find answers,
quotes, dates and events. Every field of an article has its own rules: the dateline holds places
and bodies only; quotes, dates and events are read from the body alone; a caption never renames an
entity of the body; a title names only people of the body or of the lists.
"""

import gc
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from typing import Any

from tasks.entities.document import Document, article_document, text_document
from tasks.entities.facts.datelines import DatelinePlace, read_dateline
from tasks.entities.facts.dates.find_dates import find_dates
from tasks.entities.facts.events.find_events import find_events
from tasks.entities.facts.speech.interviews import (
    find_answers,
    find_interviewee,
    read_turns,
    turn_marks,
)
from tasks.entities.facts.speech.sources import Holders
from tasks.entities.facts.speech.statements import find_statements
from tasks.entities.garbage_collection import garbage_collection_paused
from tasks.entities.gazetteer.known_entities import read_known_entities
from tasks.entities.gazetteer.lookup import Entry, ListKind, open_gazetteer
from tasks.entities.linking.article.listed import Context, national_entry, resolve_label
from tasks.entities.linking.article.resolve import Sections, resolve_mentions
from tasks.entities.linking.body_spans import correct_bodies
from tasks.entities.linking.kingdoms import find_kingdoms
from tasks.entities.linking.offices.office_holders import office_holders
from tasks.entities.linking.offices.offices_by_date import find_offices, titles_in
from tasks.entities.linking.person_spans import correct_people
from tasks.entities.linking.unlisted_speakers import with_speakers
from tasks.entities.models import EntityType, Extraction, Field, Mention, Sentence, Span, Statement
from tasks.entities.ner.backends import Backend, open_backend
from tasks.entities.ner.clean_spans import find_mosques, find_storms, outside, touches, trim_spans
from tasks.entities.ner.compounds import find_in_compounds, without_compounds
from tasks.entities.ner.geography import find_geography, find_oil_grades
from tasks.entities.ner.split_spans import split_spans
from tasks.entities.ner.tokenizer import split_sentences
from tasks.models import Article

# After an office a name follows (`Crown Prince Salman`): then the name is the mention.
_NAME_REACH = 2
_NAME_LENGTH = 200


class Extractor:
    """A backend and the lists, opened once. Pass many documents at a time for speed."""

    def __init__(self, backend: Backend, context: Context) -> None:
        self._backend = backend
        self._context = context

    @property
    def context(self) -> Context:
        """The lists names are resolved against."""
        return self._context

    def extract(self, texts: Sequence[str], days: Sequence[date | None]) -> list[Extraction]:
        """Return the extraction of each text, published on the day beside it."""
        with garbage_collection_paused():
            sentences = [split_sentences(text) for text in texts]
            found = self._backend.find_spans(texts, sentences)
            documents = map(text_document, texts, days)
            return [self._finish(*own) for own in zip(documents, sentences, found, strict=True)]

    def extract_documents(self, documents: Sequence[Document]) -> list[Extraction]:
        """Return the extraction of each document, with offsets in the fields of the article."""
        with garbage_collection_paused():
            texts = [document.text for document in documents]
            sentences = [split_sentences(text) for text in texts]
            evidence = [
                bisect_left(own, document.body_end, key=lambda one: one.start)
                for own, document in zip(sentences, documents, strict=True)
            ]
            found = self._backend.find_spans(texts, sentences, evidence)
            return [self._finish(*own) for own in zip(documents, sentences, found, strict=True)]

    def listed_entities(self) -> list[Entry]:
        """Return every entity on the lists, one entry for each id, ministries for every country."""
        by_id = self._context.gazetteer.by_id
        countries = [one for one in by_id.values() if one.kind is ListKind.COUNTRY]
        bodies = [by_id[one] for one in sorted(self._context.known.national)]
        return [
            *by_id.values(),
            *(national_entry(body, country) for body in bodies for country in countries),
        ]

    def _finish(
        self, document: Document, sentences: list[Sentence], spans: list[Span]
    ) -> Extraction:
        body, day = document.text[: document.body_end], document.published_on
        mentions = self._resolve(document, spans)
        in_body = mentions[: bisect_left(mentions, document.body_end, key=_start)]
        dates = find_dates(body, day)
        answers = find_answers(document, mentions, partial(resolve_label, self._context))
        statements = find_statements(body, in_body, answers, self._holders_on(day))
        mentions, statements = with_speakers(document.text, mentions, statements)
        events = find_events(body, in_body, dates, self._context.gazetteer.by_id)
        starts = [sentence.start for sentence in sentences]
        return Extraction(
            tuple(_placed_mention(document, starts, one) for one in mentions),
            tuple(
                _placed_statement(document, one) for one in statements if _is_body(document, one)
            ),
            tuple(_shifted(document, one) for one in dates if _is_body(document, one)),
            tuple(_shifted(document, one) for one in events if _is_body(document, one)),
        )

    def _holders_on(self, day: date | None) -> Holders | None:
        """Who a description of an office means on a day."""
        if not day:
            return None
        return lambda words, named: self._context.holders.meant(words, day, named)

    def _resolve(self, document: Document, spans: list[Span]) -> list[Mention]:
        """Return the mentions of all fields, with offsets in the joined text."""
        text = document.text
        places = read_dateline(text[: document.body_end], self._context.gazetteer)
        spans = self._correct_spans(document, spans, places)
        introduced = None
        if read_turns(document):
            introduced = find_interviewee(document, spans, self._is_listed)
        if introduced:
            taken = [(introduced.start, introduced.end)]
            spans = sorted([*outside(spans, taken), introduced], key=_start)
        sections = Sections(document.body_end, document.title_start, introduced)
        mentions = resolve_mentions(text, spans, self._context, document.published_on, sections)
        mentions = sorted(
            [*mentions, *find_kingdoms(text, mentions, self._context.gazetteer)], key=_start
        )
        if document.published_on:
            mentions = self._with_offices(text, mentions, document.published_on, places)
        return mentions

    def _correct_spans(
        self, document: Document, spans: list[Span], places: list[DatelinePlace]
    ) -> list[Span]:
        """Remove, split and add names by rules about their words and their field."""
        text, gazetteer = document.text, self._context.gazetteer
        nowhere = [
            *(*find_mosques(text), *find_storms(text)),
            *(*find_oil_grades(text), *turn_marks(document)),
        ]
        spans = split_spans(text, trim_spans(text, outside(spans, nowhere)), gazetteer)
        spans = without_compounds(text, spans, gazetteer)
        for find in (find_in_compounds, find_geography):
            added = find(text, spans, gazetteer)
            if added:
                spans = outside(spans, [(one.start, one.end) for one in added])
                spans = sorted([*spans, *added], key=_start)
        spans = _with_dateline(trim_spans(text, spans), places)
        spans = [one for one in spans if _is_allowed(document, one)]
        return correct_bodies(text, correct_people(text, spans), gazetteer)

    def _is_listed(self, name: str) -> bool:
        return bool(self._context.gazetteer.named(name))

    def _with_offices(
        self, text: str, mentions: list[Mention], day: date, places: list[DatelinePlace]
    ) -> list[Mention]:
        """Add offices that refer to their holder, unless the name is beside them."""
        country = places[0].country if places else _main_country(mentions, self._context)
        taken = [(one.start, one.end) for one in mentions if one.type is EntityType.PERSON]
        added = [
            Mention(
                office.start,
                office.end,
                EntityType.PERSON,
                text[office.start : office.end],
                office.holder.person_id,
                office.holder.name,
            )
            for office in find_offices(text, self._context.known, day, country)
            if not _is_named(text, office.start, office.end, taken)
        ]
        marks = [*((new.start, new.end) for new in added), *titles_in(text)]
        kept = [one for one in mentions if not touches(one, marks)]
        return sorted([*kept, *added], key=_start)


@lru_cache(maxsize=4)
def open_extractor(backend: str = "builtin") -> Extractor:
    """Open the lists and a backend by its setting. Raises `MissingBackend`, `BadKnownEntities`."""
    known = read_known_entities()
    gazetteer = open_gazetteer((*known.entries, *office_holders()))
    context = Context(gazetteer, known)
    _ = context.people  # read now, with the other lists
    extractor = Extractor(open_backend(backend, gazetteer), context)
    # The lists are never freed: without them every full collection is many times as fast.
    gc.collect()
    gc.freeze()
    return extractor


def extract_entities(
    text: str, published_on: date | None = None, backend: str = "builtin"
) -> Extraction:
    """Return the mentions, quotes, dates and events of one text; every offset indexes `text`.

    Relative dates and offices (`the Crown Prince`) are resolved only if `published_on` is given.
    """
    return open_extractor(backend).extract([text], [published_on])[0]


def extract_article(article: Article, backend: str = "builtin") -> Extraction:
    """Return the extraction of a parsed article, as stored in the warehouse.

    Offsets count in the field of the mention (`Mention.field`, `Mention.part`); quotes, dates and
    events index `article.body`. Answers of an interview are quotes with the cue `interview`.
    """
    return open_extractor(backend).extract_documents([article_document(article)])[0]


def extraction_record(extraction: Extraction) -> dict[str, list[dict[str, Any]]]:
    """Return the extraction as lists and dictionaries for JSON (`aawsat entities extract`)."""
    return {
        "mentions": [_record(one) for one in extraction.mentions],
        "quotes": [_record(one) for one in extraction.quotes],
        "statements": [_record(one) for one in extraction.statements],
        "dates": [_record(one) for one in extraction.dates],
        "events": [_record(one) for one in extraction.events],
    }


def _record(one: Any) -> dict[str, Any]:
    values = ((name, getattr(one, name)) for name in type(one).__dataclass_fields__)
    return {name: str(value) if isinstance(value, date) else value for name, value in values}


def _start(one: Any) -> int:
    start: int = one.start
    return start


def _is_allowed(document: Document, span: Span) -> bool:
    """Whether a name is within one field, and not a person in a dateline."""
    if not document.is_in_one_field(span.start, span.end):
        return False
    is_person = span.label is EntityType.PERSON
    return not (is_person and document.locate(span.start).name is Field.DATELINE)


def _is_body(document: Document, one: Any) -> bool:
    return document.locate(one.start).name is Field.BODY


def _placed_mention(document: Document, starts: Sequence[int], one: Mention) -> Mention:
    field = document.locate(one.start)
    return replace(
        one,
        start=one.start - field.origin,
        end=one.end - field.origin,
        field=field.name,
        part=field.part,
        sentence=max(0, bisect_right(starts, one.start) - 1),
    )


def _placed_statement(document: Document, one: Statement) -> Statement:
    field = document.locate(one.start)
    origin = field.origin
    start, end = one.speaker_start, one.speaker_end
    return replace(
        one,
        start=one.start - origin,
        end=one.end - origin,
        speaker_start=None if start is None else start - origin,
        speaker_end=None if end is None else end - origin,
        part=field.part,
    )


def _shifted(document: Document, one: Any) -> Any:
    origin = document.locate(one.start).origin
    return replace(one, start=one.start - origin, end=one.end - origin) if origin else one


def _with_dateline(spans: list[Span], places: list[DatelinePlace]) -> list[Span]:
    """Replace spans of the tagger in a dateline by the places of the dateline."""
    if not places:
        return spans
    kept = [
        one
        for one in spans
        if not any(place.start < one.end and one.start < place.end for place in places)
    ]
    added = [Span(place.start, place.end, EntityType.PLACE) for place in places]
    return sorted([*kept, *added], key=_start)


def _main_country(mentions: list[Mention], context: Context) -> str:
    countries = [
        entry.country
        for one in mentions
        if one.type in (EntityType.PLACE, EntityType.DEMONYM)
        and (entry := context.gazetteer.by_id.get(one.entity_id))
        and entry.country
    ]
    return max(countries, key=lambda code: (countries.count(code), code), default="")


def _is_named(text: str, start: int, end: int, people: list[tuple[int, int]]) -> bool:
    """Whether a name is inside, right after, or after one more title (`Mosques King X`)."""
    near = bisect_left(people, (start - _NAME_LENGTH, 0))
    for first, last in people[near : bisect_left(people, (end + _NAME_LENGTH, 0))]:
        gap = text[end:first] if first >= end else ""
        if first < end and start < last:
            return True
        if (
            first - end >= 0
            and len(gap.split()) <= _NAME_REACH
            and gap.replace(",", "").strip().istitle()
        ):
            return True
        if 0 <= first - end <= 2 and gap.strip() in ("", ","):
            return True
    return False
