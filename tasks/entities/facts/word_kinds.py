"""The rough part of speech of a word between its neighbours: `kind_of(token, before, after)`.

Closed word classes come from lists; a cue counts as a verb if a subject can stand before it.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from tasks.entities.facts.speech.cues import CUES, NOUN_TOO, Cue, Form
from tasks.entities.facts.speech.quotation_marks import Stretch
from tasks.entities.models import Mention
from tasks.entities.names.word_lists import read_words

_CLOSED = {
    "d": "the a an this these those his her its their our my your some many several most all each "
    "every both another other others no any one two three four five few neither either more "
    "none half dozens hundreds thousands",
    "p": "he she they it we i you there somebody someone nobody everybody everyone",
    "m": "him them me us himself herself themselves itself",
    "r": "of in on at for from with by about against between under over near into onto among "
    "across through throughout during toward towards upon within without behind beyond despite "
    "amid around via following including like unlike concerning regarding inside outside alongside",
    "o": "to",
    "c": "and or",
    "B": "but yet nor",
    "s": "while whereas because although though when whenever if unless since until whether what "
    "how why where before after once as than so lest",
    "t": "that",
    "w": "who which whom whose",
    "x": "is are was were be been being am has have had having do does did will would shall should "
    "can could may might must cannot not never didn't doesn't don't won't wouldn't can't couldn't "
    "hasn't haven't hadn't isn't aren't wasn't weren't shouldn't ain't",
    "a": "also then later again now still already ever even just only too soon often once twice "
    "earlier further furthermore moreover however meanwhile instead though perhaps maybe together "
    "very quite rather almost here ahead apart away there first back himself herself both",
    "T": "monday tuesday wednesday thursday friday saturday sunday yesterday today tonight "
    "tomorrow morning afternoon evening night week month year january february march april june "
    "july august september october november december",
}
_KIND = {word: kind for kind, words in reversed(_CLOSED.items()) for word in words.split()}
_VERBS = read_words("common_verbs")
_BE = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "am",
        "isn't",
        "aren't",
        "wasn't",
        "weren't",
    ]
)
_PLURAL = re.compile(r".*s$|people|police|men|women|some|many|others|most|all|both|few")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, name, punctuation mark or quoted stretch.

    `kind` is a letter: `Q` quote, `P` person, `O` body, `L` place, `D` people of a country, `U`
    other capitalised word, `n` noun or adjective, `z` number, `d` determiner, `g` possessor
    (`group’s`), `'` possessive sign, `b` bracket, `p` and `m` pronouns, `r` preposition, `o` to,
    `c` and, `B` but, `s` subordinator, `t` that, `w` who, `x` auxiliary, `a` adverb, `T` time,
    `v` cue, `V` other verb, `A` according to, `,` `;` `:` `-` `.` punctuation.
    """

    kind: str
    start: int
    end: int
    word: str
    mention: Mention | None = None
    stretch: Stretch | None = None
    cue: Cue | None = None


@lru_cache(maxsize=50_000)
def _closed_kind(word: str, is_first: bool) -> str:
    """The kind of a word that does not depend on its neighbours; empty if it may be a verb."""
    plain = word.lower().replace("’", "'")
    if not word[0].isalnum():
        return _PUNCTUATION.get(word[0], ".")
    if plain in ("'s", "s") and word[0] in "’'":
        return "'"
    if word[0].isdigit():
        return "z"
    if plain in _KIND:
        return _KIND[plain]
    if plain.endswith("'s"):
        return "g"
    if word[0].isupper() and not is_first:
        return "U"
    return ""


_PUNCTUATION = {
    "(": "b", "[": "b", ",": ",", ";": ";", ":": ":", "–": "-", "—": "-", "-": "-", "’": "'",
    "'": "'",
}  # fmt: skip


def kind_of(token: Token, before: list[Token], after: Token | None) -> tuple[str, Cue | None]:
    """Return the kind of a word between its neighbours, and the cue it is."""
    plain = token.word.lower().replace("’", "'")
    if _is_according(plain, before, after):
        return "A", None
    if _is_at_least(plain, before, after):
        return "a", None
    is_first = not before or (before[-1].kind in "Q:-" and len(before) < 2)
    kind = _closed_kind(token.word, is_first)
    if kind:
        return kind, None
    cue = _cue(plain, before, after)
    if cue:
        return "v", cue
    return _open_kind(token.word, plain, before), None


def _is_according(plain: str, before: list[Token], after: Token | None) -> bool:
    if plain == "according":
        return after is not None and after.word.lower() == "to"
    return plain == "per" and bool(before) and before[-1].kind == "Q"


def _is_at_least(plain: str, before: list[Token], after: Token | None) -> bool:
    """`At least 30 people`: an adverb, not a prepositional phrase."""
    if plain == "at":
        return after is not None and after.word in ("least", "most")
    return plain in ("least", "most") and bool(before) and before[-1].word.lower() == "at"


def _open_kind(word: str, plain: str, before: list[Token]) -> str:
    if _is_other_verb(plain, before):
        return "V"
    if plain.endswith("ly") and len(plain) > 4:
        return "a"
    return "U" if word[0].isupper() else "n"


def _is_other_verb(plain: str, before: list[Token]) -> bool:
    if not before:
        return plain.endswith(("ed", "ing")) and len(plain) > 5
    if plain in _VERBS and before[-1].kind in "nUPOLDpbawxTc,o":
        return True
    return plain.endswith("ed") and len(plain) > 4 and before[-1].kind in "nUPOLDp'bawxT"


def _cue(word: str, before: list[Token], after: Token | None) -> Cue | None:
    for cue in CUES.get(word, ()):
        if cue.particle and not (after and after.word.lower() == cue.particle):
            continue
        if cue.lemma in _ONLY_BEFORE_WORDS and not (_is_stop(after) and cue.form is not Form.BASE):
            continue
        if _is_verb(cue, before, after):
            return cue
    return None


# `he continued: “...”` speaks; `the talks continued`, `would continue “until ...”` do not.
_ONLY_BEFORE_WORDS = frozenset({"continue", "go"})


def _is_stop(after: Token | None) -> bool:
    return after is None or after.kind == "Q" or not after.word[0].isalnum() or after.word == "on"


def _is_verb(cue: Cue, before: list[Token], after: Token | None) -> bool:
    """Whether a cue word is a finite verb or a participle here, and no noun and not passive."""
    at = len(before) - 1
    while at >= 0 and before[at].kind == "a":
        at -= 1
    previous = before[at] if at >= 0 else None
    if cue.form is Form.PAST:
        return _is_active(previous, before, at)
    if cue.form is Form.GERUND:
        return previous is None or previous.kind not in "d'g"
    return previous is not None and _is_present(cue, previous, after)


def _is_present(cue: Cue, previous: Token, after: Token | None) -> bool:
    """Whether `says` or `say` is a verb after this word: subject and verb agree in number."""
    if previous.kind in "pxow":
        return previous.word.lower() not in _BE
    if previous.kind in "cQ,":
        return cue.lemma not in NOUN_TOO
    if previous.kind in "Pb":
        return cue.form is Form.THIRD or previous.kind == "b"
    if previous.kind not in "ULOnDdzT":
        return False
    is_plural = bool(_PLURAL.fullmatch(previous.word.lower()))
    is_base = cue.form is Form.BASE
    if previous.kind == "d":
        return is_plural and is_base and previous.word.lower() != "this"
    is_noun = cue.lemma in NOUN_TOO and previous.kind in "nU" and not is_base
    return is_plural is is_base and not (is_noun and not _ends_clause(after))


def _ends_clause(after: Token | None) -> bool:
    return _is_stop(after) or (after is not None and after.word in ("that", "to"))


def _is_active(previous: Token | None, before: list[Token], at: int) -> bool:
    """`X said`, `had said`; not `was told`, `the said law`."""
    if previous is None:
        return True
    if previous.kind in "d'g":
        return previous.word.lower() in ("one", "another", "some", "many", "others", "both", "all")
    if previous.word.lower() in _BE:
        return False
    if previous.kind == "x":
        return not (at and before[at - 1].word.lower() in _BE)
    return previous.kind not in "r"
