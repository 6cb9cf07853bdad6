"""Interviews as plain text: each answer with the one who gives it, `find_answers(text, mentions)`.

The archive marks turns as (Q)/(A), Q)/A), Q:/A:, (Asharq Al-Awsat)/(Name), the same in square
brackets, and `Asharq Al-Awsat:`/`Full Name:`. A paragraph without a mark goes on with the answer;
after a question it is the answer.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from tasks.entities.models import EntityType, Mention, Quote, SpeakerKind
from tasks.entities.names.transliteration import read_name, same_token

CUE = "interview"
_TURN = re.compile(
    r"^[ \t]*(?:[(\[](?P<bracket>[^()\[\]\n]{1,40})[)\]]|(?P<letter>[QA])[):.]"
    r"|(?P<name>[A-Z][^:\n“”\"()]{1,40}):)[ \t]*",
    re.MULTILINE,
)
_HOUSE = re.compile(r"^(?:q|question|asharq al[- ]?aw\w*|asharq aw\w*|interviewer)$", re.IGNORECASE)
_ANSWER = re.compile(r"^(?:a|answer)$", re.IGNORECASE)
_LINE = re.compile(r"[^\n]+")
# One marked line may be a play on form; an interview has a question and an answer.
_FEWEST_TURNS = 2
_INTERVIEWEE_REACH = 1500


@dataclass(frozen=True, slots=True)
class _Turn:
    """A marked line: who is marked, and where its words begin."""

    line: int
    start: int
    who: str


def find_answers(text: str, mentions: Sequence[Mention]) -> list[Quote]:
    """The answers of an interview in order; none when the text is no interview."""
    turns = _read_turns(text)
    if not _is_interview(turns):
        return []
    people = [one for one in mentions if one.type is EntityType.PERSON]
    interviewee = _interviewee(text[: turns[0].line], people, turns)
    return [
        Quote(start, end, text[start:end], *_speaker(who, people, interviewee))
        for start, end, who in _answer_lines(text, turns)
    ]


def turn_marks(text: str) -> list[tuple[int, int]]:
    """Where the marks of turns stand (`(Q)`, `Ahmad Al-Jarba:`); none when it is no interview."""
    turns = _read_turns(text)
    return [(turn.line, turn.start) for turn in turns] if _is_interview(turns) else []


def _read_turns(text: str) -> list[_Turn]:
    """Marks of turns in order; a title (`Iraq: ...`) before the first question is none."""
    turns = [
        _Turn(
            match.start(),
            match.end(),
            (match["bracket"] or match["letter"] or match["name"]).strip(),
        )
        for match in _TURN.finditer(text)
    ]
    return list(dropwhile(lambda turn: not _HOUSE.match(turn.who), turns))


def _is_interview(turns: list[_Turn]) -> bool:
    questions = [turn for turn in turns if _HOUSE.match(turn.who)]
    return bool(questions) and len(turns) >= _FEWEST_TURNS


def _answer_lines(text: str, turns: list[_Turn]) -> Iterator[tuple[int, int, str]]:
    """(start, end, who) of every line that is part of an answer; who is `A` when unmarked."""
    by_line = {turn.line: turn for turn in turns}
    who, is_question = "A", False
    for line in _LINE.finditer(text, turns[0].line):
        turn = by_line.get(line.start())
        end = line.start() + len(line.group().rstrip())
        if turn and _HOUSE.match(turn.who):
            is_question = True
            continue
        if turn:
            who, is_question = turn.who, False
        elif is_question:
            who, is_question = "A", False
        start = (
            turn.start if turn else line.start() + len(line.group()) - len(line.group().lstrip())
        )
        if start < end:
            yield start, end, who


def _interviewee(intro: str, people: Sequence[Mention], turns: list[_Turn]) -> Mention | None:
    """The person a turn or the introduction names: most often, then first."""
    names = {
        turn.who for turn in turns if not _HOUSE.match(turn.who) and not _ANSWER.match(turn.who)
    }
    named = next((one for name in sorted(names) if (one := _person_called(name, people))), None)
    if named:
        return named
    introduced = [one for one in people if one.end <= min(len(intro), _INTERVIEWEE_REACH)]
    ids = [one.entity_id for one in introduced]
    return max(introduced, key=lambda one: (ids.count(one.entity_id), -one.start), default=None)


def _speaker(
    who: str, people: Sequence[Mention], interviewee: Mention | None
) -> tuple[str | None, SpeakerKind, str, str | None]:
    if not _ANSWER.match(who):
        person = _person_called(who, people)
        return (
            (person.name if person else who),
            SpeakerKind.NAMED,
            CUE,
            person.entity_id if person else None,
        )
    if interviewee:
        return interviewee.name, SpeakerKind.NAMED, CUE, interviewee.entity_id
    return None, SpeakerKind.UNKNOWN, CUE, None


def _person_called(name: str, people: Sequence[Mention]) -> Mention | None:
    """The person whose last (or only) name the mark gives, the fullest form of it."""
    asked = read_name(name).tokens
    if not asked:
        return None
    fitting = [
        one
        for one in people
        if (own := read_name(one.name).tokens) and same_token(asked[-1], own[-1])
    ]
    return max(fitting, key=lambda one: len(one.name), default=None)
