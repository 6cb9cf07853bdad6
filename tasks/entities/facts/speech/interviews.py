"""Answers of interviews as quotes: `find_answers(document, mentions, resolve_label)`.

The parser types the paragraphs of an interview and removes the markers; plain text still has them:
(Q)/(A), Q)/A), Q:/A:, (Asharq Al-Awsat)/(Name), the same in square brackets, and
`Asharq Al-Awsat:`/`Full Name:`. In plain text a paragraph without a marker continues the answer;
right after a question it is the answer.

An answer labelled with a name belongs to that person. An answer labelled `A`, or with the initials
of the interviewee, belongs to the interviewee, who is named in the title or in the introduction.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from tasks.entities.document import Document, Turn
from tasks.entities.models import EntityType, Field, Mention, Quote, Span, SpeakerKind
from tasks.entities.names.honorifics import strip_titles
from tasks.entities.names.name_keys import read_name
from tasks.entities.names.name_tokens import same_token
from tasks.entities.names.word_lists import TITLE_WORDS, read_words

CUE = "interview"
# (name, entity id) of the person a speaker label such as `Dr Badr Kafi` names.
ResolveLabel = Callable[[str], tuple[str, str]]

_MARK = re.compile(
    r"^[ \t]*(?:[(\[](?P<bracket>[^()\[\]\n]{1,40})[)\]]|(?P<letter>[QA])[):.]"
    r"|(?P<name>[A-Z][^:\n“”\"()]{1,40}):)[ \t]*",
    re.MULTILINE,
)
_HOUSE = re.compile(r"^(?:q|question|asharq al[- ]?aw\w*|asharq aw\w*|interviewer)$", re.IGNORECASE)
# `H.E. Salim Darwazi:`
_HONORIFIC = re.compile(
    r"^(?:H\.?\s?(?:R\.?\s?)?[EH]\.?|"
    r"(?:His|Her) (?:Royal )?(?:Excellency|Highness|Eminence|Majesty)) "
)
_INITIALS = re.compile(r"(?:[A-Z]\.?){2,4}")
_ANSWER = re.compile(r"^(?:a|answer)$", re.IGNORECASE)
_LINE = re.compile(r"[^\n]+")
# One marked line may be a stylistic device; an interview has a question and an answer.
_FEWEST_TURNS = 2
_INTRODUCTION = 1500
_CUE_REACH = 90
_MOST_COUNTED = 3
_HOUSE_NAME = r"Asharq\s+(?:[Aa]l[-\s]?)?Aw\w+"
_BEFORE_INTERVIEWEE = re.compile(
    r"\b(?:interview(?:s|ed)?|q ?(?:&|and) ?a|talk(?:s|ed)?|speaks?|spoke|conversation|meeting|"
    r"met|meets|dialogue|chat|session|encounter|sat down|sits down|questions (?:for|to)|"
    r"receiv\w+ by)\b[^.\n:;]*$",
    re.IGNORECASE,
)
_AFTER_INTERVIEWEE = re.compile(
    rf"[^.\n;]*?\b(?:(?:told|tells|talks|talked|speaks|spoke|to|with|by|received|granted|gave)\s+"
    rf"{_HOUSE_NAME}|interview)|^\s*(?::|[–—-] )",
)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A marked line: its label, and the offsets of the line and of its words."""

    line: int
    start: int
    label: str


# Words between the verb of a title and the interviewed person.
_TITLE_CUE = re.compile(
    r"\b(?:interview(?:s|ed|ing)?(?:\s+with)?|q ?(?:&|and) ?a(?:\s+with)?|talks?\s+(?:to|with)|"
    r"speaks?\s+(?:to|with)|(?:conversation|dialogue|meeting|chat|session)\s+with|meets|tells|"
    rf"to\s+(?={_HOUSE_NAME}))\b:?\s*",
    re.IGNORECASE,
)
_NAME_WORD = (
    r"(?:[A-Z][\w’'-]*\.?|(?:al|el|as|ad|an|ar|ash)-[A-Z]?[\w’'-]+|bin|ibn|bint|al|el|of|de)"
)
_NAME_RUN = re.compile(rf"{_NAME_WORD}(?:\s+{_NAME_WORD})*")
_NAME_RUN_BEFORE = re.compile(rf"{_NAME_WORD}(?:\s+{_NAME_WORD})*(?=\s*$)")
_TITLES = TITLE_WORDS | read_words("more_titles") | read_words("role_words")
_FEWEST_WORDS, _MOST_WORDS = 2, 5


def find_answers(
    document: Document, mentions: Sequence[Mention], resolve_label: ResolveLabel
) -> list[Quote]:
    """Return the answers of an interview in order, or nothing if the document is not one.

    `mentions` have offsets in the joined text.
    """
    turns = read_turns(document)
    if not turns:
        return []
    people = [one for one in mentions if one.type is EntityType.PERSON]
    speakers = _Speakers(document, people, turns, resolve_label)
    return [
        Quote(turn.start, turn.end, document.text[turn.start : turn.end], *speakers.of(turn))
        for turn in turns
        if turn.is_answer and turn.start < turn.end
    ]


def read_turns(document: Document) -> list[Turn]:
    """Return the turns the parser typed, or else those marked in the text."""
    typed = list(document.turns)
    if any(turn.is_answer for turn in typed):
        return typed
    marks = _read_marks(document.text[: document.body_end])
    return list(_marked_turns(document.text[: document.body_end], marks)) if marks else []


def turn_marks(document: Document) -> list[tuple[int, int]]:
    """Return the positions of turn markers (`(Q)`, `Ahmad Al-Jarba:`) in untyped text."""
    if document.turns:
        return []
    return [(mark.line, mark.start) for mark in _read_marks(document.text[: document.body_end])]


def find_interviewee(
    document: Document, spans: Sequence[Span], is_listed: Callable[[str], bool]
) -> Span | None:
    """Return the full name that the title of an interview gives for the person interviewed.

    `Interview with Iraqi President Jalal Talabani`, `Jalal Talabani Talks to Asharq Al-Awsat`.
    `spans` are the names the tagger found; it may miss the name or take it for another type.
    `is_listed` tells whether a name is on the lists, and so not an unknown person's.
    """
    title = document.text[document.title_start :]
    for match in _TITLE_CUE.finditer(title):
        after = _NAME_RUN.match(title, match.end())
        before = _NAME_RUN_BEFORE.search(title, 0, match.start())
        for run in (after, before):
            if run and not re.search(_HOUSE_NAME, run.group()):
                start, end = (document.title_start + at for at in run.span())
                found = _full_name(document.text, (start, end), spans, is_listed)
                if found:
                    return found
    return _before_colon(document, title, spans, is_listed)


def _before_colon(
    document: Document, title: str, spans: Sequence[Span], is_listed: Callable[[str], bool]
) -> Span | None:
    """`Algerian Minister Fodil Benmansour: We Will Build`."""
    run = _NAME_RUN_BEFORE.search(title, 0, max(0, title.find(":")))
    if not run or re.search(_HOUSE_NAME, run.group()):
        return None
    start, end = (document.title_start + at for at in run.span())
    return _full_name(document.text, (start, end), spans, is_listed)


def _full_name(
    text: str, run: tuple[int, int], spans: Sequence[Span], is_listed: Callable[[str], bool]
) -> Span | None:
    """The name of a person at the end of a run of capitalised words, without titles."""
    start, end = run
    inside = [one for one in spans if start <= one.start and one.end <= end]
    people = [one for one in inside if one.label is EntityType.PERSON]
    if people and " " in text[people[0].start : people[0].end]:
        return people[0]
    others = [one.end for one in inside if one.end < end or is_listed(text[one.start : one.end])]
    first = max([start, *others])
    words = [word for word in re.finditer(r"\S+", text[first:end]) if word.group() != "’s"]
    titles = [at for at, word in enumerate(words) if word.group().lower() in _TITLES]
    name = words[titles[-1] + 1 if titles else 0 :]
    if not _FEWEST_WORDS <= len(name) <= _MOST_WORDS or not name[0].group()[0].isupper():
        return None
    return Span(first + name[0].start(), first + name[-1].end(), EntityType.PERSON)


class _Speakers:
    """The speaker of each turn of one interview."""

    def __init__(
        self,
        document: Document,
        people: Sequence[Mention],
        turns: Sequence[Turn],
        resolve_label: ResolveLabel,
    ) -> None:
        self._people = people
        self._resolve_label = resolve_label
        self._labels: dict[str, tuple[str, str]] = {}
        self._interviewee = self._named_by_label(turns) or _interviewee(document, people, turns)

    def of(self, turn: Turn) -> tuple[str | None, SpeakerKind, str, str | None]:
        """Return speaker, kind, cue and speaker id of an answer."""
        if not _ANSWER.match(turn.speaker) and not self._abbreviates(turn.speaker):
            name, entity_id = self._labelled(turn.speaker)
            return name, SpeakerKind.NAMED, CUE, entity_id
        if self._interviewee:
            name, entity_id = self._interviewee
            return name, SpeakerKind.NAMED, CUE, entity_id
        return None, SpeakerKind.UNKNOWN, CUE, None

    def _named_by_label(self, turns: Sequence[Turn]) -> tuple[str, str] | None:
        """The speaker labelled most often by name, for turns labelled `A`."""
        labels = Counter(
            turn.speaker
            for turn in turns
            if turn.is_answer
            and not _ANSWER.match(turn.speaker)
            and not _INITIALS.fullmatch(turn.speaker)
        )
        return self._labelled(labels.most_common(1)[0][0]) if labels else None

    def _abbreviates(self, label: str) -> bool:
        """Return whether a label is the initials of the interviewee."""
        if self._interviewee is None or not _INITIALS.fullmatch(label):
            return False
        words = re.split(r"[\s-]+", self._interviewee[0])
        initials = {
            "".join(word[0] for word in words if word).upper(),
            "".join(word[0] for word in words if word[:1].isupper() and word != "Al"),
        }
        return label.replace(".", "") in initials

    def _labelled(self, printed: str) -> tuple[str, str]:
        label = _HONORIFIC.sub("", printed)
        if label not in self._labels:
            person = _person_called(label, self._people)
            self._labels[label] = (
                (person.name, person.entity_id) if person else self._resolve_label(label)
            )
        return self._labels[label]


def _read_marks(text: str) -> list[_Mark]:
    """Markers from the first question on; empty if there are too few for an interview.

    `Iraq: ...` in a title before the first question is not a marker.
    """
    marks = [
        _Mark(
            match.start(),
            match.end(),
            (match["bracket"] or match["letter"] or match["name"]).strip(),
        )
        for match in _MARK.finditer(text)
    ]
    marks = list(dropwhile(lambda mark: not _HOUSE.match(mark.label), marks))
    return marks if len(marks) >= _FEWEST_TURNS else []


def _marked_turns(text: str, marks: Sequence[_Mark]) -> Iterator[Turn]:
    """The turn of every line from the first marker on; an unmarked answer is labelled `A`."""
    by_line = {mark.line: mark for mark in marks}
    label, follows_question = "A", False
    for line in _LINE.finditer(text, marks[0].line):
        mark = by_line.get(line.start())
        words = line.group()
        start = mark.start if mark else line.start() + len(words) - len(words.lstrip())
        end = line.start() + len(words.rstrip())
        if mark and _HOUSE.match(mark.label):
            follows_question = True
            yield Turn(start, end, False, mark.label)
            continue
        if mark or follows_question:
            label, follows_question = (mark.label if mark else "A"), False
        yield Turn(start, end, True, label)


def _interviewee(
    document: Document, people: Sequence[Mention], turns: Sequence[Turn]
) -> tuple[str, str] | None:
    """The person for whom title and introduction have the strongest evidence."""
    limit = min(turns[0].start, _INTRODUCTION)
    named = [one for one in people if one.end <= limit or one.start >= document.title_start]
    scores = Counter[str]()
    first: dict[str, Mention] = {}
    for one in named:
        weight = 2 if document.locate(one.start).name is Field.TITLE else 0
        scores[one.entity_id] += weight + 2 * _is_introduced(document, one)
        first.setdefault(one.entity_id, one)
    for entity_id, count in Counter(one.entity_id for one in named).items():
        scores[entity_id] += min(count, _MOST_COUNTED)
    best = max(first.values(), key=lambda one: (scores[one.entity_id], -one.start), default=None)
    return (best.name, best.entity_id) if best else None


def _is_introduced(document: Document, person: Mention) -> bool:
    """Whether the words beside a name say that this person is interviewed."""
    field_start = document.locate(person.start).origin
    before = document.text[max(field_start, person.start - _CUE_REACH) : person.start]
    after = document.text[person.end : person.end + _CUE_REACH]
    return bool(_BEFORE_INTERVIEWEE.search(before) or _AFTER_INTERVIEWEE.match(after))


def _person_called(label: str, people: Sequence[Mention]) -> Mention | None:
    """The person with the last (or only) name of a label; the fullest form of the name."""
    asked = read_name(strip_titles(label)).tokens
    if not asked:
        return None
    fitting = [
        one
        for one in people
        if (own := read_name(one.name).tokens)
        and same_token(asked[-1], own[-1])
        and (1 in (len(asked), len(own)) or same_token(asked[0], own[0]))
    ]
    return max(fitting, key=lambda one: len(one.name), default=None)
