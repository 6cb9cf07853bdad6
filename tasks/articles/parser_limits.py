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
# Tags are looked for in blocks of bytes without a tag's start. One shorter than two blocks may go
# unseen: the blocks are so small that all such tags together have no more pairs than are allowed.
_BLOCK_BYTES = (512, 4_096)
_MOST_STEPS_BACK = 4
_NO_TAG = frozenset(bytes((byte,)) for byte in b" \t\n\r=0123456789")
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
    is_tag_start = np.frombuffer(body, np.uint8) == _LESS_THAN
    if np.count_nonzero(is_tag_start) > _HARMLESS_TAGS:
        hazard = _find_deep_nesting(body, np.flatnonzero(is_tag_start))
        if hazard:
            return hazard
    if _count_attribute_pairs(body, is_tag_start) > _MAX_ATTRIBUTE_PAIRS:
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


def _count_attribute_pairs(body: bytes, is_tag_start: npt.NDArray[np.bool_]) -> int:
    smallest, largest = _BLOCK_BYTES
    size = max(smallest, min(largest, _MAX_ATTRIBUTE_PAIRS // len(body)))
    whole = len(body) // size * size
    starts_in_block: list[bool] = np.any(is_tag_start[:whole].reshape(-1, size), axis=1).tolist()
    # A block without a start is part of the tag, or of the text, that began before it.
    starts = {
        _tag_before(body, number * size)
        for number, has_start in enumerate(starts_in_block)
        if not has_start and (number == 0 or starts_in_block[number - 1])
    }
    return sum(_attribute_bound(body, start + 1) ** 2 for start in starts if start >= 0)


def _tag_before(body: bytes, end: int) -> int:
    """Return where the tag begins that `end` may lie in; `< 14` is part of what began before it."""
    start = body.rfind(b"<", 0, end)
    for _ in range(_MOST_STEPS_BACK):
        if start < 0 or body[start + 1 : start + 2] not in _NO_TAG:
            break
        start = body.rfind(b"<", 0, start)
    return start


def _attribute_bound(body: bytes, start: int) -> int:
    if body[start : start + 3] == b"!--":
        return 0
    inside = _TAG_INSIDE.match(body, start)
    return len(inside[0].split()) if inside else 0
