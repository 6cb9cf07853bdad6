"""Objects that need no name: `closed the border`, `released a statement`, `X resigned`."""

import re

from tasks.entities.facts.clauses import Sentence
from tasks.entities.facts.events.doers import PEOPLE
from tasks.entities.facts.events.targets import MEETING
from tasks.entities.facts.events.verbs import OF_ONE, after_verb, past_of
from tasks.entities.facts.speech.subjects import NounPhrase, subject_before
from tasks.entities.models import Mention
from tasks.entities.names.word_lists import read_words

# Verbs of these classes need a named target: `they met`, `he thanked everybody`.
_NAMED_TARGET = frozenset({"04", "02", "13"})
_ENVOYS = frozenset(
    {"ambassador", "ambassadors", "envoy", "envoys", "diplomats", "troops", "forces"}
)
_SPANS = frozenset({"years", "months", "weeks", "days", "hours", "minutes", "times"})
_WORDS = read_words("message_words")
# `visited a camp`, `brokered a truce`: meetings without a second party.
_OF_THINGS = frozenset({"visited", "mediated", "brokered", "co-sponsored"})
FORCES = read_words("force_words")
_GIVING = frozenset({"sent", "provided", "offered", "delivered"})
_AID = read_words("aid_words")


def has_thing(sentence: Sentence, at: int, span: tuple[int, int] | None, root: str) -> bool:
    """Return whether the verb has an object that need not be named."""
    verb = past_of(sentence, at)
    is_of_nobody = (
        root in _NAMED_TARGET and verb not in _OF_THINGS and not _is_host(sentence, span, root)
    )
    if verb == "threatened" and span and sentence.kinds[slice(*span)] == "o":
        return True
    # `an elected official`: who is elected is named.
    if is_of_nobody or verb in ("elected", "named") or _is_mere_giving(sentence, at):
        return False
    if span is not None:
        return not _is_time(sentence, span)
    following = sentence.tokens[at + 1] if at + 1 < len(sentence.tokens) else None
    if following and following.word.endswith(("self", "selves")):
        return sentence.kinds[at + 2 : at + 3] in tuple("dnzg")
    is_pronoun_object = following and (following.kind == "m" or following.word == "it")
    return bool(is_pronoun_object) or _is_relative(sentence, at)


def is_own_act(sentence: Sentence, at: int, subject: NounPhrase | None) -> bool:
    """Return whether X acts alone: `X resigned`; not `The men, whose chief, X, was shot, fled`."""
    if not subject or past_of(sentence, at) not in OF_ONE:
        return False
    between = sentence.kinds[subject.last : at]
    return not (between.endswith(",") and re.match(r",[^w]*[vVx]", between))


def has_object(sentence: Sentence, at: int, span: tuple[int, int] | None) -> bool:
    """Return whether something is shown: `X demonstrated skill`, `X demonstrated that`."""
    first = after_verb(sentence, at)
    return sentence.kinds[first : first + 1] in ("t", "w") or span is not None


def _is_host(sentence: Sentence, span: tuple[int, int] | None, root: str) -> bool:
    """`met opposition leaders`: people who are not named."""
    if not span or root not in (MEETING, "02"):
        return False
    return sentence.tokens[span[1] - 1].word.lower() in PEOPLE - {"report", "figure", "figures"}


def _is_relative(sentence: Sentence, at: int) -> bool:
    """`a charge that X rejected`: the object is the noun before."""
    subject = subject_before(sentence, 0, at)
    if not subject or subject.first < 2:
        return False
    before = sentence.kinds[subject.first - 2 : subject.first]
    word = sentence.tokens[subject.first - 1].word
    return bool(re.fullmatch(r"n[tw]", before)) and word in ("that", "which", "whom")


def _is_mere_giving(sentence: Sentence, at: int) -> bool:
    """`sent an email`, `provided a list`: only troops and aid are events without a named target."""
    is_giving = past_of(sentence, at) in _GIVING
    return is_giving and not words_after(sentence, at) & (FORCES | _AID)


def words_after(sentence: Sentence, at: int) -> set[str]:
    """Return the words that may belong to the object of the verb at a token."""
    return {token.word.lower() for token in sentence.tokens[at + 1 : at + 9]}


def _is_time(sentence: Sentence, span: tuple[int, int]) -> bool:
    words = {token.word.lower() for token in sentence.tokens[slice(*span)]}
    return "T" in sentence.kinds[slice(*span)] or bool(words & _SPANS)


def him_before(sentence: Sentence, at: int, actor: Mention) -> Mention | None:
    """Return who `him` is in `invited him`: the person last named before, other than the actor."""
    if sentence.kinds[at + 1 : at + 2] != "m":
        return None
    people = [
        token.mention
        for token in sentence.tokens[:at]
        if token.kind == "P" and token.mention and token.mention.entity_id != actor.entity_id
    ]
    return people[-1] if people else None


def is_of_words(sentence: Sentence, at: int) -> bool:
    """Return whether only words are exchanged: `released a statement`, `received reports of`."""
    words = {token.word.lower() for token in sentence.tokens[at + 1 : at + 5]}
    if past_of(sentence, at) == "recalled":
        return not words & _ENVOYS
    return bool(words & _WORDS)
