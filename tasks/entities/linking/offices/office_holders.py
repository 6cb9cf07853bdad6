"""Find who a description of an office means: `OfficeHolders(...).meant("the US president", ...)`.

The day decides. A description that names its country or body means the holder on that day; one that
does not (`the foreign minister`) means a holder whom the article names.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tasks.entities.gazetteer.known_entities import KnownEntities
from tasks.entities.gazetteer.lives import read_terms
from tasks.entities.gazetteer.lookup import Entry, Gazetteer, ListKind
from tasks.entities.linking.offices.office_names import read_office

_ARTICLE = re.compile(r"^(?:the|an?|this|that)\s+", re.IGNORECASE)
_OF = re.compile(r"\s+(?:of|in)\s+(?:the\s+)?(?=[A-Z])")
_OWNER = re.compile(r"[’']s?$")
_LONGEST_AREA = 5
_MINISTER = "minister"
# Titles with a name of their own: `the chancellor` is not the one of a university.
_ALONE = frozenset(
    {"president", "prime minister", "king", "emir", "sultan", "foreign minister", "crown prince"}
)
# The head of a body is called by all of these words.
_HEADS_OF_BODIES = frozenset({"chief", "head", "leader", "secretary general", "president"})


@dataclass(frozen=True, slots=True)
class OfficeHolder:
    """The holder of an office: id, name and sex (`m`, `f` or empty)."""

    person_id: str
    name: str
    sex: str = ""


@dataclass(frozen=True, slots=True)
class _Term:
    holder: OfficeHolder
    from_on: date | None
    until_on: date | None


def office_holders() -> list[Entry]:
    """Return entries of the people who held an office, by their Wikidata names."""
    terms = {term.person_id: term for term in read_terms()}
    return [
        Entry(
            ListKind.PERSON,
            person_id,
            (term.name,),
            country=term.country,
            wikidata_id=term.wikidata_id,
            sex=term.sex,
        )
        for person_id, term in terms.items()
    ]


class OfficeHolders:
    """Terms of office by country or body, and office; the hand-edited list takes precedence."""

    def __init__(self, known: KnownEntities, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._terms: dict[tuple[str, str], list[_Term]] = defaultdict(list)
        for office in known.offices:
            area = office.body or office.country
            for one in office.holders:
                sex = gazetteer.by_id[one.person_id].sex if one.person_id in gazetteer.by_id else ""
                who = OfficeHolder(one.person_id, one.name, sex)
                name = read_office(office.office) or office.office
                self._terms[area, name].append(_Term(who, one.from_on, one.until_on))
        by_hand = set(self._terms)
        for term in read_terms():
            if (term.country, term.office) not in by_hand:
                entry = gazetteer.by_id.get(term.person_id)
                name = entry.name if entry else term.name
                who = OfficeHolder(term.person_id, name, term.sex)
                key = term.country, term.office
                self._terms[key].append(_Term(who, term.from_on, term.until_on))
        self._areas_of: dict[str, list[str]] = defaultdict(list)
        for area, own in self._terms:
            self._areas_of[own].append(area)
        self.read = lru_cache(maxsize=20_000)(self._read)

    def meant(
        self, words: str, day: date | None, named: Collection[str] = ()
    ) -> OfficeHolder | None:
        """Return the holder on a day of the office that the words describe, or None.

        `named` are the ids of the people the article has named before.
        """
        found = self.read(words)
        if not found or not day:
            return None
        area, office = found
        if office == _MINISTER:
            return self._minister(area, day, named)
        areas = [area] if area else self._areas(office) if office in _ALONE or named else []
        here = {
            one.holder.person_id: one.holder
            for each in areas
            for one in self._terms.get((each, office), ())
            if (one.from_on or date.min) <= day < (one.until_on or date.max)
            if area or one.holder.person_id in named
        }
        return next(iter(here.values())) if len(here) == 1 else None

    def _minister(self, area: str, day: date, named: Collection[str]) -> OfficeHolder | None:
        """`the Turkish minister`: the only minister of this state whom the article has named."""
        here = {
            one.holder.person_id: one.holder
            for (each, office), terms in self._terms.items()
            if each == area and office.endswith(f" {_MINISTER}") and office != "prime minister"
            for one in terms
            if (one.from_on or date.min) <= day < (one.until_on or date.max)
            if one.holder.person_id in named
        }
        return next(iter(here.values())) if len(here) == 1 else None

    def _areas(self, office: str) -> Sequence[str]:
        return self._areas_of.get(office, ())

    def _read(self, words: str) -> tuple[str, str] | None:
        """The area (empty if none is named) and the office described; None for other words."""
        plain = _ARTICLE.sub("", " ".join(words.replace("\u2019", "'").split()))
        for area, rest in self._parts(plain):
            office = self._office(area, rest.lower())
            if office:
                return area, office
        return None

    def _office(self, area: str, words: str) -> str:
        office = read_office(words)
        if not area:
            return office if office in self._areas_of else ""
        if words == _MINISTER:
            return words
        if area.startswith("org/") and (words in _HEADS_OF_BODIES or office in _HEADS_OF_BODIES):
            return next((own for each, own in self._terms if each == area), "")
        return office if (area, office) in self._terms else ""

    def _parts(self, words: str) -> Iterator[tuple[str, str]]:
        """`US | president`, `president | Egypt`, and the words without a country."""
        tokens = words.split()
        for length in range(min(_LONGEST_AREA, len(tokens) - 1), 0, -1):
            name = _OWNER.sub("", " ".join(tokens[:length]))
            for area in self._named(name):
                yield area, " ".join(tokens[length:])
        of = _OF.search(words)
        if of:
            for area in self._named(words[of.end() :]):
                yield area, words[: of.start()]
        yield "", words

    def _named(self, name: str) -> Iterable[str]:
        areas = []
        for entry in self._gazetteer.named(name):
            if entry.kind in (ListKind.COUNTRY, ListKind.DEMONYM) and entry.country:
                areas.append(entry.country)
            elif entry.kind is ListKind.ORGANISATION:
                areas.append(entry.entity_id)
        return dict.fromkeys(areas)
