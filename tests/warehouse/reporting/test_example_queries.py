from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.example_records import (
    DAY,
    NOON,
    article,
    candidate,
    capture,
    extracted,
    listed,
    rejection,
)
from warehouse.db.connect import open_reader, open_warehouse
from warehouse.errors import BadQuery
from warehouse.ingest.arrow_schemas import parsed_tables
from warehouse.ingest.extractions import load_extracted, load_listed_entities
from warehouse.ingest.load import load_captures, load_discoveries, load_parsed
from warehouse.reporting.example_queries import EXAMPLES, list_examples, read_example
from warehouse.transform.build import build_marts
from warehouse.transform.duplicates import link_duplicates

# Every test builds the marts, half a second each.
pytestmark = pytest.mark.slow

NAMES = [example.name for example in list_examples()]
# In the little archive below no source states a count, and no post has an id far from the others.
EMPTY_HERE = {"id_gaps", "stated_counts"}
BODY = "The harbour council met to hear why the ferry has not sailed since the storm. " * 4


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three articles, one of them a copy, one changed since; and a page that is not an article."""
    path = tmp_path_factory.mktemp("book") / "warehouse.duckdb"
    with open_warehouse(path, memory_limit="1GB") as con:
        _fill(con)
    return path


@pytest.fixture
def reader(warehouse: Path) -> Iterator[DuckDBPyConnection]:
    with open_reader(warehouse, memory_limit="1GB") as con:
        yield con


def test_there_are_at_least_fifteen_examples_each_with_a_question_of_one_line() -> None:
    questions = [example.question for example in list_examples()]

    assert len(questions) >= 15
    assert all(question.endswith("?") and len(question) < 100 for question in questions)
    assert len(set(questions)) == len(questions)


@pytest.mark.parametrize("name", NAMES)
def test_an_example_query_returns_rows(name: str, reader: DuckDBPyConnection) -> None:
    rows = reader.execute(read_example(name).sql).fetchall()

    assert bool(rows) is (name not in EMPTY_HERE)


@pytest.mark.parametrize("name", NAMES)
def test_an_example_query_returns_rows_in_a_stable_order(
    name: str, reader: DuckDBPyConnection
) -> None:
    sql = read_example(name).sql

    assert "order by" in sql.rsplit("from", 1)[1]
    assert reader.execute(sql).fetchall() == reader.execute(sql).fetchall()


def test_tables_are_named_without_a_schema(reader: DuckDBPyConnection) -> None:
    for example in list_examples():
        assert "marts." not in example.sql
        assert "raw." not in example.sql


def test_an_unknown_example_is_refused_with_similar_names() -> None:
    with pytest.raises(BadQuery, match="there is no example 'burst'; similar: bursts"):
        read_example("burst")


def test_the_examples_folder_holds_only_example_queries() -> None:
    assert {file.name for file in EXAMPLES.iterdir()} == {f"{name}.sql" for name in NAMES}


def _fill(con: DuckDBPyConnection) -> None:
    sources = [
        capture("ferry"),
        capture("ferry-2"),
        capture("bridge"),
        capture("bridge", NOON + DAY),
    ]
    nothing = capture("nothing")
    may: dict[str, Any] = {"published_on": date(2011, 5, 6), "published_at": None}
    articles = [
        article(sources[0], body=BODY, body_sha256="a"),
        article(sources[1], body=BODY, body_sha256="a", agency_credit="AFP"),
        article(sources[2], "Bridge closed", body="Closed.", body_sha256="b", **may),
        article(sources[3], "Bridge opened", body="Opened again.", body_sha256="c", **may),
    ]
    load_discoveries(con, [candidate("never-fetched"), candidate("ferry")], [], "run-1", NOON)
    load_captures(con, [*sources, nothing], [], "run-1", NOON)
    load_parsed(con, parsed_tables(articles, [rejection(nothing)]))
    load_listed_entities(con, listed(), "lists/1")
    load_extracted(con, extracted(*sources))
    link_duplicates(con)
    build_marts(con)
