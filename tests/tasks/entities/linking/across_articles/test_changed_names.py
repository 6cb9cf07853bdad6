import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

import pytest
from duckdb import DuckDBPyConnection

from tasks.entities.gazetteer.known_entities import read_known_entities
from tasks.entities.gazetteer.overrides import Overrides
from tasks.entities.linking.across_articles.changed_names import UsedName, resolve_changed
from tasks.entities.linking.across_articles.name_groups import (
    NameGroups,
    block_numbers,
    read_listed,
    read_use,
)
from tasks.entities.linking.across_articles.people import OVERRIDE, NameUse, resolve_people
from tasks.entities.models import EntityMerge
from warehouse.db.connect import open_warehouse
from warehouse.ingest.resolved_names import read_resolved_names

APART = Overrides(not_same=frozenset({("person/faris-rawi", "person/fares-rawi")}))
GIVEN = ["Faris", "Fares", "Nabil", "Nabeel", "Karim", "Kareem", "Mohammed", "Alan", "Majed"]
FAMILIES = ["Rawi", "al-Rawi", "Al Rawy", "Zubaidi", "Al-Zubeidi", "Obeidi", "Ubaidi", "Barlow"]
TITLES = ["", "", "", "President ", "Dr. "]
OTHERS = ["Nouri al-Maliki", "Nuri Kamal Maliki", "Maliki", "Jalal Talabani", "محمد", "Rawi", "Dr."]
_Result = tuple[dict[str, str], tuple[EntityMerge, ...]]
Uses = Mapping[str, tuple[int, frozenset[str]]]


@pytest.fixture
def con(tmp_path: Path, empty_warehouse: Path) -> Iterator[DuckDBPyConnection]:
    path = shutil.copyfile(empty_warehouse, tmp_path / "warehouse.duckdb")
    with open_warehouse(path, memory_limit="1GB", threads=1) as connection:
        yield connection


def _invent(random: Random) -> str:
    if random.random() < 0.1:
        return random.choice(OTHERS)
    middle = random.choice([*GIVEN, *[""] * 6])
    parts = (random.choice(GIVEN), middle, random.choice(FAMILIES))
    return random.choice(TITLES) + " ".join(filter(None, parts))


def _some_uses(random: Random, count: int) -> dict[str, tuple[int, frozenset[str]]]:
    return {
        _invent(random): (
            random.randint(1, 5),
            frozenset(f"org/{random.randint(1, 6)}" for _ in range(random.randint(0, 4))),
        )
        for _ in range(count)
    }


def _night(con: DuckDBPyConnection, uses: Uses, rules: str = "rules-1") -> _Result:
    """Resolve as a night does, with one id for each name; return ids and reasons."""
    companions = {name: others for name, (_, others) in uses.items()}
    used = {
        name: UsedName(name, count, " ".join(sorted(others)), (name,))
        for name, (count, others) in uses.items()
    }
    resolved = resolve_changed(
        con, used, read_resolved_names(con, rules), rules, APART, lambda _: companions
    )
    return resolved.ids, resolved.merges


def _whole(uses: Uses) -> _Result:
    named = [NameUse(name, count, others) for name, (count, others) in uses.items()]
    resolved = resolve_people(named, overrides=APART)
    return resolved.ids, tuple(row for row in resolved.merges if row.rule != OVERRIDE)


def _stored(con: DuckDBPyConnection) -> dict[str, tuple[str, list[int]]]:
    rows = con.execute("select name, name_group, blocks from raw.resolved_names").fetchall()
    return {name: (group, blocks) for name, group, blocks in rows}


def _read(uses: Uses) -> Iterator[tuple[str, str, list[int]]]:
    """Return the group and the blocks of each name as if all were new."""
    people = read_known_entities().entries
    listed = [one for one in people if one.entity_id.startswith("person/")]
    groups = NameGroups()
    groups.add([*(read_listed(one.entity_id, one.names) for one in listed), *map(read_use, uses)])
    for name in uses:
        yield name, groups.group(name), block_numbers(read_use(name))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("together", [1, 30_000], ids=["group-by-group", "all-groups-together"])
def test_nights_in_any_order_give_what_resolving_all_names_gives(
    con: DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, together: int, seed: int
) -> None:
    monkeypatch.setattr(
        "tasks.entities.linking.across_articles.changed_names.RESOLVED_TOGETHER", together
    )
    random = Random(seed)
    uses: dict[str, tuple[int, frozenset[str]]] = {}
    for _ in range(6):
        uses |= _some_uses(random, random.choice([1, 5, 40]))
        for gone in random.sample(sorted(uses), len(uses) // 8):
            del uses[gone]

        assert _night(con, uses) == _whole(uses)
        assert _stored(con) == {name: (group, numbers) for name, group, numbers in _read(uses)}


@pytest.mark.slow
def test_a_name_that_connects_two_groups_resolves_both_again(con: DuckDBPyConnection) -> None:
    nobody = frozenset[str]()
    uses = {"Qashqardan Walid": (1, nobody), "Walid Qashqarzan": (2, nobody)}
    apart, _ = _night(con, uses)

    together, _ = _night(con, uses | {"Walid Qashqardan": (9, nobody)})

    assert len(set(apart.values())) == 2
    assert set(together.values()) == {"person/walid-qashqardan"}


@pytest.mark.slow
def test_only_groups_that_changed_are_resolved_again(con: DuckDBPyConnection) -> None:
    nobody = frozenset[str]()
    uses = {"Jasim al-Turaihi": (2, nobody), "Walid Qashqardan": (1, nobody)}
    _night(con, uses)
    con.execute("update raw.resolved_names set entity_id = 'kept'")

    ids, _ = _night(con, uses | {"Jassim Turayhi": (1, nobody)})

    assert ids == {
        "Jasim al-Turaihi": "person/jasim-al-turaihi",
        "Jassim Turayhi": "person/jasim-al-turaihi",
        "Walid Qashqardan": "kept",
    }


@pytest.mark.slow
def test_other_rules_resolve_all_names_again(con: DuckDBPyConnection) -> None:
    uses = {"Jasim al-Turaihi": (1, frozenset[str]()), "Walid Qashqardan": (1, frozenset[str]())}
    _night(con, uses)
    con.execute("update raw.resolved_names set entity_id = 'old'")

    ids, _ = _night(con, uses, "rules-2")

    assert ids == {
        "Jasim al-Turaihi": "person/jasim-al-turaihi",
        "Walid Qashqardan": "person/walid-qashqardan",
    }


def _groups(*names: str) -> list[str]:
    groups = NameGroups()
    groups.add([read_use(name) for name in names])
    return [groups.group(name) for name in names]


def test_names_that_no_match_connects_are_in_groups_of_their_own() -> None:
    assert _groups("Jasim al-Turaihi", "Walid Qashqardan") == [
        "Jasim al-Turaihi",
        "Walid Qashqardan",
    ]


@pytest.mark.parametrize(
    "other",
    ["Jassim Turayhi", "Turaihi Jasim", "Jasim al-Turaimi", "Jasim Karim al-Turaihi"],
)
def test_names_that_a_rule_may_merge_are_in_one_group(other: str) -> None:
    assert len(set(_groups("Jasim al-Turaihi", other))) == 1


def test_spellings_of_a_listed_person_are_in_one_group() -> None:
    groups = NameGroups()
    groups.add(
        [
            read_listed("person/x", ["Jasim al-Turaihi", "Walid Qashqardan"]),
            read_use("Jassim Turayhi"),
            read_use("Walid Qashqarzan"),
        ]
    )

    assert groups.group("Jassim Turayhi") == groups.group("Walid Qashqarzan")
