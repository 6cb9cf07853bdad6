"""Build the index of places from open reference data: `build_places(reference_dir)`.

Run it when the reference changes and commit its result. `reference_dir` holds `geonames/`
(cities500, admin1, admin2; CC BY 4.0) and `places_mena/` (Who's On First with GeoNames ids).
"""

import csv
import gzip
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tasks.entities.gazetteer.places import PLACES_FILE, Place, PlaceKind, write_places
from tasks.entities.names.normalize import fold_letters
from tasks.entities.training.corpora import reading

# Alternate names of large towns only: those of villages are mostly other villages.
_ALIAS_POPULATION = 20_000
_MAX_ALIASES = 12
_LONGEST_NAME = 40
# A town with more people is a slip of the source.
_MOST_PEOPLE = 20_000_000
# Countries of which villages are in the news; of the others only places with a page or people.
_VILLAGES_OF = frozenset(["IQ", "SY", "LB", "PS", "JO", "YE", "LY", "EG", "SA"])
_KINDS = {"county": PlaceKind.COUNTY, "region": PlaceKind.REGION}


@dataclass(slots=True)
class _Sum:
    """The towns of a unit: their population and weighted centre."""

    population: int = 0
    weight: float = 0.0
    latitude: float = 0.0
    longitude: float = 0.0

    def add(self, row: Place) -> None:
        weight = row.population + 1.0
        self.population += row.population
        self.weight += weight
        self.latitude += weight * row.latitude
        self.longitude += weight * row.longitude


@dataclass(slots=True)
class _Areas:
    """Sums of the towns by the code of their unit (`US.KY`, `US.KY.169`)."""

    sums: defaultdict[str, _Sum] = field(default_factory=lambda: defaultdict(_Sum))

    def add(self, row: Place, county: str) -> None:
        self.sums[row.region].add(row)
        if county:
            self.sums[f"{row.region}.{county}"].add(row)


def build_places(reference_dir: Path, out: Path = PLACES_FILE) -> int:
    """Write the index to `out` and return its number of places."""
    units = _Areas()
    rows = {row.geonames_id: row for row in _towns(reference_dir / "geonames", units)}
    for row in _units(reference_dir / "geonames", units):
        rows.setdefault(row.geonames_id, row)
    for row in _near_places(reference_dir / "places_mena" / "places_core.tsv.gz", rows):
        rows[row.geonames_id] = row
    for row in _villages(reference_dir / "places_mena" / "places_all.tsv.gz", rows):
        rows[row.geonames_id] = row
    named = [row for row in rows.values() if row.names]
    write_places(named, out)
    return len(named)


def _towns(folder: Path, units: _Areas) -> Iterator[Place]:
    for one in _read(folder / "cities500.tsv.gz"):
        population = int(one["population"] or 0)
        others = one["aliases_latin"].split("|") if population >= _ALIAS_POPULATION else []
        row = Place(
            int(one["geonameid"]),
            PlaceKind.TOWN,
            _names([one["asciiname"] or one["name"], one["name"], *others]),
            one["country"],
            f"{one['country']}.{one['admin1']}",
            float(one["lat"]),
            float(one["lon"]),
            population,
        )
        units.add(row, one["admin2"])
        yield row


def _units(folder: Path, units: _Areas) -> Iterator[Place]:
    for name, kind in (("admin1", PlaceKind.REGION), ("admin2", PlaceKind.COUNTY)):
        for one in _read(folder / f"{name}.tsv.gz"):
            total = units.sums.get(one["code"])
            if total and one["geonameid"]:
                names = _names([one["asciiname"], one["name"]])
                yield _unit(int(one["geonameid"]), kind, names, one["code"], total)


def _unit(
    geonames_id: int, kind: PlaceKind, names: tuple[str, ...], code: str, total: _Sum
) -> Place:
    country, region, *_ = code.split(".")
    return Place(
        geonames_id,
        kind,
        names,
        country,
        f"{country}.{region}",
        total.latitude / total.weight,
        total.longitude / total.weight,
        total.population,
    )


def _villages(path: Path, known: dict[int, Place]) -> Iterator[Place]:
    """Places without people or page, of the countries that the news comes from."""
    if path.exists():
        for row in _near_places(path, {}):
            if row.country in _VILLAGES_OF and row.geonames_id not in known:
                yield row


def _near_places(path: Path, known: dict[int, Place]) -> Iterator[Place]:
    """Places of the region, with their spellings; those of GeoNames keep kind and population."""
    for one in _read(path):
        if not (one["geonameid"].isdigit() and one["lat"]) or one["gn_by"].startswith("match-city"):
            continue
        old = known.get(int(one["geonameid"]))
        kind = old.kind if old else _KINDS.get(one["placetype"], PlaceKind.TOWN)
        names = [one["name_en"] or one["name"], one["name"], *one["aliases"].split("|")]
        population = int(float(one["population"] or 0))
        yield Place(
            int(one["geonameid"]),
            kind,
            _names([*(old.names if old else ()), *names]),
            one["country"].strip("X") or (old.country if old else ""),
            old.region if old else "",
            float(one["lat"]),
            float(one["lon"]),
            (old.population if old else 0) or (population if population < _MOST_PEOPLE else 0),
        )


def _names(names: Iterable[str]) -> tuple[str, ...]:
    """Latin spellings without diacritics, the first one first."""
    plain = (fold_letters(name).strip().replace("|", " ").replace("\n", " ") for name in names)
    kept = [one for one in plain if one and one.isascii() and len(one) <= _LONGEST_NAME]
    return tuple(dict.fromkeys(one for one in kept if one[0].isupper()))[:_MAX_ALIASES]


def _read(path: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(sys.maxsize)
    with reading(path), gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
