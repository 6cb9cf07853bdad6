import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from tasks.entities.linking.across_articles.update_warehouse import RENAMED, resolve_archive
from tasks.entities.names.name_keys import read_name
from tasks.entities.names.normalize import slug
from tasks.entities.names.person_ids import unlisted_person_id
from tasks.entities.raw_rows import ListedRow
from tests.warehouse.example_records import NOON, article, capture, extracted, mention
from warehouse.db.connect import open_warehouse
from warehouse.ingest.arrow_schemas import parsed_tables
from warehouse.ingest.extractions import load_extracted, load_listed_entities
from warehouse.ingest.load import load_captures, load_parsed


@pytest.fixture
def con(tmp_path: Path, empty_warehouse: Path) -> Iterator[DuckDBPyConnection]:
    path = shutil.copyfile(empty_warehouse, tmp_path / "warehouse.duckdb")
    with open_warehouse(path, memory_limit="1GB", threads=1) as connection:
        yield connection


def _name(con: DuckDBPyConnection, **people: str) -> None:
    """Load an article for each page, naming one person in it by a spelling."""
    named = {capture(page): name for page, name in people.items()}
    load_captures(con, list(named), [], "run-1", NOON)
    load_parsed(con, parsed_tables([article(source) for source in named], []))
    mentions = tuple(mention(source, 0, name) for source, name in named.items())
    load_extracted(con, extracted(*named, mentions=mentions))


def _ids(con: DuckDBPyConnection) -> dict[str, str]:
    return dict(con.execute("select local_id, entity_id from raw.resolved_ids").fetchall())


@pytest.mark.slow
def test_spellings_of_one_person_get_one_id_and_a_reason(con: DuckDBPyConnection) -> None:
    _name(con, one="Marwan al Tarawneh", two="Marwan Tarawneh", three="Marwan Al-Tarawnah")

    moved = resolve_archive(con)

    assert moved == 2
    assert len(set(_ids(con).values())) == 1
    assert sorted(_merges(con)) == sorted(_ids(con))


@pytest.mark.slow
def test_nothing_is_done_when_no_name_has_changed(con: DuckDBPyConnection) -> None:
    _name(con, one="Marwan al Tarawneh", two="Marwan Tarawneh")

    assert (resolve_archive(con), resolve_archive(con)) == (1, 0)


@pytest.mark.slow
def test_names_do_not_stay_in_memory_after_a_resolution(con: DuckDBPyConnection) -> None:
    _name(con, one="Marwan al Tarawneh", two="Marwan Tarawneh")

    resolve_archive(con)

    assert read_name.cache_info().currsize == 0
    assert unlisted_person_id.cache_info().currsize == 0


@pytest.mark.slow
def test_a_listed_id_is_kept_and_takes_its_spellings_in(con: DuckDBPyConnection) -> None:
    _name(con, one="Marwan Tarawneh", two="Marwan al-Tarawneh", three="Marwan al-Tarawneh")
    row = ListedRow(
        "person/marwan-tarawneh", "PER", "Marwan Tarawneh", None, None, None, None, None
    )
    load_listed_entities(con, [row], "lists-1")

    resolve_archive(con)

    assert _ids(con) == {"person/marwan-al-tarawneh": "person/marwan-tarawneh"}


@pytest.mark.slow
def test_the_order_in_which_articles_arrive_makes_no_difference(
    con: DuckDBPyConnection, tmp_path: Path, empty_warehouse: Path
) -> None:
    people = {"one": "Dalia al-Obeidi", "two": "Dalia Ubaidi", "three": "Dalia Al Obaidi"}
    _name(con, **people)
    resolve_archive(con)
    path = shutil.copyfile(empty_warehouse, tmp_path / "other.duckdb")
    with open_warehouse(path, memory_limit="1GB", threads=1) as other:
        for page, name in reversed(people.items()):
            _name(other, **{page: name})
            resolve_archive(other)
        later = _ids(other)

    assert later == _ids(con)


def _list(con: DuckDBPyConnection, *names: str) -> None:
    rows = [
        ListedRow(f"person/{slug(name)}", "PER", name, None, None, None, None, None)
        for name in names
    ]
    load_listed_entities(con, rows, "lists-1")


def _judge(folder: Path, lines: str) -> Path:
    path = folder / "overrides.yml"
    path.write_text(lines, encoding="utf-8")
    return path


def _merges(con: DuckDBPyConnection) -> dict[str, tuple[str, str]]:
    """Rows of people; places that were renamed are always there."""
    rows = con.execute("select merged_id, kept_id, rule from raw.entity_merges").fetchall()
    return {merged: (kept, rule) for merged, kept, rule in rows if rule != RENAMED}


@pytest.mark.slow
def test_an_id_that_a_place_had_before_leads_to_the_present_one(con: DuckDBPyConnection) -> None:
    _name(con, one="Marwan Tarawneh")

    resolve_archive(con)

    row = "select kept_id, rule from raw.entity_merges where merged_id = 'place/golan-heights'"
    assert con.execute(row).fetchall() == [("geo/12046854", RENAMED)]


@pytest.mark.slow
@pytest.mark.parametrize("listed", [(), ("Omar Othman", "Abu Qatada")])
def test_two_merged_by_hand_are_one_until_the_override_is_taken_back(
    con: DuckDBPyConnection, tmp_path: Path, listed: tuple[str, ...]
) -> None:
    _name(con, one="Omar Othman", two="Abu Qatada")
    _list(con, *listed)
    same = _judge(tmp_path, "same: [[person/omar-othman, person/abu-qatada]]")
    resolve_archive(con, same)
    together = _ids(con)
    reasons = _merges(con)

    resolve_archive(con, _judge(tmp_path, "same: []"))

    assert together == {"person/abu-qatada": "person/omar-othman"}
    assert reasons == {"person/abu-qatada": ("person/omar-othman", "override")}
    assert _ids(con) == {}
    assert _merges(con) == {}


@pytest.mark.slow
def test_a_spelling_of_what_was_judged_anothers_goes_there_too(
    con: DuckDBPyConnection, tmp_path: Path
) -> None:
    _name(con, one="Omar Othman", two="Jasim al-Turaihi", three="Jassim Turayhi")
    own = resolve_archive(con) and _ids(con)

    resolve_archive(con, _judge(tmp_path, "same: [[person/omar-othman, person/jassim-turayhi]]"))

    assert own == {"person/jasim-al-turaihi": "person/jassim-turayhi"}
    assert set(_ids(con).values()) == {"person/omar-othman"}
    assert set(_merges(con)) == {"person/jasim-al-turaihi", "person/jassim-turayhi"}


@pytest.mark.slow
def test_two_judged_apart_are_two_until_the_judgement_is_taken_back(
    con: DuckDBPyConnection, tmp_path: Path
) -> None:
    _name(con, one="Jasim al-Turaihi", two="Jassim Turayhi")
    apart = _judge(tmp_path, "not_same: [[person/jassim-turayhi, person/jasim-al-turaihi]]")
    resolve_archive(con, apart)
    kept_apart = _ids(con)

    resolve_archive(con, _judge(tmp_path, ""))

    assert kept_apart == {}
    assert len(_ids(con)) == 1


def test_organisations_are_judged_as_people_are(con: DuckDBPyConnection, tmp_path: Path) -> None:
    _name(con, one="Omar Othman")

    resolve_archive(con, _judge(tmp_path, "same: [[org/army-of-conquest, org/jaish-al-fateh]]"))

    assert _ids(con) == {"org/jaish-al-fateh": "org/army-of-conquest"}


@pytest.mark.slow
def test_a_bare_surname_is_not_merged_across_articles(con: DuckDBPyConnection) -> None:
    _name(con, one="Marwan Tarawneh", two="Tarawneh")

    resolve_archive(con)

    assert _ids(con) == {}


@pytest.mark.slow
def test_a_namesake_distinguished_in_his_article_stays_distinct(con: DuckDBPyConnection) -> None:
    source = capture("one")
    _name(con, two="Mohammed Dahlan")
    _list(con, "Mohammed Dahlan")
    load_captures(con, [source], [], "run-1", NOON)
    load_parsed(con, parsed_tables([article(source)], []))
    footballer = mention(source, 0, "Mohammed Dahlan", local_id="person/mohammed-dahlan-footballer")
    load_extracted(con, extracted(source, mentions=(footballer,)))

    resolve_archive(con)

    assert _ids(con) == {}


@pytest.mark.slow
def test_a_spelling_linked_to_the_lists_in_its_article_has_one_row_of_reasons(
    con: DuckDBPyConnection,
) -> None:
    _list(con, "Muammar Gaddafi")
    texts = ["Moammar al-Gathafi", "Muammar Gaddafi", "Colonel Moammar al-Gathafi", "Gaddafi"]
    for page, text in enumerate(texts):
        source = capture(f"page-{page}")
        load_captures(con, [source], [], "run-1", NOON)
        load_parsed(con, parsed_tables([article(source)], []))
        named = mention(source, 0, text, local_id="person/muammar-gaddafi", name="Muammar Gaddafi")
        load_extracted(con, extracted(source, mentions=(named,)))

    resolve_archive(con)

    assert _merges(con) == {"person/moammar-al-gathafi": ("person/muammar-gaddafi", "same letters")}
