from datetime import date
from pathlib import Path

import pytest

from tasks.entities import extract_entities
from tasks.entities.errors import BadKnownEntities
from tasks.entities.gazetteer.known_entities import read_known_entities
from tasks.entities.gazetteer.lookup import ListKind
from tasks.entities.names.normalize import match_key


def test_the_shipped_list_holds_five_hundred_entities_and_their_offices() -> None:
    known = read_known_entities()

    organisations = [one for one in known.entries if one.kind is ListKind.ORGANISATION]
    assert len(organisations) >= 500
    assert len(known.offices) >= 30


def test_no_name_of_the_shipped_list_is_a_single_common_word() -> None:
    names = {name for entry in read_known_entities().entries for name in entry.names}

    assert names.isdisjoint({"Unity", "Reform", "Change", "Total", "Time", "May", "Let"})


def test_a_trap_is_a_person_whatever_city_it_begins_with() -> None:
    known = read_known_entities()

    (trap,) = [one for one in known.entries if one.name == "Riyadh al-Solh"]

    assert trap.entity_id == "person/riyadh-al-solh"
    assert trap.type == "PER"


def test_a_trap_that_is_nothing_hides_what_looks_like_a_name_in_it() -> None:
    found = extract_entities("The Taif Agreement and the Gulf War ended. He went to Taif.")

    assert [one.text for one in found.mentions] == ["Taif"]


def test_no_name_of_the_shipped_list_belongs_to_two() -> None:
    bearers: dict[str, set[str]] = {}
    for entry in read_known_entities().entries:
        for name in entry.names:
            key = " ".join(map(match_key, name.split()))
            bearers.setdefault(key, set()).add(entry.entity_id)

    assert [name for name, ids in bearers.items() if len(ids) > 1] == []


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ("people: [{country: IQ}]", "has no name"),
        ("people: [{name: A B, county: IQ}]", "unknown field county"),
        ("people: [{name: A B, country: Iraq}]", "no ISO code"),
        ("people: [{name: A B}, {name: a b}]", "share the id person/a-b"),
        ("people: [{name: A B, aliases: C D}]", "not a list of names"),
        ("organisations: {gang: [{name: A B}]}", "'gang' is none of"),
        ("traps: [{name: A B, is: thing}]", "`is` is none of"),
        ("people: []\nplaces: []", "unknown field places"),
        ("offices: [{office: king, country: SA, holders: [{person: A B}]}]", "nobody under people"),
        (
            "people: [{name: A B}]\noffices: [{office: king, country: SA, holders: "
            "[{person: A B, from: 2010-01-01, until: 2009-01-01}]}]",
            "not before until",
        ),
        (
            "people: [{name: A B}]\noffices: [{office: king, country: SA, holders: "
            "[{person: A B, until: 2010-01-01}, {person: A B, from: 2009-01-01}]}]",
            "overlaps the holder before",
        ),
        ("people: [{name: 'A B'", "is not YAML"),
        ("- a list", "holds no mapping"),
    ],
)
def test_what_is_wrong_is_said_with_the_name_of_the_entry(
    tmp_path: Path, lines: str, complaint: str
) -> None:
    path = tmp_path / "known.yml"
    path.write_text(lines, encoding="utf-8")

    with pytest.raises(BadKnownEntities, match=complaint):
        read_known_entities(path)


def test_validity_is_read_as_dates(tmp_path: Path) -> None:
    path = tmp_path / "known.yml"
    path.write_text(
        "organisations: {party: [{name: Old Party, country: IQ, until: 2009-05-01}]}", "utf-8"
    )

    known = read_known_entities(path)

    assert known.valid == {"org/old-party": (None, date(2009, 5, 1))}
    assert known.kinds == {"org/old-party": "party"}
