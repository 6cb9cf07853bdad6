"""Events told by a noun: `the killing of X by Y`, `Israeli shelling of X`, `talks between X and Y`.

A noun says less than a verb about whether something happened, so the words before it must say so:
`after`, `condemned`, `announced`, not `called for` or `ordered`.
"""

import re

from tasks.entities.facts.clauses import Sentence
from tasks.entities.facts.events.targets import MEETING

# CAMEO root classes, as in `lists/event_verbs.txt`.
_ROOTS = {
    "18": "killing killings assassination murder kidnapping abduction execution beheading torture",
    "17": "arrest detention imprisonment deportation eviction",
    "19": "bombing shelling bombardment invasion storming besieging ambush",
    "16": "expulsion",
    MEETING: "talks meeting negotiations",
}
ROOT_OF_NOUN = {noun: root for root, nouns in _ROOTS.items() for noun in nouns.split()}
_HAPPENED = frozenset(
    {"after", "since", "following", "over", "about", "despite", "with", "upon", "amid"}
    | {"condemned", "condemn", "condemns", "condemning", "denounced", "denounces", "denouncing"}
    | {"deplored", "criticized", "criticised", "slammed", "protested", "protesting", "mourned"}
    | {"announced", "announcing", "confirmed", "confirming", "reported", "celebrated", "avenge"}
    | {"investigating", "investigate", "welcomed", "blamed", "witnessed", "admitted", "claimed"}
)
# `The killing of X shocked Y`: what has had an effect took place.
_EFFECT = re.compile(
    r"shocked|sparked|triggered|led|prompted|provoked|drew|angered|ignited|unleashed|caused|came|"
    r"followed|forced|raised|plunged|stunned|outraged|set|brought|ended|killed|left|took|marked"
)
_MET = frozenset({"after", "following", "during", "since"})
# `responsible for the killing of X`, `held for the murder of X`; not `called for the arrest of X`.
_FOR = frozenset(
    {"responsibility", "responsible", "blamed", "condemned", "revenge", "retaliation", "arrested"}
    | {"convicted", "jailed", "sentenced", "wanted", "hanged", "executed", "anger", "apologized"}
)
_IN = frozenset({"involved", "involvement", "role", "part", "suspects", "suspect", "implicated"})
_LED = frozenset({"led", "leading"})
_UNREAL = frozenset(
    {"possible", "alleged", "attempted", "planned", "expected", "future", "mass", "proposed", "no"}
    | {"any", "further", "direct", "failed", "next", "upcoming", "coming"}
)
_AFTER_SUBJECT = re.compile(r"(?:r[dnzgUDPOLT']+)+,?[xa]?[vVn]")
_DETERMINERS = "d"
_REACH = 6


def owner_of(sentence: Sentence, at: int) -> int | None:
    """Return the token of the name before the noun: `the US invasion`, `Israel’s shelling`."""
    kinds = sentence.kinds
    if at and kinds[at - 1] in "DLO":
        return at - 1
    return at - 2 if at > 1 and kinds[at - 1] == "'" and kinds[at - 2] in "POLD" else None


def happened(sentence: Sentence, at: int) -> bool:
    """Return whether the words before the noun at a token say that it took place."""
    owner = owner_of(sentence, at)
    first = at if owner is None else owner
    while first and (sentence.kinds[first - 1] in _DETERMINERS or _is_describing(sentence, first)):
        first -= 1
    if {token.word.lower() for token in sentence.tokens[first:at]} & _UNREAL:
        return False
    if _had_effect(sentence, first, at):
        return True
    words = [token.word.lower() for token in sentence.tokens[max(0, first - 2) : first]]
    if not words:
        return False
    before, last = words[0] if len(words) > 1 else "", words[-1]
    if ROOT_OF_NOUN[sentence.tokens[at].word.lower()] == MEETING:
        return last in _MET
    return (
        last in _HAPPENED
        or (last == "for" and bool(_FOR & _words_before(sentence, first)))
        or (last == "in" and before in _IN)
        or (last == "to" and before in _LED)
    )


def _had_effect(sentence: Sentence, first: int, at: int) -> bool:
    """`The killing of X in Y shocked Z`, at the beginning of a sentence."""
    kinds = sentence.kinds
    if kinds[:first].strip("dUc,B-LO") or kinds[at + 1 : at + 2] != "r":
        return False
    verb = _AFTER_SUBJECT.match(kinds, at + 1)
    return bool(verb and _EFFECT.fullmatch(sentence.tokens[verb.end() - 1].word))


def _words_before(sentence: Sentence, at: int) -> set[str]:
    return {token.word.lower() for token in sentence.tokens[max(0, at - _REACH) : at]}


def _is_describing(sentence: Sentence, first: int) -> bool:
    """`the brutal killing`, `the 2005 assassination`."""
    return sentence.kinds[first - 1] in "gzT" and first > 1


def object_after(sentence: Sentence, at: int) -> int | None:
    """Return the token after `of` or `between`, where those acted on or those who met begin."""
    root = ROOT_OF_NOUN[sentence.tokens[at].word.lower()]
    wanted = "between" if root == MEETING else "of"
    following = sentence.tokens[at + 1 : at + 2]
    return at + 2 if following and following[0].word == wanted else None
