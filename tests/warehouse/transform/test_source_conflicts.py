from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.example_records import DAY, NOON, article, capture
from warehouse.ingest.arrow_schemas import parsed_tables
from warehouse.ingest.load import load_captures, load_parsed
from warehouse.transform.build import build_marts

# Every test builds the marts, half a second each.
pytestmark = pytest.mark.slow


def _load(con: DuckDBPyConnection, source: str, day: int, title: str) -> None:
    taken = capture("ferry", NOON + day * DAY, source=source)
    load_captures(con, [taken], [], "run-1", NOON)
    read = article(taken, title, body_sha256="0" * 64)
    load_parsed(con, parsed_tables([read], []))


def _conflicts(con: DuckDBPyConnection) -> list[tuple[Any, ...]]:
    build_marts(con)
    return con.execute(
        "select field, chosen, chosen_from, other, other_from from marts.source_conflicts"
    ).fetchall()


def test_sources_that_agree_are_not_a_conflict(con: DuckDBPyConnection) -> None:
    _load(con, "wayback", 0, "Strike looms")
    _load(con, "live", 1, "Strike looms")

    assert _conflicts(con) == []


def test_what_another_source_says_differently_is_a_row(con: DuckDBPyConnection) -> None:
    _load(con, "wayback", 0, "Strike looms")
    _load(con, "live", 1, "Strike is off")

    assert _conflicts(con) == [("title", "Strike is off", "live", "Strike looms", "wayback")]


def test_only_the_latest_capture_of_a_source_is_asked(con: DuckDBPyConnection) -> None:
    _load(con, "wayback", 0, "Strike looms")
    _load(con, "wayback", 1, "Strike is off")
    _load(con, "live", 2, "Strike is off")

    assert _conflicts(con) == []
    assert con.execute("select count(*) from marts.articles").fetchall() == [(1,)]
