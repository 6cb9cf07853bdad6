"""The texts an article has had, found by any of its addresses."""

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.example_records import DAY, NOON, article, capture, page_url
from warehouse.errors import BadQuery
from warehouse.ingest.arrow_schemas import parsed_tables
from warehouse.ingest.load import load_captures, load_parsed
from warehouse.reporting.versions import read_versions
from warehouse.transform.build import build_marts

# Builds the marts, half a second.
pytestmark = pytest.mark.slow


def _load(con: DuckDBPyConnection) -> None:
    first = capture("ferry")
    second = capture("ferry-strike", NOON + DAY)
    load_captures(con, [first, second], [], "run-1", NOON)
    texts = [
        article(first, "Looms", post_id=7, body="Crews vote.\n\nWe sail."),
        article(second, "Is off", post_id=7, published_on=None, body="No vote.\n\nWe sail."),
    ]
    load_parsed(con, parsed_tables(texts, []))
    build_marts(con)
    con.execute("set schema = 'marts'")


@pytest.mark.parametrize("slug", ["ferry", "ferry-strike"])
def test_versions_are_found_by_every_address(con: DuckDBPyConnection, slug: str) -> None:
    _load(con)

    versions = read_versions(con, page_url(slug).rstrip("/"))

    assert [version.lines for version in versions] == [
        ["Looms", "Crews vote.", "We sail."],
        ["Is off", "No vote.", "We sail."],
    ]


def test_an_address_without_an_article_is_refused(con: DuckDBPyConnection) -> None:
    _load(con)

    with pytest.raises(BadQuery, match="no article at"):
        read_versions(con, page_url("port"))
