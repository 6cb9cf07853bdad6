from datetime import date
from pathlib import Path

import pytest

from tasks.entities import extract_entities
from tasks.entities.errors import BadKnownEntities
from tasks.entities.gazetteer.known_entities import read_known_entities
from tasks.entities.gazetteer.list_schema import LISTS, SCHEMAS, json_schema, schema_file
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


def test_a_listed_trap_is_a_person_even_if_it_starts_with_a_city() -> None:
    known = read_known_entities()

    (trap,) = [one for one in known.entries if one.name == "Riyadh al-Solh"]

    assert trap.entity_id == "person/riyadh-al-solh"
    assert trap.type == "PER"


def test_a_trap_that_is_nothing_hides_what_looks_like_a_name_in_it() -> None:
    found = extract_entities("The Taif Agreement and the Gulf War ended. He went to Taif.")

    assert [one.text for one in found.mentions] == ["Taif"]


def test_two_entries_of_the_shipped_list_share_a_name_only_as_bodies_of_different_countries() -> (
    None
):
    bearers: dict[str, set[str]] = {}
    country = {entry.entity_id: entry.country for entry in read_known_entities().entries}
    for entry in read_known_entities().entries:
        for name in entry.names:
            key = " ".join(map(match_key, name.split()))
            bearers.setdefault(key, set()).add(entry.entity_id)

    for name, ids in bearers.items():
        if len(ids) > 1:
            assert all(one.startswith("org/") for one in ids), name
            assert len({country[one] for one in ids} - {""}) == len(ids), name


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ("people: [{country: IQ}]", "has no name"),
        ("people: [{name: A B, county: IQ}]", "unknown field county"),
        ("people: [{name: A B, country: Iraq}]", "not an ISO 3166 code"),
        ("people: [{name: A B}, {name: a b}]", "share the id person/a-b"),
        ("people: [{name: A B, aliases: C D}]", "`aliases` is not a list"),
        ("organisations: {gang: [{name: A B}]}", "'gang' is not one of"),
        ("traps: [{name: A B, is: thing}]", "'thing' is not one of"),
        ("people: []\nplaces: []", "unknown field places"),
        ("offices: [{office: king, country: SA, holders: [{person: A B}]}]", "not under people"),
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
        ("- a list", "not a mapping"),
    ],
)
def test_mistakes_are_reported_with_the_name_of_the_entry(
    tmp_path: Path, lines: str, complaint: str
) -> None:
    path = tmp_path / "known.yml"
    path.write_text(lines, encoding="utf-8")

    with pytest.raises(BadKnownEntities, match=complaint):
        read_known_entities(path)


def test_all_mistakes_are_reported_at_once(tmp_path: Path) -> None:
    path = tmp_path / "known.yml"
    path.write_text(
        "people: [{country: IQ}, {name: A B, county: IQ}, {name: C D, country: Iraq}]\n"
        "traps: [{name: T, is: thing}, 5]\n"
        "organisations: {party: [{name: P, from: soon, each_country: 3, aliases: ['']}]}\n"
        "offices: [{office: king, country: SA, holders: []}]",
        "utf-8",
    )

    with pytest.raises(BadKnownEntities) as refused:
        read_known_entities(path)

    assert str(refused.value).splitlines() == [
        "known.yml: organisations: 'P': `aliases` has an empty name",
        "known.yml: organisations: 'P': `from`: 'soon' is not a date (YYYY-MM-DD)",
        "known.yml: organisations: 'P': `each_country`: 3 is not true or false",
        "known.yml: people: {'country': 'IQ'}: has no name",
        "known.yml: people: 'A B': unknown field county",
        "known.yml: people: 'C D': country 'Iraq' is not an ISO 3166 code",
        "known.yml: traps: 'T': 'thing' is not one of 'person', 'organisation', 'place', 'nothing'",
        "known.yml: traps: 5: 5 is not a mapping",
        "known.yml: offices: 'king': `holders` is empty",
    ]


def test_mistakes_between_entries_are_reported_at_once(tmp_path: Path) -> None:
    path = tmp_path / "known.yml"
    path.write_text(
        "people: [{name: A B}, {name: a b}]\n"
        "offices: [{office: king, country: SA, holders: [{person: C D}, {person: E F}]}]",
        "utf-8",
    )

    with pytest.raises(BadKnownEntities) as refused:
        read_known_entities(path)

    assert len(str(refused.value).splitlines()) == 4


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_file_of_a_list_is_up_to_date(name: str) -> None:
    is_current = schema_file(name).read_text("utf-8") == json_schema(name)

    assert is_current, "run: python -m tasks.entities.gazetteer.list_schema"


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_list_names_its_schema_for_editors(name: str) -> None:
    first = (LISTS / f"{name}.yml").read_text("utf-8").splitlines()[0]

    assert first == f"# yaml-language-server: $schema={name}.schema.json"


def test_validity_is_read_as_dates(tmp_path: Path) -> None:
    path = tmp_path / "known.yml"
    path.write_text(
        "organisations: {party: [{name: Old Party, country: IQ, until: 2009-05-01}]}", "utf-8"
    )

    known = read_known_entities(path)

    assert known.valid == {"org/old-party": (None, date(2009, 5, 1))}
    assert known.kinds == {"org/old-party": "party"}
