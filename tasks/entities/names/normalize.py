"""The form in which names are looked up: `match_key("El-Arish") == match_key("al-Arish")`."""

import re
import unicodedata
from functools import lru_cache

# The Arabic article before sun letters and in the spellings of Egypt, the Gulf and the agencies.
_ARTICLE = re.compile(r"^(?:al|el|ad|an|ar|as|at|az|ash|adh|ath|ul|il)[-‐‑](?=\w)")
_MARKS = re.compile(r"['’‘ʼ`´ʿʾ]")
_SLUG = re.compile(r"[^a-z0-9]+")
# Letters that do not decompose into a base letter and a mark.
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae"})


@lru_cache(maxsize=50_000)
def match_key(word: str) -> str:
    """Return a word in lower case, without marks and apostrophes, the Arabic article as `al-`."""
    lower = fold_letters(word).lower()
    if lower.isalpha():
        return lower
    return _ARTICLE.sub("al-", _MARKS.sub("", lower)) or "'"


def fold_letters(text: str) -> str:
    """Return Latin letters without diacritics; other scripts are unchanged."""
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


@lru_cache(maxsize=20_000)
def slug(name: str) -> str:
    """Return a name as part of an id: `Nuri al-Maliki` -> `nuri-al-maliki`."""
    return _SLUG.sub("-", _MARKS.sub("", fold_letters(name).lower())).strip("-")
