"""The language of a page: what its html tag says, and a cheap check of that claim."""

import re

_SUBTAG = re.compile(r"[a-z]{2,3}(?=$|[-_])", re.IGNORECASE)
# The Arabic script and its presentation forms; the archive's sister editions use it.
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_ENGLISH_WORDS = frozenset(["the", "of", "and", "to", "in", "that", "is", "was", "for", "said"])
# Enough words that English without one of the ten is next to impossible.
_WORDS_LOOKED_AT = 80
_WORDS_NEEDED = 40


def declared_language(html_lang: str | None) -> str | None:
    """Return the primary subtag of an html lang attribute (`en-US` -> `en`), or None."""
    found = _SUBTAG.match(html_lang.strip()) if html_lang else None
    return found[0].lower() if found else None


def looks_like(text: str) -> str | None:
    """Return `ar` or `en` where script or stop words leave no doubt, `other` where not English.

    None when the text is too short to tell.
    """
    words = text[: _WORDS_LOOKED_AT * 8].lower().split()[:_WORDS_LOOKED_AT]
    if len(words) < _WORDS_NEEDED:
        return None
    if not text.isascii() and len(_ARABIC.findall(text[:500])) > 150:
        return "ar"
    return "other" if _ENGLISH_WORDS.isdisjoint(words) else "en"
