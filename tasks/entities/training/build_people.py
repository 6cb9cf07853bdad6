"""Build the lists about people: `build_people(reference_dir)`.

`reference_dir` holds `given_names/` (US census of 1990, public domain; sigpwned, CC0; Faker and
egy-names, MIT) and `people_wikidata/` (statements of Wikidata, CC0). The lists are: words that are
names of Western origin only, the lives of listed people, terms of office, relatives, memberships.
"""

import csv
import gzip
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tasks.entities.gazetteer.known_entities import read_known_entities
from tasks.entities.gazetteer.lives import KIN_FILE, LIVES_FILE, MEMBERS_FILE, TERMS_FILE
from tasks.entities.gazetteer.lookup import ListKind
from tasks.entities.linking.offices.office_names import read_office
from tasks.entities.names.normalize import fold_letters, match_key
from tasks.entities.names.origins import WESTERN_FILE
from tasks.entities.names.person_ids import is_bare_name, unlisted_person_id
from tasks.entities.training.corpora import reading

_EASTERN = frozenset(
    ("arabic", "persian", "turkish", "azeri", "hebrew", "uzbek", "hausa", "swahili"),
)
_EASTERN_COUNTRIES = """
    EG SA AE IR TR IL JO LB IQ KW LY MA DZ TN SY PK AZ AF BD QA BH OM YE SD KZ UZ IN LK
"""
_WESTERN_COUNTRIES = """
    US GB DE IT ES FR RU AT CA AU NZ SE NO NL BE DK FI PL CZ
"""
_EASTERN_CODES = frozenset(_EASTERN_COUNTRIES.split())
_WESTERN_CODES = frozenset(_WESTERN_COUNTRIES.split())
_FIRST_DAY, _LAST_DAY = "2003", "2018"
_OF = re.compile(r"\s+(?:of|,)\s.*$")
_SHORTEST = 3
# `54th Parliament`: one seat, though each parliament is another one.
_NUMBER = re.compile(r"\b\d+(?:st|nd|rd|th)\s+", re.IGNORECASE)
# Wikidata calls them by one name and the country.
_KINGS = {
    "Q57298": "person/abdullah-bin-abdulaziz",
    "Q367825": "person/salman-bin-abdulaziz",
    "Q183187": "person/fahd-bin-abdulaziz",
}
_INVERSE = {
    "father": "child",
    "mother": "child",
    "child": "parent",
    "spouse": "spouse",
    "sibling": "sibling",
    "relative": "relative",
}
Row = Mapping[str, str]
# Country, office, from, until, person id, name, Wikidata id, sex.
Term = tuple[str, ...]


def build_people(reference_dir: Path) -> dict[str, int]:
    """Write the lists and return their numbers of rows."""
    wikidata = reference_dir / "people_wikidata"
    words = sorted(western_words(_rows(reference_dir / "given_names" / "names.tsv.gz")))
    qids = list(_rows(wikidata / "known_people_qids.tsv"))
    lives: list[Term] = sorted(_lives(qids))
    sexes = {row["qid"]: row["sex"] for row in _rows(wikidata / "people.tsv.gz")}
    listed = {qid: person_id for person_id, qid, *_ in lives}
    offices = list(_rows(wikidata / "offices.tsv.gz"))
    terms = joined_terms(_terms(offices, listed, sexes))
    holders = {term[6]: term[4] for term in terms}
    lists: dict[Path, list[Term]] = {
        LIVES_FILE: lives,
        TERMS_FILE: terms,
        KIN_FILE: sorted(
            kin(
                _rows(wikidata / "kinship.tsv.gz"), {**holders, **listed, **_KINGS}, _listed_names()
            )
        ),
        MEMBERS_FILE: joined_terms(_memberships(offices, listed, sexes)),
    }
    _write(WESTERN_FILE, words)
    for path, rows in lists.items():
        _write(path, ("\t".join(row) for row in rows))
    return {WESTERN_FILE.name: len(words), **{path.name: len(rows) for path, rows in lists.items()}}


def western_words(rows: Iterable[Row]) -> set[str]:
    """Return the words of Western names that are not names of the Middle East as well."""
    western, eastern = set[str](), set[str]()
    for row in rows:
        names = {match_key(name) for name in (row["name"], *row["variants"].split("|"))}
        if _is_eastern(row):
            eastern |= names
        elif _is_western(row):
            western |= {name for name in names if len(name) >= _SHORTEST and name.isalpha()}
    return western - eastern - _parts_of_listed_names()


def _is_eastern(row: Row) -> bool:
    if row["source"] == "egy-names":
        return row["origin"].startswith("arabic") and row["freq"] != "rare"
    is_code = row["source"] == "sigpwned" and row["origin"] in _EASTERN_CODES
    return is_code or row["origin"].split("-")[0] in _EASTERN


def _is_western(row: Row) -> bool:
    return row["source"] != "egy-names" and row["origin"] in _WESTERN_CODES


def _parts_of_listed_names() -> set[str]:
    """Words of names of listed people of the Middle East, which the lists of names may lack."""
    return {
        match_key(word).removeprefix("al-")
        for entry in read_known_entities().entries
        if entry.kind is ListKind.LEADER and entry.country in _EASTERN_CODES | {"PS"}
        for name in entry.names
        for word in name.split()
    }


def _lives(rows: Iterable[Row]) -> Iterator[tuple[str, str, str, str, str]]:
    """Id, Wikidata id, sex, birth and death of the listed people whose country agrees."""
    ids = {
        entry.name: entry.entity_id
        for entry in read_known_entities().entries
        if entry.kind is ListKind.LEADER
    }
    for row in rows:
        if row["country_agrees"] == "yes" and row["listed_name"] in ids:
            yield ids[row["listed_name"]], row["qid"], row["sex"], row["birth"], row["death"]


def _terms(
    rows: Iterable[Row], listed: Mapping[str, str], sexes: Mapping[str, str]
) -> Iterator[Term]:
    """Country, office, from, until, id, name, Wikidata id and sex of the holders of offices."""
    for row in rows:
        office = read_office(row["position"].lower()) if row["kind"] == "exec" else ""
        name = _OF.sub("", fold_letters(row["name"])).replace("\t", " ")
        if office and name.isascii() and row["from"] and _is_of_time(row) and row["country"]:
            person_id = listed.get(row["qid"]) or unlisted_person_id(name)
            term = row["from"], row["until"], person_id, name, row["qid"]
            yield row["country"], office, *term, sexes.get(row["qid"], "")


def _is_of_time(row: Row) -> bool:
    return row["from"] < _LAST_DAY and (row["until"] or _LAST_DAY) > _FIRST_DAY


def joined_terms(terms: Iterable[Term]) -> list[Term]:
    """Return the terms sorted, those of one person in one office that overlap or follow as one.

    Wikidata often has a term twice, once without its end: then the known end counts.
    """
    joined: dict[Term, list[tuple[str, str]]] = defaultdict(list)
    for country, office, begin, until, *person in sorted(set(terms)):
        same = joined[country, office, *person]
        if same and _is_same_term(same[-1], begin):
            first, before = same[-1]
            is_next = begin == before
            same[-1] = first, until if is_next else max(before, until)
        else:
            same.append((begin, until))
    return sorted(
        (country, office, *dates, *person)
        for (country, office, *person), found in joined.items()
        for dates in found
    )


def _is_same_term(before: tuple[str, str], begin: str) -> bool:
    """Whether a term that begins on this day continues or repeats the one before."""
    first, until = before
    return begin <= until if until else begin[:4] == first[:4]


def kin(rows: Iterable[Row], ids: Mapping[str, str], names: Mapping[str, str]) -> set[Term]:
    """Return person id, relation, id and name of the relative, from the side of both.

    `ids` has the ids of known people by Wikidata id, `names` those of listed people by key of the
    name. Of two relatives one is in `ids`; the other has the id of its name, if that is a full name
    in Latin letters.
    """
    found = set[Term]()
    for row in rows:
        relation = row["relation"]
        one_id, one_name = _relative(row["qid"], row["name"], ids, names)
        other_id, other_name = _relative(row["relative_qid"], row["relative_name"], ids, names)
        is_known = row["qid"] in ids or row["relative_qid"] in ids
        if relation in _INVERSE and is_known and one_id and other_id and one_id != other_id:
            found |= {
                (one_id, relation, other_id, other_name),
                (other_id, _INVERSE[relation], one_id, one_name),
            }
    return _without_vague(found)


def _relative(
    qid: str, name: str, ids: Mapping[str, str], names: Mapping[str, str]
) -> tuple[str, str]:
    """Return id and name of a person; the id is empty if the name alone cannot identify it."""
    plain = " ".join(_OF.sub("", fold_letters(name)).split())
    by_name = unlisted_person_id(plain) if plain.isascii() and plain else ""
    own_id = ids.get(qid) or names.get(match_key(plain)) or by_name
    return "" if is_bare_name(own_id) else own_id, plain


def _listed_names() -> dict[str, str]:
    """Return the ids of listed people by the keys of their names of two words or more."""
    return {
        match_key(name): entry.entity_id
        for entry in read_known_entities().entries
        if entry.kind is ListKind.LEADER
        for name in entry.names
        if " " in name
    }


def _without_vague(found: set[Term]) -> set[Term]:
    """Leave out `parent` where father or mother is stated, and `relative` where a nearer one is."""
    nearer = defaultdict[tuple[str, str], set[str]](set)
    for person_id, relation, relative_id, _ in found:
        nearer[person_id, relative_id].add(relation)
    return {
        row
        for row in found
        if len(nearer[row[0], row[2]]) == 1 or row[1] not in {"parent", "relative"}
    }


def _memberships(
    rows: Iterable[Row], listed: Mapping[str, str], sexes: Mapping[str, str]
) -> Iterator[Term]:
    """The seats of listed people in parliaments and councils, in the columns of `_terms`."""
    for row in rows:
        seat = _NUMBER.sub("", row["position"]).lower()
        is_listed = row["qid"] in listed and row["country"]
        if row["kind"] == "legis" and is_listed and _is_of_time(row):
            name = fold_letters(row["name"]).replace("\t", " ")
            term = row["from"], row["until"], listed[row["qid"]], name, row["qid"]
            yield row["country"], seat, *term, sexes.get(row["qid"], "")


def _rows(path: Path) -> Iterator[Row]:
    with reading(path):
        content = path.read_bytes()
    plain = gzip.decompress(content) if path.suffix == ".gz" else content
    lines = plain.decode("utf-8").splitlines()
    yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _write(path: Path, lines: Iterable[str]) -> None:
    path.write_bytes(gzip.compress("\n".join(lines).encode(), 9, mtime=0))
