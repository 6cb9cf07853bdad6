from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.example_records import DAY, NOON, article, capture
from warehouse.ingest.arrow_schemas import parsed_tables
from warehouse.ingest.load import load_captures, load_parsed
from warehouse.transform.build import build_marts
from warehouse.transform.checks import read_checks

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


LOG = (
    "The harbour board met on Monday. It heard the pilots, who asked for lights on the outer mole,"
    " and put the vote off until the report of the engineers is ready."
)
OTHER = (
    "Cheap watches are for sale in our shop today, with free delivery to every country. Order now,"
    " pay later, and tell all your friends about these great offers."
)
CHANGES = [
    (OTHER, True),
    (LOG[:60], True),
    (LOG.replace("Monday", "Tuesday"), False),
    (LOG + " A date is not set.", False),
    (LOG.replace(". ", ".\n\n"), False),
]


@pytest.mark.parametrize(("later", "is_large"), CHANGES)
def test_a_large_change_of_the_text_is_a_failing_row_of_a_check(
    con: DuckDBPyConnection, later: str, is_large: bool
) -> None:
    for day, body in enumerate((LOG, later)):
        _load(con, day, "The vote", body=body, body_sha256=f"digest {day}")
    build_marts(con)
    check = next(check for check in read_checks() if check.name == "versions_agree")

    assert bool(con.execute(check.sql).fetchall()) == is_large
