"""Whether a word is used as a verb, and whether the text says that what it names happened."""

import re

from tasks.entities.facts.clauses import Sentence
from tasks.entities.facts.events.targets import INFINITIVES
from tasks.entities.facts.events.verb_phrases import BE
from tasks.entities.facts.events.verbs import Form, form_of, is_noun_too, past_of, root_of
from tasks.entities.names.word_lists import read_words

_DENIALS = frozenset({"denied", "denies", "denying"})
_REPORTS = frozenset({"reports", "rumours", "rumors", "claims", "allegations", "news"})
_NOT_TRUE = frozenset({"denied", "dismissed", "false", "untrue", "unfounded", "baseless"})
_NOT_REAL = read_words("not_real")
# `forces inspect`: who acts in the plural.
_PLURALS = frozenset(
    word for word in read_words("victim_words") | read_words("role_words") if word.endswith("s")
) | {"police", "people", "men", "women", "who", "they", "we"}
# `raided the town, killing two`; not `left, agreeing to return`.
_IN_PARTICIPLES = frozenset({"04", "11", "16", "17", "18", "19"})
_TIME_BEFORE = frozenset({"after", "before"})
_ADJECTIVE = re.compile(r"(?:[ai]ble|ful|ous|ive|ed|less|ary|ish)$")


def is_verb(sentence: Sentence, at: int) -> bool:
    """Whether the word is a verb here; `and questioned` may look like a noun."""
    form = form_of(sentence, at)
    if form is Form.GERUND:
        return _is_gerund(sentence, at)
    if form is not Form.PAST:
        return _is_present(sentence, at, form)
    kinds = sentence.kinds
    if kinds[:at].rstrip("a").endswith(("r", "d", "g", "'")) or _is_adjective(sentence, at):
        return False
    return kinds[at] in "vV" or (kinds[at] == "n" and at > 0 and kinds[at - 1] in "c,t")


def _is_adjective(sentence: Sentence, at: int) -> bool:
    """`to vulnerable and displaced people`, `is the highest elected official`."""
    kinds = sentence.kinds
    if kinds[at + 1 : at + 2] == "n" and re.search(r"[xV]d[nza]*n$", kinds[:at]):
        return True
    is_joined = bool(re.search(r"nc$", kinds[:at]))
    if is_joined and re.match(r"[nDU]+x", kinds[at + 1 :]):
        # `refugees and displaced Iraqis were`
        return True
    is_joined = is_joined and kinds[at + 1 : at + 2] == "n"
    return bool(is_joined and _ADJECTIVE.search(sentence.tokens[at - 2].word))


def _is_present(sentence: Sentence, at: int, form: Form) -> bool:
    """`Iran backs the group`, `forces inspect the site`.

    A form that is a noun too stands between a name and an object.
    """
    kinds = sentence.kinds
    before = kinds[:at].rstrip("a")
    if kinds[at] not in "nvV" or not before:
        return False
    if form is Form.BASE:
        is_plural = sentence.tokens[len(before) - 1].word.lower() in _PLURALS
        return is_plural and kinds[at + 1 : at + 2] in tuple("dDPOLm")
    if is_noun_too(sentence, at):
        is_it = [token.word for token in sentence.tokens[at + 1 : at + 2]] == ["it"]
        return before[-1] in "POL" and (is_it or kinds[at + 1 : at + 2] in tuple("dDPOLm"))
    if kinds[at + 1 : at + 2] == "o":
        return past_of(sentence, at) in INFINITIVES and before[-1] in "POLp"
    return before[-1] in "POLnUpwb" and kinds[at + 1 : at + 2] not in ("", "'")


def _is_gerund(sentence: Sentence, at: int) -> bool:
    """`is shelling Homs`, `raided the town, killing two`, `after meeting X`."""
    kinds = sentence.kinds
    if kinds[at] not in "nvV" or kinds[at + 1 : at + 2] in tuple("'c,.x") or not at:
        return False
    before = kinds[:at].rstrip("a")
    if before.endswith("x"):
        return sentence.tokens[len(before) - 1].word.lower() in BE
    if is_noun_too(sentence, at) and kinds[at + 1 : at + 2] not in tuple("dDPOLmz"):
        return False
    if before.endswith(","):
        return root_of(sentence, at) in _IN_PARTICIPLES and bool(re.search("[vV]", before))
    return sentence.tokens[at - 1].word.lower() in _TIME_BEFORE


def is_real(sentence: Sentence, at: int) -> bool:
    """Whether it happened: no modal, negation, condition or infinitive before the verb."""
    if sentence.kinds[0] == "x":
        return False
    if _is_denied(sentence, at):
        return False
    clause = max(sentence.kinds.rfind(mark, 0, at) for mark in ",;:cB") + 1
    before = [token.word.lower().replace("’", "'") for token in sentence.tokens[clause:at]]
    return not _is_unreal(sentence, at) and not {"if", "unless"} & set(before)


def _is_denied(sentence: Sentence, at: int) -> bool:
    """`X denied that he had armed Y`; `reports that X had fled were denied`."""
    denials = [
        number
        for number, token in enumerate(sentence.tokens[:at])
        if token.word in _DENIALS and (token.kind == "v" or _is_that(sentence, number + 1))
    ]
    if _is_reported(sentence, at):
        return True
    return bool(denials) and not {"c", ";"} & set(sentence.kinds[denials[-1] : at])


def _is_that(sentence: Sentence, at: int) -> bool:
    return [token.word for token in sentence.tokens[at : at + 1]] == ["that"]


def _is_reported(sentence: Sentence, at: int) -> bool:
    """`Reports that X had fled were denied`: the subject tells something that is not true."""
    is_in_report = any(
        token.word.lower() in _REPORTS and _is_that(sentence, number + 1)
        for number, token in enumerate(sentence.tokens[:at])
    )
    return is_in_report and any(token.word in _NOT_TRUE for token in sentence.tokens[at:])


def _is_unreal(sentence: Sentence, at: int) -> bool:
    """Whether an auxiliary makes the verb unreal; `may be arrested and deported`: both verbs."""
    kinds = sentence.kinds
    first = len(kinds[:at].rstrip("xaTo"))
    words = {token.word.lower().replace("’", "'") for token in sentence.tokens[first:at]}
    if _NOT_REAL & words:
        return True
    joined = re.search(r"(?<!o)[vV][^vV,;:x]{0,6}c$", kinds[:first])
    return bool(joined) and first == at and _is_unreal(sentence, joined.start() if joined else 0)
