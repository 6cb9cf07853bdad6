"""One post is one article, whatever addresses it was captured at."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from tasks.models import Capture
from tasks.urls import stable_id
from tests.warehouse.example_records import DAY, NOON, article, candidate, capture, page_url
from warehouse.ingest.arrow_schemas import parsed_tables
from warehouse.ingest.identify import identify_articles
from warehouse.ingest.load import load_captures, load_discoveries, load_parsed

ROOT = "https://archive.test"


def _load(con: DuckDBPyConnection, taken: Capture, title: str, **fields: Any) -> int:
    load_captures(con, [taken], [], "run-1", NOON)
    load_parsed(con, parsed_tables([article(taken, title, **fields)], []))
    return taken.capture_id


def _articles(con: DuckDBPyConnection) -> dict[int, int]:
    identify_articles(con)
    return dict(
        con.execute("select article_id, capture_id from staging.latest_articles").fetchall()
    )


OTHER_ADDRESSES = [
    f"{ROOT}/staff/news/ferry-strike-is-off/",
    f"{ROOT}/staff/business/ferry/",
    f"{ROOT}/?p=7",
]


@pytest.mark.slow
@pytest.mark.parametrize("url", OTHER_ADDRESSES)
def test_a_post_captured_at_two_addresses_is_one_article_with_the_first_ones_id(
    con: DuckDBPyConnection, url: str
) -> None:
    _load(con, capture("ferry"), "Strike looms", post_id=7)
    renamed = _load(con, capture("", NOON + DAY, url=url), "Strike is off", post_id=7)

    assert _articles(con) == {stable_id(page_url("ferry")): renamed}


@pytest.mark.slow
def test_a_post_id_used_again_by_another_installation_is_another_article(
    con: DuckDBPyConnection,
) -> None:
    old = _load(con, capture("ferry"), "Strike looms", post_id=7)
    instant = datetime(2015, 5, 5, tzinfo=UTC)
    new = _load(con, capture("harbour", NOON + DAY), "Port opens", post_id=7, published_at=instant)

    assert _articles(con) == {
        stable_id(page_url("ferry")): old,
        stable_id(page_url("harbour")): new,
    }


@pytest.mark.slow
def test_two_slugs_that_answered_on_one_day_are_two_articles(con: DuckDBPyConnection) -> None:
    """Pages of a site that prints one post id everywhere are not one article."""
    shared = {"post_id": 7, "published_at": datetime(2011, 3, 4, tzinfo=UTC)}
    one = _load(con, capture("ferry"), "Strike looms", body_sha256="one", **shared)
    other = _load(con, capture("harbour"), "Strike looms", body_sha256="other", **shared)

    assert _articles(con) == {
        stable_id(page_url("ferry")): one,
        stable_id(page_url("harbour")): other,
    }


@pytest.mark.slow
@pytest.mark.parametrize("is_reversed", [False, True])
def test_two_slugs_that_showed_one_text_on_one_day_are_two_articles(
    con: DuckDBPyConnection, is_reversed: bool
) -> None:
    """WordPress redirects a former slug, and archives store equal payloads once."""
    query = f"{ROOT}/?p=7"
    pages = [
        capture("ferry"),
        capture("harbour", NOON + timedelta(hours=2)),
        capture("", NOON + timedelta(hours=3), url=query),
    ]
    for taken in reversed(pages) if is_reversed else pages:
        _load(con, taken, "Strike looms", post_id=7)

    assert _articles(con) == {
        stable_id(page_url("ferry")): pages[2].capture_id,
        stable_id(page_url("harbour")): pages[1].capture_id,
    }


@pytest.mark.slow
def test_a_renamed_slug_with_the_same_text_is_one_article(con: DuckDBPyConnection) -> None:
    _load(con, capture("ferry"), "Strike looms", post_id=7)
    renamed = _load(con, capture("harbour", NOON + DAY), "Strike looms", post_id=7)

    assert _articles(con) == {stable_id(page_url("ferry")): renamed}


def test_a_slug_renamed_an_hour_ago_is_one_article_if_the_site_states_the_id_of_both(
    con: DuckDBPyConnection,
) -> None:
    named = [candidate(slug, post_id=7) for slug in ("ferry", "harbour")]
    load_discoveries(con, named, [], "run-1", NOON)
    _load(con, capture("ferry"), "Strike looms", post_id=7)
    an_hour_later = capture("harbour", NOON + timedelta(hours=1))
    renamed = _load(con, an_hour_later, "Strike looms", post_id=7)

    assert _articles(con) == {stable_id(page_url("ferry")): renamed}


@pytest.mark.slow
def test_a_slug_that_led_to_another_an_hour_later_is_one_article(con: DuckDBPyConnection) -> None:
    _load(con, capture("ferry"), "Strike looms", post_id=7, body_sha256="one")
    moved = capture("ferry", NOON + timedelta(hours=1), redirects_to=page_url("harbour"))
    load_captures(con, [moved], [], "run-1", NOON)
    later = capture("harbour", NOON + timedelta(hours=1))
    renamed = _load(con, later, "Port opens", post_id=7, body_sha256="other")

    assert _articles(con) == {stable_id(page_url("ferry")): renamed}


@pytest.mark.slow
@pytest.mark.parametrize("layout", ["rest", "feed"])
def test_a_post_in_two_answers_with_two_slugs_is_one_article(
    con: DuckDBPyConnection, layout: str
) -> None:
    _load(con, capture("ferry"), "Strike looms", post_id=7, body_sha256="one", layout=layout)
    later = capture("harbour", NOON + timedelta(hours=1))
    renamed = _load(con, later, "Port opens", post_id=7, body_sha256="other", layout=layout)

    assert _articles(con) == {stable_id(page_url("ferry")): renamed}


def _load_pages_of_one_template(
    con: DuckDBPyConnection, slugs: list[str], days_apart: int, **fields: Any
) -> dict[int, int]:
    shared = {"post_id": 7, "published_at": datetime(2011, 3, 4, tzinfo=UTC)} | fields
    loaded = {}
    for number, slug in enumerate(slugs):
        taken = capture(slug, NOON + timedelta(days=number * days_apart))
        text = {"body_sha256": f"text of {slug}"}
        loaded[stable_id(page_url(slug))] = _load(con, taken, "Column", **shared | text)
    return loaded


@pytest.mark.slow
def test_a_post_id_printed_on_pages_captured_days_apart_merges_no_articles(
    con: DuckDBPyConnection,
) -> None:
    loaded = _load_pages_of_one_template(con, ["ferry", "harbour", "tide"], days_apart=30)

    assert _articles(con) == loaded


@pytest.mark.slow
def test_a_post_id_that_answered_at_two_slugs_on_one_day_joins_no_later_page(
    con: DuckDBPyConnection,
) -> None:
    loaded = _load_pages_of_one_template(con, ["ferry", "harbour"], days_apart=0)
    shared = {"post_id": 7, "published_at": datetime(2011, 3, 4, tzinfo=UTC)}
    later = _load(con, capture("tide", NOON + 9 * DAY), "Column", body_sha256="tide", **shared)

    assert _articles(con) == loaded | {stable_id(page_url("tide")): later}


@pytest.mark.slow
def test_a_title_published_on_two_days_with_two_texts_is_two_articles(
    con: DuckDBPyConnection,
) -> None:
    early = {"body_sha256": "early", "published_at": datetime(2011, 3, 4, tzinfo=UTC)}
    late = {"body_sha256": "late", "published_at": datetime(2012, 3, 4, tzinfo=UTC)}
    one = _load(con, capture("ferry"), "Column", post_id=7, **early)
    other = _load(con, capture("harbour", NOON + DAY), "Column", post_id=7, **late)

    assert _articles(con) == {
        stable_id(page_url("ferry")): one,
        stable_id(page_url("harbour")): other,
    }


@pytest.mark.slow
def test_a_renamed_post_with_a_corrected_text_stays_one_article(con: DuckDBPyConnection) -> None:
    loaded = _load_pages_of_one_template(con, ["ferry", "harbour"], days_apart=30)

    assert _articles(con) == {stable_id(page_url("ferry")): loaded[stable_id(page_url("harbour"))]}


@pytest.mark.slow
def test_two_posts_at_one_address_are_two_articles(con: DuckDBPyConnection) -> None:
    first = _load(con, capture("editorial"), "On the strike", post_id=7)
    second = _load(con, capture("editorial", NOON + DAY), "On the harbour", post_id=9)

    found = _articles(con)

    assert sorted(found.values()) == sorted([first, second])
    assert found[stable_id(page_url("editorial"))] == first


@pytest.mark.slow
def test_a_page_that_moved_to_another_database_with_its_text_is_one_article(
    con: DuckDBPyConnection,
) -> None:
    _load(con, capture("ferry"), "Strike looms", post_id=7)
    moved = _load(con, capture("ferry", NOON + DAY), "Strike looms", post_id=55_001_234)

    assert _articles(con) == {stable_id(page_url("ferry")): moved}


@pytest.mark.slow
def test_captures_without_a_post_id_stay_with_the_page_of_their_address(
    con: DuckDBPyConnection,
) -> None:
    _load(con, capture("ferry", NOON - DAY), "Strike looms", post_id=7)
    _load(con, capture("harbour"), "Strike looms", post_id=7)
    plain = _load(con, capture("ferry", NOON + DAY), "Strike is off", post_id=None)

    assert set(_articles(con).values()) == {plain}


@pytest.mark.slow
@pytest.mark.parametrize("is_reversed", [False, True])
def test_the_order_of_loading_decides_nothing(con: DuckDBPyConnection, is_reversed: bool) -> None:
    pages = [("ferry", 0, "Looms"), ("strike", 1, "Looms"), ("strike-off", 2, "Is off")]
    instant = {"published_at": datetime(2011, 3, 4, tzinfo=UTC)}
    for slug, days, title in reversed(pages) if is_reversed else pages:
        _load(con, capture(slug, NOON + timedelta(days=days)), title, post_id=7, **instant)

    assert list(_articles(con)) == [stable_id(page_url("ferry"))]


def test_articles_that_gain_or_lose_a_capture_are_built_again(con: DuckDBPyConnection) -> None:
    _load(con, capture("ferry"), "Strike looms", post_id=7)
    con.execute("delete from raw.changed_articles")
    _load(con, capture("strike", NOON + DAY), "Strike looms", post_id=7)
    identify_articles(con)

    changed = con.execute("select distinct article_id from raw.changed_articles").fetchall()

    ids = {stable_id(page_url(slug)) for slug in ("ferry", "strike")}
    assert {article_id for (article_id,) in changed} == ids


@pytest.mark.slow
def test_identifying_again_changes_nothing(con: DuckDBPyConnection) -> None:
    _load(con, capture("ferry"), "Strike looms", post_id=7)
    _load(con, capture("strike", NOON + DAY), "Strike looms", post_id=7)
    identify_articles(con)
    con.execute("delete from raw.changed_articles")
    identify_articles(con)

    assert con.execute("from raw.changed_articles").fetchall() == []


@pytest.mark.slow
@pytest.mark.parametrize("is_amp_first", [False, True])
@pytest.mark.parametrize(("form", "post_id"), [("amp", None), ("amp", 7), ("print", 7)])
def test_an_amp_page_or_print_version_is_another_form_of_the_page_above_it(
    con: DuckDBPyConnection, form: str, post_id: int | None, is_amp_first: bool
) -> None:
    times = (NOON + DAY, NOON) if is_amp_first else (NOON, NOON + DAY)
    page = capture("ferry", times[0])
    other = capture("", times[1], url=f"{page_url('ferry')}{form}/")
    _load(con, page, "Strike looms", post_id=post_id, body_sha256="page")
    _load(con, other, "Strike looms", layout="amp", post_id=None, body_sha256="amp")

    assert list(_articles(con)) == [stable_id(page_url("ferry"))]


@pytest.mark.slow
def test_an_amp_page_alone_is_an_article(con: DuckDBPyConnection) -> None:
    url = f"{page_url('ferry')}amp/"
    own = _load(con, capture("", url=url), "Strike looms")

    assert _articles(con) == {stable_id(url): own}
