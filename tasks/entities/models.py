"""The records of entity extraction: Sentence -> Span -> Mention, and Quote, DatedText, Event.

Every `start` and `end` indexes the text that was given: `text[x.start:x.end] == x.text`, always.
All are frozen; tuples, not lists, so that an `Extraction` can be compared and hashed.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class EntityType(StrEnum):
    """What a mention names."""

    PERSON = "PER"
    ORGANISATION = "ORG"
    PLACE = "LOC"
    DEMONYM = "NORP"


class SpeakerKind(StrEnum):
    """How the text names the one who speaks."""

    NAMED = "named"
    ROLE = "role"
    UNKNOWN = "unknown"


class DateKind(StrEnum):
    """How exactly a date in the text could be resolved."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as parallel tuples: `text[starts[i]:ends[i]] == words[i]`.

    Parallel tuples instead of token objects: the tagger reads 300,000 tokens a second.
    """

    start: int
    end: int
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """What every backend returns: a stretch of the text and its type.

    `score` is the backend's own confidence in 0..1, and 1.0 where it has none to give.
    """

    start: int
    end: int
    label: EntityType
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that has been resolved: `name` is the longest form the text or the list has."""

    start: int
    end: int
    type: EntityType
    text: str
    entity_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words somebody is quoted with; `start`, `end`, `text` are inside the quotation marks.

    `speaker` is the resolved name, or the role as printed, or None; `speaker_id` only when named.
    """

    start: int
    end: int
    text: str
    speaker: str | None
    speaker_kind: SpeakerKind
    cue: str | None = None
    speaker_id: str | None = None


@dataclass(frozen=True, slots=True)
class DatedText:
    """A date expression resolved against the day of publication; `day` is the first day meant."""

    start: int
    end: int
    text: str
    kind: DateKind
    day: date


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom: `cameo_root` is the two-digit root class of the verb."""

    start: int
    end: int
    text: str
    verb: str
    cameo_root: str
    actor_id: str
    target_id: str
    day: date | None = None
    place_id: str | None = None


@dataclass(frozen=True, slots=True)
class EntityMerge:
    """Why mentions of `merged_id` count for `kept_id`: the rule and what spoke for it."""

    kept_id: str
    merged_id: str
    rule: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything found in one text, each tuple in reading order.

    `sentence_starts` are the offsets at which its sentences begin.
    """

    mentions: tuple[Mention, ...]
    quotes: tuple[Quote, ...]
    dates: tuple[DatedText, ...]
    events: tuple[Event, ...]
    sentence_starts: tuple[int, ...] = ()
