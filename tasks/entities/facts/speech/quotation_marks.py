"""Words between quotation marks: `find_stretches(text)`, and the text without them: `mask(...)`.

Double, angle and single marks. Single marks also write apostrophes and the Arabic ayn (`‘Ali`), so
they only count around words that end like a clause.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Replacement of quoted words in a masked text.
MASKED = "\x01"
_STRETCH = re.compile(
    r"“([^“”\n]+)”"
    r"|“([^“”\"\n]+)\""
    r"|“([^“”\n]+)(?:$|(?=“))"
    r"|\"([^\"”\n]+)[\"”]"
    r"|\"([^\"\n]+)$"
    r"|«([^«»\n]+)(?:»|$)"
    r"|(?<![\w’'])‘([^‘\n]{2,}?[,.?!…])’(?!\w)"
    r"|(?<![\w’'])‘([^‘’\n]{2,})’(?=[.,;:?!]|\s*$)"
    r"|(?<![\w’'.])'(?=\w)([^'\n]+(?:'\w[^'\n]*)*[,.?!])'(?!\w)",
    re.MULTILINE,
)
_CLOSING = "”\"»’'"
_FINAL = frozenset(",.?!…-—")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words between quotation marks: `text[start:end]`; with the marks: `text[opening:closing]`.

    `is_open`: the closing mark is missing, so the quote continues in the next paragraph.
    """

    start: int
    end: int
    opening: int
    closing: int
    is_open: bool


def find_stretches(text: str) -> list[Stretch]:
    """Return the quoted stretches of a text in order; each is within one line."""
    return list(_stretches(text))


def mask(text: str, stretches: Sequence[Stretch]) -> str:
    """Return a text of the same length in which quoted words are `MASKED`.

    The marks and the last character, if it is punctuation, stay.
    """
    parts, at = [], 0
    for one in stretches:
        keeps = one.end - 1 if text[one.end - 1] in _FINAL else one.end
        parts += [text[at : one.start], MASKED * (keeps - one.start)]
        at = keeps
    parts.append(text[at:])
    return "".join(parts)


def _stretches(text: str) -> Iterator[Stretch]:
    for match in _STRETCH.finditer(text):
        start, end = match.span(match.lastindex or 0)
        closing = match.end()
        is_open = closing == end or text[closing - 1] not in _CLOSING
        if start < end:
            yield Stretch(start, end, match.start(), closing, is_open)
