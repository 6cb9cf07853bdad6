"""Names looked up in lists: `open_gazetteer().find(words)` gives the longest matches.

The lists are one compact file made by `build_gazetteer` (places of GeoNames with coordinates,
countries with Wikidata ids, demonyms, regions, dated office holders) plus the names that the caller
adds (`known_entities.yml`), which take precedence over the file.
"""

import gzip
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from tasks.entities.models import EntityType
from tasks.entities.names.normalize import match_key

GAZETTEER_FILE = Path(__file__).parents[1] / "lists" / "gazetteer.tsv.gz"
# A name this short in capitals is an acronym: "US" and "WHO" are names, "us" and "who" are not.
_ACRONYM_LETTERS = 6


class ListKind(StrEnum):
    """The list of a name; the order is the order of preference for equal names."""

    COUNTRY = "CTRY"
    DEMONYM = "NORP"
    ORGANISATION = "ORG"
    LEADER = "LEAD"
    REGION = "LOC"
    CITY = "CITY"
    PERSON = "PERF"
    NOTHING = "NONE"  # looks like a name but is not an entity: the Gulf War


ENTITY_TYPES = {
    ListKind.COUNTRY: EntityType.PLACE,
    ListKind.DEMONYM: EntityType.DEMONYM,
    ListKind.ORGANISATION: EntityType.ORGANISATION,
    ListKind.LEADER: EntityType.PERSON,
    ListKind.REGION: EntityType.PLACE,
    ListKind.CITY: EntityType.PLACE,
    ListKind.PERSON: EntityType.PERSON,
}
# Lists that overrule the tagger; small towns and past office holders do not.
_SURE_KINDS = frozenset(
    {ListKind.COUNTRY, ListKind.DEMONYM, ListKind.ORGANISATION, ListKind.LEADER, ListKind.REGION}
)
# Lists written by hand: other lists have small letters by mistake (`Abu arish`).
_MAY_END_SMALL = frozenset({ListKind.ORGANISATION, ListKind.REGION, ListKind.NOTHING})
# Names may begin in lower case with the Arabic article only.
_LOWER_STARTS = ("al-", "el-", "as-", "ad-", "an-", "ar-", "ash-")
_LOWER_ARTICLES = frozenset({"al", "el"})
_SURE_POPULATION = 300_000
# Positions at which the tokenizer splits: `People|'s`, `Workers|'`.
_POSSESSIVE = re.compile(r"(?<=\w)(['’]s?)(?!\w)")
# British spellings of words in names of bodies, by their American ones.
_AMERICAN = {
    "organisation": "organization",
    "organisations": "organizations",
    "labour": "labor",
    "defence": "defense",
    "centre": "center",
    "centres": "centers",
    "programme": "program",
    "theatre": "theater",
    "harbour": "harbor",
    "industrialisation": "industrialization",
    "mobilisation": "mobilization",
    "standardisation": "standardization",
    "privatisation": "privatization",
}
# Most names have one key, their lower case; a word `al` or a hyphen makes more.
_PLAIN = re.compile(r"(?!.*\bal\b)[a-z]+(?: [a-z]+)*$")
_PREFERENCE = {kind: rank for rank, kind in enumerate(ListKind)}


@dataclass(frozen=True, slots=True)
class Entry:
    """A listed entity. `country` is ISO 3166 alpha-2; `offices` are `CODE:yyyymmdd-yyyymmdd`.

    `offices` codes are those of the Open Event Data Alliance: country (alpha-3), then role, such
    as `IRQGOV`; an open side of the interval is empty.
    """

    kind: ListKind
    entity_id: str
    names: tuple[str, ...]
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    wikidata_id: str = ""
    geonames_id: int | None = None
    offices: tuple[str, ...] = ()
    died_on: date | None = None
    sex: str = ""

    @property
    def name(self) -> str:
        """Return the display name."""
        return self.names[0]

    @property
    def type(self) -> EntityType:
        """Return the type of its mentions."""
        return ENTITY_TYPES[self.kind]


@dataclass(frozen=True, slots=True)
class Hit:
    """Words `first` to `last` (exclusive) are a listed name; `entry` is the preferred entity."""

    first: int
    last: int
    entry: Entry


class Gazetteer:
    """Names by their keys; built once per process, read-only afterwards."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_key: dict[str, list[Entry]] = {}
        self._acronyms: dict[str, list[Entry]] = {}
        self._longest: dict[str, int] = {}
        # Keys of names whose last word is written small, such as `March 14 forces`.
        self._small_ends: set[str] = set()
        self.by_id: dict[str, Entry] = {}
        for entry in entries:
            self._add(entry)

    def find(self, words: Sequence[str]) -> list[Hit]:
        """Return the longest listed names in `words`, left to right, without overlaps."""
        starts = [at for at, word in enumerate(words) if self.may_start(word)]
        return self.find_at(words, starts)

    def find_at(self, words: Sequence[str], starts: Sequence[int]) -> list[Hit]:
        """As `find`; `starts` are the indexes of the words for which `may_start` is true."""
        hits: list[Hit] = []
        taken = 0
        for first in starts:
            if first >= taken:
                hit = self._longest_at(words, first)
                if hit:
                    hits.append(hit)
                    taken = hit.last
        return hits

    def may_start(self, word: str) -> bool:
        """Return whether any listed name starts with this word as it is written."""
        return word in self._acronyms or (_is_name_word(word) and list_key(word) in self._longest)

    def named(self, name: str) -> tuple[Entry, ...]:
        """Return every entry with this name, the preferred one first (cities by population)."""
        own = self._acronyms.get(name, ())
        return (*own, *self._by_key.get(" ".join(map(list_key, name.split())), ()))

    def __len__(self) -> int:
        return len(self.by_id)

    def _longest_at(self, words: Sequence[str], first: int) -> Hit | None:
        keys = [list_key(word) for word in words[first : first + self._reach(words[first])]]
        acronym = self._acronyms.get(words[first])
        for length in range(len(keys), 1 if acronym else 0, -1):
            key = " ".join(keys[:length])
            entries = self._by_key.get(key)
            if entries and (_is_name_word(words[first + length - 1]) or key in self._small_ends):
                return Hit(first, first + length, entries[0])
        return Hit(first, first + 1, acronym[0]) if acronym else None

    def _reach(self, word: str) -> int:
        return self._longest.get(list_key(word), 0)

    def _add(self, entry: Entry) -> None:
        self.by_id.setdefault(entry.entity_id, entry)
        longest = self._longest
        for name in entry.names:
            if is_acronym(name):
                _file_under(self._acronyms, name, entry)
                continue
            last = name.rpartition(" ")[2]
            ends_small = entry.kind in _MAY_END_SMALL and last != name and last.islower()
            for keys in spelling_keys(name):
                key = " ".join(keys)
                _file_under(self._by_key, key, entry)
                if ends_small:
                    self._small_ends.add(key)
                if longest.get(keys[0], 0) < len(keys):
                    longest[keys[0]] = len(keys)


@lru_cache(maxsize=2)
def read_gazetteer_file(path: Path = GAZETTEER_FILE) -> tuple[Entry, ...]:
    """Return the entries of the compact file, in the order of the file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return tuple(parse_entry(line) for line in lines if not line.startswith("#"))


def open_gazetteer(added: Iterable[Entry] = (), path: Path = GAZETTEER_FILE) -> Gazetteer:
    """Return a gazetteer of the compact file and `added` entries, which win within their kind."""
    return Gazetteer([*added, *read_gazetteer_file(path)])


def parse_entry(line: str) -> Entry:
    """Return the entry of a line of the compact file; the inverse of `format_entry`."""
    kind, entity_id, names, country, lat, lon, population, qid, geonames, offices = line.rstrip(
        "\n"
    ).split("\t")
    return Entry(
        kind=ListKind(kind),
        entity_id=entity_id,
        names=tuple(names.split("|")),
        country=country,
        latitude=float(lat) if lat else None,
        longitude=float(lon) if lon else None,
        population=int(population or 0),
        wikidata_id=qid,
        geonames_id=int(geonames) if geonames else None,
        offices=tuple(offices.split("|")) if offices else (),
    )


def format_entry(entry: Entry) -> str:
    """Return an entry as one line of the compact file."""
    latitude = "" if entry.latitude is None else f"{entry.latitude:.4f}"
    longitude = "" if entry.longitude is None else f"{entry.longitude:.4f}"
    fields = (
        entry.kind.value,
        entry.entity_id,
        "|".join(entry.names),
        entry.country,
        latitude,
        longitude,
        str(entry.population or ""),
        entry.wikidata_id,
        str(entry.geonames_id or ""),
        "|".join(entry.offices),
    )
    return "\t".join(fields) + "\n"


def is_sure(entry: Entry) -> bool:
    """Return whether its names nearly always mean this entry, or another one of its type."""
    is_large = entry.kind is ListKind.CITY and entry.population >= _SURE_POPULATION
    return is_large or entry.kind in _SURE_KINDS


def is_acronym(name: str) -> bool:
    """Return whether a name only matches in exactly these capitals."""
    return len(name) <= _ACRONYM_LETTERS and name.isalpha() and name.isupper()


def list_key(word: str) -> str:
    """Return the key of a word in the lists: British spellings match American ones."""
    key = match_key(word)
    return _AMERICAN.get(key, key)


def spelling_keys(name: str) -> Iterator[tuple[str, ...]]:
    """Yield the key tuples of a name: `al-Arish` also matches `Al Arish`, and vice versa."""
    lower = name.lower()
    if _PLAIN.match(lower):
        yield tuple(_AMERICAN.get(word, word) for word in lower.split())
        return
    keys = tuple(map(list_key, _POSSESSIVE.sub(" \\1", name).split()))
    yield keys
    apart = tuple(part for key in keys for part in _apart(key))
    if apart != keys:
        yield apart
    joined = tuple(" ".join(keys).replace(" al ", " al-").split())
    if keys[0] == "al" and len(keys) > 1:
        joined = ("al-" + keys[1], *joined[2:])
    if joined != keys:
        yield joined


def _apart(key: str) -> tuple[str, ...]:
    return ("al", key[3:]) if key.startswith("al-") else (key,)


def _file_under(index: dict[str, list[Entry]], key: str, entry: Entry) -> None:
    entries = index.get(key)
    if entries is None:
        index[key] = [entry]
    elif entry not in entries:
        entries.append(entry)
        entries.sort(key=lambda one: (_PREFERENCE[one.kind], -one.population))


def _is_name_word(word: str) -> bool:
    is_written_large = word[0].isupper() or word[0].isdigit()
    return is_written_large or word.startswith(_LOWER_STARTS) or word in _LOWER_ARTICLES
