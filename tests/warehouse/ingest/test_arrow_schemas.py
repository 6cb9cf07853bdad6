from dataclasses import fields, replace
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from duckdb import DuckDBPyConnection

from tasks import models
from tests.warehouse.example_records import NOON, article, capture, rejection
from warehouse.ingest import arrow_schemas

KEEPING = {"source", "run_id", "seen_at"}
ARTICLE_PARTS = {field for field, _ in arrow_schemas.PARTS.values()}


def _columns(con: DuckDBPyConnection, table: str) -> set[str]:
    return {row[0] for row in con.execute(f"describe raw.{table}").fetchall()}


def _fields(record: Any) -> set[str]:
    return {field.name for field in fields(record)}


@pytest.mark.parametrize(
    ("record", "table", "added"),
    [
        (models.Candidate, "candidates", KEEPING),
        (models.Expectation, "expectations", {"run_id", "seen_at"}),
        (models.Capture, "captures", set()),
        (models.Rejection, "rejections", set()),
        (models.Author, "article_authors", {"capture_id", "seq"}),
        (models.Term, "article_sections", {"capture_id", "seq"}),
        (models.Term, "article_tags", {"capture_id", "seq"}),
        (models.Paragraph, "paragraphs", {"capture_id"}),
        (models.Image, "images", {"capture_id"}),
        (models.Link, "links", {"capture_id"}),
        (models.Provenance, "provenance", {"capture_id", "seq"}),
        (models.Conflict, "conflicts", {"capture_id", "seq"}),
    ],
)
def test_raw_columns_are_the_fields_of_the_record(
    con: DuckDBPyConnection, record: type, table: str, added: set[str]
) -> None:
    assert _columns(con, table) == _fields(record) | added


def test_the_columns_of_raw_articles_are_the_scalar_fields_and_those_of_the_dateline(
    con: DuckDBPyConnection,
) -> None:
    dateline = {f"dateline_{name}" for name in _fields(models.Dateline)}

    expected = _fields(models.Article) - ARTICLE_PARTS - {"dateline", "part_urls"} | dateline

    assert _columns(con, "articles") == expected


def test_the_table_of_failures_has_the_fields_of_a_failure() -> None:
    assert set(arrow_schemas.FAILURES.names) == _fields(models.FetchFailure)


@pytest.mark.parametrize("name", arrow_schemas.PARSED_TABLES)
def test_arrow_columns_fit_the_raw_table_without_a_cast(con: DuckDBPyConnection, name: str) -> None:
    table = arrow_schemas.parsed_tables([], [])[name]
    con.register("batch", table)

    arrow_types = {row[0]: row[1] for row in con.execute("describe from batch").fetchall()}
    raw_types = {row[0]: row[1] for row in con.execute(f"describe raw.{name}").fetchall()}

    assert arrow_types == raw_types


def test_every_value_of_an_article_is_in_a_table() -> None:
    source = capture("ferry")

    tables = arrow_schemas.parsed_tables([article(source)], [])

    row = tables["articles"].to_pylist()[0]
    assert row["dateline_places"] == ["Port Town"]
    assert row["dateline_agency"] is None
    assert row["published_precision"] == "second"
    assert row["cleaning_rules"] == ["blanks"]
    assert (row["evidence"], row["is_complete"], row["part_count"]) == ([], True, 1)
    assert tables["article_authors"].to_pylist() == [
        {"capture_id": source.capture_id, "seq": 0, "name": "Maya Haddad", "slug": "maya-haddad"},
        {"capture_id": source.capture_id, "seq": 1, "name": "Staff Writer", "slug": None},
    ]
    assert tables["conflicts"]["other_from"].to_pylist() == ["og:title"]
    assert tables["links"]["is_internal"].to_pylist() == [False]


def test_a_text_with_dateline_is_kept_only_where_it_says_more() -> None:
    tables = arrow_schemas.parsed_tables([article(capture("ferry"))], [])

    texts = tables["paragraphs"]["text_with_dateline"].to_pylist()

    assert texts == ["Port Town, The AppContext—Crews vote today.", None]


def test_parts_of_several_articles_keep_to_their_article() -> None:
    first, second, third = (capture(slug) for slug in ("a", "b", "c"))
    without = replace(article(second), authors=(), paragraphs=(), images=())

    tables = arrow_schemas.parsed_tables([article(first), without, article(third)], [])

    assert tables["article_authors"]["capture_id"].to_pylist() == [
        first.capture_id,
        first.capture_id,
        third.capture_id,
        third.capture_id,
    ]
    assert tables["article_authors"]["seq"].to_pylist() == [0, 1, 0, 1]


def test_an_article_without_dateline_leaves_its_columns_empty() -> None:
    tables = arrow_schemas.parsed_tables([article(capture("ferry"), dateline=None)], [])

    assert tables["articles"]["dateline_text"].to_pylist() == [None]
    assert tables["articles"]["dateline_places"].to_pylist() == [None]


def test_rejections_store_their_reason_as_text() -> None:
    tables = arrow_schemas.parsed_tables([], [rejection(capture("empty", NOON))])

    assert tables["rejections"]["reason"].to_pylist() == ["no_body"]
    assert tables["articles"].num_rows == 0


def test_an_id_too_large_for_the_column_is_refused() -> None:
    with pytest.raises((OverflowError, pa.ArrowInvalid)):
        arrow_schemas.parsed_tables([article(capture("ferry"), article_id=2**63)], [])


def test_duckdb_is_of_a_line_the_project_is_tested_on() -> None:
    assert duckdb.__version__.startswith(("1.5.", "2.0."))
