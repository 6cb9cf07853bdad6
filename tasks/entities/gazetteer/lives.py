"""What Wikidata states about people: lives, terms of office, memberships, relatives.

The lists are made by `build_people`. Dates are read at the precision given: a term `from` 2005 is
open on the first day of 2005, `until` 2005 on the last.
"""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

_LISTS = Path(__file__).parents[1] / "lists"
LIVES_FILE = _LISTS / "people_lives.tsv.gz"
TERMS_FILE = _LISTS / "office_terms.tsv.gz"
MEMBERS_FILE = _LISTS / "memberships.tsv.gz"
KIN_FILE = _LISTS / "kin.tsv.gz"


@dataclass(frozen=True, slots=True)
class Life:
    """Wikidata id, sex (`m`, `f` or empty), day of birth and of death of a listed person."""

    wikidata_id: str
    sex: str
    born_on: date | None
    died_on: date | None


@dataclass(frozen=True, slots=True)
class Term:
    """A person who held an office of a country from a day (inclusive) until a day (exclusive)."""

    country: str
    office: str
    from_on: date | None
    until_on: date | None
    person_id: str
    name: str
    wikidata_id: str
    sex: str


@dataclass(frozen=True, slots=True)
class Kinship:
    """A relative of a person; `relation` is what the relative is to them, such as `father`."""

    person_id: str
    relation: str
    relative_id: str
    relative_name: str


@lru_cache(maxsize=1)
def read_lives() -> dict[str, Life]:
    """Return the lives of listed people by their ids."""
    return {
        person_id: Life(qid, sex, _day(born), _day(died, is_end=True))
        for person_id, qid, sex, born, died in _rows(LIVES_FILE)
    }


@lru_cache(maxsize=1)
def read_terms() -> tuple[Term, ...]:
    """Return the terms of office."""
    return tuple(_terms(TERMS_FILE))


def read_memberships() -> Iterator[Term]:
    """Yield the seats of listed people in parliaments and councils; many people share one."""
    return _terms(MEMBERS_FILE)


def read_kin() -> Iterator[Kinship]:
    """Yield the relatives of people, from the side of both."""
    return (Kinship(*row) for row in _rows(KIN_FILE))


def _terms(path: Path) -> Iterator[Term]:
    for country, office, first, last, *rest in _rows(path):
        yield Term(country, office, _day(first), _day(last, is_end=True), *rest)


def _rows(path: Path) -> Iterator[list[str]]:
    if path.exists():
        for line in gzip.decompress(path.read_bytes()).decode().split("\n"):
            if line:
                yield line.split("\t")


def _day(written: str, *, is_end: bool = False) -> date | None:
    """Read yyyy, yyyy-mm or yyyy-mm-dd; anything else is unknown."""
    parts = written.split("-")
    if not all(part.isdigit() for part in parts):
        return None
    year, month, day = (*map(int, parts), 0, 0)[:3]
    if is_end and not day:
        return date(year + 1, 1, 1) if not month else date(year + month // 12, month % 12 + 1, 1)
    return date(year, month or 1, day or 1)
