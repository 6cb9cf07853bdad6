"""The lists, as one article reads them: names of listed entities, by type, day and country."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from tasks.entities.gazetteer.known_entities import KnownEntities
from tasks.entities.gazetteer.known_people import SAME_LETTERS, KnownPeople
from tasks.entities.gazetteer.lookup import Entry, Gazetteer, ListKind, is_acronym
from tasks.entities.gazetteer.overrides import read_overrides
from tasks.entities.linking.offices.office_holders import OfficeHolders
from tasks.entities.linking.offices.offices_by_date import holder_called
from tasks.entities.models import EntityType
from tasks.entities.names.honorifics import strip_titles
from tasks.entities.names.name_keys import NameKey, read_name
from tasks.entities.names.person_ids import unlisted_person_id

_KINDS = {
    EntityType.PERSON: (ListKind.LEADER,),
    EntityType.ORGANISATION: (ListKind.ORGANISATION,),
    EntityType.PLACE: (ListKind.COUNTRY, ListKind.REGION, ListKind.CITY),
    EntityType.DEMONYM: (ListKind.DEMONYM,),
}
# A much smaller place of the same name is meant only if its country is named with it.
_VILLAGE = 0.02
_ORDINAL = re.compile(r"^(?:[Tt]he )?\d+(?:st|nd|rd|th) ")
# `State of` is left out: `the State of Georgia`.
_STATE = re.compile(
    r"^(?:(?:People[’']s|Islamic|Arab|Democratic|Federal|Hashemite)\s+)*"
    r"(?:Republic|Kingdom|Sultanate|Emirate) of (?:the )?"
)
_CACHE_LIMIT = 100_000
_ENTRY_CACHE: dict[tuple[int, EntityType, str], tuple[Entry, ...]] = {}


@dataclass(frozen=True)
class Context:
    """The lists that names are resolved against; shared by all articles."""

    gazetteer: Gazetteer
    known: KnownEntities

    @cached_property
    def people(self) -> KnownPeople:
        """Return the index of listed people by any spelling."""
        return KnownPeople(self.known.entries, read_overrides())

    @cached_property
    def holders(self) -> OfficeHolders:
        """Return the holders of offices by date."""
        return OfficeHolders(self.known, self.gazetteer)

    @cached_property
    def families(self) -> dict[str, list[Entry]]:
        """Return the listed people by the key of their last name."""
        found: dict[str, list[Entry]] = {}
        for entry in self.known.entries:
            tokens = read_key(entry.name).tokens if entry.kind is ListKind.LEADER else ()
            if len(tokens) > 1:
                found.setdefault(tokens[-1].block, []).append(entry)
        return found


class ListedNames:
    """What the lists say about names in an article of one day and of these countries."""

    def __init__(self, context: Context, day: date | None, countries: Counter[str]) -> None:
        self._context = context
        self._day = day
        self._countries = countries

    def entry(self, label: EntityType, surface: str, beside: Collection[str] = ()) -> Entry | None:
        """Return the listed entity of this name; of several, one of a country beside it."""
        entries = listed_entries(self._context.gazetteer, label, surface)
        if is_acronym(surface):
            # An acronym before the time of its body is another one.
            entries = tuple(one for one in entries if self._is_valid(one))
        if len(entries) < 2:
            return entries[0] if entries else None
        valid = [one for one in entries if self._is_valid(one)] or entries
        valid = [one for one in valid if one.country in beside] or valid
        return max(without_villages(valid), key=lambda one: self._countries[one.country])

    def person(self, surface: str) -> Entry | None:
        """Look up a listed name, or else a spelling of one."""
        return self.entry(EntityType.PERSON, surface) or self.spelt(strip_titles(surface))

    def spelt(self, name: str) -> Entry | None:
        """Look up by spelling; if more than letters differ, the article must name the country."""
        link = self._context.people.link(name)
        if not link:
            return None
        is_alike = link.rule == SAME_LETTERS or not link.entry.country or not self._countries
        return link.entry if is_alike or link.entry.country in self._countries else None

    def holder(self, title: str, surface: str, countries: Collection[str]) -> Entry | None:
        """Return the holder of the office `title` on that day, if `surface` may be the name."""
        if not title:
            return None
        name = strip_titles(surface)
        found = holder_called(self._context.known, title, name, self._day, countries)
        return self._context.gazetteer.by_id.get(found.person_id) if found else None

    def living_relative(
        self, family: str, dead: Entry | None, *, is_in_office: bool
    ) -> Entry | None:
        """Return the only living person of a family and country, or who of them holds an office.

        `family` is the key of the last name; `is_in_office`: only who holds an office.
        """
        living = [
            one
            for one in self._context.families.get(family, ())
            if not one.died_on and dead and one.country == dead.country
        ]
        if is_in_office or len(living) != 1:
            in_office = self._in_office()
            living = [one for one in living if one.entity_id in in_office]
        return living[0] if len(living) == 1 else None

    def _in_office(self) -> set[str]:
        return {
            holder.person_id
            for office in self._context.known.offices
            for holder in office.holders
            if self._day and (holder.from_on or date.min) <= self._day
            if self._day < (holder.until_on or date.max)
        }

    def _is_valid(self, entry: Entry) -> bool:
        first, last = self._context.known.valid.get(entry.entity_id, (None, None))
        if not self._day:
            return True
        return (first or date.min) <= self._day < (last or date.max)


def without_villages(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries that are not much smaller than the largest of the name."""
    largest = max((one.population for one in entries), default=0)
    return [one for one in entries if one.population >= _VILLAGE * largest]


def listed_entries(gazetteer: Gazetteer, label: EntityType, surface: str) -> tuple[Entry, ...]:
    """Return the entities of this name and type: countries, or else regions, or else towns."""
    key = (id(gazetteer), label, surface)
    found = _ENTRY_CACHE.get(key)
    if found is None:
        if len(_ENTRY_CACHE) > _CACHE_LIMIT:
            _ENTRY_CACHE.clear()
        found = _look_up(gazetteer, label, surface)
        _ENTRY_CACHE[key] = found
    return found


def _look_up(gazetteer: Gazetteer, label: EntityType, surface: str) -> tuple[Entry, ...]:
    wanted = _KINDS[label]
    clubs = (f"{surface} FC", f"{surface} SC") if label is EntityType.ORGANISATION else ()
    states = (_STATE.sub("", surface),) if label is EntityType.PLACE else ()
    for name in (*_forms(surface), *clubs, *states):
        named = [one for one in gazetteer.named(name) if one.kind in wanted]
        if named:
            best = min(wanted.index(one.kind) for one in named)
            return tuple(one for one in named if wanted.index(one.kind) == best)
    return ()


def _forms(surface: str) -> Iterable[str]:
    plain = " ".join(surface.split())
    yield plain
    bare = _ORDINAL.sub("", plain)
    if bare != plain:
        yield bare
    if plain.lower().startswith("the "):
        yield plain[4:]


@lru_cache(maxsize=20_000)
def national_entry(entry: Entry, country: Entry) -> Entry:
    """Return `org/ministry-of-interior` as that of one country: `org/ministry-of-interior-iq`."""
    return replace(
        entry,
        entity_id=f"{entry.entity_id}-{country.country.lower()}",
        names=(f"{entry.name} ({country.name})",),
        country=country.country,
    )


def resolve_label(context: Context, label: str) -> tuple[str, str]:
    """Return name and id of the person a speaker label such as `Dr Badr Kafi` names.

    For labels of people no field of the article names: a listed person, or one with this name.
    """
    name = strip_titles(label)
    listed = listed_entries(context.gazetteer, EntityType.PERSON, name)
    entry = listed[0] if listed else context.people.find(name)
    return (entry.name, entry.entity_id) if entry else (name, unlisted_person_id(name))


@lru_cache(maxsize=50_000)
def read_key(name: str) -> NameKey:
    """Return the key of a name without its titles."""
    return read_name(strip_titles(name))
