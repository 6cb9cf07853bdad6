"""Rows of the raw tables of extraction, made from the records of `tasks.entities.models`."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from tasks.entities.gazetteer.lookup import ENTITY_TYPES, Entry
from tasks.entities.models import Extraction

# Sex of a person, as the lists write it.
_SEXES = {"f": "female", "m": "male"}


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


class StatementRow(NamedTuple):
    """Row of raw.statements."""

    capture_id: int
    seq: int
    paragraph_seq: int | None
    statement_kind: str
    start_char: int
    end_char: int
    text: str
    speaker: str | None
    speaker_kind: str
    local_id: str | None
    cue: str | None
    speaker_start_char: int | None
    speaker_end_char: int | None
    confidence: float


class EventRow(NamedTuple):
    """Row of raw.events."""

    capture_id: int
    seq: int
    start_char: int
    end_char: int
    text: str
    verb: str
    cameo_root: str
    actor_local_id: str | None
    target_local_id: str | None
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
    names: tuple[str, ...] = ()
    sex: str | None = None


class OfficeRow(NamedTuple):
    """Row of raw.listed_offices."""

    entity_id: str
    office: str
    country: str | None
    body_id: str | None
    held_from: date | None
    held_until: date | None


class KinRow(NamedTuple):
    """Row of raw.listed_kin."""

    entity_id: str
    relation: str
    relative_id: str
    relative_name: str


def mention_rows(capture_id: int, found: Extraction) -> Iterator[MentionRow]:
    """Yield the rows of raw.mentions, numbered in reading order."""
    for seq, one in enumerate(found.mentions):
        yield MentionRow(
            capture_id,
            seq,
            one.field.value,
            one.part,
            one.sentence,
            one.start,
            one.end,
            one.text,
            one.type.value,
            one.entity_id,
            one.name,
        )


def statement_rows(capture_id: int, found: Extraction) -> Iterator[StatementRow]:
    """Yield the rows of raw.statements."""
    for seq, one in enumerate(found.statements):
        yield StatementRow(
            capture_id,
            seq,
            one.part,
            one.kind.value,
            one.start,
            one.end,
            one.text,
            one.speaker,
            one.speaker_kind.value,
            one.speaker_id,
            one.cue,
            one.speaker_start,
            one.speaker_end,
            one.confidence,
        )


def event_rows(capture_id: int, found: Extraction) -> Iterator[EventRow]:
    """Yield the rows of raw.events."""
    for seq, one in enumerate(found.events):
        yield EventRow(
            capture_id,
            seq,
            one.start,
            one.end,
            one.text,
            one.verb,
            one.cameo_root,
            one.actor_id,
            one.target_id,
            one.day,
            one.place_id,
        )


def date_rows(capture_id: int, found: Extraction) -> Iterator[DateRow]:
    """Yield the rows of raw.text_dates."""
    for seq, one in enumerate(found.dates):
        yield DateRow(capture_id, seq, one.start, one.end, one.text, one.kind.value, one.day)


def listed_row(entry: Entry) -> ListedRow:
    """Return the row of raw.listed_entities of an entry."""
    return ListedRow(
        entry.entity_id,
        ENTITY_TYPES[entry.kind].value,
        entry.name,
        entry.country or None,
        entry.latitude,
        entry.longitude,
        entry.wikidata_id or None,
        entry.geonames_id,
        entry.names,
        _SEXES.get(entry.sex),
    )
