"""The hand-edited list of entities: `read_known_entities()` validates `known_entities.yml`.

All mistakes of the file are reported at once, each with the name of the entry, before any text is
read.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from tasks.entities.gazetteer.list_schema import (
    LISTS,
    HolderRow,
    KnownEntitiesFile,
    OfficeRow,
    OrganisationRow,
    PersonRow,
    TrapRow,
    check_content,
    read_yaml,
    refuse,
)
from tasks.entities.gazetteer.lives import read_lives
from tasks.entities.gazetteer.lookup import Entry, ListKind
from tasks.entities.names.normalize import slug

KNOWN_ENTITIES = LISTS / "known_entities.yml"

_TRAP_KINDS = {
    "person": (ListKind.LEADER, "person"),
    "organisation": (ListKind.ORGANISATION, "org"),
    "place": (ListKind.REGION, "place"),
    "nothing": (ListKind.NOTHING, "nothing"),
}
_Row = OrganisationRow | PersonRow | TrapRow


@dataclass(frozen=True, slots=True)
class Holder:
    """A holder of an office from a day (inclusive) until a day (exclusive); None is open."""

    person_id: str
    name: str
    from_on: date | None
    until_on: date | None


@dataclass(frozen=True, slots=True)
class Office:
    """An office of a country (ISO 3166 alpha-2) or body (id), and its holders.

    `titles` mean only this office.
    """

    office: str
    country: str
    titles: tuple[str, ...]
    holders: tuple[Holder, ...]
    body: str = ""


@dataclass(frozen=True, slots=True)
class KnownEntities:
    """The content of the file; `valid` holds from and until of organisations by their id.

    `national` are ids of bodies that every country has, such as `org/ministry-of-interior`.
    """

    entries: tuple[Entry, ...]
    offices: tuple[Office, ...]
    kinds: Mapping[str, str]
    valid: Mapping[str, tuple[date | None, date | None]]
    national: frozenset[str] = frozenset()


@lru_cache(maxsize=4)
def read_known_entities(path: Path = KNOWN_ENTITIES) -> KnownEntities:
    """Read and validate a file; the comment at its top describes the format.

    Raises `BadKnownEntities` with one line for each mistake: an unknown or missing field, a country
    that is not an ISO code, two entries with one id, dates out of order, a holder of an office who
    is not under `people`.
    """
    content = check_content(path, read_yaml(path), KnownEntitiesFile)
    rows = list(_named_rows(content))
    entries = tuple(_entry(kind, prefix, row) for kind, prefix, _, row in rows)
    people = {entry.name: entry.entity_id for entry in entries if entry.kind is ListKind.LEADER}
    mistakes = [*_shared_ids(entries), *_wrong_dates(content), *_wrong_holders(content, people)]
    if mistakes:
        refuse(path, mistakes)
    named = list(zip(entries, rows, strict=True))
    return KnownEntities(
        entries=entries,
        offices=tuple(_office(row, people) for row in content.offices),
        kinds={entry.entity_id: group for entry, (_, _, group, _) in named},
        valid={
            entry.entity_id: (row.from_, row.until)
            for entry, (_, _, _, row) in named
            if isinstance(row, OrganisationRow) and (row.from_ or row.until)
        },
        national=frozenset(
            entry.entity_id
            for entry, (_, _, _, row) in named
            if isinstance(row, OrganisationRow) and row.each_country
        ),
    )


def _named_rows(content: KnownEntitiesFile) -> Iterator[tuple[ListKind, str, str, _Row]]:
    """(list, prefix of the ids, group, row) of every named entry."""
    for group, organisations in content.organisations.items():
        for organisation in organisations:
            yield ListKind.ORGANISATION, "org", group, organisation
    for person in content.people:
        yield ListKind.LEADER, "person", "person", person
    for trap in content.traps:
        yield *_TRAP_KINDS[trap.is_], trap.is_, trap


def _entry(kind: ListKind, prefix: str, row: _Row) -> Entry:
    entity_id = row.id or f"{prefix}/{slug(row.name)}"
    life = read_lives().get(entity_id)
    died_on = row.died if isinstance(row, PersonRow) else None
    return Entry(
        kind=kind,
        entity_id=entity_id,
        names=(row.name, *row.aliases),
        country=row.country or "",
        wikidata_id=life.wikidata_id if life else "",
        died_on=died_on or (life.died_on if life else None),
        sex=life.sex if life else "",
    )


def _shared_ids(entries: Iterable[Entry]) -> Iterator[str]:
    names: dict[str, str] = {}
    for entry in entries:
        other = names.setdefault(entry.entity_id, entry.name)
        if other is not entry.name:
            yield (
                f"{entry.name!r} and {other!r} share the id {entry.entity_id}: give one an `id:`"
            )


def _wrong_dates(content: KnownEntitiesFile) -> Iterator[str]:
    """Periods that end before they begin, and holders of one office at the same time."""
    for group in content.organisations.values():
        for organisation in group:
            yield from _wrong_period(organisation.name, organisation)
    for office in content.offices:
        name = _office_name(office)
        for holder in office.holders:
            yield from _wrong_period(name, holder)
        yield from _overlaps(name, office.holders)


def _wrong_period(name: str, row: OrganisationRow | HolderRow) -> Iterator[str]:
    if row.from_ and row.until and row.from_ >= row.until:
        yield f"{name}: from {row.from_} is not before until {row.until}"


def _overlaps(office: str, holders: Iterable[HolderRow]) -> Iterator[str]:
    last: date | None = date.min
    for holder in holders:
        if last is None or (holder.from_ or date.min) < last:
            yield f"{office}: {holder.person} overlaps the holder before"
        last = holder.until


def _wrong_holders(content: KnownEntitiesFile, people: Mapping[str, str]) -> Iterator[str]:
    for office in content.offices:
        unknown = Counter(one.person for one in office.holders if one.person not in people)
        for person in unknown:
            yield f"{_office_name(office)}: {person!r} is not under people"


def _office_name(row: OfficeRow) -> str:
    return f"office {row.office} of {row.country or row.body}"


def _office(row: OfficeRow, people: Mapping[str, str]) -> Office:
    holders = tuple(
        Holder(people[one.person], one.person, one.from_, one.until) for one in row.holders
    )
    return Office(row.office, row.country or "", tuple(row.titles), holders, row.body or "")
