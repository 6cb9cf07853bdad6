"""The whole chain on one text: `extract_entities(text, published_on)`.

Sentences -> names (the chosen backend) -> whose names they are -> quotes, dates, events. Captions
and credits are not part of the text that is given; the pipeline keeps them apart.
"""

import gc
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from tasks.entities.facts.datelines import DatelinePlace, read_dateline
from tasks.entities.facts.dates import find_dates
from tasks.entities.facts.events import find_events
from tasks.entities.facts.interviews import turn_marks
from tasks.entities.facts.quotes import find_quotes
from tasks.entities.gazetteer.known_entities import read_known_entities
from tasks.entities.gazetteer.lookup import Entry, ListKind, open_gazetteer
from tasks.entities.linking.offices import find_offices
from tasks.entities.linking.within_article import Context, national_entry, resolve_mentions
from tasks.entities.models import EntityType, Extraction, Mention, Sentence, Span
from tasks.entities.ner.backends import Backend, open_backend
from tasks.entities.ner.tokenizer import split_sentences

# After an office a name follows (`Crown Prince Salman`): then the name is the mention.
_NAME_REACH = 2
_NAME_LENGTH = 200
# A name, without `the` before it and `'s` and marks after it; a full stop may be its own.
_EDGES = re.compile(r"[^\w]*(?:[Tt]he\s+)?(\w|\w.*?[\w.])(?:['’]s?)?[^\w.]*", re.DOTALL)
_MOSQUES = re.compile(r"(?:Custodian of the )?Two Holy (?:Mosques|Shrines)")


class Extractor:
    """A backend and the lists, opened once; `extract` many texts at a time for speed."""

    def __init__(self, backend: Backend, context: Context) -> None:
        self._backend = backend
        self._context = context

    @property
    def context(self) -> Context:
        """The lists names are resolved against."""
        return self._context

    def extract(self, texts: Sequence[str], days: Sequence[date | None]) -> list[Extraction]:
        """The extraction of each text, published on the day beside it."""
        with _collections_held():
            sentences = [split_sentences(text) for text in texts]
            found = self._backend.find_spans(texts, sentences)
            return [
                self._finish(text, own, spans, day)
                for text, own, spans, day in zip(texts, sentences, found, days, strict=True)
            ]

    def listed_entities(self) -> list[Entry]:
        """Every entity on the lists, one entry for each id, ministries for every country."""
        by_id = self._context.gazetteer.by_id
        countries = [one for one in by_id.values() if one.kind is ListKind.COUNTRY]
        bodies = [by_id[one] for one in sorted(self._context.known.national)]
        return [
            *by_id.values(),
            *(national_entry(body, country) for body in bodies for country in countries),
        ]

    def _finish(
        self, text: str, sentences: list[Sentence], spans: list[Span], day: date | None
    ) -> Extraction:
        places = read_dateline(text, self._context.gazetteer)
        spans = _outside(spans, [*_mosques(text), *turn_marks(text)])
        spans = _with_dateline(_trimmed(text, spans), places)
        mentions = resolve_mentions(text, spans, self._context, day)
        if day:
            mentions = self._with_offices(text, mentions, day, places)
        dates = find_dates(text, day)
        quotes = find_quotes(text, mentions)
        events = find_events(text, sentences, mentions, dates, self._context.gazetteer.by_id)
        starts = tuple(sentence.start for sentence in sentences)
        return Extraction(tuple(mentions), tuple(quotes), tuple(dates), tuple(events), starts)

    def _with_offices(
        self, text: str, mentions: list[Mention], day: date, places: list[DatelinePlace]
    ) -> list[Mention]:
        """Offices that stand for their holder, where no name stands with them."""
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
        marks = [(new.start, new.end) for new in added]
        kept = [one for one in mentions if not _touches(one, marks)]
        return sorted([*kept, *added], key=lambda one: one.start)


@lru_cache(maxsize=4)
def open_extractor(backend: str = "builtin") -> Extractor:
    """Open the lists and a backend by its setting. Raises `MissingBackend`, `BadKnownEntities`."""
    known = read_known_entities()
    gazetteer = open_gazetteer(known.entries)
    context = Context(gazetteer, known)
    _ = context.people  # read now, with the other lists
    extractor = Extractor(open_backend(backend, gazetteer), context)
    # The lists stay for good: without them every full collection is many times as fast.
    gc.collect()
    gc.freeze()
    return extractor


@contextmanager
def _collections_held() -> Iterator[None]:
    """No garbage collection meanwhile: a batch makes many small records and no cycles."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def extract_entities(
    text: str, published_on: date | None = None, backend: str = "builtin"
) -> Extraction:
    """Mentions, quotes, dates and events of one text; every offset indexes `text`."""
    return open_extractor(backend).extract([text], [published_on])[0]


def extraction_record(extraction: Extraction) -> dict[str, list[dict[str, Any]]]:
    """The extraction as plain lists and dictionaries, for JSON (`aawsat entities extract`)."""
    return {
        "mentions": [_record(one) for one in extraction.mentions],
        "quotes": [_record(one) for one in extraction.quotes],
        "dates": [_record(one) for one in extraction.dates],
        "events": [_record(one) for one in extraction.events],
    }


def _record(one: Any) -> dict[str, Any]:
    values = ((name, getattr(one, name)) for name in type(one).__dataclass_fields__)
    return {name: str(value) if isinstance(value, date) else value for name, value in values}


def _with_dateline(spans: list[Span], places: list[DatelinePlace]) -> list[Span]:
    """The places of the dateline as places, whatever the tagger took them for."""
    if not places:
        return spans
    kept = [
        one
        for one in spans
        if not any(place.start < one.end and one.start < place.end for place in places)
    ]
    added = [Span(place.start, place.end, EntityType.PLACE) for place in places]
    return sorted([*kept, *added], key=lambda one: one.start)


def _trimmed(text: str, spans: list[Span]) -> list[Span]:
    """Names without the article, possessive, marks and blanks a backend may have taken along."""
    trimmed = (one if _is_clean(text, one) else _trim(text, one) for one in spans)
    return [one for one in trimmed if one.start < one.end]


def _is_clean(text: str, span: Span) -> bool:
    if not (text[span.start].isupper() and text[span.end - 1].isalnum()):
        return False
    is_the = text.startswith("The ", span.start)
    return not is_the and text[span.end - 2 : span.end] not in ("'s", "’s")


def _mosques(text: str) -> list[tuple[int, int]]:
    """Where the mosques stand in the king's title, which a backend may take for a place."""
    return [match.span() for match in _MOSQUES.finditer(text)] if "Two Holy " in text else []


def _outside(spans: list[Span], taken: list[tuple[int, int]]) -> list[Span]:
    """The spans that do not touch what is something else."""
    if not taken:
        return spans
    marks = sorted(taken)
    return [one for one in spans if not _touches(one, marks)]


def _touches(span: Span | Mention, marks: list[tuple[int, int]]) -> bool:
    """Whether a span overlaps one of the marks, which are sorted and apart."""
    after = bisect_left(marks, (span.end, 0))
    return after > 0 and marks[after - 1][1] > span.start


def _trim(text: str, span: Span) -> Span:
    edges = _EDGES.fullmatch(text, span.start, span.end)
    return replace(span, start=edges.start(1), end=edges.end(1)) if edges else replace(span, end=0)


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
    """Whether a name stands inside, right after, or after one more title (`Mosques King X`)."""
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
