"""Tokenization for search, shared by the index, the query parser and highlighting.

A word is a run of letters and digits, including apostrophes inside it. Its term has no case,
accents, apostrophes or possessive, so `sanaa` finds `Sana’a's`. Words are not stemmed.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# For RE2 (DuckDB); below is the same for Python's `re`. Ayin and hamza have many spellings.
WORD_PATTERN = r"[\p{L}\p{N}]+(?:['’‘ʼʿʾ][\p{L}\p{N}]+)*"
_WORD = re.compile(r"[^\W_]+(?:['’‘ʼʿʾ][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’][sS]$")
_APOSTROPHES = re.compile(r"['’‘ʼʿʾ]")


def words_of(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the term, start and end offset of every word of a text."""
    for found in _WORD.finditer(text):
        yield term_of(found[0]), found.start(), found.end()


@lru_cache(maxsize=100_000)
def term_of(printed: str) -> str:
    """Return the term of a printed word (`search_spellings.sql` does the same for the index)."""
    bare = _APOSTROPHES.sub("", _POSSESSIVE.sub("", printed))
    apart = unicodedata.normalize("NFD", bare)
    return "".join(char for char in apart if not unicodedata.combining(char)).lower()
