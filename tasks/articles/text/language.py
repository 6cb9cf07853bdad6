"""Language of a page: the lang attribute, and a cheap check of it."""

import re

_SUBTAG = re.compile(r"[a-z]{2,3}(?=$|[-_])", re.IGNORECASE)
# The Arabic script and its presentation forms; the archive's sister editions use it.
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_ENGLISH_WORDS = frozenset(["the", "of", "and", "to", "in", "that", "is", "was", "for", "said"])
# Number of words in which English almost certainly uses two of the ten stop words. Some languages
# have one of them.
_WORDS_LOOKED_AT = 80
_WORDS_NEEDED = 40
_FEWEST_STOP_WORDS = 2
# Letters of other alphabets in the first 500 characters; some have no blanks between words.
_OTHER_LETTERS = re.compile(r"[\u0370-\u05ff\u0900-\u1dff\u3040-\ud7ff]")
_MANY_LETTERS = 150
_LOWER_WORD = re.compile(r"(?<!\S)[a-z]{3,}\b")
_FEWEST_LOWER_WORDS = 4


def declared_language(html_lang: str | None) -> str | None:
    """Return the primary subtag of an html lang attribute (`en-US` -> `en`), or None."""
    found = _SUBTAG.match(html_lang.strip()) if html_lang else None
    return found[0].lower() if found else None


def has_lower_words(text: str) -> bool:
    """Return whether a text has at least four words in lower case, as sentences have."""
    return len(_LOWER_WORD.findall(text)) >= _FEWEST_LOWER_WORDS


def looks_like(text: str) -> str | None:
    """Return `ar` or `en` if script or stop words are clear, `other` if it is not English.

    Return None if the text is too short to decide.
    """
    if not text.isascii() and len(_OTHER_LETTERS.findall(text[:500])) > _MANY_LETTERS:
        return "other"
    words = text[: _WORDS_LOOKED_AT * 8].lower().split()[:_WORDS_LOOKED_AT]
    if len(words) < _WORDS_NEEDED:
        return None
    if not text.isascii() and len(_ARABIC.findall(text[:500])) > _MANY_LETTERS:
        return "ar"
    return "en" if len(_ENGLISH_WORDS.intersection(words)) >= _FEWEST_STOP_WORDS else "other"
