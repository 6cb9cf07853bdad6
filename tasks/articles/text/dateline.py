"""Datelines: places, country, desk and agency before the first sentence of a report.

docs/sources.md lists the forms. A sentence that begins with a place (`London-based analysts`,
`Iran-backed militias`) has no dateline: unless the newspaper or an agency is named, a hyphen must
be followed by a space, or have a known place before it and no place after it (`Riyadh-The`).
"""

import re

from tasks.articles.text.dateline_places import DATELINE_PLACES
from tasks.models import Dateline

HOUSE = "Asharq Al-Awsat"

# Number of characters searched: the longest dateline seen has 60.
_LONGEST = 160
_DASH = r"[—–―-]"
_WORD = r"(?:[A-ZÀ-ÖØ-Þ‘’'`][\w’‘'`.]*(?:-[\w’‘'`.]+)*|al-[\w’‘'`]+|el-[\w’‘'`]+|ez-[\w’‘'`]+)"
_WORD_OF_GLUED = r"[A-Z][\w’'`.]*"
_PARTICLE = r"(?:of|the|de|du|la|le|al|el|es|au|bin|upon)"
_PLACE = rf"{_WORD}(?:\s(?:{_PARTICLE}\s)?{_WORD}){{0,3}}"
# A hyphen separates places only before a space. Otherwise it is part of the word, which avoids
# excessive backtracking.
_PLACES = rf"{_PLACE}(?:(?:\s*,\s*|\s*,?\s+and\s+|\s*&\s*|\s*/\s*|-\s){_PLACE}){{0,4}}"
# Includes frequent misspellings: Al-Awqsat, Awsat alone, Al Awsat, al-Awsat.
_HOUSE = r"Ashar[qk]\s+(?:[Aa]l[-\s]?\s?)?[Aa]w\w{0,2}sat"
_AGENCIES = {
    "AP": "AP",
    "Associated Press": "AP",
    "AFP": "AFP",
    "Reuters": "Reuters",
    "REUTERS": "Reuters",
    "SPA": "SPA",
    "EPA": "EPA",
    "Agencies": "Agencies",
    "agencies": "Agencies",
}
_AGENCY = "|".join(_AGENCIES)
_DAY = r"(?:\s*,?\s*(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}|\d{1,2}\s[A-Z][a-z]{2,8})\s*,?)?"

_BY_HOUSE = re.compile(
    rf"(?P<places>[A-Z][^—–\n(:.]{{1,60}}?|{_PLACES})\s*,?\s+(?P<desk>{_HOUSE})\s*{_DASH}+\s*"
)
_BY_AGENCY = re.compile(
    rf"(?P<places>{_PLACES})\s*,?{_DAY}\s*\((?P<agency>{_AGENCY})\)\s*{_DASH}+\s*"
)
_BY_PLACE = re.compile(
    rf"(?P<places>{_PLACES})"
    rf"(?:\s*[—–―]\s*(?=[\"“‘'(\[\dA-ZÀ-Þ])"
    rf"|\s*-\s+(?=[\"“‘'(\[\dA-ZÀ-Þ])"
    rf")"
)
_GLUED = re.compile(
    rf"(?P<places>{_WORD_OF_GLUED}(?:\s{_WORD_OF_GLUED}){{0,2}})-(?=[\"“‘A-ZÀ-Þ\d])"
)
# Each pattern with a string that the text must contain for a match to be possible.
_PATTERNS = ((_BY_AGENCY, "("), (_BY_HOUSE, "sat"), (_BY_PLACE, ""), (_GLUED, "-"))
_ANY_DASH = re.compile(_DASH)
_CREDIT = re.compile(
    rf"[(\[]?\s*(?:Source:\s*)?(?P<agency>{_AGENCY})\s*[)\]]?\s*\.?", re.IGNORECASE
)
_SEPARATOR = re.compile(r"\s*,\s*and\s+|\s*,\s*|\s+and\s+|\s*&\s*|\s*/\s*")
# A hyphen separates places (`Baghdad-Irbil- Paris-`) unless it is part of a name (`Al-Arish`).
_JOINING_HYPHEN = re.compile(r"(?<=[\w’'`]{4})-\s?(?=[A-Z])")
# Words before a dash that are not places: they start a sentence or a compound.
_NO_PLACE_TEXT = """
    A An The This That These Those It He She They We I You There Here What When Why Who How If In
    On At As But And So Yet No Not Yes Al El Anti Pro Ex Non Vice Pre Post Self Semi Multi Inter
    President King Prime Minister Mr Mrs Dr Sheikh Prince General Colonel Opinion Question Answer Q
"""
_NO_PLACE = frozenset(_NO_PLACE_TEXT.split())
# Words after the hyphen of a compound: `Gaza-Egypt border`, `London-Based Analysts`.
_COMPOUNDED_TEXT = """
    Based Backed Born Led Held Egypt Israel Iran Iraq Syria Turkey Jordan Lebanon Libya Yemen Sudan
    Qatar Oman Russia US U.S. UK EU NATO
"""
_COMPOUNDED = frozenset(_COMPOUNDED_TEXT.split())


def split_dateline(text: str) -> tuple[Dateline, str] | None:
    """Return the dateline at the start of `text` and the text after it, or None."""
    start = text[:_LONGEST]
    if not _ANY_DASH.search(start):
        return None
    for pattern, clue in _PATTERNS:
        found = pattern.match(start) if clue in start else None
        if found and found.end() < len(text) and _is_dateline(found):
            return _read_dateline(found), text[found.end() :]
    return None


def read_agency_credit(text: str) -> str | None:
    """Return the agency a paragraph consists of (`(Reuters)`, `Agencies`), or None."""
    if len(text) > 30:
        return None
    found = _CREDIT.fullmatch(text)
    return _agency_name(found["agency"]) if found else None


def _agency_name(spelt: str) -> str:
    by_capitals = {name.upper(): agency for name, agency in _AGENCIES.items()}
    return by_capitals[spelt.upper()]


def _is_dateline(found: re.Match[str]) -> bool:
    if found.re is _GLUED:
        return found["places"] in DATELINE_PLACES and not _is_compound(found)
    first = re.match(r"[\w’']+(?:-\w+)*", found["places"])
    if found.re is not _BY_PLACE or first is None:
        return first is not None
    return first[0] not in _NO_PLACE or found["places"].startswith("The Hague")


def _is_compound(found: re.Match[str]) -> bool:
    # `Riyadh-Tehran talks`, `Gaza-Egypt border`: a compound of two places.
    following = re.compile(r"[\w’'`.]+").match(found.string, found.end())
    return following is not None and following[0] in DATELINE_PLACES | _COMPOUNDED


def _read_dateline(found: re.Match[str]) -> Dateline:
    groups = found.groupdict()
    places = _split_places(groups["places"])
    country = None
    if groups.get("agency") and _ends_in_country(places):
        country = places.pop()
    return Dateline(
        text=found[0].strip(),
        places=tuple(places),
        country=country,
        desk=HOUSE if groups.get("desk") else None,
        agency=_agency_name(groups["agency"]) if groups.get("agency") else None,
    )


def _split_places(text: str) -> list[str]:
    parts = [
        part
        for group in _SEPARATOR.split(text.strip(" ,-"))
        for part in _JOINING_HYPHEN.split(group)
    ]
    return [part.strip() for part in parts if part.strip()]


def _ends_in_country(places: list[str]) -> bool:
    # Agencies print only the town in capitals: `RIYADH, Saudi Arabia, (AP) –`.
    return len(places) > 1 and places[0].isupper() and not places[-1].isupper()
