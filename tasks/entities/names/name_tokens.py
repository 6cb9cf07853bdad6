"""Tokens of names and whether two can be spellings of one: `read_token(word)`, `same_token(a, b)`.

A token is read into consonants, each the Arabic letters it can stand for, and the vowels between.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import JaroWinkler

from tasks.entities.names.origins import is_western
from tasks.entities.names.word_lists import read_words

_LONG = frozenset({"ou", "oo", "uu"})
_SPELT_ALIKE = 0.87
_KUNYA = "abu"
# One different letter in a shorter token makes another name (`Mario`, `Maria`).
SHORTEST_SLIP = 5
# Given names of half the region: two names that differ in the middle and end with one of these
# are two men (`Ali Abdullah Saleh`, `Ali Saleh`).
_GIVEN_NAMES = read_words("common_given_names")
_HARD_G = re.compile(r"gu(?=[ei])")
# Arabic letters that each consonant can represent; digraphs first.
_CONSONANTS = {
    "tch": "S",
    "sh": "S",
    "ch": "Sj",
    "kh": "x",
    "gh": "gk",
    "th": "tsd",
    "dh": "dz",
    "zh": "zj",
    "dj": "j",
    "ph": "f",
    "q": "kgc",
    "k": "kc",
    "c": "c",  # never a g: `Carrick` and `Garrick`
    "g": "gkj",
    "j": "j",
    "p": "b",
    "v": "v",
    "w": "v",
    "x": "kx",
}
_PIECE = re.compile(r"(?P<vowel>[aeiou]+)|(?P<consonant>tch|sh|ch|kh|gh|th|dh|zh|dj|ph|[a-z])")
_DIGRAPHS = ("sh", "kh", "gh", "th", "dh", "ch", "zh")
_SOFT_C = re.compile(r"c(?=[eiy])")
# `Daouahiri` is `Dawahiri`; `Mouammar` has a vowel there.
_FRENCH_W = re.compile(r"(?<=[ae])ou(?=[aei])")
# `Dawood` is `Daoud`.
_SILENT_W = re.compile(r"(?<=[ao])w(?=oo|ou|u)")
_HALF_VOWEL_W = re.compile(r"(?<=[aeo])w(?![aeiou])")
_VOWELS = str.maketrans({"y": "i", "o": "u", "w": "u"})
# Interchangeable letters, mapped to one block character.
_BLOCKS = str.maketrans("kcgjSxztsdv", "kkkkkxttttf")


@dataclass(frozen=True, slots=True)
class TokenKey:
    """One token: `vowels[0] consonants[0] vowels[1] ... consonants[n-1] vowels[n]`.

    `block` is what all spellings of the token share, and many other tokens too.
    """

    text: str
    consonants: tuple[frozenset[str], ...]
    vowels: tuple[str, ...]
    block: str
    is_western: bool = False


def forget_tokens() -> None:
    """Free the memory of all tokens that were read and compared."""
    for read in (read_token, are_spellings, _is_spelling_of_given_name):
        read.cache_clear()


def same_token(one: TokenKey, other: TokenKey) -> bool:
    """Return whether two tokens can be spellings of one name."""
    return one.text == other.text or are_spellings(one.text, other.text)


# An archive compares a few thousand tokens with each other, millions of times.
@lru_cache(maxsize=100_000)
def are_spellings(word: str, other_word: str) -> bool:
    """Return whether two words can be spellings of one name; see `same_token`."""
    one, other = read_token(word), read_token(other_word)
    if one.is_western or other.is_western:
        return _is_spelt_alike(one, other)
    if one.text.startswith(_KUNYA) and other.text.startswith(_KUNYA):
        return same_token(read_token(one.text[3:]), read_token(other.text[3:]))
    if bool(one.vowels[0]) != bool(other.vowels[0]) or not same_consonants(one, other):
        return False
    return not _vowels_clash(one.vowels, other.vowels)


@lru_cache(maxsize=30_000)
def read_token(word: str) -> TokenKey:
    """Read one lower-case token of Latin letters."""
    consonants: list[frozenset[str]] = []
    vowels = [""]
    for piece in _PIECE.finditer(_spell_plainly(word)):
        letters = piece["consonant"]
        if not letters:
            vowels[-1] += piece["vowel"]
        elif consonants and not vowels[-1] and consonants[-1] == _stands_for(letters):
            continue
        else:
            consonants.append(_stands_for(letters))
            vowels.append("")
    block = "".join(map(min, consonants)).translate(_BLOCKS)
    block = f"A{block}" if vowels[0] else block
    return TokenKey(word, tuple(consonants), tuple(vowels), block, is_western(word))


def _is_spelt_alike(one: TokenKey, other: TokenKey) -> bool:
    """Spellings of a Western name: `Steven` and `Stephen`, not `Jerry` and `Garry`."""
    if one.text[0] != other.text[0] or min(len(one.text), len(other.text)) < SHORTEST_SLIP:
        return False
    is_near = JaroWinkler.similarity(one.text, other.text) >= _SPELT_ALIKE
    return is_near and same_consonants(one, other)


def same_consonants(one: TokenKey, other: TokenKey) -> bool:
    """Return whether each consonant of one can stand for the same letter as that of the other."""
    if len(one.consonants) != len(other.consonants):
        return False
    pairs = zip(one.consonants, other.consonants, strict=True)
    return not any(a.isdisjoint(b) for a, b in pairs)


@cache
def _stands_for(letters: str) -> frozenset[str]:
    return frozenset(_CONSONANTS.get(letters, letters))


def _spell_plainly(word: str) -> str:
    """Half-vowels as vowels, French c and gu, silent final h."""
    is_silent = word[-1:] == "h" and len(word) > 1 and not word.endswith(_DIGRAPHS)
    plain = word[:-1] if is_silent else word
    if "c" in plain:
        plain = _SOFT_C.sub("s", plain)
    if "gu" in plain:
        plain = _HARD_G.sub("g", plain)
    if "ou" in plain:
        plain = _FRENCH_W.sub("w", plain)
    if "w" in plain:
        plain = _HALF_VOWEL_W.sub("u", _SILENT_W.sub("", plain))
    return plain[:1] + plain[1:].replace("y", "i")


def _vowels_clash(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    last = len(one) - 1
    first = 0 if one[0] else 1
    for slot, (a, b) in enumerate(zip(one, other, strict=True)):
        if slot == last:
            clash = _ends_clash(a, b)
        elif slot == last - 1:
            clash = _close_clash(a, b)
        else:
            clash = slot == first and _open_clash(a, b)
        if clash or (0 < slot < last and _is_missing_diphthong(a, b)):
            return True
    return False


@lru_cache(maxsize=10_000)
def vowel_classes(vowels: str) -> frozenset[str]:
    """Return the vowels that a spelling stands for: `ee` is i, `ou` is u."""
    plain = vowels.replace("ee", "i").replace("oo", "u").replace("ou", "u").translate(_VOWELS)
    return frozenset(plain)


def _open_clash(one: str, other: str) -> bool:
    """`Hassan` and `Hussein`, `Ayman` and `Iman`: a against u, or ai against i, at the start."""
    a, b = vowel_classes(one), vowel_classes(other)
    if {a, b} == {frozenset("ai"), frozenset("i")}:
        return True
    return (a == {"a"} and b == {"u"}) or (a == {"u"} and b == {"a"})


def _close_clash(one: str, other: str) -> bool:
    """`Hamad` and `Hamid`, `Said` and `Saud`, `Jabri` and `Jabouri`: before the last consonant."""
    a, b = vowel_classes(one), vowel_classes(other)
    if not a or not b:
        return (one or other) in _LONG
    if "e" in a | b:
        return False
    return a != b and not (a < b and "u" in a) and not (b < a and "u" in b)


def _ends_feminine(vowels: str) -> bool:
    """`Samia` beside `Sami`, `Bahiya` beside `Bahaa`."""
    return vowels.replace("y", "i").rstrip("a").endswith("i") and vowels.endswith("a")


def _ends_clash(one: str, other: str) -> bool:
    """`Ali` and `Alaa`, `Samir` and `Samira`, `Hashim` and `Hashimi`: what a name ends with."""
    a, b = vowel_classes(one), vowel_classes(other)
    if "e" in a | b:
        return False
    if one and other and _ends_feminine(one) != _ends_feminine(other):
        return True
    return a.isdisjoint(b) if a and b else a != b and "u" not in a | b


def _is_missing_diphthong(one: str, other: str) -> bool:
    """`Salman` and `Sleiman`: a diphthong against nothing."""
    short, long = sorted((one, other), key=len)
    return not short and len(vowel_classes(long)) > 1


def is_given_name(token: TokenKey) -> bool:
    """Return whether a token is a spelling of a common given name."""
    return _is_spelling_of_given_name(token.text)


@lru_cache(maxsize=30_000)
def _is_spelling_of_given_name(word: str) -> bool:
    token = read_token(word)
    return any(same_token(token, given) for given in _given_names().get(token.block, ()))


@cache
def _given_names() -> dict[str, list[TokenKey]]:
    """Common given names by block: all spellings of one name are in the same block."""
    by_block: dict[str, list[TokenKey]] = {}
    for token in map(read_token, sorted(_GIVEN_NAMES)):
        by_block.setdefault(token.block, []).append(token)
    return by_block
