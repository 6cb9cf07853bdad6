"""Lines in title case, in which capitals say nothing: `is_headline(words)`."""

from collections.abc import Sequence

# Headlines keep "in" and "with" in lower case; a shorter line is more likely a list of names.
_SHORT_WORD = 4
_HEADLINE_WORDS = 4
_HEADING_WORDS = 3
_HEADLINE_SHARE = 0.85
FULL_STOPS = frozenset({".", ",", ":", ";", "”", '"', "…"})


def is_headline(words: Sequence[str]) -> bool:
    """Return whether a line is in title case: long words are capitalised, no full stop."""
    if not words or words[-1] in FULL_STOPS:
        return False
    long = [word for word in words if len(word) > _SHORT_WORD and word[0].isalpha()]
    capital = sum(word[0].isupper() for word in long)
    if len(long) >= _HEADLINE_WORDS and capital >= _HEADLINE_SHARE * len(long):
        return True
    return _is_heading(words)


def _is_heading(words: Sequence[str]) -> bool:
    """A short line with all but the shortest words capitalised: `Next Steps and Preparations`."""
    own = [word for word in words if len(word) >= _SHORT_WORD and word[0].isalpha()]
    return len(own) >= _HEADING_WORDS and all(word[0].isupper() for word in own)
