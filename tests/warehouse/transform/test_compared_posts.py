"""Posts read by REST beside their pages: what counts as a difference."""

from datetime import timedelta
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from tasks.models import Author
from tests.warehouse.example_records import NOON, article, capture
from warehouse.ingest.arrow_schemas import parsed_tables
from warehouse.ingest.load import load_captures, load_parsed
from warehouse.reporting.run_facts import read_compared_posts
from warehouse.transform.build import build_marts

# Every test builds the marts, half a second each.
pytestmark = pytest.mark.slow


def read_both(con: DuckDBPyConnection, *, page: dict[str, Any], post: dict[str, Any]) -> None:
    """Load one article by REST and, five minutes later, from its page."""
    by_rest = capture("a", item="7", capture_id=1)
    by_page = capture("a", NOON + timedelta(minutes=5), capture_id=2)
    load_captures(con, [by_rest, by_page], [], "run-1", NOON)
    articles = [article(by_rest, **post), article(by_page, **page)]
    load_parsed(con, parsed_tables(articles, []), NOON)
    build_marts(con)


def conflicts(con: DuckDBPyConnection) -> list[tuple[str, str, str]]:
    return con.execute(
        "select field, chosen_from, other_from from marts.source_conflicts order by all"
    ).fetchall()


def test_equal_captures_are_compared_and_do_not_differ(con: DuckDBPyConnection) -> None:
    read_both(con, page={}, post={})

    assert read_compared_posts(con) == (1, 0)
    assert conflicts(con) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "Another title"}, "title"),
        ({"body_sha256": "0" * 64}, "body_sha256"),
        ({"authors": (Author("Nobody Else", None),)}, "author"),
        ({"section_path": "opinion"}, "section_path"),
    ],
)
def test_a_field_that_differs_is_a_conflict(
    con: DuckDBPyConnection, change: dict[str, Any], field: str
) -> None:
    read_both(con, page=change, post={})

    assert read_compared_posts(con) == (1, 1)
    assert (field, "live", "live by REST") in conflicts(con)


@pytest.mark.parametrize(
    ("page", "post"),
    [
        ({"section_path": None}, {}),
        ({"body_sha256": "0" * 64, "part_count": 3}, {}),
        ({"title": "After a change"}, {"modified_at": NOON + timedelta(hours=1)}),
    ],
    ids=["the page has no section", "the page is one of three parts", "changed after the page"],
)
def test_what_only_one_of_them_can_have_is_not_compared(
    con: DuckDBPyConnection, page: dict[str, Any], post: dict[str, Any]
) -> None:
    read_both(con, page=page, post=post)

    assert read_compared_posts(con)[1] == 0
