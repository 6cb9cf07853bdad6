"""Records of entity extraction: Sentence -> Span -> Mention, and Quote, DatedText, Event.

`start` and `end` are offsets in characters of the field the record was found in, so that
`field_text[x.start:x.end] == x.text` always holds. For plain text the only field is the text
itself; for an article it is its body, title, dateline or one caption (`Mention.field`,
`Mention.part`). All records are frozen and hold tuples, so that they can be compared and hashed.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class EntityType(StrEnum):
    """Type of the entity of a mention."""

    PERSON = "PER"
    ORGANISATION = "ORG"
    PLACE = "LOC"
    DEMONYM = "NORP"


class Field(StrEnum):
    """The field of an article that contains a mention."""

    DATELINE = "dateline"
    BODY = "body"
    CAPTION = "caption"
    TITLE = "title"


class SpeakerKind(StrEnum):
    """How the text names the speaker of a quote."""

    NAMED = "named"
    ROLE = "role"
    UNKNOWN = "unknown"


class StatementKind(StrEnum):
    """How the text presents the content of a statement.

    `DIRECT`: quoted words that are a sentence of their own. `MIXED`: quoted words that are part of
    the reporter's sentence. `INDIRECT`: in the reporter's words. `ANSWER`: an answer of an
    interview.
    """

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"
    ANSWER = "answer"


class DateKind(StrEnum):
    """Precision of a resolved date."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"


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
    """A name found by a backend: a range of the text and its type.

    `score` is the confidence of the backend from 0 to 1, or 1.0 if the backend gives none.
    """

    start: int
    end: int
    label: EntityType
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text and the entity it refers to.

    `name` is the listed name of the entity, or else the longest form in the article. `part` is the
    number of the paragraph (body) or of the picture (caption); `sentence` numbers the sentences of
    all fields from 0. `latitude` and `longitude` are those of a listed place.
    """

    start: int
    end: int
    type: EntityType
    text: str
    entity_id: str
    name: str
    field: Field = Field.BODY
    part: int | None = None
    sentence: int = 0
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Quoted words of the body; `start`, `end` and `text` exclude the quotation marks.

    `speaker` is the resolved name, the role as printed, or None; `speaker_id` is set only if the
    speaker is named. `cue` is the verb of speaking, or `interview` for an answer. `part` is the
    number of the paragraph.
    """

    start: int
    end: int
    text: str
    speaker: str | None
    speaker_kind: SpeakerKind
    cue: str | None = None
    speaker_id: str | None = None
    part: int | None = None
    speaker_start: int | None = None
    speaker_end: int | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Words of the body that a person says, thinks or wants.

    `text` of quoted words excludes their quotation marks. An indirect statement may contain quoted
    words, which are a statement of their own too.
    The speaker is given as in `Quote`; `speaker_start` and `speaker_end` are the words that stand
    for it (`the minister`, `he`), None if no words do. `confidence` is from 0 to 1.
    """

    start: int
    end: int
    text: str
    kind: StatementKind
    speaker: str | None
    speaker_kind: SpeakerKind
    cue: str | None = None
    speaker_id: str | None = None
    speaker_start: int | None = None
    speaker_end: int | None = None
    confidence: float = 1.0
    part: int | None = None


@dataclass(frozen=True, slots=True)
class DatedText:
    """A date expression of the body, resolved against the day of publication.

    `day` is the first day of the period.
    """

    start: int
    end: int
    text: str
    kind: DateKind
    day: date


@dataclass(frozen=True, slots=True)
class Event:
    """An action: who acts, or who is acted on, or both are named.

    `cameo_root` is the two-digit CAMEO root class.
    """

    start: int
    end: int
    text: str
    verb: str
    cameo_root: str
    actor_id: str | None
    target_id: str | None
    day: date | None = None
    place_id: str | None = None


@dataclass(frozen=True, slots=True)
class EntityMerge:
    """A merge of `merged_id` into `kept_id`, with the rule that made it and the evidence."""

    kept_id: str
    merged_id: str
    rule: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything found in one text or article, each tuple in reading order.

    The order of the fields of an article is dateline, body, captions, title.
    """

    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    dates: tuple[DatedText, ...]
    events: tuple[Event, ...]

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The statements in the speaker's own words."""
        return tuple(
            Quote(
                one.start,
                one.end,
                one.text,
                one.speaker,
                one.speaker_kind,
                one.cue,
                one.speaker_id,
                one.part,
                one.speaker_start,
                one.speaker_end,
            )
            for one in self.statements
            if one.kind is not StatementKind.INDIRECT
        )
