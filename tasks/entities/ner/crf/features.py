"""Features of the tagger: each is a function of one word type or of one gazetteer tag.

This restriction makes decoding fast: the score of a word type at each offset is computed once and
cached. `tagger_features` returns the same features as strings for python-crfsuite; a test checks
that both are equal.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tasks.entities.gazetteer.lookup import Hit, ListKind
from tasks.entities.names.normalize import match_key
from tasks.entities.names.word_lists import ORGANISATION_HEADS, PLACE_HEADS, TITLE_WORDS, read_words

OFFSETS = (-2, -1, 0, 1, 2)
BOUNDARY = "\n"  # the word before the first and after the last; no real token is a line break
NO_TAG = "O"

# People of both lists have the same tag.
_TAG_OF_KIND: dict[ListKind, str] = {
    ListKind.COUNTRY: "CTRY",
    ListKind.DEMONYM: "NORP",
    ListKind.ORGANISATION: "ORG",
    ListKind.LEADER: "PERF",
    ListKind.REGION: "LOC",
    ListKind.CITY: "CITY",
    ListKind.PERSON: "PERF",
}
GAZETTEER_TAGS = (
    NO_TAG,
    *(f"{part}-{tag}" for tag in dict.fromkeys(_TAG_OF_KIND.values()) for part in "BIU"),
)


_SPEECH = read_words("speech_words")
_FLAGGED = TITLE_WORDS | ORGANISATION_HEADS | PLACE_HEADS | _SPEECH
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "‐": "-", "‑": "-"})
_UPPER = re.compile(r"[A-ZÀ-Þ]+")
_LOWER = re.compile(r"[a-zß-ÿ]+")
_DIGIT = re.compile(r"\d+")
_ARTICLES = ("al-", "el-", "as-", "ad-", "an-", "ar-", "at-", "az-", "ash-", "ul-")


# Families of features: of the word itself, of the words next to it, and of those two away.
# The decoder looks up values by family. A word shorter than an affix has no value in its family.
_SHORTEST = {
    f"{end}{size}=": size for end, longest in (("p", 4), ("x", 5)) for size in range(1, longest + 1)
}
OWN_FAMILIES = ("w=", "s=", *_SHORTEST, "n=", "np=", "nx=")
NEAR_FAMILIES = ("w=", "s=", "p3=", "x3=")
FAR_FAMILIES = ("w=", "c=")


@dataclass(frozen=True, slots=True)
class NameWords:
    """Words of first and last names of listed people, as match keys."""

    first: frozenset[str]
    last: frozenset[str]


class WordValues(NamedTuple):
    """A word's value in each of `OWN_FAMILIES`, `NEAR_FAMILIES`, `FAR_FAMILIES`, and its flags."""

    own: tuple[str, ...]
    near: tuple[str, ...]
    far: tuple[str, ...]
    flags: tuple[str, ...]
    far_flags: tuple[str, ...]


def word_values(word: str, names: NameWords) -> WordValues:
    """Return the values of a word type in all families, and its flags."""
    plain = word.translate(_APOSTROPHES)
    lower, shape = plain.lower(), _shape(plain)
    bare = match_key(plain).removeprefix("al-")
    flags = _flags(plain, lower, names)
    prefixes = lower[:1], lower[:2], lower[:3], lower[:4]
    suffixes = lower[-1:], lower[-2:], lower[-3:], lower[-4:], lower[-5:]
    return WordValues(
        (lower, shape, *prefixes, *suffixes, bare, bare[:3], bare[-3:]),
        (lower, shape, prefixes[2], suffixes[2]),
        (lower, shape[:1]),
        flags,
        ("TTL",) if "TTL" in flags else (),
    )


def word_features(word: str, names: NameWords) -> dict[int, tuple[str, ...]]:
    """Features of a word type for each offset in `OFFSETS`, without the offset's prefix."""
    if word == BOUNDARY:
        return {offset: ("bos" if offset < 0 else "eos",) for offset in OFFSETS if offset}
    values = word_values(word, names)
    own = (
        f"{family}{value}"
        for family, value in zip(OWN_FAMILIES, values.own, strict=True)
        if len(value) >= _SHORTEST.get(family, 0)
    )
    near = tuple(map(str.__add__, NEAR_FAMILIES, values.near)) + values.flags
    far = tuple(map(str.__add__, FAR_FAMILIES, values.far)) + values.far_flags
    return {-2: far, -1: near, 0: (*own, *values.flags), 1: near, 2: far}


def gazetteer_tags(count: int, hits: Sequence[Hit]) -> list[str]:
    """Return one tag a word: `U-CTRY` for a country of one word, `B-`, `I-` for more words."""
    tags = [NO_TAG] * count
    for hit in hits:
        label = _TAG_OF_KIND.get(hit.entry.kind)
        if not label:
            continue
        tags[hit.first] = f"{'U' if hit.last - hit.first == 1 else 'B'}-{label}"
        for index in range(hit.first + 1, hit.last):
            tags[index] = f"I-{label}"
    return tags


def tagger_features(
    words: Sequence[str],
    tags: Sequence[str],
    names: NameWords,
    cache: dict[str, dict[int, list[str]]],
) -> list[list[str]]:
    """Return the attributes of every word for python-crfsuite; `cache` is by word type."""
    padded = [BOUNDARY, BOUNDARY, *words, BOUNDARY, BOUNDARY]
    rows = [_prefixed(word, names, cache) for word in padded]
    padded_tags = [NO_TAG, *tags, NO_TAG]
    return [
        [
            *rows[index][-2],
            *rows[index + 1][-1],
            *rows[index + 2][0],
            *rows[index + 3][1],
            *rows[index + 4][2],
            *(
                tag_attribute(offset, padded_tags[index + 1 + offset])
                for offset in (-1, 0, 1)
                if padded_tags[index + 1 + offset] != NO_TAG
            ),
        ]
        for index in range(len(words))
    ]


def word_attribute(offset: int, feature: str) -> str:
    """The attribute's name in the model."""
    return f"{offset}{feature}"


def tag_attribute(offset: int, tag: str) -> str:
    """The attribute's name in the model."""
    return f"{offset}g={tag}"


def title_cased(words: Sequence[str]) -> list[str] | None:
    """A line in capitals in title case; None for an ordinary sentence."""
    letters = 0
    for word in words:
        if len(word) > 1 and word.isalpha():
            if not word.isupper():
                return None
            letters += 1
    if letters < 4:
        return None
    return [word.title() if len(word) > 4 else word for word in words]


def _prefixed(
    word: str, names: NameWords, cache: dict[str, dict[int, list[str]]]
) -> dict[int, list[str]]:
    rows = cache.get(word)
    if rows is None:
        features = word_features(word, names)
        rows = {
            offset: [word_attribute(offset, feature) for feature in features.get(offset, ())]
            for offset in OFFSETS
        }
        cache[word] = rows
    return rows


def _flags(plain: str, lower: str, names: NameWords) -> tuple[str, ...]:
    if plain.islower() and "-" not in plain and lower not in _FLAGGED:
        return ()
    key = match_key(plain).removeprefix("al-")
    checks = (
        ("TTL", lower in TITLE_WORDS),
        ("FN", key in names.first and plain[:1].isupper()),
        ("LN", key in names.last and not plain.islower()),
        ("ORGH", lower in ORGANISATION_HEADS),
        ("LOCH", lower in PLACE_HEADS),
        ("SAY", lower in _SPEECH),
        ("AL", lower.startswith(_ARTICLES)),
        ("HYPH", "-" in plain and plain[-1:].islower()),
    )
    return tuple(name for name, holds in checks if holds)


def _shape(plain: str) -> str:
    """`al-Maliki` -> `x-Xx`, `U.S.` -> `X.X.`, `1,000` -> `d,d`."""
    return _DIGIT.sub("d", _LOWER.sub("x", _UPPER.sub("X", plain)))[:12]
