"""Places of a dateline as entities: `read_dateline(text, gazetteer)`.

All forms the archive has used since 2005: `Gaza, Asharq Al-Awsat- `, `Sana’a and Riyadh, Asharq
Al-Awsat—`, `Baghdad, Erbil- `, `Baghdad-Irbil- Paris- `, `RIYADH, Saudi Arabia, (AP) – `. A first
sentence that merely starts with a place (`London-based analysts ...`) is not a dateline.
"""

import re
from dataclasses import dataclass

from tasks.entities.gazetteer.lookup import Entry, Gazetteer, ListKind

_HOUSE = r"(?:[Aa]sh?arq\s+(?:[AaEe]l[-\s]?)?A[wl]\w*s?[wqsat]*)"
_DATELINE = re.compile(
    rf"^\s*(?P<places>[A-Z][^—–\n(]{{1,70}}?)(?P<house>,?\s+{_HOUSE})?\s*,?\s*"
    r"(?P<agency>\((?:AP|AFP|Reuters|REUTERS|SPA|EPA|dpa|UPI)\))?\s*"
    r"(?P<dash>[—–]|--?(?=\s|[A-Z“\"]|$))"
)
# `Baghdad-Irbil- Paris- `: places joined by hyphens, the last one followed by a space.
_CHAIN = re.compile(
    r"^\s*(?P<places>[A-Z][\w’'. ]*(?:(?:-\s?|,\s*)[A-Z][\w’'. ]*){1,4})(?P<house>)(?P<agency>)-\s"
)
_SPLIT = re.compile(r"\s*(?:,|;|/|\band\b|-\s)\s*")
_PLACES = (ListKind.COUNTRY, ListKind.REGION, ListKind.CITY)
_MOST_PLACES = 5


@dataclass(frozen=True, slots=True)
class DatelinePlace:
    """A place of a dateline: offsets of its name in the text, and its listed entity."""

    start: int
    end: int
    text: str
    entity_id: str
    name: str
    country: str


def read_dateline(text: str, gazetteer: Gazetteer) -> list[DatelinePlace]:
    """Return the places of the dateline in order; empty without a dateline."""
    return _read(_CHAIN.match(text), gazetteer) or _read(_DATELINE.match(text), gazetteer)


def _read(match: re.Match[str] | None, gazetteer: Gazetteer) -> list[DatelinePlace]:
    if not match:
        return []
    parts = _parts(match["places"], match.start("places"), gazetteer)
    if len(parts) > _MOST_PLACES:
        return []
    entries = [_place(name, gazetteer) for name, _ in parts]
    if not _is_believable(match, [entry is not None for entry in entries]):
        return []
    country = next((e.country for e in entries if e and e.kind is ListKind.COUNTRY), "")
    return [
        _found(name, start, _within(name, country, gazetteer) or entry)
        for (name, start), entry in zip(parts, entries, strict=True)
        if entry and (len(parts) == 1 or entry.kind is not ListKind.COUNTRY)
    ]


def _parts(places: str, offset: int, gazetteer: Gazetteer) -> list[tuple[str, int]]:
    """Names with their offsets; `Baghdad-Irbil` is two when both halves are places."""
    found: list[tuple[str, int]] = []
    at = 0
    for gap in [*_SPLIT.finditer(places), None]:
        stop = gap.start() if gap else len(places)
        name = places[at:stop].strip()
        if name:
            found += _halves(name, offset + at + places[at:stop].index(name), gazetteer)
        at = gap.end() if gap else stop
    return found


def _halves(name: str, offset: int, gazetteer: Gazetteer) -> list[tuple[str, int]]:
    halves = name.split("-")
    if (
        len(halves) < 2
        or _place(name, gazetteer)
        or not all(_place(one, gazetteer) for one in halves)
    ):
        return [(name, offset)]
    starts = [offset + sum(len(one) + 1 for one in halves[:at]) for at in range(len(halves))]
    return list(zip(halves, starts, strict=True))


def _is_believable(match: re.Match[str], known: list[bool]) -> bool:
    if match["house"] or match["agency"]:
        return bool(known)
    return bool(known) and all(known)


def _place(name: str, gazetteer: Gazetteer) -> Entry | None:
    spelling = name.title() if name.isupper() and len(name) > 3 else name
    entries = [one for one in gazetteer.named(spelling) if one.kind in _PLACES]
    return min(entries, key=lambda one: _PLACES.index(one.kind), default=None)


def _within(name: str, country: str, gazetteer: Gazetteer) -> Entry | None:
    """Of several places of one name, the one in the named country: `RIYADH, Saudi Arabia`."""
    spelling = name.title() if name.isupper() and len(name) > 3 else name
    entries = [one for one in gazetteer.named(spelling) if one.kind in _PLACES[1:]]
    return next((one for one in entries if country and one.country == country), None)


def _found(name: str, start: int, entry: Entry) -> DatelinePlace:
    return DatelinePlace(start, start + len(name), name, entry.entity_id, entry.name, entry.country)
