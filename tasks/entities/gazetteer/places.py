"""The index of places: towns, counties and regions by name, `open_places().named(name)`.

It links names that were found; it does not find them, because many of its names are also words or
names of people. Names are looked up by the hash of their key in one array, so that the quarter of
a million places open at once. `build_places` makes the file.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, lru_cache
from hashlib import blake2b
from pathlib import Path

import numpy as np

from tasks.entities.arrays import read_arrays
from tasks.entities.gazetteer.lookup import Entry, ListKind
from tasks.entities.names.normalize import match_key

PLACES_FILE = Path(__file__).parents[1] / "lists" / "places.npz"
# Coordinates are stored as whole thousandths of a degree: 100 m.
_DEGREE = 1_000
_SHORTEST_SPELLING = 3
# Without its short vowels a name must be longer than that to mean one place.
_SHORTEST_SKELETON = 4
# Names of a place, of which spellings are derived; the others are in many languages.
_SPELT_NAMES = 3
# Countries whose names have no one spelling in Latin letters.
_NEAR = "IQ SY LB JO PS IL SA YE OM AE QA BH KW EG LY TN DZ MA SD MR SO IR AF PK"
NEAR_COUNTRIES = frozenset(_NEAR.split())
_SPELLINGS = tuple(
    (re.compile(pattern), letters)
    for pattern, letters in (
        (r"\b(?:al|el|as|ad|an|ar|at|az|ash) ", ""),
        ("ou|oo|o", "u"),
        ("ee|ie|ei", "i"),
        ("dj", "j"),
        ("gh", "g"),
        ("q", "k"),
        ("y", "i"),
        ("e", "a"),
        (r"h\b", ""),
        (r"(.)\1+", r"\1"),
        (" ", ""),
    )
)
_ARTICLE = re.compile(r"^al[- ](?=\w{3})")
_ANY_ARTICLE = re.compile(r"^(?:al|el|as|ash|ad|ar|an|at|az)[- ](?=\w{3})", re.IGNORECASE)


class PlaceKind(IntEnum):
    """What a place is."""

    TOWN = 0
    COUNTY = 1
    REGION = 2


_LISTS = {
    PlaceKind.TOWN: ListKind.CITY,
    PlaceKind.COUNTY: ListKind.REGION,
    PlaceKind.REGION: ListKind.REGION,
}


@dataclass(frozen=True, slots=True)
class Place:
    """A place; `region` is the GeoNames code of its first-order region (`US.KY`), or empty."""

    geonames_id: int
    kind: PlaceKind
    names: tuple[str, ...]
    country: str
    region: str
    latitude: float
    longitude: float
    population: int

    @property
    def entry(self) -> Entry:
        """Return it as a listed entity."""
        return Entry(
            kind=_LISTS[self.kind],
            entity_id=f"geo/{self.geonames_id}",
            names=self.names,
            country=self.country,
            latitude=self.latitude,
            longitude=self.longitude,
            population=self.population,
            geonames_id=self.geonames_id,
        )


class PlaceIndex:
    """Places by name, read-only. Opens in a tenth of a second and needs about 20 MB."""

    def __init__(self, path: Path = PLACES_FILE) -> None:
        self._columns = read_arrays(path)
        self._names = self._columns["names"]
        self._regions = self._columns["regions"].tobytes().decode().split("\n")
        self._hashes, self._rows = self._columns["hashes"], self._columns["rows"]
        self._starts = np.cumsum(self._columns["lengths"], dtype=np.int64)

    def named(self, name: str) -> tuple[Place, ...]:
        """Return the places with this name, with or without the Arabic article."""
        return self._at(place_key(name))

    def spelt(self, name: str) -> tuple[Place, ...]:
        """Return the places of the region whose name may be spelt so: `Foua` is `Al Fu'ah`."""
        key = spelling_key(name)
        return self._at(f"~{key}") if len(key) >= _SHORTEST_SPELLING else ()

    def sounding(self, name: str) -> tuple[Place, ...]:
        """Return the places of the region with other short vowels: `Kfraya` is `Kafraya`."""
        key = _skeleton(spelling_key(name))
        return self._at(f"^{key}") if len(key) >= _SHORTEST_SKELETON else ()

    def _at(self, key_text: str) -> tuple[Place, ...]:
        key = np.uint64(_hash(key_text))
        first = int(np.searchsorted(self._hashes, key, "left"))
        last = int(np.searchsorted(self._hashes, key, "right"))
        return tuple(map(self._place, sorted({int(row) for row in self._rows[first:last]})))

    def region(self, code: str) -> Entry | None:
        """Return the first-order region with a GeoNames code such as `US.KY`."""
        row = self._rows_of_regions.get(code)
        return None if row is None else self._place(row).entry

    def with_id(self, geonames_id: int) -> Entry | None:
        """Return the place with a GeoNames id."""
        ids = self._columns["ids"]
        row = int(np.searchsorted(ids, geonames_id))
        is_here = row < len(ids) and int(ids[row]) == geonames_id
        return self._place(row).entry if is_here else None

    @cached_property
    def _rows_of_regions(self) -> dict[str, int]:
        rows = np.flatnonzero(self._columns["kinds"] == PlaceKind.REGION)
        codes = self._columns["codes"][rows]
        return {self._regions[code]: int(row) for code, row in zip(codes, rows, strict=True)}

    def __iter__(self) -> Iterator[Place]:
        return map(self._place, range(len(self._starts)))

    def __len__(self) -> int:
        return len(self._starts)

    def _place(self, row: int) -> Place:
        one = {name: self._columns[name][row] for name in ("ids", "kinds", "codes", "lat", "lon")}
        start = int(self._starts[row - 1]) if row else 0
        names = self._names[start : int(self._starts[row])].tobytes().decode().split("|")
        region = self._regions[int(one["codes"])]
        return Place(
            int(one["ids"]),
            PlaceKind(int(one["kinds"])),
            (names[0],),
            region.split(".")[0],
            region if "." in region else "",
            int(one["lat"]) / _DEGREE,
            int(one["lon"]) / _DEGREE,
            int(self._columns["population"][row]),
        )


@lru_cache(maxsize=1)
def open_places() -> PlaceIndex:
    """Return the index of the project."""
    return PlaceIndex()


def place_key(name: str) -> str:
    """Return the key a place is looked up by: lower case, no marks, no article."""
    return _ARTICLE.sub("", " ".join(map(match_key, name.replace("-", " ").split())))


def bare_place(name: str) -> str:
    """Return a name without its Arabic article: `Sulaymaniyah` of `Al-Sulaymaniyah`."""
    return _ANY_ARTICLE.sub("", name)


def spelling_key(name: str) -> str:
    """Return what spellings of an Arabic, Persian or Turkish place name share."""
    key = place_key(name)
    for pattern, letters in _SPELLINGS:
        key = pattern.sub(letters, key)
    return key


def _skeleton(key: str) -> str:
    """A spelling key without short vowels, except at its end."""
    return key[:-1].replace("a", "") + key[-1:]


def _keys(place: Place) -> set[str]:
    keys = {place_key(name) for name in place.names} - {""}
    if place.country in NEAR_COUNTRIES:
        spelt = {spelling_key(name) for name in place.names[:_SPELT_NAMES]} - {""}
        keys |= {f"~{key}" for key in spelt} | {f"^{_skeleton(key)}" for key in spelt}
    return keys


def write_places(places: Iterable[Place], out: Path) -> None:
    """Write an index; places are ordered by id, so that the same places give the same file."""
    ordered = sorted(places, key=lambda one: one.geonames_id)
    areas = sorted({one.region or one.country for one in ordered})
    codes = {area: number for number, area in enumerate(areas)}
    keys = sorted((_hash(key), row) for row, one in enumerate(ordered) for key in _keys(one))
    names = [one.names[0].encode() for one in ordered]
    np.savez_compressed(
        out,
        ids=np.array([one.geonames_id for one in ordered], dtype=np.uint32),
        kinds=np.array([one.kind for one in ordered], dtype=np.uint8),
        codes=np.array([codes[one.region or one.country] for one in ordered], dtype=np.uint16),
        lat=np.array([round(one.latitude * _DEGREE) for one in ordered], dtype=np.int32),
        lon=np.array([round(one.longitude * _DEGREE) for one in ordered], dtype=np.int32),
        population=np.array([one.population for one in ordered], dtype=np.uint32),
        lengths=np.array([len(name) for name in names], dtype=np.uint8),
        names=np.frombuffer(b"".join(names), dtype=np.uint8),
        regions=np.frombuffer("\n".join(areas).encode(), dtype=np.uint8),
        hashes=np.array([key for key, _ in keys], dtype=np.uint64),
        rows=np.array([row for _, row in keys], dtype=np.uint32),
    )


def _hash(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big")
