"""What a word is to the search: the same for the index, for what a person types, and for marks.

A word is a run of letters and digits, apostrophes within it included; it is searched without case,
accents, apostrophes and the possessive: `Sana’a's` is found by `sanaa`. Words are not stemmed.
"""

import re
import unicodedata
from collections.abc import Iterator

# For RE2 (DuckDB) and, below, the same for Python's `re`. An ayin or hamza is written in many ways.
WORD_PATTERN = r"[\p{L}\p{N}]+(?:['’‘ʼʿʾ][\p{L}\p{N}]+)*"
_WORD = re.compile(r"[^\W_]+(?:['’‘ʼʿʾ][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’][sS]$")
_APOSTROPHES = re.compile(r"['’‘ʼʿʾ]")


def words_of(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the term, first character and end of every word of a text."""
    for found in _WORD.finditer(text):
        yield term_of(found[0]), found.start(), found.end()


def term_of(printed: str) -> str:
    """Return what a printed word is searched by (as `search_spellings.sql` does for the index)."""
    bare = _APOSTROPHES.sub("", _POSSESSIVE.sub("", printed))
    apart = unicodedata.normalize("NFD", bare)
    return "".join(char for char in apart if not unicodedata.combining(char)).lower()
