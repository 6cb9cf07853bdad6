"""Pages that would cost the parser seconds or minutes, found on the bytes before it sees them.

Lexbor's time grows with the square of the depth of nesting and of the attributes of one tag
(research on extraction, section 7: 50,000 nested elements take 22 s).
"""

import re

import numpy as np
import numpy.typing as npt

# Far above any page of a newspaper (0.3 MB), far below what hurts.
MAX_BODY_BYTES = 10_000_000
# Where browsers stop nesting too; Divi pages reach 40.
MAX_DEPTH = 512
# A page of the archive has about 3,000.
MAX_ELEMENTS = 100_000
# So many tags are harmless (0.02 s) however they are nested.
_HARMLESS_TAGS = 3_000
# So few bytes hold nothing that costs more than 10 ms.
_HARMLESS_BYTES = 5_000
# Pairs of attributes of one tag that Lexbor compares: 0.3 s worth.
_MAX_ATTRIBUTE_PAIRS = 200_000_000
# Tags shorter than this have too few attributes to matter.
_LONG_TAG_BYTES = 500
_LESS_THAN = ord("<")
_LOWER_CASE_BIT = 0x20
_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})")
_TAG_INSIDE = re.compile(rb"[^>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^>\"']*)*+")
# Elements that hold nothing, or that the next of their kind closes.
_FLAT_TAGS = frozenset(
    b"area base br col embed hr img input link meta param source track wbr"
    b" p li dt dd option tr td th thead tbody tfoot".split()
)


def find_hazard(body: bytes) -> str | None:
    """Return why `body` (at most MAX_BODY_BYTES) must not be parsed, or None when it may be."""
    if len(body) < _HARMLESS_BYTES:
        return None
    tag_starts = np.flatnonzero(np.frombuffer(body, np.uint8) == _LESS_THAN)
    if len(tag_starts) > _HARMLESS_TAGS and (hazard := _find_deep_nesting(body, tag_starts)):
        return hazard
    if _count_attribute_pairs(body, tag_starts) > _MAX_ATTRIBUTE_PAIRS:
        return "thousands of attributes on one element"
    return None


def _find_deep_nesting(body: bytes, tag_starts: npt.NDArray[np.intp]) -> str | None:
    following = np.frombuffer(body + b" ", np.uint8)[tag_starts + 1] | _LOWER_CASE_BIT
    is_opening = (following >= ord("a")) & (following <= ord("z"))
    element_count = int(np.count_nonzero(is_opening))
    if element_count > MAX_ELEMENTS:
        return f"{element_count} elements"
    depth = _measure_depth(body)
    return f"elements nested {depth} deep" if depth > MAX_DEPTH else None


def _measure_depth(body: bytes) -> int:
    """Return the deepest nesting, taking closing tags of nothing open for what they are."""
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


def _count_attribute_pairs(body: bytes, tag_starts: npt.NDArray[np.intp]) -> int:
    if not len(tag_starts):
        return 0
    is_long = tag_starts[1:] - tag_starts[:-1] > _LONG_TAG_BYTES
    long_tags = [*tag_starts[:-1][is_long].tolist(), int(tag_starts[-1])]
    return sum(_attribute_bound(body, start + 1) ** 2 for start in long_tags)


def _attribute_bound(body: bytes, start: int) -> int:
    if body[start : start + 3] == b"!--":
        return 0
    inside = _TAG_INSIDE.match(body, start)
    return len(inside[0].split()) if inside else 0
