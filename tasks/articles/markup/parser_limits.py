"""Limits of the parser, checked on the bytes of a page and then on its tree.

Lexbor's time grows with the square of the nesting depth and of the number of attributes of a tag:
50,000 nested elements take 22 s.
"""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tasks.articles.markup.dom import parse_tree

# Far above any page of a newspaper (0.3 MB), and fast enough to parse.
MAX_BODY_BYTES = 10_000_000
# The nesting limit of browsers; Divi pages reach 40.
MAX_DEPTH = 512
# Limit of the estimated depth before parsing: 4,000 levels take Lexbor 0.07 s.
_MAX_DEPTH_BOUND = 4_000
# Maximum number of elements; a page of the archive has about 3,000.
MAX_ELEMENTS = 100_000
# This number of tags is harmless (0.02 s) at any nesting.
_HARMLESS_TAGS = 3_000
# Up to this size, no page takes more than 10 ms.
_HARMLESS_BYTES = 5_000
# Maximum number of attribute comparisons of one tag: they take 0.3 s.
_MAX_ATTRIBUTE_PAIRS = 200_000_000
# Long tags are found as blocks of bytes without the start of a tag. A tag shorter than two blocks
# may be missed, but blocks are so small that all such tags together stay within the limit.
_BLOCK_BYTES = (512, 4_096)
_MOST_STEPS_BACK = 4
_NO_TAG = frozenset(bytes((byte,)) for byte in b" \t\n\r=0123456789")
_LESS_THAN = ord("<")
_LOWER_CASE_BIT = 0x20
_RAW_TEXT = re.compile(
    rb"<(script|style|textarea|noscript)\b[^>]*>.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.S | re.I
)
_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})")
_TAG_INSIDE = re.compile(rb"[^>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^>\"']*)*+")
# Void elements, and elements that are closed by the next one of their kind.
_FLAT_TAGS = frozenset(
    b"area base br col embed hr img input link meta param source track wbr"
    b" p li dt dd option tr td th thead tbody tfoot".split()
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Result of the check before parsing.

    `hazard` is why the page must not be parsed; `may_be_deep` requires a check of the tree.
    """

    hazard: str | None = None
    may_be_deep: bool = False


class MarkupRefused(ValueError):
    """Markup that must not be parsed; the text says why."""


def check_limits(body: bytes) -> Limits:
    """Check `body` (at most MAX_BODY_BYTES).

    Scripts, styles and comments are ignored, since the parser creates no elements for them.
    """
    if len(body) < _HARMLESS_BYTES:
        return Limits()
    limits = _check(body)
    return _check(_RAW_TEXT.sub(b" ", body)) if limits.hazard or limits.may_be_deep else limits


def parse_within_limits(html: bytes) -> LexborHTMLParser:
    """Parse UTF-8 bytes that any server may have sent.

    Raises:
        MarkupRefused: parsing would take too long or too much memory.
    """
    if hazard := check_limits(html).hazard:
        raise MarkupRefused(hazard)
    return parse_tree(html)


def _check(body: bytes) -> Limits:
    is_tag_start = np.frombuffer(body, np.uint8) == _LESS_THAN
    depth = 0
    if np.count_nonzero(is_tag_start) > _HARMLESS_TAGS:
        element_count = _count_elements(body, np.flatnonzero(is_tag_start))
        if element_count > MAX_ELEMENTS:
            return Limits(f"{element_count} elements")
        depth = _measure_depth(body)
    if depth > _MAX_DEPTH_BOUND:
        return Limits(f"elements nested {depth} deep")
    if _count_attribute_pairs(body, is_tag_start) > _MAX_ATTRIBUTE_PAIRS:
        return Limits("thousands of attributes on one element")
    return Limits(may_be_deep=depth > MAX_DEPTH)


def _count_elements(body: bytes, tag_starts: npt.NDArray[np.intp]) -> int:
    following = np.frombuffer(body + b" ", np.uint8)[tag_starts + 1] | _LOWER_CASE_BIT
    return int(np.count_nonzero((following >= ord("a")) & (following <= ord("z"))))


def find_deep_tree(root: LexborNode) -> str | None:
    """Return why a parsed tree is too deep, or None."""
    depth, node = 0, root.first_child
    while node is not None:
        if depth > MAX_DEPTH:
            return f"elements nested more than {MAX_DEPTH} deep"
        below = node.first_child
        if below is not None:
            node, depth = below, depth + 1
            continue
        while node is not None and node.next is None:
            node, depth = node.parent, depth - 1
            if depth < 0:
                return None
        node = node.next if node is not None else None
    return None


def _measure_depth(body: bytes) -> int:
    """Return an upper bound of the nesting; the parser closes many elements implicitly."""
    open_count: dict[bytes, int] = {}
    depth = deepest = 0
    for slash, spelt in _TAG.findall(body):
        name = spelt.lower()
        if name in _FLAT_TAGS:
            continue
        now_open = open_count.get(name, 0)
        step = 1 if not slash else -1 if now_open else 0
        open_count[name] = now_open + step
        depth += step
        deepest = max(deepest, depth)
    return deepest


def _count_attribute_pairs(body: bytes, is_tag_start: npt.NDArray[np.bool_]) -> int:
    smallest, largest = _BLOCK_BYTES
    size = max(smallest, min(largest, _MAX_ATTRIBUTE_PAIRS // len(body)))
    whole = len(body) // size * size
    starts_in_block: list[bool] = np.any(is_tag_start[:whole].reshape(-1, size), axis=1).tolist()
    # A block without a tag start is part of the tag, or of the text, that began before it.
    starts = {
        _tag_before(body, number * size)
        for number, has_start in enumerate(starts_in_block)
        if not has_start and (number == 0 or starts_in_block[number - 1])
    }
    return sum(_attribute_bound(body, start + 1) ** 2 for start in starts if start >= 0)


def _tag_before(body: bytes, end: int) -> int:
    """Return the start of the tag that `end` may be in; `< 14` does not start a tag."""
    start = body.rfind(b"<", 0, end)
    for _ in range(_MOST_STEPS_BACK):
        if start < 0 or body[start + 1 : start + 2] not in _NO_TAG:
            break
        start = body.rfind(b"<", 0, start)
    return start


def _attribute_bound(body: bytes, start: int) -> int:
    inside = _TAG_INSIDE.match(body, start)
    return len(inside[0].split()) if inside else 0
