"""Compare two versions of an article side by side, paragraph by paragraph and word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

from markupsafe import Markup, escape

# Longest paragraph, in words and spaces, that is compared word by word: the time is quadratic.
MOST_PIECES = 3_000
_PIECES = re.compile(r"\s+|\w+|[^\w\s]")


class Change(StrEnum):
    """What happened to a paragraph."""

    SAME = "same"
    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Pair:
    """A paragraph before and after, with its changed words marked; empty if there is none."""

    change: Change
    before: Markup
    after: Markup
    text_before: str
    text_after: str


def compare_texts(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """Return the paragraphs of two versions in pairs, in the order of the text."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    pairs: list[Pair] = []
    for change, i1, i2, j1, j2 in matcher.get_opcodes():
        if change == "equal":
            pairs += [_same(text) for text in before[i1:i2]]
        else:
            pairs += _changed(before[i1:i2], after[j1:j2])
    return pairs


def _same(text: str) -> Pair:
    return Pair(Change.SAME, escape(text), escape(text), text, text)


def _changed(before: Sequence[str], after: Sequence[str]) -> Iterator[Pair]:
    for old, new in zip_longest(before, after):
        if old is None:
            yield Pair(Change.ADDED, Markup(""), _mark(new, "ins"), "", new)
        elif new is None:
            yield Pair(Change.REMOVED, _mark(old, "del"), Markup(""), old, "")
        else:
            yield Pair(Change.CHANGED, *_mark_words(old, new), old, new)


def _mark_words(old: str, new: str) -> tuple[Markup, Markup]:
    """Return both texts with the words that differ marked."""
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    if max(len(before), len(after)) > MOST_PIECES:
        return _mark(old, "del"), _mark(new, "ins")
    marked = Markup(""), Markup("")
    for change, i1, i2, j1, j2 in SequenceMatcher(None, before, after, False).get_opcodes():
        one, other = "".join(before[i1:i2]), "".join(after[j1:j2])
        is_same = change == "equal"
        marked = (
            marked[0] + (escape(one) if is_same else _mark(one, "del")),
            marked[1] + (escape(other) if is_same else _mark(other, "ins")),
        )
    return marked


def _mark(text: str, tag: str) -> Markup:
    return Markup("<{0}>{1}</{0}>").format(Markup(tag), text) if text else Markup("")
