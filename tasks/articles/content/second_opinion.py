"""A second opinion on the text of pages of unknown layout, from the extractor trafilatura."""

import logging
import re
from collections import Counter

# Above these sizes trafilatura takes seconds, so there is no second opinion.
_MOST_BYTES = 1_500_000
_MOST_TAGS = 20_000
_WORD = re.compile(r"\w+")
_SHINGLE = 4


def extract_text(html: bytes) -> str:
    """Return the article text trafilatura finds in UTF-8 `html`, or ''."""
    if len(html) > _MOST_BYTES or html.count(b"<") > _MOST_TAGS:
        return ""
    import trafilatura  # half a second to import, and pages of known layouts never need it

    # Its messages mean nothing to an operator: a page without text becomes a rejection of ours.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    text = html.decode("utf-8", "replace")
    return trafilatura.extract(text, fast=True, include_comments=False, include_tables=True) or ""


def agreement(first: str, second: str) -> float:
    """Return the similarity of two texts: F1 of their runs of four words, 0 to 1."""
    left, right = _shingles(first), _shingles(second)
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 1.0


def _shingles(text: str) -> Counter[int]:
    words = _WORD.findall(text.lower())
    runs = zip(*(words[start:] for start in range(_SHINGLE)), strict=False)
    return Counter(map(hash, runs)) or Counter([hash(tuple(words))] if words else [])
