"""Verbs of events, with their particles and nouns: `root_of(sentence, at)`.

`lists/event_verbs.txt` has the verbs, in the past tense, by CAMEO root class; the forms `bombs` and
`bombing` are made from it (`form_of`, `past_of`). `shot_down` is a verb
and its particle, which may follow the object (`handed the men over`). `held+talks` is a verb whose
object is the event, so that the target follows a preposition (`held talks with X`).
"""

import re
from enum import StrEnum

from tasks.entities.facts.clauses import Sentence
from tasks.entities.names.word_lists import read_groups, read_words

PARTICLES = frozenset({"off", "out", "away", "up", "back", "over", "down"})
_NOUN_REACH = 5
# An object before a particle: `handed two men over`.
_SHORT_OBJECT = re.compile(r"(?:m|[da]*[zgnUDPOLb']+)$")
_OBJECT_REACH = 5
# What the target may follow: `held talks with X`, `launched a raid on X`, `took control of X`.
_AFTER_NOUN = frozenset({"with", "on", "against", "to", "at", "of", "from", "for"})
_AFTER_VERB = read_groups("event_prepositions")
# After the object: `fired rockets at X`, `demanded an apology from X`.
_AFTER_OBJECT = read_groups("event_prepositions_after_object")
# `discussed Yemen with X`: the object is only the subject of the talk.
ONLY_AFTER_OBJECT = frozenset({"discussed", "left"})


class Form(StrEnum):
    """Form of a verb; `PAST` is also the participle."""

    PAST = "past"
    THIRD = "third"
    GERUND = "gerund"
    BASE = "base"


# Forms of verbs whose past tense does not end in -ed, and of those with a silent e or a double l.
_IRREGULAR = read_groups("event_irregular_verbs")
# What somebody does alone: `X resigned`, `X fled`, `hundreds of Copts protested`.
OF_ONE = frozenset(
    {"resigned", "quit", "stepped", "fled", "retreated", "defected"}
    | {"protested", "demonstrated", "marched"}
)
# Verbs without a target. The actor of a journey has a name: `aid arrived in Gaza` is no event.
WITHOUT_TARGET = OF_ONE | {"arrived", "returned", "entered", "left"}
# `Iran arms the group`, but `arms for Iran`: nouns as often as verbs.
_NOUNS_TOO = read_words("event_noun_forms")


def _forms(past: str) -> dict[str, Form]:
    """The other forms of a verb; some do not exist: `-ed` hides whether the verb ends in e."""
    if past in _IRREGULAR:
        third, gerund = _IRREGULAR[past]
        return {third: Form.THIRD, gerund: Form.GERUND, third[:-1]: Form.BASE}
    if not past.endswith("ed"):
        return {}
    stem = past[:-2]
    thirds: tuple[str, ...] = (f"{stem}es", f"{stem}s")
    if past.endswith("ied"):
        thirds, stem = (f"{past[:-1]}s",), f"{past[:-3]}y"
    elif stem[-1:] == stem[-2:-1] and stem[-1:] not in "flsz":
        thirds = (f"{stem[:-1]}s",)
    bases = {third.removesuffix("s"): Form.BASE for third in thirds}
    return {**bases, **dict.fromkeys(thirds, Form.THIRD), f"{stem}ing": Form.GERUND}


_ROOTS = {verb: root for root, verbs in read_groups("event_verbs").items() for verb in verbs}
_PAST_WORDS = frozenset(re.split(r"[_+]", verb)[0] for verb in _ROOTS)
_FORMS = {
    form: (past, kind)
    for past in sorted(_PAST_WORDS)
    for form, kind in _forms(past).items()
    if form not in _PAST_WORDS
}
FIRST_WORDS = _PAST_WORDS | _FORMS.keys()
_WITH_NOUN = frozenset(verb.partition("+")[0] for verb in _ROOTS if "+" in verb)
_APART = frozenset(verb for verb in _ROOTS if verb.partition("_")[2] in PARTICLES)


def form_of(sentence: Sentence, at: int) -> Form:
    """Return the form of the verb at a token."""
    return _FORMS.get(sentence.tokens[at].word, ("", Form.PAST))[1]


def past_of(sentence: Sentence, at: int) -> str:
    """Return the past tense of the verb at a token: the word of `lists/event_verbs.txt`."""
    word = sentence.tokens[at].word
    return _FORMS.get(word, (word, Form.PAST))[0]


def is_noun_too(sentence: Sentence, at: int) -> bool:
    """Return whether the form at a token is a noun as often as a verb: `strikes`, `arms`."""
    return sentence.tokens[at].word in _NOUNS_TOO


def root_of(sentence: Sentence, at: int) -> str | None:
    """Return the class of a verb, of a verb and its particle, or of a verb and its noun."""
    verb = past_of(sentence, at)
    noun = event_noun(sentence, at)
    if noun:
        return _ROOTS[f"{verb}+{sentence.tokens[noun].word.lower()}"]
    following = _word(sentence, at + 1)
    with_particle = _ROOTS.get(f"{verb}_{following}") or _root_apart(sentence, at)
    # `backed off` does not back.
    return with_particle or (None if following in PARTICLES else _ROOTS.get(verb))


def _root_apart(sentence: Sentence, at: int) -> str | None:
    """The class of `handed the men over`."""
    verb = past_of(sentence, at)
    for number in range(at + 2, min(at + 2 + _OBJECT_REACH, len(sentence.tokens))):
        word = sentence.tokens[number].word
        if f"{verb}_{word}" in _APART and _SHORT_OBJECT.match(sentence.kinds, at + 1, number):
            return _ROOTS[f"{verb}_{word}"]
    return None


def event_noun(sentence: Sentence, at: int) -> int | None:
    """Return the token of the noun that is the event: `held lengthy talks with X`."""
    verb = past_of(sentence, at)
    if verb not in _WITH_NOUN:
        return None
    for number in range(at + 1, min(at + 1 + _NOUN_REACH, len(sentence.tokens))):
        word = sentence.tokens[number].word.lower()
        if f"{verb}+{word}" in _ROOTS:
            return number
        if sentence.kinds[number] not in "dagnUDPOLz'" and word not in PARTICLES:
            return None
    return None


def after_verb(sentence: Sentence, at: int) -> int:
    """Return the token after the verb, its particle or its noun."""
    noun = event_noun(sentence, at)
    if noun:
        return noun + 1
    return at + 2 if f"{past_of(sentence, at)}_{_word(sentence, at + 1)}" in _ROOTS else at + 1


def takes(sentence: Sentence, at: int, preposition: int) -> bool:
    """Return whether the target of the verb follows this preposition: `met with`."""
    word = sentence.tokens[preposition].word
    if event_noun(sentence, at):
        return word in _AFTER_NOUN
    return word in _AFTER_VERB.get(past_of(sentence, at), ())


def takes_after_object(sentence: Sentence, at: int, preposition: int) -> bool:
    """Return whether the target follows the object and this preposition: `fired rockets at X`."""
    word = _word(sentence, preposition)
    return word in _AFTER_OBJECT.get(past_of(sentence, at), ())


def _word(sentence: Sentence, at: int) -> str:
    return sentence.tokens[at].word if at < len(sentence.tokens) else ""
