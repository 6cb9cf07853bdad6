from datetime import date
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from tasks.entities.models import EntityMerge
from tasks.entities.raw_rows import KinRow, OfficeRow
from tasks.models import Capture
from tests.warehouse.example_records import (
    NOON,
    article,
    capture,
    extracted,
    listed,
    mention,
)
from warehouse.ingest.arrow_schemas import parsed_tables
from warehouse.ingest.extractions import (
    ExtractionChange,
    captures_to_extract,
    companions_of,
    load_extracted,
    load_listed_entities,
    load_listed_kin,
    load_listed_offices,
    load_resolution,
    names_digest,
    names_to_resolve,
    read_article_texts,
    spellings_of_listed,
    stage_latest_captures,
)
from warehouse.ingest.load import load_captures, load_parsed
from warehouse.transform.build import build_marts, changed_articles

EXTRACTOR = "builtin/1"


def _load(con: DuckDBPyConnection, *sources: Capture, **fields: Any) -> None:
    load_captures(con, list(sources), [], "run-1", NOON)
    load_parsed(con, parsed_tables([article(source, **fields) for source in sources], []))


def _search(con: DuckDBPyConnection, *sources: Capture) -> ExtractionChange:
    """Load what extraction finds, under the digest of the text as it stands."""
    change = load_extracted(con, extracted(*sources))
    con.execute(
        "update raw.extractions set text_sha256 = texts.text_sha256"
        " from staging.text_digests as texts where extractions.capture_id = texts.capture_id"
    )
    return change


def _due(con: DuckDBPyConnection, extractor: str = EXTRACTOR) -> list[int]:
    return [due.capture_id for due in captures_to_extract(con, extractor)]


@pytest.mark.slow
def test_an_article_is_due_until_it_has_been_searched(con: DuckDBPyConnection) -> None:
    ferry, port = capture("ferry"), capture("port")
    _load(con, ferry, port)

    before = _due(con)
    _search(con, ferry)

    assert sorted(before) == sorted([ferry.capture_id, port.capture_id])
    assert _due(con) == [port.capture_id]


@pytest.mark.slow
def test_an_article_is_due_again_under_another_extractor(con: DuckDBPyConnection) -> None:
    ferry = capture("ferry")
    _load(con, ferry)
    _search(con, ferry)

    assert _due(con, "builtin/2") == [ferry.capture_id]


@pytest.mark.slow
def test_only_an_article_parsed_to_another_text_is_due_again(con: DuckDBPyConnection) -> None:
    ferry, port = capture("ferry"), capture("port")
    _load(con, ferry, port)
    _search(con, ferry, port)
    build_marts(con)

    _load(con, ferry)
    unchanged = _due(con)
    _load(con, ferry, title="Ferry strike is off")

    assert unchanged == []
    assert _due(con) == [ferry.capture_id]


@pytest.mark.slow
def test_a_text_comes_with_its_dateline_and_captions(con: DuckDBPyConnection) -> None:
    ferry = capture("ferry")
    _load(con, ferry)

    [text] = read_article_texts(con, captures_to_extract(con, EXTRACTOR))

    assert (text.title, text.dateline) == ("Ferry strike looms", "Port Town, The AppContext—")
    assert text.published_on == date(2011, 3, 4)
    assert text.body == con.execute("select body from raw.articles").fetchall()[0][0]
    assert text.captions == [{"seq": 0, "text": "A ferry."}]


@pytest.mark.slow
def test_loading_a_batch_again_changes_nothing(con: DuckDBPyConnection) -> None:
    ferry = capture("ferry")
    _load(con, ferry)

    first, again = _search(con, ferry), _search(con, ferry)

    assert first == ExtractionChange(1, 5, 0)
    assert again == ExtractionChange(1, 0, 0)
    assert con.execute("select count(*) from raw.mentions").fetchall() == [(5,)]


@pytest.mark.slow
def test_a_change_counts_mentions_added_and_removed(con: DuckDBPyConnection) -> None:
    ferry = capture("ferry")
    _load(con, ferry)
    _search(con, ferry)
    found = (mention(ferry, 0, "Maya Haddad", start_char=19),)

    change = load_extracted(con, extracted(ferry, mentions=found))

    assert change == ExtractionChange(1, 1, 5)


@pytest.mark.slow
def test_names_are_resolved_once_until_they_or_the_rules_change(con: DuckDBPyConnection) -> None:
    ferry, port = capture("ferry"), capture("port")
    _load(con, ferry, port)
    _search(con, ferry)
    load_listed_entities(con, listed(), "lists-1")
    stage_latest_captures(con)

    named = names_to_resolve(con, names_digest(con, "rules-1"))
    load_resolution(con, {}, [], names_digest(con, "rules-1"))

    assert named is not None
    assert [(use.local_id, use.name, use.mention_count) for use in named] == [
        ("person/maya-haddad", "Maya Haddad", 1)
    ]
    assert named[0].is_listed
    assert names_to_resolve(con, names_digest(con, "rules-1")) is None
    assert names_to_resolve(con, names_digest(con, "rules-2")) is not None
    _search(con, port)
    stage_latest_captures(con)
    assert names_to_resolve(con, names_digest(con, "rules-1")) is not None


def test_a_resolution_chooses_the_captures_of_articles_once(con: DuckDBPyConnection) -> None:
    ferry = capture("ferry")
    _load(con, ferry)
    load_extracted(con, extracted(ferry, mentions=(mention(ferry, 0, "Maya Haddad"),)))
    stage_latest_captures(con)
    con.execute("delete from raw.changed_articles")
    con.execute("drop view staging.latest_articles")

    named = names_to_resolve(con, names_digest(con, "rules-1"))

    assert [use.name for use in named or ()] == ["Maya Haddad"]
    assert companions_of(con, ["person/maya-haddad"]) == {}
    assert spellings_of_listed(con) == []
    assert load_resolution(con, {"person/maya-haddad": "person/m"}, [], "digest") == 1
    assert con.execute("select count(*) from raw.changed_articles").fetchall() == [(1,)]


def test_people_named_in_one_sentence_are_company(con: DuckDBPyConnection) -> None:
    ferry = capture("ferry")
    _load(con, ferry)
    found = (
        mention(ferry, 0, "Maya Haddad"),
        mention(ferry, 1, "Omar Said"),
        mention(ferry, 2, "Zaki", sentence_seq=1),
    )
    load_extracted(con, extracted(ferry, mentions=found))
    stage_latest_captures(con)

    named = names_to_resolve(con, names_digest(con, "rules-1"))

    assert named is not None
    assert companions_of(con, [use.local_id for use in named]) == {
        "person/maya-haddad": ["person/omar-said"],
        "person/omar-said": ["person/maya-haddad"],
    }


@pytest.mark.slow
def test_a_merge_moves_the_mentions_and_can_be_taken_back(con: DuckDBPyConnection) -> None:
    ferry = capture("ferry")
    _load(con, ferry)
    load_extracted(con, extracted(ferry, mentions=(mention(ferry, 0, "Maya Hadad"),)))
    ids = {"person/maya-hadad": "person/maya-haddad"}
    merge = EntityMerge("person/maya-haddad", "person/maya-hadad", "slip", "one letter")
    build_marts(con)
    stage_latest_captures(con)

    moved = load_resolution(con, ids, [merge], names_digest(con, "rules-1"))
    touched = changed_articles(con)
    build_marts(con, touched)
    merged = con.execute("select entity_id, aliases from marts.entities").fetchall()
    back = load_resolution(con, {}, [], names_digest(con, "rules-2"))
    build_marts(con, changed_articles(con))

    assert (moved, len(touched), back) == (1, 1, 1)
    assert merged == [("person/maya-haddad", ["Maya Hadad"])]
    assert con.execute("select entity_id from marts.mentions").fetchall() == [
        ("person/maya-hadad",)
    ]


@pytest.mark.slow
def test_captions_are_kept_and_counted_nowhere(con: DuckDBPyConnection) -> None:
    ferry = capture("ferry")
    _load(con, ferry)
    _search(con, ferry)

    build_marts(con)

    fields = con.execute("select field, count(*) from marts.mentions group by all order by 1")
    assert fields.fetchall() == [("body", 3), ("caption", 1), ("dateline", 1)]
    names = con.execute("select name, mention_count from marts.entities order by 1").fetchall()
    assert names == [("Crews", 1), ("Maya Haddad", 1), ("Port Town", 2)]


@pytest.mark.slow
def test_the_lists_give_an_entity_its_place_and_ids(con: DuckDBPyConnection) -> None:
    ferry = capture("ferry")
    _load(con, ferry)
    _search(con, ferry)
    load_listed_entities(con, listed(), "lists-1")

    build_marts(con)

    row = con.execute(
        "select country, latitude, longitude, geonames_id from marts.entities"
        " where entity_id = 'geo/1'"
    )
    assert row.fetchall() == [("XA", 1.5, 2.5, 1)]


@pytest.mark.slow
def test_the_lists_give_the_offices_of_the_people_in_the_archive(con: DuckDBPyConnection) -> None:
    ferry = capture("ferry")
    _load(con, ferry)
    _search(con, ferry)
    load_listed_entities(con, listed(), "lists-1")
    first, last = date(2009, 1, 1), date(2011, 1, 1)
    terms = [
        OfficeRow("person/maya-haddad", "mayor", None, "geo/1", first, last),
        OfficeRow("person/maya-haddad", "envoy", "XA", None, last, None),
        OfficeRow("person/nobody-here", "mayor", "XA", None, None, None),
    ]
    load_listed_offices(con, terms, "lists-1")
    load_listed_offices(con, [], "lists-1")

    build_marts(con)

    rows = con.execute("from marts.entity_offices order by held_from").fetchall()
    assert rows == [
        ("person/maya-haddad", "mayor", "geo/1", "Port Town", first, last),
        ("person/maya-haddad", "envoy", "country/XA", "XA", last, None),
    ]


@pytest.mark.slow
def test_the_lists_give_relatives_who_are_in_the_archive_or_on_the_lists(
    con: DuckDBPyConnection,
) -> None:
    ferry = capture("ferry")
    _load(con, ferry)
    _search(con, ferry)
    load_listed_entities(con, listed(), "lists-1")
    relatives = [
        KinRow("person/maya-haddad", "sibling", "geo/1", "Whoever"),
        KinRow("person/maya-haddad", "child", "person/a-child", "A Child"),
        KinRow("person/nobody-here", "sibling", "person/maya-haddad", "Maya Haddad"),
    ]
    load_listed_kin(con, relatives, "lists-1")

    build_marts(con)

    rows = con.execute("from marts.entity_kin").fetchall()
    assert rows == [("person/maya-haddad", "sibling", "geo/1", "Port Town")]


@pytest.mark.slow
def test_pairs_count_sentences_paragraphs_and_articles(con: DuckDBPyConnection) -> None:
    ferry, port = capture("ferry"), capture("port")
    _load(con, ferry, port)
    _search(con, ferry, port)

    build_marts(con)

    rows = con.execute(
        "select entity_id, neighbour_id, sentence_count, paragraph_count, article_count, pmi"
        " from marts.entity_pairs order by all"
    ).fetchall()
    assert rows == [
        ("geo/1", "org/crews", 2, 0, 2, 0.0),
        ("geo/1", "person/maya-haddad", 2, 2, 2, 0.0),
        ("org/crews", "person/maya-haddad", 0, 0, 2, 0.0),
    ]


def test_changes_of_batches_are_added() -> None:
    first, second = ExtractionChange(1, 2, 3), ExtractionChange(10, 20, 30)

    assert ExtractionChange() + first + second == ExtractionChange(11, 22, 33)


def test_lists_are_stored_once_for_each_version(con: DuckDBPyConnection) -> None:
    place, person = listed()

    def stored() -> list[str]:
        rows = con.execute("select entity_id from raw.listed_entities").fetchall()
        return [entity_id for (entity_id,) in rows]

    load_listed_entities(con, [place], "lists 1")
    load_listed_entities(con, [person], "lists 1")
    assert stored() == [place.entity_id]

    load_listed_entities(con, [person], "lists 2")
    assert stored() == [person.entity_id]


def test_only_ids_that_move_are_stored_and_counted(con: DuckDBPyConnection) -> None:
    def stored() -> list[tuple[str, str]]:
        return con.execute("select * from raw.resolved_ids order by all").fetchall()

    stage_latest_captures(con)

    assert load_resolution(con, {"person/a": "person/b", "person/c": "person/c"}, [], "one") == 1
    assert stored() == [("person/a", "person/b")]

    assert load_resolution(con, {"person/a": "person/b", "person/d": "person/c"}, [], "two") == 1
    assert load_resolution(con, {}, [], "three") == 2
    assert stored() == []


def test_names_of_the_last_resolution_are_not_resolved_again(con: DuckDBPyConnection) -> None:
    stage_latest_captures(con)
    load_resolution(con, {}, [], "digest")

    assert names_to_resolve(con, "digest") is None
    assert names_to_resolve(con, "other digest") == []
