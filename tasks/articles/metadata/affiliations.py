"""Recognise newspapers, agencies, places and institutions that a byline prints beside a name."""

import re

from tasks.articles.text.dateline_places import DATELINE_PLACES

_NEWSPAPER = r"(?:the\s+)?(?:al-?|ash-?|a)?shar[qk][-\s]+(?:[ae]l)?[-\s]?a[ws]\w{0,3}at"
_AGENCY = r"(?:AP|AFP|Reuters|SPA|EPA|DPA|UPI|WAM|KUNA|MENA|Agencies|(?:The\s+)?Associated\s+Press)"
_OF_NEWSPAPER = re.compile(
    rf"(?:\s*/\s*|,?\s+(?:of|from|at|for)\s+)(?:{_NEWSPAPER}|{_AGENCY})\b(?:\s+(?:english|newspaper))*",
    re.IGNORECASE,
)
_PLACE = "|".join(sorted(map(re.escape, DATELINE_PLACES)))
# `A B/CAIRO`
_OF_PLACE = re.compile(rf"\s*/\s*(?:{_PLACE})$", re.IGNORECASE)
_BEFORE_NAME = re.compile(
    rf"^(?:{_NEWSPAPER}|{_AGENCY}|{_PLACE})(?:\s+english)?\s*[/|:–—]\s*(?=\w)", re.IGNORECASE
)
_ORGANISATION = re.compile(
    rf"{_NEWSPAPER}(?:\s+[a-z]+)?|{_AGENCY}"
    r"|(?:press\s+association|canadian\s+press|washington\s+post|agence\s+france-presse)"
    r"|.*\b(?:agency|agencies|news|newspaper|magazine|staff|desk|bureau|team|university|institute"
    r"|cent(?:er|re)|network|media|ministry|foundation|times|tribune|services?)",
    re.IGNORECASE,
)
_PLACES = frozenset(place.casefold() for place in DATELINE_PLACES)


def without_affiliation(label: str) -> str:
    """Remove a newspaper or place joined to a name: `A B of N`, `A B / N`, `N – A B`, `P: A B`."""
    return _OF_PLACE.sub("", _OF_NEWSPAPER.sub("", _BEFORE_NAME.sub("", label)))


def is_place(text: str) -> bool:
    """Return whether the text is a place of the newspaper's datelines."""
    return text.casefold() in _PLACES


def is_affiliation(text: str) -> bool:
    """Return whether the text names an organisation or a place instead of a person."""
    return is_place(text) or _ORGANISATION.fullmatch(text) is not None
