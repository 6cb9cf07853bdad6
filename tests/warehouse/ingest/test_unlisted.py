"""Pages that the site listed before and lists no more: deleted, private or moved posts."""

from datetime import datetime
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.example_records import DAY, HOUR, NOON, article, candidate, capture, page_url
from warehouse.ingest.arrow_schemas import parsed_tables
from warehouse.ingest.frontier import Selection, select_due
from warehouse.ingest.load import (
    load_captures,
    load_discoveries,
    load_parsed,
    make_unlisted_due,
)
from warehouse.reporting.runs import start_run


def _night(
    con: DuckDBPyConnection,
    number: int,
    *slugs: str,
    routes: tuple[str, ...] = ("sitemap",),
    source: str = "live",
) -> int:
    """List these pages on a night; return how many are not listed any more."""
    start_run(con, f"run-{number}", "nightly", source, {}, _at(number))
    named = [candidate(slug, discovered_via="sitemap") for slug in slugs]
    load_discoveries(con, named, [], f"run-{number}", _at(number) + 0.1 * HOUR)
    return make_unlisted_due(con, routes, f"run-{number}")


def _at(night: int) -> datetime:
    return NOON + night * DAY


def _answer(con: DuckDBPyConnection, night: int, slug: str, status: int = 200) -> None:
    taken = capture(slug, _at(night) + 0.2 * HOUR, status=status, run_id=f"run-{night}")
    load_captures(con, [taken], [], f"run-{night}", _at(night) + 0.2 * HOUR)
    if status == 200:
        load_parsed(con, parsed_tables([article(taken)], []))


def _due(con: DuckDBPyConnection, night: int, **selection: Any) -> list[str]:
    found = select_due(con, Selection(now=_at(night) + HOUR, **selection))
    return [page.url.rstrip("/").rsplit("/", 1)[1] for page in found]


@pytest.fixture
def first_night(con: DuckDBPyConnection) -> DuckDBPyConnection:
    _night(con, 1, "ferry", "port")
    for slug in ("ferry", "port"):
        _answer(con, 1, slug)
    return con


@pytest.mark.slow
@pytest.mark.parametrize("nights_listed", [1, 2])
def test_a_page_that_is_not_listed_any_more_is_due(
    first_night: DuckDBPyConnection, nights_listed: int
) -> None:
    if nights_listed == 2:
        assert _night(first_night, 2, "ferry", "port") == 0

    assert _night(first_night, 3, "ferry") == 1
    assert _due(first_night, 3) == ["port"]


@pytest.mark.slow
def test_it_is_requested_once(first_night: DuckDBPyConnection) -> None:
    _night(first_night, 2, "ferry")
    _answer(first_night, 2, "port")

    assert _night(first_night, 3, "ferry") == 0
    assert _due(first_night, 3) == []


def test_it_is_gone_at_the_first_404(first_night: DuckDBPyConnection) -> None:
    _night(first_night, 2, "ferry")
    _answer(first_night, 2, "port", 404)

    state = first_night.execute("select status from raw.frontier where url = ?", [page_url("port")])
    assert state.fetchall() == [("gone",)]


@pytest.mark.slow
def test_it_is_due_when_it_is_listed_again(first_night: DuckDBPyConnection) -> None:
    _night(first_night, 2, "ferry")
    _answer(first_night, 2, "port", 404)
    _night(first_night, 3, "ferry")

    _night(first_night, 4, "ferry", "port")

    assert _due(first_night, 4) == ["port"]


@pytest.mark.slow
def test_a_listed_page_that_is_gone_for_good_is_not_due_every_night(
    first_night: DuckDBPyConnection,
) -> None:
    for night in range(2, 12):
        _night(first_night, night, "ferry", "port")
        first_night.execute(
            "update raw.frontier set status = 'pending' where url = ? and status = 'captured'",
            [page_url("port")],
        )
        if "port" in _due(first_night, night):
            _answer(first_night, night, "port", 404)
    first_night.execute("update raw.frontier set status = 'gone' where url = ?", [page_url("port")])

    _night(first_night, 12, "ferry", "port")

    assert _due(first_night, 12) == []


@pytest.mark.slow
def test_a_walk_with_gaps_says_nothing_about_what_it_does_not_list(
    first_night: DuckDBPyConnection,
) -> None:
    assert _night(first_night, 2, "ferry", routes=()) == 0
    assert _due(first_night, 2) == []


@pytest.mark.slow
def test_a_route_says_nothing_about_pages_it_never_listed(first_night: DuckDBPyConnection) -> None:
    assert _night(first_night, 2, "ferry", routes=("rest",)) == 0


@pytest.mark.slow
def test_a_post_read_by_rest_is_due_as_a_page(first_night: DuckDBPyConnection) -> None:
    """Although the pages of such posts are otherwise requested only where needed."""
    first_night.execute("update raw.captures set item = '7'")
    content_only: dict[str, Any] = {"pages_of_posts": False, "checked_posts": 0}
    [sample] = _due(first_night, 1, **content_only)
    [other] = {"ferry", "port"} - {sample}

    _night(first_night, 2, sample)

    assert _due(first_night, 2, **content_only) == [sample, other]
