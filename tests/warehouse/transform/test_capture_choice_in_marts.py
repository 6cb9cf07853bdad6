"""What the marts show of articles with several captures, addresses or a page that is gone."""

from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from tasks.models import Author, Capture, Reason
from tests.warehouse.example_records import DAY, NOON, article, capture, page_url, rejection
from warehouse.ingest.arrow_schemas import parsed_tables
from warehouse.ingest.load import load_captures, load_parsed
from warehouse.transform.build import build_marts, changed_articles

# Every test builds the marts, half a second each.
pytestmark = pytest.mark.slow


def _load(con: DuckDBPyConnection, taken: Capture, *outcomes: Any) -> None:
    load_captures(con, [taken], [], "run-1", NOON)
    articles = [outcome for outcome in outcomes if hasattr(outcome, "title")]
    rejections = [outcome for outcome in outcomes if not hasattr(outcome, "title")]
    load_parsed(con, parsed_tables(articles, rejections))


def _see(con: DuckDBPyConnection, taken: Capture, **fields: Any) -> None:
    _load(con, taken, article(taken, **fields))


def _miss(con: DuckDBPyConnection, day: int, reason: Reason, detail: str, slug: str = "") -> None:
    taken = capture(slug or "ferry", NOON + day * DAY, status=404)
    if reason is not Reason.NOT_FOUND:
        taken = capture(slug or "ferry", NOON + day * DAY)
    _load(con, taken, rejection(taken, reason, detail=detail))


def test_versions_keep_the_text_that_was_replaced(con: DuckDBPyConnection) -> None:
    _see(con, capture("ferry"), title="Looms", body="Crews vote today.")
    _see(con, capture("ferry", NOON + DAY), title="Is off", body="No vote.")
    build_marts(con)

    rows = con.execute("select body from marts.article_versions order by version").fetchall()

    assert rows == [("Crews vote today.",), ("No vote.",)]


def test_a_capture_that_ranks_lower_is_a_version(con: DuckDBPyConnection) -> None:
    _see(con, capture("ferry"), body="Crews vote today.")
    cut = capture("ferry", NOON + DAY, flags=("warc-truncated",))
    _see(con, cut, body="Crews", body_sha256="c" * 64)
    build_marts(con)

    assert con.execute("select body from marts.articles").fetchall() == [("Crews vote today.",)]
    assert con.execute("select count(*) from marts.article_versions").fetchall() == [(2,)]


@pytest.mark.parametrize(("layout", "names"), [("feed", ("Omar Sample",)), ("rest", ())])
def test_a_later_post_without_all_fields_does_not_replace_the_page(
    con: DuckDBPyConnection, layout: str, names: tuple[str, ...]
) -> None:
    authors = tuple(Author(name, None) for name in names)
    _see(con, capture("ferry"), title="From the page")
    later = capture("ferry", NOON + DAY)
    _see(con, later, title="From the post", layout=layout, authors=authors)
    build_marts(con)

    assert con.execute("select title from marts.articles").fetchall() == [("From the page",)]


def test_an_article_of_a_cut_capture_is_marked_incomplete(con: DuckDBPyConnection) -> None:
    _see(con, capture("ferry", flags=("warc-truncated",)))
    _see(con, capture("port"))
    build_marts(con)

    rows = con.execute("select url, is_complete from marts.articles order by url").fetchall()

    assert rows == [(page_url("ferry"), False), (page_url("port"), True)]


WITHDRAWN = [
    (Reason.NOT_FOUND, "status 404"),
    (Reason.SOFT_NOT_FOUND, "status 200, but the page says there is nothing"),
    (Reason.PROTECTED, "asks for a password"),
]


@pytest.mark.parametrize(("reason", "detail"), WITHDRAWN)
def test_an_article_whose_page_is_withdrawn_keeps_its_text_and_says_since_when(
    con: DuckDBPyConnection, reason: Reason, detail: str
) -> None:
    _see(con, capture("ferry"))
    build_marts(con)
    _miss(con, 3, reason, detail)
    build_marts(con, changed_articles(con))

    rows = con.execute("select body, withdrawn_on from marts.articles").fetchall()

    assert rows == [("Crews vote today.\n\nWe sail.", (NOON + 3 * DAY).date())]


def test_a_page_that_is_back_is_not_withdrawn(con: DuckDBPyConnection) -> None:
    _see(con, capture("ferry"))
    _miss(con, 1, Reason.NOT_FOUND, "status 404")
    _see(con, capture("ferry", NOON + 2 * DAY))
    build_marts(con)

    assert con.execute("select withdrawn_on from marts.articles").fetchall() == [(None,)]


def test_a_former_address_that_is_gone_does_not_withdraw_the_article(
    con: DuckDBPyConnection,
) -> None:
    _see(con, capture("ferry"), post_id=7)
    _see(con, capture("ferry-strike", NOON + DAY), post_id=7)
    _miss(con, 2, Reason.NOT_FOUND, "status 404", "ferry")
    build_marts(con)

    assert con.execute("select url, withdrawn_on from marts.articles").fetchall() == [
        (page_url("ferry-strike"), None)
    ]


def _lead_away(con: DuckDBPyConnection, slug: str, target: str, day: int = 1) -> None:
    taken = capture(slug, NOON + day * DAY, status=301, redirects_to=target)
    _load(con, taken, rejection(taken, Reason.REDIRECT))


def _withdrawn(con: DuckDBPyConnection) -> list[tuple[Any, ...]]:
    build_marts(con)
    return con.execute(
        "select url from marts.articles where withdrawn_on is not null order by url"
    ).fetchall()


@pytest.mark.parametrize("target", ["https://archive.test/", page_url("port")])
def test_an_article_whose_page_leads_to_the_front_page_or_another_article_is_withdrawn(
    con: DuckDBPyConnection, target: str
) -> None:
    _see(con, capture("ferry"))
    _see(con, capture("port"))
    build_marts(con)
    _lead_away(con, "ferry", target)

    assert _withdrawn(con) == [(page_url("ferry"),)]


def test_a_renamed_article_is_not_withdrawn(con: DuckDBPyConnection) -> None:
    _see(con, capture("ferry"), post_id=7)
    _lead_away(con, "ferry", page_url("ferry-strike"))
    _see(con, capture("ferry-strike", NOON + DAY), post_id=7)

    assert _withdrawn(con) == []


@pytest.mark.parametrize("target", [page_url("unknown"), "https://consent.test/?back=ferry"])
def test_an_article_whose_page_leads_to_an_unknown_page_is_not_withdrawn(
    con: DuckDBPyConnection, target: str
) -> None:
    _see(con, capture("ferry"))
    _lead_away(con, "ferry", target)

    assert _withdrawn(con) == []


def test_former_addresses_of_an_article_are_kept(con: DuckDBPyConnection) -> None:
    _see(con, capture("ferry"), post_id=7)
    build_marts(con)
    _see(con, capture("ferry-strike", NOON + DAY), post_id=7)
    build_marts(con, changed_articles(con))

    rows = con.execute(
        "select url, is_current from marts.article_addresses order by is_current"
    ).fetchall()

    assert rows == [(page_url("ferry"), False), (page_url("ferry-strike"), True)]


@pytest.mark.parametrize("is_reversed", [False, True])
def test_two_orders_of_the_same_captures_give_equal_marts(
    con: DuckDBPyConnection, is_reversed: bool
) -> None:
    seen: list[tuple[Capture, dict[str, Any]]] = [
        (capture("ferry"), {"post_id": 7}),
        (capture("ferry-strike", NOON + DAY), {"post_id": 7, "title": "Strike is off"}),
        (capture("port", NOON + DAY, flags=("warc-truncated",)), {"post_id": 8}),
        (capture("port", NOON), {"post_id": 8, "title": "Port opens"}),
        (capture("port", NOON - DAY), {"post_id": 9, "title": "An older post"}),
    ]
    for taken, fields in reversed(seen) if is_reversed else seen:
        _see(con, taken, **fields)
        build_marts(con, changed_articles(con))

    rows = con.execute("select article_id, url, title from marts.articles order by url, title")

    assert [row[1:] for row in rows.fetchall()] == [
        (page_url("ferry-strike"), "Strike is off"),
        (page_url("port"), "An older post"),
        (page_url("port"), "Port opens"),
    ]
    assert _ids(con) == len(seen) - 2


def _ids(con: DuckDBPyConnection) -> int:
    rows = con.execute("select count(distinct article_id) from marts.articles").fetchall()
    return int(rows[0][0])
