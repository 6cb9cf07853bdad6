"""The lists people edit: `read_known_entities()` checks `known_entities.yml` and reads it.

Whatever is wrong is said with the name of the entry it is wrong in, before any text is read.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import yaml

from tasks.entities.errors import BadKnownEntities
from tasks.entities.gazetteer.lookup import Entry, ListKind
from tasks.entities.names.normalize import slug

KNOWN_ENTITIES = Path(__file__).parents[1] / "lists" / "known_entities.yml"

ORGANISATION_KINDS = frozenset(
    {"party", "militia", "government", "international", "society", "media", "company", "club"}
)
_TRAP_KINDS = {
    "person": (ListKind.LEADER, "person"),
    "organisation": (ListKind.ORGANISATION, "org"),
    "place": (ListKind.REGION, "place"),
    "nothing": (ListKind.NOTHING, "nothing"),
}
_NAMED = {"name", "country", "aliases", "id"}
_FIELDS = {
    "organisations": _NAMED | {"from", "until", "each_country"},
    "people": _NAMED,
    "traps": _NAMED | {"is"},
    "offices": {"office", "country", "titles", "holders"},
    "holders": {"person", "from", "until"},
}


@dataclass(frozen=True, slots=True)
class Holder:
    """Who held an office from a day (inclusive) until a day (exclusive); None is open."""

    person_id: str
    name: str
    from_on: date | None
    until_on: date | None


@dataclass(frozen=True, slots=True)
class Office:
    """An office of a country (ISO 3166 alpha-2) and its holders; `titles` can only be this one."""

    office: str
    country: str
    titles: tuple[str, ...]
    holders: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class KnownEntities:
    """What the file says: names for the gazetteer, offices by date, spans of validity by id.

    `national` are ids of bodies every country has one of, such as `org/ministry-of-interior`.
    """

    entries: tuple[Entry, ...]
    offices: tuple[Office, ...]
    kinds: Mapping[str, str]
    valid: Mapping[str, tuple[date | None, date | None]]
    national: frozenset[str] = frozenset()


@lru_cache(maxsize=4)
def read_known_entities(path: Path = KNOWN_ENTITIES) -> KnownEntities:
    """Read and check a file of the form described in its own head.

    Raises `BadKnownEntities` for an unknown field, a missing name, a country that is no ISO code,
    two entries with one id, a date out of order, or an office held by nobody on the list.
    """
    content = _read_yaml(path)
    _check_fields("the file", content, {"organisations", "people", "traps", "offices"})
    rows = list(_named_rows(content))
    entries = tuple(_entry(kind, prefix, row) for kind, prefix, _, row in rows)
    _check_ids(entries)
    people = {entry.name: entry.entity_id for entry in entries if entry.kind is ListKind.LEADER}
    return KnownEntities(
        entries=entries,
        offices=tuple(_office(row, people) for row in content.get("offices", [])),
        kinds={
            entry.entity_id: group for entry, (_, _, group, _) in zip(entries, rows, strict=True)
        },
        valid={
            entry.entity_id: _interval(entry.name, row)
            for entry, (_, _, _, row) in zip(entries, rows, strict=True)
            if "from" in row or "until" in row
        },
        national=frozenset(
            entry.entity_id
            for entry, (_, _, _, row) in zip(entries, rows, strict=True)
            if row.get("each_country")
        ),
    )


def _read_yaml(path: Path) -> dict[str, Any]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadKnownEntities(f"{path.name} is not YAML: {error}") from error
    if not isinstance(content, dict):
        raise BadKnownEntities(f"{path.name} holds no mapping")
    return cast("dict[str, Any]", content)


def _named_rows(content: Mapping[str, Any]) -> Iterator[tuple[ListKind, str, str, dict[str, Any]]]:
    """(list, prefix of its ids, group, row) of everything that has a name."""
    for group, rows in content.get("organisations", {}).items():
        if group not in ORGANISATION_KINDS:
            raise BadKnownEntities(
                f"organisations: {group!r} is none of {_listed(ORGANISATION_KINDS)}"
            )
        for row in rows:
            yield ListKind.ORGANISATION, "org", group, _checked("organisations", row)
    for row in content.get("people", []):
        yield ListKind.LEADER, "person", "person", _checked("people", row)
    for row in content.get("traps", []):
        kind = _checked("traps", row).get("is")
        if kind not in _TRAP_KINDS:
            raise BadKnownEntities(f"trap {row['name']!r}: `is` is none of {_listed(_TRAP_KINDS)}")
        yield *_TRAP_KINDS[kind], kind, row


def _checked(section: str, row: Any) -> dict[str, Any]:
    if not isinstance(row, dict) or not isinstance(row.get("name"), str) or not row["name"]:
        raise BadKnownEntities(f"{section}: {row!r} has no name")
    _check_fields(f"{section}: {row['name']!r}", row, _FIELDS[section])
    _check_country(row["name"], row.get("country", ""))
    aliases = row.get("aliases", [])
    if not isinstance(aliases, list) or not all(isinstance(one, str) and one for one in aliases):
        raise BadKnownEntities(f"{section}: aliases of {row['name']!r} are not a list of names")
    return row


def _check_fields(where: str, row: Mapping[str, Any], known: Iterable[str]) -> None:
    unknown = set(row) - set(known)
    if unknown:
        raise BadKnownEntities(
            f"{where} has unknown field {_listed(unknown)}; known: {_listed(known)}"
        )


def _check_country(name: str, country: Any) -> None:
    is_code = isinstance(country, str) and len(country) == 2 and country.isupper()
    if country != "" and not is_code:
        raise BadKnownEntities(f"{name!r}: country {country!r} is no ISO code (quote NO)")


def _entry(kind: ListKind, prefix: str, row: Mapping[str, Any]) -> Entry:
    name = row["name"]
    return Entry(
        kind=kind,
        entity_id=row.get("id", f"{prefix}/{slug(name)}"),
        names=(name, *row.get("aliases", ())),
        country=row.get("country", ""),
    )


def _check_ids(entries: Iterable[Entry]) -> None:
    names: dict[str, str] = {}
    for entry in entries:
        other = names.setdefault(entry.entity_id, entry.name)
        if other is not entry.name:
            raise BadKnownEntities(
                f"{entry.name!r} and {other!r} share the id {entry.entity_id}: give one an `id:`"
            )


def _office(row: Any, people: Mapping[str, str]) -> Office:
    if not isinstance(row, dict) or not row.get("office") or not row.get("holders"):
        raise BadKnownEntities(f"offices: {row!r} has no office or no holders")
    name = f"office {row['office']} of {row.get('country')}"
    _check_fields(name, row, _FIELDS["offices"])
    _check_country(name, row.get("country"))
    holders = tuple(_holder(name, one, people) for one in row["holders"])
    _check_order(name, holders)
    return Office(row["office"], row["country"], tuple(row.get("titles", ())), holders)


def _holder(office: str, row: Any, people: Mapping[str, str]) -> Holder:
    if not isinstance(row, dict) or row.get("person") not in people:
        raise BadKnownEntities(f"{office}: {row!r} is nobody under people")
    _check_fields(office, row, _FIELDS["holders"])
    return Holder(people[row["person"]], row["person"], *_interval(office, row))


def _interval(name: str, row: Mapping[str, Any]) -> tuple[date | None, date | None]:
    first, last = row.get("from"), row.get("until")
    for day in (first, last):
        if day is not None and type(day) is not date:
            raise BadKnownEntities(f"{name}: {day!r} is no date (YYYY-MM-DD)")
    if first and last and first >= last:
        raise BadKnownEntities(f"{name}: from {first} is not before until {last}")
    return first, last


def _check_order(office: str, holders: Iterable[Holder]) -> None:
    last: date | None = date.min
    for holder in holders:
        if last is None or (holder.from_on or date.min) < last:
            raise BadKnownEntities(f"{office}: {holder.name} overlaps the holder before")
        last = holder.until_on


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
