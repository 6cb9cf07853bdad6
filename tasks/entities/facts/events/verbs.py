"""Verbs of events, with their particles and nouns: `root_of(sentence, at)`.

`lists/event_verbs.txt` has the verbs, in the past tense, by CAMEO root class. `shot_down` is a verb
and its particle, which may follow the object (`handed the men over`). `held+talks` is a verb whose
object is the event, so that the target follows a preposition (`held talks with X`).
"""

import re
from pathlib import Path

from tasks.entities.facts.clauses import Sentence

PARTICLES = frozenset({"off", "out", "away", "up", "back", "over", "down"})
_NOUN_REACH = 5
# An object before a particle: `handed two men over`.
_SHORT_OBJECT = re.compile(r"(?:m|[da]*[zgnUDPOLb']+)$")
_OBJECT_REACH = 5
# What the target may follow: `held talks with X`, `launched a raid on X`, `took control of X`.
_AFTER_NOUN = frozenset({"with", "on", "against", "to", "at", "of", "from", "for"})
_AFTER_VERB = {
    "clashed": "with",
    "conferred": "with",
    "met": "with",
    "protested": "to against",
    "appealed": "to",
    "apologized": "to",
}
# After the object: `fired rockets at X`, `demanded an apology from X`.
_AFTER_OBJECT = {
    "fired": "at on",
    "imposed": "on against",
    "lifted": "on against",
    "demanded": "from",
    "transferred": "to",
    "handed": "to",
    "donated": "to",
    "delivered": "to",
    "launched": "at on against",
    "waged": "on against",
    "broke": "with",
    "cut": "with",
    "severed": "with",
    "resumed": "with",
    "suspended": "with",
    "signed": "with",
    "discussed": "with",
}
# `discussed Yemen with X`: the object is only the subject of the talk.
ONLY_AFTER_OBJECT = frozenset({"discussed"})


def _read_roots() -> dict[str, str]:
    path = Path(__file__).parents[2] / "lists" / "event_verbs.txt"
    roots = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        root, _, verbs = line.partition(": ")
        roots.update(dict.fromkeys(verbs.split(), root))
    return roots


_ROOTS = _read_roots()
FIRST_WORDS = frozenset(re.split(r"[_+]", verb)[0] for verb in _ROOTS)
_APART = frozenset(verb for verb in _ROOTS if verb.partition("_")[2] in PARTICLES)


def root_of(sentence: Sentence, at: int) -> str | None:
    """Return the class of a verb, of a verb and its particle, or of a verb and its noun."""
    verb = sentence.tokens[at].word
    noun = event_noun(sentence, at)
    if noun:
        return _ROOTS[f"{verb}+{sentence.tokens[noun].word.lower()}"]
    following = _word(sentence, at + 1)
    with_particle = _ROOTS.get(f"{verb}_{following}") or _root_apart(sentence, at)
    # `backed off` does not back.
    return with_particle or (None if following in PARTICLES else _ROOTS.get(verb))


def _root_apart(sentence: Sentence, at: int) -> str | None:
    """The class of `handed the men over`."""
    verb = sentence.tokens[at].word
    for number in range(at + 2, min(at + 2 + _OBJECT_REACH, len(sentence.tokens))):
        word = sentence.tokens[number].word
        if f"{verb}_{word}" in _APART and _SHORT_OBJECT.match(sentence.kinds, at + 1, number):
            return _ROOTS[f"{verb}_{word}"]
    return None


def event_noun(sentence: Sentence, at: int) -> int | None:
    """Return the token of the noun that is the event: `held lengthy talks with X`."""
    verb = sentence.tokens[at].word
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
    return at + 2 if f"{sentence.tokens[at].word}_{_word(sentence, at + 1)}" in _ROOTS else at + 1


def takes(sentence: Sentence, at: int, preposition: int) -> bool:
    """Return whether the target of the verb follows this preposition: `met with`."""
    word = sentence.tokens[preposition].word
    if event_noun(sentence, at):
        return word in _AFTER_NOUN
    return word in _AFTER_VERB.get(sentence.tokens[at].word, "").split()


def takes_after_object(sentence: Sentence, at: int, preposition: int) -> bool:
    """Return whether the target follows the object and this preposition: `fired rockets at X`."""
    word = _word(sentence, preposition)
    return word in _AFTER_OBJECT.get(sentence.tokens[at].word, "").split()


def _word(sentence: Sentence, at: int) -> str:
    return sentence.tokens[at].word if at < len(sentence.tokens) else ""
