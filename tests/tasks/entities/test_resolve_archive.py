from collections.abc import Iterator
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from tasks.entities.extract_articles import ListedRow
from tasks.entities.resolve_archive import resolve_archive
from tests.warehouse.example_records import NOON, article, capture, extracted, mention
from warehouse.connect import open_warehouse
from warehouse.extractions import load_extracted, load_listed_entities
from warehouse.load import load_captures, load_parsed
from warehouse.records import parsed_tables


@pytest.fixture
def con(tmp_path: Path) -> Iterator[DuckDBPyConnection]:
    with open_warehouse(tmp_path / "warehouse.duckdb", memory_limit="1GB") as connection:
        yield connection


def _name(con: DuckDBPyConnection, **people: str) -> None:
    """Load an article for each page, naming one person in it by a spelling."""
    for page, name in people.items():
        source = capture(page)
        load_captures(con, [source], [], "run-1", NOON)
        load_parsed(con, parsed_tables([article(source)], []))
        load_extracted(con, extracted(source, mentions=(mention(source, 0, name),)))


def _ids(con: DuckDBPyConnection) -> dict[str, str]:
    return dict(con.execute("select local_id, entity_id from raw.resolved_ids").fetchall())


def test_spellings_of_one_person_get_one_id_and_a_reason(con: DuckDBPyConnection) -> None:
    _name(con, one="Marwan al Tarawneh", two="Marwan Tarawneh", three="Marwan Al-Tarawnah")

    moved = resolve_archive(con)

    assert moved == 2
    assert len(set(_ids(con).values())) == 1
    reasons = con.execute("select merged_id, rule from raw.entity_merges order by 1").fetchall()
    assert [merged for merged, _ in reasons] == sorted(_ids(con))


def test_nothing_is_done_when_no_name_has_changed(con: DuckDBPyConnection) -> None:
    _name(con, one="Marwan al Tarawneh", two="Marwan Tarawneh")

    assert (resolve_archive(con), resolve_archive(con)) == (1, 0)


def test_a_listed_id_is_kept_and_takes_its_spellings_in(con: DuckDBPyConnection) -> None:
    _name(con, one="Marwan Tarawneh", two="Marwan al-Tarawneh", three="Marwan al-Tarawneh")
    row = ListedRow(
        "person/marwan-tarawneh", "PER", "Marwan Tarawneh", None, None, None, None, None
    )
    load_listed_entities(con, [row], "lists-1")

    resolve_archive(con)

    assert _ids(con) == {"person/marwan-al-tarawneh": "person/marwan-tarawneh"}


def test_the_order_in_which_articles_arrive_makes_no_difference(
    con: DuckDBPyConnection, tmp_path: Path
) -> None:
    people = {"one": "Dalia al-Obeidi", "two": "Dalia Ubaidi", "three": "Dalia Al Obaidi"}
    _name(con, **people)
    resolve_archive(con)
    with open_warehouse(tmp_path / "other.duckdb", memory_limit="1GB") as other:
        for page, name in reversed(people.items()):
            _name(other, **{page: name})
            resolve_archive(other)
        later = _ids(other)

    assert later == _ids(con)
