"""The verb of an event with its auxiliaries: passives, participles, and the verbs before it."""

import re

from tasks.entities.facts.clauses import Sentence
from tasks.entities.facts.events.targets import MEANS
from tasks.entities.facts.events.verbs import Form, after_verb, form_of, root_of

BE = frozenset({"was", "were", "been", "is", "are", "being"})
_NEAR = 6
# `mediated on Tuesday by X`, `received at the airport by X`
_WHEN = re.compile(r"(?:a|r?[dnz]*T|r[dnL]+(?=r))*")
FINITE = re.compile("[vV]")


def word_at(sentence: Sentence, at: int) -> str:
    """Return the word of a token, or an empty string after the last one."""
    return sentence.tokens[at].word if at < len(sentence.tokens) else ""


def is_passive_at(sentence: Sentence, at: int) -> bool:
    """Return whether a form of `be` stands before the participle at a token."""
    if form_of(sentence, at) is not Form.PAST:
        return False
    before = [
        token.word.lower() for token in sentence.tokens[max(0, at - 3) : at] if token.kind == "x"
    ]
    return sentence.kinds[at - 1 : at] in ("x", "a") and bool(BE & set(before))


def is_also_passive(sentence: Sentence, at: int) -> bool:
    """Return whether a token is a second participle: `charged` in `X was arrested and charged`."""
    kinds = sentence.kinds
    is_second = form_of(sentence, at) is Form.PAST and kinds[:at].rstrip("a")[-1:] == "c"
    if not is_second or kinds[at + 1 : at + 2] in tuple("dDPOLzm"):
        return False
    verbs = finite_verbs(kinds, at)
    if not verbs or at - verbs[-1] > _NEAR or not root_of(sentence, verbs[-1]):
        return False
    return is_passive_at(sentence, verbs[-1])


def by_after(sentence: Sentence, at: int) -> int:
    """Return the token `by` after a verb, also after a day or place; else 0."""
    first = after_verb(sentence, at)
    if word_at(sentence, first) != "by":
        match = _WHEN.match(sentence.kinds, first)
        first = match.end() if match else first
    is_means = word_at(sentence, first + 1) in MEANS
    return first if word_at(sentence, first) == "by" and not is_means else 0


def finite_verbs(kinds: str, end: int) -> list[int]:
    """Return the verbs before a token that are not infinitives (`to leave`)."""
    found = [one.start() for one in FINITE.finditer(kinds, 0, end)]
    return [one for one in found if not one or kinds[one - 1] != "o"]


def is_verb_list(sentence: Sentence, first: int, comma: int, at: int) -> bool:
    """Return whether one comma joins two verbs: `X denounced the attack, thanked Y`."""
    return comma == at and sentence.kinds.count(",", first, comma) == 1
