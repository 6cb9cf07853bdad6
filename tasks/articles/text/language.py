"""Language of a page: the lang attribute, and a cheap check of it."""

import re

_SUBTAG = re.compile(r"[a-z]{2,3}(?=$|[-_])", re.IGNORECASE)
# The Arabic script and its presentation forms; the archive's sister editions use it.
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_ENGLISH_WORDS = frozenset(["the", "of", "and", "to", "in", "that", "is", "was", "for", "said"])
# Number of words in which English almost certainly uses one of the ten stop words.
_WORDS_LOOKED_AT = 80
_WORDS_NEEDED = 40


def declared_language(html_lang: str | None) -> str | None:
    """Return the primary subtag of an html lang attribute (`en-US` -> `en`), or None."""
    found = _SUBTAG.match(html_lang.strip()) if html_lang else None
    return found[0].lower() if found else None


def looks_like(text: str) -> str | None:
    """Return `ar` or `en` if script or stop words are clear, `other` if it is not English.

    Return None if the text is too short to decide.
    """
    words = text[: _WORDS_LOOKED_AT * 8].lower().split()[:_WORDS_LOOKED_AT]
    if len(words) < _WORDS_NEEDED:
        return None
    if not text.isascii() and len(_ARABIC.findall(text[:500])) > 150:
        return "ar"
    return "other" if _ENGLISH_WORDS.isdisjoint(words) else "en"
