"""Cues of a sentence with their subjects, and the content of indirect statements.

`find_attributions(sentence)` returns the cues; `content_of(sentence, one)` what is said.
"""

import re
from dataclasses import dataclass

from tasks.entities.facts.clauses import Sentence
from tasks.entities.facts.speech.cues import Cue, CueClass, Form
from tasks.entities.facts.speech.subjects import (
    POSSESSIVES,
    NounPhrase,
    main_subject,
    noun_before,
    nouns,
    subject_after,
    subject_before,
)
from tasks.entities.facts.word_kinds import Token
from tasks.entities.names.word_lists import read_words

_ADJUNCT = re.compile(
    r"[.,]?$|(?:r?[dT]*T)?,v[^Q]*$|(?:[rTam][^vVxtQ]*|[dT]*T[^vVxtQ]*|[POLUDdn]+(?:[rT][^vVxtQ]*)?)\.?$"
)
# `..., said X, an adviser to Y`, `..., said X, who heads Y`
_ASIDE = re.compile(r",(?:[dnUz][^vVxQ]*|w[^Q]*)\.?$")
_FINITE = re.compile("[vVx]")
_PEOPLE = (
    read_words("role_words")
    | read_words("member_words")
    | {"group", "groups", "party", "parties", "company", "companies", "states", "countries"}
)
# Verbs of saying that take a noun as what is said: `stressed the need for aid`.
_WITH_OBJECT = read_words("verbs_with_object")
_PICTURES = read_words("picture_words")
# `“Never,” was his answer`, `“Never,” came the reply from X`
_ANSWERS = read_words("answer_words")
_GIVEN = frozenset({"was", "is", "were", "came", "comes", "went"})
_MOST_BEFORE_ANSWER = 6
# Share of such statements that are statements in PolNeAR, where the content is a clause.
_CONFIDENCE = {
    CueClass.SAY: 0.95,
    CueClass.SHOW: 0.92,
    CueClass.THINK: 0.9,
    CueClass.WANT: 0.84,
    CueClass.ASK: 0.83,
    CueClass.JUDGE: 0.87,
}
_ACCORDING = 0.97
_THAT = 0.92
_FRONTED = 0.85
# Of a noun phrase (`denied the report`), and of an infinitive or participle (`to deny it`).
_OF_PHRASE = -0.15
_NOT_FINITE = -0.12


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
    answer = _answer(sentence)
    if answer:
        return [answer]
    found = []
    for at, token in enumerate(sentence.tokens):
        if token.kind == "A":
            phrase = subject_after(sentence, at + _length(token), len(sentence.tokens))
            found.append(Attribution(at, phrase, is_inverted=True))
        elif token.cue:
            found.append(_attribution(sentence, at))
    return found


def _answer(sentence: Sentence) -> Attribution | None:
    """`“Never,” was his answer`: the quote is called an answer, a comment or a warning."""
    words = nouns(sentence, 0, len(sentence.tokens))
    first = 2 if sentence.kinds.startswith("Q,") else 1
    if not sentence.kinds.startswith("Q") or len(words) <= first or words[first] not in _GIVEN:
        return None
    owner = first + 1
    reach = range(owner, min(owner + _MOST_BEFORE_ANSWER, len(words)))
    at = next((number for number in reach if words[number] in _ANSWERS), 0)
    if not at:
        return None
    if words[at + 1 : at + 2] in (["of"], ["from"]):
        return Attribution(at, subject_after(sentence, at + 2, len(words)), is_inverted=True)
    owned = sentence.kinds.find("'", owner, at)
    end = owner + 1 if words[owner] in POSSESSIVES else owned
    phrase = NounPhrase(owner, end, end) if end > owner else None
    return Attribution(at, phrase, is_inverted=True)


def _length(according: Token) -> int:
    """`per` is one token, `according to` are two."""
    return 1 if according.word.lower() == "per" else 2


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
        is_wanting_noun = is_wanting(sentence.tokens[at]) and at and kinds[at - 1] in "nU"
        phrase = _wanting(sentence, at) if is_wanting_noun else main_subject(sentence, 0, at)
        return Attribution(at, phrase)
    phrase = subject_before(sentence, 0, at)
    if not phrase and at == 0:
        return Attribution(at, subject_after(sentence, at + 1, len(kinds)), is_inverted=True)
    return Attribution(at, phrase)


def _wanting(sentence: Sentence, at: int) -> NounPhrase | None:
    """`a group seeking to`: people want something, `an offensive aiming to` does not."""
    phrase = noun_before(sentence, 0, at)
    is_people = phrase and sentence.tokens[at - 1].word.lower() in _PEOPLE
    return phrase if is_people else None


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
    # Nobody is `told` by inversion: the noun after it is the listener.
    if cue.lemma in _WITH_LISTENER:
        return False
    before = kinds[:at].rstrip("a")
    if before.endswith("Q") or before.endswith("Q,") or before.endswith("Q-"):
        return True
    if not before.endswith(",") or not _may_speak(sentence, at, cue):
        return False
    return bool(re.fullmatch(r"[dUnPOLDz'bp]+(?:[r,][^vVx]*)?\.?", kinds[at + 1 :]))


def _may_speak(sentence: Sentence, at: int, cue: Cue) -> bool:
    """`The talks, held in Paris, highlighted the need for aid`: the noun after it is its object."""
    if cue.lemma not in _WITH_OBJECT:
        return True
    after = re.compile(r"[dUnPOLDz'bp]+").match(sentence.kinds, at + 1)
    words = {token.word.lower() for token in sentence.tokens[at + 1 : after.end() if after else at]}
    return bool(words & _PEOPLE or (after and set("PpO") & set(after.group())))


def content_of(sentence: Sentence, one: Attribution) -> tuple[int, int, float] | None:
    """Return first token, end and confidence of what is said without quotation marks."""
    kinds, size = sentence.kinds, len(sentence.tokens)
    if not one.phrase:
        return None
    if kinds[one.at] == "A":
        is_lead = not kinds[: one.at].strip("Bca")
        return (one.phrase.last, size, _ACCORDING) if is_lead else (0, one.at, _ACCORDING)
    cue = sentence.tokens[one.at].cue
    if cue is None:
        return None
    rest = one.phrase.last if one.is_inverted else one.at + 1
    before = one.at if one.is_inverted else one.phrase.first
    is_after = (
        bool(_ADJUNCT.match(kinds[rest:]))
        or _goes_on(sentence, before, rest)
        or (one.is_inverted and bool(_ASIDE.match(kinds[rest:])))
    )
    is_fronted = before > 2 and kinds[before - 1] in ",Q" and is_after
    if is_fronted and cue.cue_class is CueClass.SAY:
        return 0, before - 1, _FRONTED
    if one.is_inverted or _is_in_a_picture(sentence, one, cue):
        return None
    return _content_after(sentence, one.at, cue)


def _goes_on(sentence: Sentence, before: int, rest: int) -> bool:
    """`The town fell, he said, cutting the road`, `he said, but ...`: after a whole clause."""
    kinds = sentence.kinds
    if kinds[rest : rest + 1] != "," or rest + 1 >= len(kinds) or kinds[0] == "s":
        return False
    is_clause = bool(_FINITE.search(kinds, 0, before))
    is_more = kinds[rest + 1] in "cBsw" or sentence.tokens[rest + 1].word.endswith("ing")
    return is_clause and is_more and "Q" not in kinds[rest:]


def _is_in_a_picture(sentence: Sentence, one: Attribution, cue: Cue) -> bool:
    """`footage showed smoke`: something seen is not said; `footage showed that they fired` is."""
    if cue.cue_class is not CueClass.SHOW or not one.phrase:
        return False
    head = sentence.tokens[one.phrase.head_end - 1].word.lower()
    return head in _PICTURES and sentence.kinds[one.at + 1 : one.at + 2] != "t"


def _content_after(sentence: Sentence, at: int, cue: Cue) -> tuple[int, int, float] | None:
    kinds, size = sentence.kinds, len(sentence.tokens)
    rest = at + (2 if cue.particle else 1)
    that = kinds.find("t", rest, rest + _THAT_REACH)
    if cue.lemma in _OF_ATTITUDES and not _is_attitude(sentence, that):
        return None
    if that >= 0 and not re.search("[vV;:]", kinds[rest:that]):
        return that + 1, size, _THAT
    day = _DAY.match(kinds, rest)
    rest = day.end() if day else rest
    if rest >= size or kinds[rest] in ",.;-" or not _may_follow(kinds, rest, cue):
        return None
    if cue.lemma in _WITH_LISTENER:
        listener = _LISTENER.match(kinds, rest)
        rest = listener.end() if listener else rest
    confidence = _CONFIDENCE[cue.cue_class]
    is_clause = cue.cue_class in _OF_CLAUSES
    if is_clause and not _FINITE.search(kinds, rest):
        confidence += _OF_PHRASE
    if not _is_finite(kinds, at, cue):
        confidence += _NOT_FINITE
    return rest, size, round(confidence, 2)


# `voiced fears that ...`; not `voiced the view of those that ...`.
_OF_ATTITUDES = frozenset({"voice", "express"})
_ATTITUDES = read_words("attitude_words")


def _is_attitude(sentence: Sentence, that: int) -> bool:
    return that > 0 and sentence.tokens[that - 1].word.lower() in _ATTITUDES


# `told Reuters on Monday the troops left`: a clause follows whom it is told to.
_WITH_LISTENER = frozenset({"tell", "inform", "assure", "remind", "notify", "advise"})
_LISTENER = re.compile(r"(?:m|d?[nUPOLDzg'b]+)(?:r?d?n?T)*(?=[dPOLDUpna][^,;:]*[vVx])")
_OF_CLAUSES = (CueClass.SAY, CueClass.SHOW, CueClass.THINK)
# `said on Monday the troops left`
_DAY = re.compile(r"r?T+(?=[dPOLDUpngz])")
_THAT_REACH = 10
_INFINITIVE_REACH = 8


def _may_follow(kinds: str, rest: int, cue: Cue) -> bool:
    """Whether content can begin at token `rest` after this cue."""
    if cue.cue_class is CueClass.ASK:
        return "o" in kinds[rest : rest + _INFINITIVE_REACH]
    if cue.needs_that:
        return kinds[rest] == "s" or (kinds[rest] == "o" and cue.cue_class is CueClass.WANT)
    return not (kinds[rest] == "r" and cue.cue_class is CueClass.SAY)


def _is_finite(kinds: str, at: int, cue: Cue) -> bool:
    """`X said`, `X will say`; not `to say`, `after saying`."""
    before = kinds[:at].rstrip("a")[-1:]
    if cue.form is Form.GERUND:
        return before in (",", "x", "")
    return before != "o"
