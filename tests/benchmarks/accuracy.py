"""Compare the fields an extractor found with the truth of a page; measures from 0 to 1.

Texts are compared with straight quotes and dashes and single blanks: typography does not count as an error.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from tests.benchmarks.known_pages import KnownPage

SHINGLE_WORDS = 4
_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\xa0": " "})
_WORD = re.compile(r"\w+")

MEASURES = (
    "title",
    "date",
    "authors",
    "section",
    "tags",
    "body exact",
    "shingle F1",
    "paragraph F1",
)


def score_page(found: Mapping[str, Any], truth: KnownPage) -> dict[str, float]:
    """Return every measure of one page; a field the extractor does not give counts 0."""
    paragraphs = [text for part in found.get("paragraphs") or [] if (text := _plain(part))]
    wanted = [_plain(part) for part in truth.paragraphs]
    return {
        "title": float(_plain(found.get("title")) == _plain(truth.title)),
        "date": float((found.get("published_on") or "")[:10] == (truth.published_on or "")),
        "authors": float(_names(found.get("authors")) == _names(truth.authors)),
        "section": float(_plain(found.get("section")) == _plain(truth.section)),
        "tags": f1(_names(found.get("tags")), _names(truth.tags)),
        "body exact": float("\n".join(paragraphs) == "\n".join(wanted)),
        "shingle F1": f1(_shingles(paragraphs), _shingles(wanted)),
        "paragraph F1": f1(paragraphs, wanted),
    }


def f1(found: Iterable[Hashable], wanted: Iterable[Hashable]) -> float:
    """Return the harmonic mean of precision and recall over two bags; 1 where both are empty."""
    left, right = Counter(found), Counter(wanted)
    if not left and not right:
        return 1.0
    return 2 * (left & right).total() / (left.total() + right.total())


def _names(names: Sequence[str] | None) -> list[str]:
    return sorted({plain.casefold() for name in names or [] if (plain := _plain(name))})


def _plain(text: str | None) -> str:
    return " ".join((text or "").translate(_STRAIGHT).split())


def _shingles(paragraphs: Iterable[str]) -> list[tuple[str, ...]]:
    words = _WORD.findall(" ".join(paragraphs).casefold())
    count = max(1, len(words) - SHINGLE_WORDS + 1)
    return [tuple(words[at : at + SHINGLE_WORDS]) for at in range(count)] if words else []
