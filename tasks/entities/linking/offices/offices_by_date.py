"""Holders of offices by date: `holder_on(...)`, `holder_called(...)`, `find_offices(...)`.

"The Crown Prince" is a different person in 2010, 2013, 2016 and after June 2017; "President Hariri"
is a Lebanese prime minister, and the date decides which one. The terms are in `known_entities.yml`.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

from tasks.entities.gazetteer.known_entities import Holder, KnownEntities, Office
from tasks.entities.names.name_keys import read_name
from tasks.entities.names.name_tokens import same_token

# The Arab press also calls a head of government `president` (ra'is).
_ALSO_CALLED = {
    "president": ("president", "prime minister"),
    "premier": ("prime minister",),
    "pm": ("prime minister",),
    "fm": ("foreign minister",),
    "sheikh": ("emir",),
}
_ROYAL = "Crown Prince"
_ROYAL_OFFICES = frozenset({"king", "crown prince", "deputy crown prince", "emir", "sultan"})
_LOWER = ("vice ", "vice-", "deputy ", "assistant ", "shadow ")
# Least similarity: `Gore` and `Kerry` have the same consonants.
_ALIKE = 0.75
# The newspaper sometimes writes them in lower case.
_HUMBLE = "custodian of (?:the )?two holy (?:mosques|shrines)"
_PROUD = "Custodian of (?:the )?Two Holy (?:Mosques|Shrines)"
_CUSTODIAN = re.compile(rf"\b{_HUMBLE}\b", re.IGNORECASE)
# A text without any of these words contains no title; checking them first is much faster.
_FIRST_WORDS = ("ustodian", "Crown", "King", "Leader", "Guide", "monarch", "Emir", "Sultan")


@dataclass(frozen=True, slots=True)
class OfficeMention:
    """The title of an office that refers to its holder."""

    start: int
    end: int
    holder: Holder


def holder_on(office: Office, day: date | None) -> Holder | None:
    """Return the holder on a day; without a day the only holder on the list, if there is one."""
    if day is None:
        return office.holders[0] if len(office.holders) == 1 else None
    return next((one for one in office.holders if _held(one, day)), None)


def holder_called(
    known: KnownEntities, title: str, surname: str, day: date | None, countries: Collection[str]
) -> Holder | None:
    """Return the holder meant by title and name (`President Hariri`) on a day, in these countries.

    A former holder is meant if no present one has the name; of several the last one.
    """
    fitting = [
        (office, holder)
        for office in known.offices
        if _is_titled(office, title)
        for holder in office.holders
        if _bears(holder, surname, is_royal=office.office in _ROYAL_OFFICES)
    ]
    here = [pair for pair in fitting if pair[0].country in countries] or fitting
    now = [pair for pair in here if day and _held(pair[1], day)] or here
    people = {holder.person_id: holder for _, holder in now}
    if len(people) == 1:
        return next(iter(people.values()))
    past = [holder for _, holder in now if day and holder.until_on and holder.until_on <= day]
    return max(past, key=lambda one: one.until_on or date.min, default=None)


def find_offices(
    text: str, known: KnownEntities, day: date | None, country: str
) -> Iterator[OfficeMention]:
    """Yield titles that refer to their holder; "Crown Prince" alone is that of `country`."""
    titles = _titles(known)
    if not any(word in text for word in _FIRST_WORDS):
        return
    for match in _title_pattern(known).finditer(text):
        title = match.group().replace("’", "'")
        plain = title.lower().replace("custodian of two", "custodian of the two")
        office = titles.get(plain) or _crown(known, title, country)
        holder = holder_on(office, day) if office else None
        if holder:
            yield OfficeMention(match.start(), match.end(), holder)


def titles_in(text: str) -> list[tuple[int, int]]:
    """Return the places of titles of many words: no name is inside `Custodian of Two Holy ...`."""
    if "ustodian" not in text:
        return []
    return [match.span() for match in _CUSTODIAN.finditer(text)]


def is_office_title(known: KnownEntities, words: str) -> bool:
    """Return whether the words are a title that `find_offices` finds."""
    return bool(_title_pattern(known).fullmatch(words))


def _crown(known: KnownEntities, title: str, country: str) -> Office | None:
    if title != _ROYAL:
        return None
    crowns = (office for office in known.offices if office.office == "crown prince")
    return next((office for office in crowns if office.country == country), None)


def _held(holder: Holder, day: date) -> bool:
    return (holder.from_on or date.min) <= day < (holder.until_on or date.max)


def _is_titled(office: Office, title: str) -> bool:
    """Whether the words before a name end with this office, and not with its deputy."""
    return any(
        title.endswith(called) and not title.removesuffix(called).endswith(_LOWER)
        for called in (office.office, *_synonyms(office))
    )


def _synonyms(office: Office) -> Sequence[str]:
    return [title for title, meant in _ALSO_CALLED.items() if office.office in meant]


@lru_cache(maxsize=20_000)
def _bears(holder: Holder, surname: str, *, is_royal: bool) -> bool:
    """Whether a single name is that of a holder; kings and princes are called by given names."""
    own, asked = read_name(holder.name).tokens, read_name(surname).tokens
    return len(asked) == 1 and any(
        same_token(asked[0], token) and JaroWinkler.similarity(asked[0].text, token.text) >= _ALIKE
        for token in ((own[0],) if is_royal else (own[0], own[-1]))
    )


# Keyed by identity: `KnownEntities` holds dictionaries and cannot be hashed.
_PATTERNS: dict[int, tuple[KnownEntities, re.Pattern[str], dict[str, Office]]] = {}


def _title_pattern(known: KnownEntities) -> re.Pattern[str]:
    return _compiled(known)[1]


def _titles(known: KnownEntities) -> dict[str, Office]:
    return _compiled(known)[2]


def _compiled(known: KnownEntities) -> tuple[KnownEntities, re.Pattern[str], dict[str, Office]]:
    found = _PATTERNS.get(id(known))
    if found:
        return found
    titles = {title.lower(): office for office in known.offices for title in office.titles}
    names = sorted((*(t for o in known.offices for t in o.titles), _ROYAL), key=len, reverse=True)
    listed = "|".join(map(re.escape, names))
    pattern = re.compile(rf"\b(?:{listed}|{_HUMBLE}|{_PROUD})\b")
    made = (known, pattern, titles)
    _PATTERNS[id(known)] = made
    return made
