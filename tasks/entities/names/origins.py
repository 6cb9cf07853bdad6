"""Tell names of Western origin: `is_western("moore")`.

Western names are compared letter by letter: the rules for transliterated Arabic would take `Moore`
for `Murr` and `Gore` for `Kerry`.
"""

import gzip
from functools import lru_cache
from pathlib import Path

from tasks.entities.names.normalize import match_key

WESTERN_FILE = Path(__file__).parents[1] / "lists" / "western_name_words.txt.gz"


def is_western(word: str) -> bool:
    """Return whether a word is a Western name and not a name of the Middle East as well."""
    return match_key(word) in _words()


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    if not WESTERN_FILE.exists():
        return frozenset()
    return frozenset(gzip.decompress(WESTERN_FILE.read_bytes()).decode().split("\n"))
