"""Events named by a noun: `the killing of X by Y`, `shelling of X`, `talks between X and Y`.

A noun says less than a verb about whether something happened: after `threat of`, `called for` or
`planned`, and in a clause with `would`, it is not an event.
"""

import re

from tasks.entities.facts.clauses import Sentence
from tasks.entities.facts.events.targets import MEETING
from tasks.entities.names.word_lists import read_groups, read_words

# CAMEO root classes, as in `lists/event_verbs.txt`.
ROOT_OF_NOUN = {noun: root for root, nouns in read_groups("event_nouns").items() for noun in nouns}
# `an attack on X`: the target follows one of these; it follows `of` after all other nouns.
_ON = frozenset(
    {"attack", "attacks", "airstrike", "airstrikes", "strikes", "raid", "raids", "assault"}
    | {"assaults", "offensive", "crackdown", "ambush", "incursion"}
)
_BETWEEN = frozenset({"clashes", "fighting", "battles"})
# `the arrest of X`: X’s arrest is something done to X.
_DONE_TO = frozenset(
    {"killing", "assassination", "murder", "kidnapping", "abduction", "execution", "beheading"}
    | {"arrest", "detention", "imprisonment", "deportation", "expulsion", "capture"}
    | {"toppling", "ouster", "overthrow", "jailing", "torture", "stabbing"}
)
_MET = frozenset({"after", "following", "during", "since", "in", "at", "held"})
_BEFORE_MEETING = "dngzaU"
_UNREAL_BEFORE = read_words("unreal_words")
_MODALS = frozenset(
    {"will", "would", "may", "might", "could", "can", "should", "must", "shall", "if", "unless"}
    | {"no", "not", "never", "without", "cannot", "whether"}
)
_OWNER = re.compile(r"(?:([POLD])('?)|(g))[nza]{0,3}$")
# `to launch a new attack`, not `to mark the anger over the attack`.
_INFINITIVE = re.compile(r"o[nvV][dzng]{0,3}$")
_TIME = re.compile(r"(?:r?[dnz]?T)+")
_REACH = 7


def owner_of(sentence: Sentence, at: int) -> tuple[int, bool] | None:
    """Return the token of the name before the noun, and whether it has a possessive sign."""
    match = _OWNER.search(sentence.kinds, max(0, at - 5), at)
    return (match.start(1), bool(match[2])) if match and match[1] else None


def is_done_to(sentence: Sentence, at: int) -> bool:
    """Return whether the name before the noun is acted on: `X’s arrest`."""
    return sentence.tokens[at].word.lower() in _DONE_TO


def happened(sentence: Sentence, at: int) -> bool:
    """Return whether nothing before the noun at a token says that it did not take place."""
    kinds = sentence.kinds
    clause = max(kinds.rfind(mark, 0, at) for mark in ",;:B") + 1
    words = [token.word.lower() for token in sentence.tokens[clause:at]]
    if set(words) & _MODALS or set(words[-_REACH:]) & _UNREAL_BEFORE:
        return False
    if _INFINITIVE.search(kinds, clause, at) or kinds[at + 1 : at + 2] in ("n", "U"):
        return False
    owner = owner_of(sentence, at)
    if ROOT_OF_NOUN[sentence.tokens[at].word.lower()] != MEETING or (owner and owner[1]):
        return True
    before = len(kinds[:at].rstrip(_BEFORE_MEETING))
    return bool(before) and sentence.tokens[before - 1].word.lower() in _MET


def is_fight_in(sentence: Sentence, at: int) -> bool:
    """Return whether the noun at a token is an act of force in a named place."""
    is_fight = ROOT_OF_NOUN.get(sentence.tokens[at].word.lower()) in ("18", "19")
    is_in = [token.word for token in sentence.tokens[at + 1 : at + 2]] in (["in"], ["at"], ["near"])
    return is_fight and is_in and sentence.kinds[at + 2 : at + 3] == "L"


def object_after(sentence: Sentence, at: int) -> int | None:
    """Return the token after `of`, `on` or `between`: where those acted on or who met begin."""
    noun = sentence.tokens[at].word.lower()
    wanted: tuple[str, ...] = ("of",)
    if noun == "visit":
        wanted = ("to", "with")
    elif ROOT_OF_NOUN[noun] == MEETING:
        wanted = ("between", "with")
    elif noun in _BETWEEN:
        wanted = ("between",)
    elif noun in _ON:
        wanted = ("on", "against")
    elif ROOT_OF_NOUN[noun] == "14":
        wanted = ("against",)
    elif noun == "support":
        wanted = ("for",)
    # `a meeting this week with X`
    time = _TIME.match(sentence.kinds, at + 1)
    following = time.end() if time else at + 1
    words = [token.word for token in sentence.tokens[following : following + 1]]
    return following + 1 if words and words[0] in wanted else None
