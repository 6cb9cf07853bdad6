"""Events: who did what to whom, read from clauses: `find_events(text, mentions, dates)`.

An event is an active or passive verb of a list with a named actor or a named target. What is
planned, denied or supposed is not an event. See `verbs` for the verbs and `roles` for
actor and target.
"""

import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from tasks.entities.facts.clauses import Sentence, read_sentences
from tasks.entities.facts.events.joined_names import Pair, pairs_of
from tasks.entities.facts.events.nouns import ROOT_OF_NOUN, happened, is_fight_in
from tasks.entities.facts.events.roles import Roles
from tasks.entities.facts.events.targets import MEETING, object_of
from tasks.entities.facts.events.things import FORCES, words_after
from tasks.entities.facts.events.verb_use import is_real, is_verb
from tasks.entities.facts.events.verbs import (
    FIRST_WORDS,
    event_noun,
    past_of,
    root_of,
)
from tasks.entities.models import DatedText, DateKind, EntityType, Event, Mention
from tasks.entities.names.word_lists import ORGANISATION_HEADS

_HOUSE = "org/asharq-al-awsat"
_SHOW_OF_FORCE = "15"
_IN_WORDS_ROOT = "11"
_DEMONSTRATION = "14"
_FIGHT = "19"
_IN_WORDS = re.compile(
    r"\b(?:in|during|on) (?:an?|his|her|the|its) (?:\w+ )?(?:speech|statement|interview|debate|"
    r"article|sermon|letter|column|address|knesset|parliament)\b|\b(?:verbally|on twitter)\b",
    re.IGNORECASE,
)
_WHERE = frozenset(
    {"in", "at", "near", "on", "outside", "inside", "across", "around", "throughout", "over", "off"}
    | {"of", "along", "between", "through"}
)
_DAY_REACH = 40
_FAR_DAY_REACH = 120
# Verbs, conjunctions, relative pronouns, quotes.
_OTHER_CLAUSE = frozenset("vVxstwBQ;:-")
# `arrived from Cairo on Monday`, but `suspended it from Monday`.
_OTHER_DAY = re.compile(
    r"\b(?:after|before|since|following|until|ahead|over|who|when)\b|\bfrom\s+(?:the\s+)?$"
)


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
            triggers = chain(
                _triggers_of_verbs(number, sentence, roles),
                _triggers_of_nouns(number, sentence, roles),
            )
            events = _events_of(text, sentence, triggers, days, listed)
            found += sorted(events, key=lambda one: (one.start, one.end))
    return found


class _Trigger(NamedTuple):
    """A verb or noun that names an event: its token and class, who acts, who is acted on.

    `is_placed`: an act of force in a named place, which needs no other name.
    """

    at: int
    root: str
    pair: Pair
    is_placed: bool


def _events_of(
    text: str,
    sentence: Sentence,
    triggers: Iterable[_Trigger],
    days: list[DatedText],
    listed: Container[str] | None,
) -> Iterator[Event]:
    for one in triggers:
        for actor, target in pairs_of(sentence, one.at, one.pair):
            if not (actor or target or one.is_placed) or _is_doubtful(actor, target, listed):
                continue
            event = _event(text, sentence, one.at, one.root, actor, target, days)
            is_verbal = _is_verbal(text, event, actor)
            yield replace(event, cameo_root=_IN_WORDS_ROOT) if is_verbal else event


def _triggers_of_verbs(number: int, sentence: Sentence, roles: Roles) -> Iterator[_Trigger]:
    for at, token in enumerate(sentence.tokens):
        root = root_of(sentence, at) if token.word in FIRST_WORDS else None
        if root and is_verb(sentence, at) and is_real(sentence, at):
            pair = roles.of(number, at, root)
            is_placed = not any(pair) and _is_placed(number, sentence, at, root, roles)
            yield _Trigger(at, _root_for(sentence, at, root, pair), pair, is_placed)


def _is_placed(number: int, sentence: Sentence, at: int, root: str, roles: Roles) -> bool:
    """`Gunmen killed ten soldiers near Baquba`."""
    return roles.is_force_of_unnamed(number, at, root) and len(_places_of(sentence, at)) == 1


def _triggers_of_nouns(number: int, sentence: Sentence, roles: Roles) -> Iterator[_Trigger]:
    nouns = [
        at
        for at, token in enumerate(sentence.tokens)
        if token.word in ROOT_OF_NOUN and token.kind in "nvV"
    ]
    # The event of `launched an attack` is that of its verb.
    of_verbs = {event_noun(sentence, at) for at in range(nouns[-1])} if nouns else set()
    for at in nouns:
        if at not in of_verbs and happened(sentence, at) and is_real(sentence, at):
            root = ROOT_OF_NOUN[sentence.tokens[at].word]
            pair = roles.of_noun(number, at, root)
            yield _Trigger(at, root, pair, is_fight_in(sentence, at))


def _root_for(sentence: Sentence, at: int, root: str, pair: Pair) -> str:
    """`welcomed Abbas` is a meeting, `welcomed the vote` praise; troops are sent to threaten.

    An actor that is not a person enters by force; without a target, to protest is a demonstration.
    """
    actor, target = pair
    verb = past_of(sentence, at)
    if verb == "welcomed" and target and target.type is EntityType.PERSON:
        return MEETING
    if verb == "entered" and actor and actor.type is not EntityType.PERSON:
        return _FIGHT
    if verb == "protested" and not object_of(sentence, at):
        return _DEMONSTRATION
    return _SHOW_OF_FORCE if verb == "sent" and words_after(sentence, at) & FORCES else root


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
    is_common = name.text.lower() in ORGANISATION_HEADS
    return is_body and " " not in name.text and not (name.text.isupper() or is_common)


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
    places = _places_of(sentence, at) - {one.entity_id for one in named}
    day = (
        days[0].day
        if len(days) == 1 and _is_day_of(text, sentence, (start, end), days[0])
        else None
    )
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


def _places_of(sentence: Sentence, at: int) -> set[str]:
    """The place right after the noun of the event; else those after `in`, `near`."""
    tokens = sentence.tokens
    if is_fight_in(sentence, at):
        return {one.entity_id for one in [tokens[at + 2].mention] if one}
    return {
        token.mention.entity_id
        for number, token in enumerate(tokens)
        if token.mention and token.kind == "L" and _is_where(sentence, number)
    }


def _is_where(sentence: Sentence, number: int) -> bool:
    """Whether a preposition of place governs a name: not `from Canada`, `envoy to Cairo`."""
    before = len(sentence.kinds[:number].rstrip("dnULDOzc,"))
    if sentence.kinds[number + 1 : number + 2] == "'":
        return False
    return not before or sentence.tokens[before - 1].word.lower() in _WHERE


def _is_verbal(text: str, event: Event, actor: Mention | None) -> bool:
    """An attack in words, which is criticism: in a speech, or by one person."""
    if event.verb != "attacked":
        return False
    end = event.end + _DAY_REACH
    is_person = actor is not None and actor.type is EntityType.PERSON
    return is_person or bool(_IN_WORDS.search(text, event.start, end))


def _is_day_of(text: str, sentence: Sentence, event: tuple[int, int], day: DatedText) -> bool:
    """The date beside the event, unless it dates something before or after it.

    It may be far behind an event if no other verb is between them.
    """
    start, end = event
    between = text[day.end : start] if day.end <= start else text[end : day.start]
    if _OTHER_DAY.search(between):
        return False
    return len(between) <= _DAY_REACH or (end < day.start and _is_of_clause(sentence, end, day))


def _is_of_clause(sentence: Sentence, end: int, day: DatedText) -> bool:
    between = [one.kind for one in sentence.tokens if end <= one.start and one.end <= day.start]
    return day.start - end <= _FAR_DAY_REACH and not set(between) & _OTHER_CLAUSE


def _days_in(dates: Sequence[DatedText], sentence: Sentence) -> list[DatedText]:
    first = bisect_left(dates, sentence.start, key=_start)
    last = bisect_left(dates, sentence.end, key=_start)
    return [one for one in dates[first:last] if one.kind is DateKind.DAY]


def _start(one: DatedText) -> int:
    return one.start
