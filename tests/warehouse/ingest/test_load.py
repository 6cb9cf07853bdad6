from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from duckdb import ConstraintException, DuckDBPyConnection

from tasks.models import Expectation, Purpose, Reason
from tests.warehouse.example_records import (
    DAY,
    HOUR,
    NOON,
    article,
    candidate,
    capture,
    failure,
    page_url,
    rejection,
)
from warehouse.ingest.arrow_schemas import PARSED_TABLES, parsed_tables
from warehouse.ingest.frontier import Selection, select_due
from warehouse.ingest.load import (
    DiscoveryCounts,
    FetchCounts,
    load_captures,
    load_discoveries,
    load_parsed,
)
from warehouse.reporting.runs import start_run
from warehouse.transform.build import changed_articles


def _frontier(con: DuckDBPyConnection, slug: str = "ferry") -> dict[str, Any]:
    cursor = con.execute("select * from raw.frontier where url = ?", [page_url(slug)])
    names = [column[0] for column in cursor.description or ()]
    (row,) = cursor.fetchall()
    return dict(zip(names, row, strict=True))


def _rows(con: DuckDBPyConnection, table: str) -> list[tuple[Any, ...]]:
    return con.execute(f"from raw.{table} order by all").fetchall()


def _everything(con: DuckDBPyConnection) -> dict[str, list[tuple[Any, ...]]]:
    names = con.execute("select table_name from duckdb_tables() where schema_name = 'raw'")
    return {name: _rows(con, name) for (name,) in names.fetchall() if name != "changed_articles"}


def test_a_new_url_becomes_pending(con: DuckDBPyConnection) -> None:
    start_run(con, "run-1", "nightly", "live", {}, NOON)

    counts = load_discoveries(con, [candidate("ferry")], [], "run-1", NOON)

    row = _frontier(con)
    assert counts == DiscoveryCounts(named=1, new=1)
    assert (row["status"], row["kind"], row["source"]) == ("pending", "article", "live")
    assert (row["first_seen_at"], row["first_seen_run"]) == (NOON, "run-1")


def test_a_url_named_by_two_routes_is_one_page_with_two_hints(con: DuckDBPyConnection) -> None:
    found = [candidate("ferry"), candidate("ferry", discovered_via="sitemap")]

    counts = load_discoveries(con, found, [], "run-1", NOON)

    assert counts == DiscoveryCounts(named=1, new=1)
    assert len(_rows(con, "frontier")) == 1
    assert len(_rows(con, "candidates")) == 2


def test_of_two_hints_of_one_route_the_last_one_counts(con: DuckDBPyConnection) -> None:
    found = [candidate("ferry", title="First"), candidate("ferry", title="Second")]

    load_discoveries(con, found, [], "run-1", NOON)

    assert con.execute("select title from raw.candidates").fetchall() == [("Second",)]


@pytest.mark.parametrize("titles", [("Early", "Late"), ("Late", "Early")])
def test_of_two_archived_listings_the_one_captured_last_counts_in_any_order(
    con: DuckDBPyConnection, titles: tuple[str, str]
) -> None:
    captured = {"Early": NOON - 2 * DAY, "Late": NOON - DAY}
    for number, title in enumerate(titles):
        found = [candidate("ferry", title=title, seen_at=captured[title])]
        load_discoveries(con, found, [], f"run-{number}", NOON)

    assert con.execute("select title from raw.candidates").fetchall() == [("Late",)]


@pytest.mark.slow
def test_naming_the_same_pages_again_changes_nothing(con: DuckDBPyConnection) -> None:
    found = [candidate("ferry", modified_at=NOON - DAY), candidate("port")]
    stated = [Expectation("rest_total", "2011-03", 2, "X-WP-Total")]
    load_discoveries(con, found, stated, "run-1", NOON)
    before = _everything(con)

    counts = load_discoveries(con, found, stated, "run-1", NOON)

    assert counts == DiscoveryCounts(named=2, known=2)
    assert _everything(con) == before


def test_a_count_stated_again_replaces_the_old_one(con: DuckDBPyConnection) -> None:
    for count in (5, 7):
        stated = [Expectation("rest_total", "2011-03", count, "X-WP-Total")]
        load_discoveries(con, [], stated, "run-1", NOON)

    counts = con.execute("select expected_count from raw.expectations").fetchall()

    assert counts == [(7,)]


def test_a_captured_page_that_changed_since_is_pending_again(con: DuckDBPyConnection) -> None:
    load_captures(con, [capture("ferry", NOON)], [], "run-1", NOON)

    counts = load_discoveries(
        con, [candidate("ferry", modified_at=NOON + HOUR)], [], "run-2", NOON + DAY
    )

    assert counts == DiscoveryCounts(named=1, known=1, changed=1)
    assert _frontier(con)["status"] == "pending"


def test_a_captured_page_that_changed_before_stays_captured(con: DuckDBPyConnection) -> None:
    load_captures(con, [capture("ferry", NOON)], [], "run-1", NOON)

    counts = load_discoveries(con, [candidate("ferry", modified_at=NOON - HOUR)], [], "run-2")

    assert counts.changed == 0
    assert _frontier(con)["status"] == "captured"


@pytest.mark.slow
def test_a_server_whose_clock_is_ahead_does_not_make_every_night_a_change(
    con: DuckDBPyConnection,
) -> None:
    ahead = [candidate("ferry", modified_at=NOON + HOUR)]
    load_discoveries(con, ahead, [], "run-1", NOON)
    load_captures(con, [capture("ferry", NOON)], [], "run-1", NOON)

    counts = load_discoveries(con, ahead, [], "run-2", NOON + DAY)

    assert counts.changed == 0


def test_a_change_is_seen_after_a_server_whose_clock_was_ahead(con: DuckDBPyConnection) -> None:
    ahead = [candidate("ferry", modified_at=NOON + 3 * DAY)]
    load_discoveries(con, ahead, [], "run-1", NOON)
    load_captures(con, [capture("ferry", NOON)], [], "run-1", NOON)

    right = [candidate("ferry", modified_at=NOON + HOUR)]
    first = load_discoveries(con, right, [], "run-2", NOON + DAY)
    load_captures(con, [capture("ferry", NOON + DAY)], [], "run-2", NOON + DAY)
    again = load_discoveries(con, right, [], "run-3", NOON + 2 * DAY)

    assert (first.changed, again.changed) == (1, 0)


def test_a_page_that_is_said_to_have_changed_is_requested_in_full(con: DuckDBPyConnection) -> None:
    load_captures(con, [capture("ferry", NOON), capture("port", NOON)], [], "run-1", NOON)

    load_discoveries(con, [candidate("ferry", modified_at=NOON + HOUR)], [], "run-2", NOON + DAY)

    [ferry] = select_due(con, Selection(now=NOON + DAY))
    assert (ferry.url, ferry.etag, ferry.last_modified) == (page_url("ferry"), None, None)


def test_a_changed_page_that_a_cache_serves_as_before_is_due_once_more(
    con: DuckDBPyConnection,
) -> None:
    load_captures(con, [capture("ferry", NOON)], [], "run-1", NOON)
    load_discoveries(con, [candidate("ferry", modified_at=NOON + HOUR)], [], "run-2", NOON + DAY)

    states = []
    for night in (1, 2):
        now = NOON + night * DAY
        load_captures(con, [capture("ferry", now)], [], f"run-{night}", now)
        states.append(_frontier(con)["status"])

    assert states == ["pending", "captured"]


@pytest.mark.slow
def test_a_changed_page_that_shows_the_change_is_not_due_again(con: DuckDBPyConnection) -> None:
    load_captures(con, [capture("ferry", NOON)], [], "run-1", NOON)
    load_discoveries(con, [candidate("ferry", modified_at=NOON + HOUR)], [], "run-2", NOON + DAY)

    changed = capture("ferry", NOON + DAY, payload_sha256="f" * 64)
    load_captures(con, [changed], [], "run-2", NOON + DAY)

    assert _frontier(con)["status"] == "captured"


def test_a_capture_makes_the_page_captured_with_its_validators(con: DuckDBPyConnection) -> None:
    load_discoveries(con, [candidate("ferry")], [], "run-1", NOON)
    taken = capture("ferry", NOON + HOUR)

    counts = load_captures(con, [taken], [], "run-1", NOON + HOUR)

    row = _frontier(con)
    assert counts == FetchCounts(captured=1)
    assert (row["status"], row["attempts"], row["etag"]) == ("captured", 0, '"a"')
    assert (row["last_capture_id"], row["last_captured_at"]) == (taken.capture_id, NOON + HOUR)


def test_a_transient_failure_waits_for_its_next_attempt(con: DuckDBPyConnection) -> None:
    load_discoveries(con, [candidate("ferry")], [], "run-1", NOON)

    counts = load_captures(con, [], [failure("ferry", NOON + HOUR)], "run-1", NOON)

    row = _frontier(con)
    assert counts == FetchCounts(failed=1)
    assert (row["status"], row["attempts"]) == ("failed", 1)
    assert NOON + HOUR <= row["next_attempt_at"] < NOON + 1.1 * HOUR
    assert (row["failure_class"], row["last_error"]) == ("transient", "no answer")


@pytest.mark.slow
def test_waiting_doubles_with_each_run_that_fails(con: DuckDBPyConnection) -> None:
    for night in range(4):
        now = NOON + night * DAY
        load_captures(con, [], [failure("ferry", now + HOUR)], f"run-{night}", now)

    row = _frontier(con)

    assert row["attempts"] == 4
    assert 8 * HOUR <= row["next_attempt_at"] - NOON - 3 * DAY < 8 * 1.1 * HOUR


@pytest.mark.slow
def test_pages_that_failed_together_are_retried_at_spread_but_fixed_times(
    con: DuckDBPyConnection,
) -> None:
    failures = [failure(f"ferry-{number}", NOON + HOUR) for number in range(50)]
    load_captures(con, [], failures, "run-1", NOON)
    times = "select url, next_attempt_at from raw.frontier"
    first = dict(con.execute(times).fetchall())
    con.execute("delete from raw.frontier")

    load_captures(con, [], failures, "run-1", NOON)

    assert len(set(first.values())) > 40
    assert dict(con.execute(times).fetchall()) == first


@pytest.mark.slow
def test_a_capture_of_a_clock_that_was_ahead_does_not_hide_what_comes_after(
    con: DuckDBPyConnection,
) -> None:
    load_captures(con, [capture("ferry", NOON + 1000 * DAY)], [], "run-1", NOON + 1000 * DAY)
    now = capture("ferry", NOON, status=503)

    load_captures(con, [now], [], "run-2", NOON)

    row = _frontier(con)
    assert (row["status"], row["last_capture_id"]) == ("failed", now.capture_id)


@pytest.mark.slow
def test_a_page_that_keeps_failing_is_still_tried_once_a_month(con: DuckDBPyConnection) -> None:
    for night in range(14):
        load_captures(con, [], [failure("ferry", NOON + HOUR)], f"run-{night}", NOON)

    assert _frontier(con)["next_attempt_at"] <= NOON + HOUR + timedelta(days=30)


@pytest.mark.parametrize(
    ("failure_class", "status", "due"),
    [
        ("policy", "excluded", NOON + 16 * HOUR),
        ("policy_refusal", "excluded", NOON + 16 * HOUR),
        ("permanent", "gone", None),
    ],
)
def test_a_page_that_is_gone_is_never_due_and_one_that_is_excluded_the_next_night(
    con: DuckDBPyConnection, failure_class: str, status: str, due: datetime | None
) -> None:
    load_captures(con, [], [failure("ferry", failure_class=failure_class)], "run-1", NOON)

    row = _frontier(con)

    assert (row["status"], row["next_attempt_at"]) == (status, due)


def test_the_http_status_of_a_capture_moves_the_frontier(con: DuckDBPyConnection) -> None:
    expected = {
        **{200: ("captured", None), 301: ("captured", None), 304: ("captured", None)},
        **{404: ("gone", None), 410: ("gone", None)},
        **{403: ("failed", 16 * HOUR), 429: ("failed", HOUR), 503: ("failed", HOUR)},
    }

    captures = [capture(f"page-{status}", NOON, status=status) for status in expected]
    load_captures(con, captures, [], "run-1", NOON)

    rows = con.execute("select url, status, next_attempt_at from raw.frontier").fetchall()
    found = {int(url.strip("/")[-3:]): (status, due) for url, status, due in rows}
    assert found.keys() == expected.keys()
    for http_status, (status, wait) in expected.items():
        assert found[http_status][0] == status
        due = found[http_status][1]
        assert (due is None) if wait is None else NOON + wait <= due < NOON + 1.1 * wait


@pytest.mark.slow
@pytest.mark.parametrize("http_status", [404, 410])
def test_a_missing_page_that_the_site_lists_is_tried_again_with_growing_waits(
    con: DuckDBPyConnection, http_status: int
) -> None:
    start_run(con, "night-0", "nightly", "live", {}, NOON)
    load_discoveries(con, [candidate("ferry")], [], "night-0", NOON)

    now, waits = NOON, []
    for night in range(7):
        missing = capture("ferry", now, status=http_status, source="live")
        counts = load_captures(con, [missing], [], f"night-{night}", now)
        assert (counts.failed, counts.gone) == (0, 1)
        if night < 6:
            due = _frontier(con)["next_attempt_at"]
            waits.append(due - now)
            now = due + HOUR

    assert waits[0] == timedelta(0)
    assert timedelta(hours=20) <= waits[1] < DAY
    assert all(later > sooner for sooner, later in pairwise(waits))
    assert (_frontier(con)["status"], _frontier(con)["next_attempt_at"]) == ("gone", None)


@pytest.mark.slow
def test_a_page_that_no_site_lists_is_gone_with_its_first_404(con: DuckDBPyConnection) -> None:
    start_run(con, "run-1", "backfill", "wayback", {}, NOON)
    load_discoveries(con, [candidate("ferry")], [], "run-1", NOON)

    load_captures(con, [capture("ferry", NOON, status=404, source="wayback")], [], "run-1", NOON)

    assert _frontier(con)["status"] == "gone"


@pytest.mark.slow
def test_a_captured_page_that_the_site_no_longer_lists_is_gone(con: DuckDBPyConnection) -> None:
    start_run(con, "night-1", "nightly", "live", {}, NOON)
    load_discoveries(con, [candidate("ferry")], [], "night-1", NOON)
    load_captures(con, [capture("ferry", NOON, source="live")], [], "night-1", NOON)
    start_run(con, "night-2", "nightly", "live", {}, NOON + DAY)

    missing = capture("ferry", NOON + DAY, status=404, source="live")
    load_captures(con, [missing], [], "night-2", NOON + DAY)

    assert _frontier(con)["status"] == "gone"


@pytest.mark.slow
@pytest.mark.parametrize(
    "reason", [Reason.EMPTY_PAGE, Reason.NO_BODY, Reason.SOFT_NOT_FOUND, Reason.REFUSED]
)
def test_a_listed_page_that_is_not_an_article_is_retried_with_growing_waits(
    con: DuckDBPyConnection, reason: Reason
) -> None:
    start_run(con, "night-0", "nightly", "live", {}, NOON)
    load_discoveries(con, [candidate("ferry")], [], "night-0", NOON)

    now, waits = NOON, []
    for night in range(7):
        challenge = capture("ferry", now, source="live", etag='"challenge"')
        load_captures(con, [challenge], [], f"night-{night}", now)
        again = load_parsed(con, parsed_tables([], [rejection(challenge, reason)]))
        assert again == (night < 6)
        if night < 6:
            row = _frontier(con)
            assert (row["status"], row["failure_class"]) == ("failed", f"rejected: {reason}")
            assert row["etag"] is None
            waits.append(row["next_attempt_at"] - now)
            now = row["next_attempt_at"] + HOUR

    assert waits[0] == timedelta(0)
    assert timedelta(hours=20) <= waits[1] < DAY
    assert all(later > sooner for sooner, later in pairwise(waits))
    assert _frontier(con)["status"] == "captured"


def test_a_page_that_asks_for_the_password_of_its_post_is_not_tried_again(
    con: DuckDBPyConnection,
) -> None:
    start_run(con, "night-0", "nightly", "live", {}, NOON)
    load_discoveries(con, [candidate("ferry")], [], "night-0", NOON)
    form = capture("ferry", NOON, source="live")
    load_captures(con, [form], [], "night-0", NOON)

    assert load_parsed(con, parsed_tables([], [rejection(form, Reason.PROTECTED)])) == 0
    assert _frontier(con)["status"] == "captured"


@pytest.mark.slow
def test_an_article_ends_the_tries_of_its_page(con: DuckDBPyConnection) -> None:
    start_run(con, "night-1", "nightly", "live", {}, NOON)
    load_discoveries(con, [candidate("ferry")], [], "night-1", NOON)
    bad, good = capture("ferry", NOON, source="live"), capture("ferry", NOON + DAY, source="live")
    load_captures(con, [bad], [], "night-1", NOON)
    load_parsed(con, parsed_tables([], [rejection(bad)]))

    load_captures(con, [good], [], "night-2", NOON + DAY)
    load_parsed(con, parsed_tables([article(good)], []))

    row = _frontier(con)
    assert (row["status"], row["attempts"], row["failure_class"]) == ("captured", 0, None)


@pytest.mark.slow
@pytest.mark.parametrize("reason", [Reason.LISTING, Reason.REDIRECT, Reason.ATTACHMENT])
def test_a_listed_page_of_another_kind_is_not_tried_again(
    con: DuckDBPyConnection, reason: Reason
) -> None:
    start_run(con, "night-1", "nightly", "live", {}, NOON)
    load_discoveries(con, [candidate("ferry")], [], "night-1", NOON)
    page = capture("ferry", NOON, source="live")
    load_captures(con, [page], [], "night-1", NOON)

    assert load_parsed(con, parsed_tables([], [rejection(page, reason)])) == 0
    assert _frontier(con)["status"] == "captured"


@pytest.mark.slow
def test_a_broken_answer_keeps_the_validators_of_the_last_good_one(
    con: DuckDBPyConnection,
) -> None:
    load_captures(con, [capture("ferry", NOON)], [], "run-1", NOON)

    broken = capture("ferry", NOON + DAY, status=503, etag='"error page"')
    load_captures(con, [broken], [], "run-2", NOON + DAY)

    row = _frontier(con)
    assert (row["status"], row["etag"]) == ("failed", '"a"')


def test_a_failure_outweighs_the_capture_of_the_same_answer(con: DuckDBPyConnection) -> None:
    answer = capture("ferry", NOON, status=503)

    load_captures(con, [answer], [failure("ferry", NOON + DAY)], "run-1", NOON)

    row = _frontier(con)
    assert (row["status"], row["attempts"]) == ("failed", 1)
    assert NOON + DAY <= row["next_attempt_at"] < NOON + 1.1 * DAY


@pytest.mark.slow
def test_a_batch_loaded_again_counts_no_attempt_twice(con: DuckDBPyConnection) -> None:
    batch = [capture("port"), capture("quay", status=503)], [failure("ferry", NOON + HOUR)]
    load_captures(con, *batch, "run-1", NOON)
    before = _everything(con)

    load_captures(con, *batch, "run-1", NOON + HOUR)

    assert _everything(con) == before


def test_a_recovered_capture_of_an_unknown_page_enters_the_frontier(
    con: DuckDBPyConnection,
) -> None:
    load_captures(con, [capture("ferry", NOON)], [], "run-2", NOON + DAY)

    row = _frontier(con)

    assert (row["status"], row["kind"], row["source"]) == ("captured", "article", "live")
    assert row["first_seen_at"] == NOON


def test_an_older_capture_found_later_does_not_set_the_page_back(con: DuckDBPyConnection) -> None:
    latest = capture("ferry", NOON)
    load_captures(con, [latest], [], "run-2", NOON)

    load_captures(con, [capture("ferry", NOON - DAY, status=503)], [], "run-2", NOON)

    row = _frontier(con)
    assert (row["status"], row["last_capture_id"]) == ("captured", latest.capture_id)
    assert len(_rows(con, "captures")) == 2


def test_a_discovery_response_is_indexed_but_is_not_a_page(con: DuckDBPyConnection) -> None:
    load_captures(con, [capture("x", purpose=Purpose.DISCOVERY)], [], "run-1", NOON)

    assert len(_rows(con, "captures")) == 1
    assert _rows(con, "frontier") == []


def test_a_capture_twice_in_a_batch_is_indexed_once(con: DuckDBPyConnection) -> None:
    load_captures(con, [capture("ferry"), capture("ferry")], [], "run-1", NOON)

    assert len(_rows(con, "captures")) == 1


@pytest.mark.slow
def test_loading_a_parse_again_changes_nothing(con: DuckDBPyConnection) -> None:
    articles = [article(capture("ferry"), part_count=2)]
    tables = parsed_tables(articles, [rejection(capture("empty"))])
    load_parsed(con, tables)
    before = _everything(con)

    load_parsed(con, tables)

    assert _everything(con) == before
    assert all(before[name] for name in PARSED_TABLES)


@pytest.mark.slow
def test_a_second_parse_replaces_the_first_with_all_its_parts(con: DuckDBPyConnection) -> None:
    source = capture("ferry")
    load_parsed(con, parsed_tables([article(source)], []))

    load_parsed(con, parsed_tables([], [rejection(source)]))

    assert len(_rows(con, "rejections")) == 1
    assert all(_rows(con, name) == [] for name in PARSED_TABLES if name != "rejections")


@pytest.mark.slow
def test_an_article_twice_in_a_batch_is_stored_once(con: DuckDBPyConnection) -> None:
    twice = [article(capture("ferry")), article(capture("ferry"))]

    load_parsed(con, parsed_tables(twice, []))

    assert len(_rows(con, "articles")) == 1
    assert len(_rows(con, "paragraphs")) == 2


def test_a_batch_that_fails_leaves_nothing_behind(con: DuckDBPyConnection) -> None:
    tables = parsed_tables([article(capture("ferry"))], [])
    kinds = tables["paragraphs"]["kind"].to_pylist()
    position = tables["paragraphs"].schema.get_field_index("kind")
    broken = tables["paragraphs"].set_column(position, "kind", [["sonnet" for _ in kinds]])

    with pytest.raises(ConstraintException):
        load_parsed(con, tables | {"paragraphs": broken})

    assert all(_rows(con, name) == [] for name in PARSED_TABLES)


@pytest.mark.slow
def test_articles_to_rebuild_are_those_parsed_again_or_with_a_new_date(
    con: DuckDBPyConnection,
) -> None:
    ferry, port = capture("ferry"), capture("port")
    load_captures(con, [ferry, port], [], "run-1", NOON)
    load_parsed(con, parsed_tables([article(ferry)], []))
    after_parse = changed_articles(con)
    con.execute("delete from raw.changed_articles")

    load_discoveries(con, [candidate("port", published_on=date(2011, 3, 4))], [], "run-2", NOON)

    assert after_parse == [article(ferry).article_id]
    assert changed_articles(con) == [article(port).article_id]


def test_counts_of_batches_are_added() -> None:
    first, second = DiscoveryCounts(1, 2, 3, 4), DiscoveryCounts(10, 20, 30, 40)

    assert DiscoveryCounts() + first + second == DiscoveryCounts(11, 22, 33, 44)
