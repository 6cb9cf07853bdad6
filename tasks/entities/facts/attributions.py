"""Cues of a sentence with their subjects, and the content of indirect statements.

`find_attributions(sentence)` returns the cues; `content_of(sentence, one)` what is said.
"""

import re
from dataclasses import dataclass

from tasks.entities.facts.clauses import Sentence
from tasks.entities.facts.cues import CueClass, Form
from tasks.entities.facts.subjects import (
    NounPhrase,
    main_subject,
    subject_after,
    subject_before,
)
from tasks.entities.facts.word_kinds import Token

_ADJUNCT = re.compile(
    r"[.,]?$|(?:[rTam][^vVxtQ]*|[dT]*T[^vVxtQ]*|[POLUDdn]+(?:[rT][^vVxtQ]*)?)\.?$"
)
_STARTS_CLAUSE = re.compile(r"[dPOLDUpngza'b]*.*?[vVx]")
_CONFIDENCE = {
    CueClass.SAY: 0.9,
    CueClass.SHOW: 0.9,
    CueClass.THINK: 0.85,
    CueClass.WANT: 0.75,
    CueClass.ASK: 0.8,
    CueClass.JUDGE: 0.75,
}


@dataclass(frozen=True, slots=True)
class Attribution:
    """A cue of a sentence and its subject; `is_inverted`: the subject follows the cue."""

    at: int
    phrase: NounPhrase | None
    is_inverted: bool = False


def is_wanting(token: Token) -> bool:
    """Return whether a token is a verb of wanting (`plan`, `refuse`)."""
    return bool(token.cue and token.cue.cue_class is CueClass.WANT)


def find_attributions(sentence: Sentence) -> list[Attribution]:
    """Return the cues of a sentence in order, each with its subject."""
    found = []
    for at, token in enumerate(sentence.tokens):
        if token.kind == "A":
            phrase = subject_after(sentence, at + 2, len(sentence.tokens))
            found.append(Attribution(at, phrase, is_inverted=True))
        elif token.cue:
            found.append(_attribution(sentence, at))
    return found


def _attribution(sentence: Sentence, at: int) -> Attribution:
    kinds = sentence.kinds
    quoted = _quoted_as(sentence, at)
    if quoted:
        return Attribution(at, quoted)
    if _is_inverted(sentence, at):
        phrase = subject_after(sentence, at + 1, len(kinds))
        if phrase:
            return Attribution(at, phrase, is_inverted=True)
    cue = sentence.tokens[at].cue
    is_participle = bool(cue and cue.form is Form.GERUND and (not at or kinds[at - 1] != "x"))
    if is_participle:
        return Attribution(at, main_subject(sentence, 0, at))
    phrase = subject_before(sentence, 0, at)
    if not phrase and at == 0:
        return Attribution(at, subject_after(sentence, at + 1, len(kinds)), is_inverted=True)
    return Attribution(at, phrase)


def _quoted_as(sentence: Sentence, at: int) -> NounPhrase | None:
    """`quoted X as saying`, `X was quoted as saying`."""
    words = [token.word.lower() for token in sentence.tokens[:at]]
    if not words or words[-1] != "as":
        return None
    for number in range(len(words) - 1, -1, -1):
        if words[number] in ("quoted", "quoting", "quotes", "cited", "citing"):
            is_passive = number and words[number - 1] in ("was", "is", "were", "been", "be")
            if is_passive:
                return subject_before(sentence, 0, number)
            return subject_after(sentence, number + 1, at - 1)
    return None


def _is_inverted(sentence: Sentence, at: int) -> bool:
    """`“...,” said X`, `It will rain, said X.`"""
    kinds, cue = sentence.kinds, sentence.tokens[at].cue
    if not cue or cue.cue_class is not CueClass.SAY or cue.form is Form.GERUND:
        return False
    before = kinds[:at].rstrip("a")
    if before.endswith("Q") or before.endswith("Q,") or before.endswith("Q-"):
        return True
    if not before.endswith(","):
        return False
    return bool(re.fullmatch(r"[dUnPOLDz'bp]+(?:[r,][^vVx]*)?\.?", kinds[at + 1 :]))


def content_of(sentence: Sentence, one: Attribution) -> tuple[int, int, float] | None:
    """First token, last token (excluded) and confidence of the content of an indirect statement."""
    kinds, size = sentence.kinds, len(sentence.tokens)
    if not one.phrase:
        return None
    if kinds[one.at] == "A":
        if one.at == 0 or (one.at == 1 and kinds[0] in "Bca"):
            return one.phrase.last, size, 0.9
        return 0, one.at, 0.9
    cue = sentence.tokens[one.at].cue
    if cue is None:
        return None
    rest = one.phrase.last if one.is_inverted else one.at + 1
    before = one.at if one.is_inverted else one.phrase.first
    is_fronted = before > 2 and kinds[before - 1] in ",Q" and bool(_ADJUNCT.match(kinds[rest:]))
    if is_fronted and cue.cue_class is CueClass.SAY:
        return 0, before - 1, 0.9
    if one.is_inverted:
        return None
    return _content_after(sentence, rest, cue.cue_class)


def _content_after(
    sentence: Sentence, rest: int, cue_class: CueClass
) -> tuple[int, int, float] | None:
    kinds, size = sentence.kinds, len(sentence.tokens)
    that = kinds.find("t", rest, rest + 10)
    if that >= 0 and not re.search("[vV;:]", kinds[rest:that]):
        return that + 1, size, 0.95
    if rest >= size or kinds[rest] in ",.;":
        return None
    if cue_class in (CueClass.WANT, CueClass.ASK) and kinds[rest] != "o":
        if cue_class is CueClass.ASK and "o" not in kinds[rest : rest + 8]:
            return None
    elif kinds[rest] in "r" and cue_class is CueClass.SAY:
        return None
    return rest, size, _CONFIDENCE[cue_class]
