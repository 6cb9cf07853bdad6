"""Events: who did what to whom, read from clauses: `find_events(text, mentions, dates)`.

An event is an active or passive verb of a list with a named actor or a named target. What is
planned, denied or supposed is not an event. See `verbs` for the verbs and `roles` for
actor and target.
"""

import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from tasks.entities.facts.clauses import Sentence, read_sentences
from tasks.entities.facts.events.nouns import ROOT_OF_NOUN, happened
from tasks.entities.facts.events.roles import FORCES, Pair, Roles, words_after
from tasks.entities.facts.events.targets import MEETING
from tasks.entities.facts.events.verbs import FIRST_WORDS, root_of
from tasks.entities.models import DatedText, DateKind, EntityType, Event, Mention
from tasks.entities.names.word_lists import read_words

_HOUSE = "org/asharq-al-awsat"
_SHOW_OF_FORCE = "15"
_DENIALS = frozenset({"denied", "denies", "denying"})
_NOT_REAL = read_words("not_real")
_IN_WORDS = re.compile(
    r"\b(?:in|during|on) (?:an?|his|her|the|its) (?:\w+ )?(?:speech|statement|interview|debate|"
    r"article|sermon|letter|column|address|knesset|parliament)\b|\b(?:verbally|on twitter)\b",
    re.IGNORECASE,
)
_DAY_REACH = 40
_OTHER_DAY = re.compile(r"\b(?:after|before|since|following|until|ahead|over|from|who|when)\b")


def find_events(
    text: str,
    mentions: Sequence[Mention],
    dates: Sequence[DatedText] = (),
    listed: Container[str] | None = None,
) -> list[Event]:
    """Return events in reading order, with day and place if the same sentence names them.

    `listed` are the ids of the lists: what an unlisted single word names is too uncertain.
    """
    tagged = read_sentences(text, mentions)
    roles = Roles(text, tagged)
    found = []
    for number, sentence in enumerate(tagged.sentences):
        if any(token.mention for token in sentence.tokens):
            days = _days_in(dates, sentence)
            told = chain(
                _told_by_verbs(number, sentence, roles), _told_by_nouns(number, sentence, roles)
            )
            events = _events_of(text, sentence, told, days, listed)
            found += sorted(events, key=lambda one: (one.start, one.end))
    return found


class _Told(NamedTuple):
    """A verb or noun that tells an event: its token and class, who acts, who is acted on."""

    at: int
    root: str
    pair: Pair
    is_verb: bool


def _events_of(
    text: str,
    sentence: Sentence,
    told: Iterable[_Told],
    days: list[DatedText],
    listed: Container[str] | None,
) -> Iterator[Event]:
    for one in told:
        actor, target = one.pair
        if not (actor or target) or _is_doubtful(actor, target, listed):
            continue
        event = _event(text, sentence, one.at, one.root, actor, target, days)
        if not (one.is_verb and _is_verbal(text, event, actor)):
            yield event


def _told_by_verbs(number: int, sentence: Sentence, roles: Roles) -> Iterator[_Told]:
    for at, token in enumerate(sentence.tokens):
        root = root_of(sentence, at) if token.word in FIRST_WORDS else None
        if root and _is_verb(sentence, at) and _is_real(sentence, at):
            pair = roles.of(number, at, root)
            yield _Told(at, _root_for(sentence, at, root, pair[1]), pair, True)


def _told_by_nouns(number: int, sentence: Sentence, roles: Roles) -> Iterator[_Told]:
    for at, token in enumerate(sentence.tokens):
        root = ROOT_OF_NOUN.get(token.word) if token.kind in "nvV" else None
        if root and happened(sentence, at) and _is_real(sentence, at):
            yield _Told(at, root, roles.of_noun(number, at, root), False)


def _root_for(sentence: Sentence, at: int, root: str, target: Mention | None) -> str:
    """`welcomed Abbas` is a meeting, `welcomed the vote` praise; troops are sent to threaten."""
    verb = sentence.tokens[at].word
    if verb == "welcomed" and target and target.type is EntityType.PERSON:
        return MEETING
    return _SHOW_OF_FORCE if verb == "sent" and words_after(sentence, at) & FORCES else root


def _is_verb(sentence: Sentence, at: int) -> bool:
    """Whether the word is a verb here; `and questioned` may look like a noun."""
    kinds = sentence.kinds
    if kinds[:at].rstrip("a").endswith(("r", "d", "g", "'")):
        return False
    return kinds[at] in "vV" or (kinds[at] == "n" and at > 0 and kinds[at - 1] in "c,")


def _is_real(sentence: Sentence, at: int) -> bool:
    """Whether it happened: no modal, negation, condition or infinitive before the verb."""
    if sentence.kinds[0] == "x":
        return False
    words = {token.word for token in sentence.tokens[:at] if token.kind == "v"}
    if _DENIALS & words and not {"c", ";"} & set(sentence.kinds[:at]):
        return False
    clause = max(sentence.kinds.rfind(mark, 0, at) for mark in ",;:cB") + 1
    before = [token.word.lower().replace("’", "'") for token in sentence.tokens[clause:at]]
    return not _NOT_REAL & set(before[-4:]) and not {"if", "unless"} & set(before)


def _is_doubtful(
    actor: Mention | None, target: Mention | None, listed: Container[str] | None
) -> bool:
    """Whether a name is an unlisted single word (`Negroponte`), or the house newspaper."""
    names = [one for one in (actor, target) if one]
    if actor and target and actor.entity_id == target.entity_id:
        return True
    return any(one.entity_id == _HOUSE or _is_single(one, listed) for one in names)


def _is_single(name: Mention, listed: Container[str] | None) -> bool:
    if listed is None:
        return False
    is_body = name.type is EntityType.ORGANISATION and name.entity_id not in listed
    return is_body and " " not in name.text and not name.text.isupper()


def _event(
    text: str,
    sentence: Sentence,
    at: int,
    root: str,
    actor: Mention | None,
    target: Mention | None,
    days: list[DatedText],
) -> Event:
    verb = sentence.tokens[at]
    named = [one for one in (actor, target) if one]
    start = min([verb.start, *(one.start for one in named)])
    end = max([verb.end, *(one.end for one in named)])
    places = _places_in(sentence) - {one.entity_id for one in named}
    day = days[0].day if len(days) == 1 and _is_day_of(text, start, end, days[0]) else None
    return Event(
        start,
        end,
        text[start:end],
        verb.word,
        root,
        actor.entity_id if actor else None,
        target.entity_id if target else None,
        day,
        places.pop() if len(places) == 1 else None,
    )


def _places_in(sentence: Sentence) -> set[str]:
    return {one.mention.entity_id for one in sentence.tokens if one.mention and one.kind == "L"}


def _is_verbal(text: str, event: Event, actor: Mention | None) -> bool:
    """An attack in words: in a speech, or by one person."""
    if event.verb != "attacked":
        return False
    end = event.end + _DAY_REACH
    is_person = actor is not None and actor.type is EntityType.PERSON
    return is_person or bool(_IN_WORDS.search(text, event.start, end))


def _is_day_of(text: str, start: int, end: int, day: DatedText) -> bool:
    """The date beside the event, unless it dates something before or after it."""
    between = text[day.end : start] if day.end <= start else text[end : day.start]
    return len(between) <= _DAY_REACH and not _OTHER_DAY.search(between)


def _days_in(dates: Sequence[DatedText], sentence: Sentence) -> list[DatedText]:
    first = bisect_left(dates, sentence.start, key=_start)
    last = bisect_left(dates, sentence.end, key=_start)
    return [one for one in dates[first:last] if one.kind is DateKind.DAY]


def _start(one: DatedText) -> int:
    return one.start
