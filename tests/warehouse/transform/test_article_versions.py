from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.example_records import DAY, NOON, article, capture
from warehouse.ingest.arrow_schemas import parsed_tables
from warehouse.ingest.load import load_captures, load_parsed
from warehouse.transform.build import build_marts

# Every test builds the marts, half a second each.
pytestmark = pytest.mark.slow


def _load(con: DuckDBPyConnection, day: int, title: str, **fields: Any) -> None:
    taken = capture("ferry", NOON + day * DAY)
    load_captures(con, [taken], [], "run-1", NOON)
    load_parsed(con, parsed_tables([article(taken, title, **fields)], []))


def _versions(con: DuckDBPyConnection, columns: str) -> list[tuple[Any, ...]]:
    build_marts(con)
    return con.execute(f"select {columns} from marts.article_versions order by version").fetchall()


def test_a_changed_page_keeps_its_history(con: DuckDBPyConnection) -> None:
    _load(con, 0, "Strike looms")
    _load(con, 1, "Strike is off")

    rows = _versions(con, "version, title, changed_fields")

    assert rows == [(1, "Strike looms", []), (2, "Strike is off", ["title", "body"])]


def test_captures_of_the_same_text_are_one_version(con: DuckDBPyConnection) -> None:
    _load(con, 0, "Strike looms")
    _load(con, 2, "Strike looms")

    rows = _versions(con, "version, capture_count, first_captured_at, last_captured_at")

    assert rows == [(1, 2, NOON, NOON + 2 * DAY)]


def test_a_text_that_comes_back_is_a_version_of_its_own(con: DuckDBPyConnection) -> None:
    for day, title in enumerate(("Looms", "Is off", "Looms")):
        _load(con, day, title)

    assert [title for (title,) in _versions(con, "title")] == ["Looms", "Is off", "Looms"]


def test_captures_loaded_in_another_order_give_the_same_history(con: DuckDBPyConnection) -> None:
    _load(con, 1, "Is off")
    _load(con, 0, "Looms")

    assert _versions(con, "version, title") == [(1, "Looms"), (2, "Is off")]
