from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from duckdb import DuckDBPyConnection

from tasks.models import Purpose
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
from warehouse.ingest.arrow_schemas import parsed_tables
from warehouse.ingest.frontier import (
    Selection,
    captures_to_parse,
    plan,
    read_captures,
    select_due,
)
from warehouse.ingest.load import load_captures, load_discoveries, load_parsed
from warehouse.reporting.runs import start_run

MARCH = Selection(since=date(2011, 3, 1), until=date(2011, 3, 31), now=NOON)


def _due(con: DuckDBPyConnection, selection: Selection) -> list[str]:
    return [page.url.rstrip("/").rsplit("/", 1)[1] for page in select_due(con, selection)]


def _discover(con: DuckDBPyConnection, *slugs: str, on: date | None = None) -> None:
    load_discoveries(con, [candidate(slug, published_on=on) for slug in slugs], [], "run-1", NOON)


@pytest.mark.slow
def test_pending_pages_are_due_and_captured_ones_are_not(con: DuckDBPyConnection) -> None:
    _discover(con, "ferry", "port")
    load_captures(con, [capture("port")], [], "run-1", NOON)

    assert _due(con, Selection(now=NOON)) == ["ferry"]


@pytest.mark.slow
def test_a_failed_page_is_due_when_its_time_has_come(con: DuckDBPyConnection) -> None:
    load_captures(con, [], [failure("ferry", NOON + HOUR)], "run-1", NOON)

    assert _due(con, Selection(now=NOON + 0.9 * HOUR)) == []
    assert _due(con, Selection(now=NOON + 1.1 * HOUR)) == ["ferry"]


def test_a_wait_that_began_by_a_clock_that_was_ahead_is_over(con: DuckDBPyConnection) -> None:
    ahead = NOON + 1000 * DAY
    load_captures(con, [], [failure("ferry", ahead + HOUR)], "run-1", ahead)

    assert _due(con, Selection(now=NOON)) == ["ferry"]


@pytest.mark.slow
def test_refetch_asks_for_everything_but_what_a_rule_forbids(con: DuckDBPyConnection) -> None:
    failures = [
        failure("gone", failure_class="permanent"),
        failure("barred", failure_class="policy"),
        failure("resting", NOON + DAY),
    ]
    _discover(con, "new")
    load_captures(con, [capture("known")], failures, "run-1", NOON)

    due = select_due(con, Selection(mode="refetch", now=NOON))

    assert [page.url for page in due] == [page_url("gone"), page_url("new"), page_url("known")]
    assert due[-1].etag == '"a"'


@pytest.mark.slow
def test_reparse_fetches_nothing(con: DuckDBPyConnection) -> None:
    _discover(con, "ferry")

    assert _due(con, Selection(mode="reparse", now=NOON)) == []


@pytest.mark.slow
def test_the_budget_cuts_a_fixed_order(con: DuckDBPyConnection) -> None:
    _discover(con, "b", "a", on=date(2011, 3, 4))
    _discover(con, "c", on=date(2012, 1, 1))
    _discover(con, "d")

    assert _due(con, Selection(max_pages=3, now=NOON)) == ["c", "a", "b"]


@pytest.mark.slow
def test_a_window_takes_pages_by_the_date_a_listing_gave(con: DuckDBPyConnection) -> None:
    _discover(con, "march", on=date(2011, 3, 31))
    _discover(con, "april", on=date(2011, 4, 1))

    assert _due(con, MARCH) == ["march"]


@pytest.mark.slow
def test_the_date_on_the_page_outweighs_the_hint(con: DuckDBPyConnection) -> None:
    _discover(con, "ferry", on=date(2014, 1, 1))
    taken = capture("ferry")
    load_captures(con, [taken], [], "run-1", NOON)
    load_parsed(con, parsed_tables([article(taken)], []))

    assert _due(con, replace(MARCH, mode="refetch")) == ["ferry"]


@pytest.mark.slow
def test_undated_pages_are_due_only_when_the_whole_archive_is(con: DuckDBPyConnection) -> None:
    _discover(con, "undated")
    whole = Selection(since=date(2005, 1, 1), until=date(2017, 12, 31), now=NOON)

    assert _due(con, whole) == ["undated"]
    assert _due(con, MARCH) == []
    assert plan(con, MARCH).undated == 1


@pytest.mark.slow
@pytest.mark.parametrize("section", ["news", "News", "news/harbour", "/news/harbour/", "Harbour"])
def test_a_section_is_found_by_path_parent_or_listed_name(
    con: DuckDBPyConnection, section: str
) -> None:
    found = [candidate("ferry", "news/harbour", section="Harbour"), candidate("cup", "sports")]
    load_discoveries(con, found, [], "run-1", NOON)

    assert _due(con, Selection(sections=(section,), now=NOON)) == ["ferry"]


@pytest.mark.slow
def test_a_source_is_asked_only_for_pages_its_runs_named(con: DuckDBPyConnection) -> None:
    start_run(con, "run-live", "backfill", "live", {}, NOON)
    load_discoveries(con, [candidate("ferry")], [], "run-live", NOON)
    start_run(con, "run-warc", "backfill", "warc", {}, NOON)
    load_discoveries(con, [candidate("port", discovered_via="warc")], [], "run-warc", NOON)

    assert _due(con, Selection(source="warc", now=NOON)) == ["port"]
    assert _due(con, Selection(source="live", now=NOON)) == ["ferry"]
    assert _due(con, Selection(now=NOON)) == ["ferry", "port"]


@pytest.mark.slow
def test_captures_not_parsed_yet_come_back_as_they_were_stored(con: DuckDBPyConnection) -> None:
    parsed, unparsed = capture("port"), capture("ferry", flags=("gzip", "cut"))
    others = [
        capture("same", is_revisit=True),
        capture("list", purpose=Purpose.DISCOVERY),
    ]
    load_captures(con, [parsed, unparsed, *others], [], "run-1", NOON)
    load_parsed(con, parsed_tables([], [rejection(parsed)]))

    found = captures_to_parse(con, Selection(now=NOON), "1")

    assert read_captures(con, found) == [unparsed]


@pytest.mark.slow
def test_captures_of_an_older_parser_are_due_like_unparsed_ones(con: DuckDBPyConnection) -> None:
    old, refused, current, unparsed = map(capture, ("old", "refused", "current", "unparsed"))
    load_captures(con, [old, refused, current, unparsed], [], "run-1", NOON)
    articles = [article(old, parser_version="1"), article(current, parser_version="2")]
    load_parsed(con, parsed_tables(articles, [rejection(refused)]))

    found = captures_to_parse(con, replace(MARCH, mode="missing"), "2")

    assert {one.url for one in read_captures(con, found)} == {old.url, refused.url, unparsed.url}


@pytest.mark.slow
def test_reparse_takes_all_of_the_selection_other_versions_first(con: DuckDBPyConnection) -> None:
    old, new, april = capture("old"), capture("new"), capture("april")
    load_captures(con, [old, new, april], [], "run-1", NOON)
    outcomes = [
        article(old, parser_version="1"),
        article(new, parser_version="2"),
        article(april, published_on=date(2011, 4, 1)),
    ]
    load_parsed(con, parsed_tables(outcomes, []))

    found = captures_to_parse(con, replace(MARCH, mode="reparse"), "2")

    assert found == [old.capture_id, new.capture_id]


@pytest.mark.slow
def test_captures_to_parse_are_in_the_order_of_the_store(con: DuckDBPyConnection) -> None:
    taken = [
        capture("a", warc_file="b.warc.gz", warc_offset=1),
        capture("b", warc_file="a.warc.gz", warc_offset=9),
        capture("c", warc_file="a.warc.gz", warc_offset=2),
    ]
    load_captures(con, taken, [], "run-1", NOON)

    found = captures_to_parse(con, Selection(now=NOON), "1")

    assert found == [taken[2].capture_id, taken[1].capture_id, taken[0].capture_id]
    assert read_captures(con, found) == [taken[2], taken[1], taken[0]]


@pytest.mark.slow
def test_a_plan_counts_by_month_and_section_and_says_why_not(con: DuckDBPyConnection) -> None:
    names = ("new", "known", "resting", "gone", "barred")
    march = [candidate(slug, published_on=date(2011, 3, 4)) for slug in names]
    load_discoveries(con, [*march, candidate("cup", "sports")], [], "run-1", NOON)
    failures = [
        failure("resting", NOON + DAY, failure_class="http_503"),
        failure("gone", failure_class="http_503"),
        failure("barred", failure_class="policy"),
    ]
    load_captures(con, [capture("known")], failures, "run-1", NOON)

    found = plan(con, Selection(max_pages=1, now=NOON))

    news, sports = found.rows
    assert (news.month, news.section) == (date(2011, 3, 1), "news")
    assert (news.to_fetch, news.already_there, news.waiting) == (1, 1, 1)
    assert (news.gone, news.excluded) == (1, 1)
    assert news.reasons == {"waiting: http_503": 1, "gone: http_503": 1, "excluded: policy": 1}
    assert (sports.month, sports.section, sports.to_fetch) == (None, "sports", 1)
    assert (found.to_fetch, found.over_budget) == (1, 1)


@pytest.mark.slow
def test_a_plan_to_reparse_counts_captured_pages(con: DuckDBPyConnection) -> None:
    _discover(con, "missing")
    load_captures(con, [capture("known")], [], "run-1", NOON)

    found = plan(con, Selection(mode="reparse", now=NOON))

    assert (found.to_fetch, found.to_parse) == (0, 1)
    assert sum(row.not_there for row in found.rows) == 1


def test_without_a_time_of_its_own_a_selection_means_now(con: DuckDBPyConnection) -> None:
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    load_captures(con, [], [failure("ferry", long_ago + HOUR)], "run-1", long_ago)

    assert _due(con, Selection()) == ["ferry"]


@pytest.mark.parametrize(("max_pages", "to_fetch", "over_budget"), [(None, 2, 0), (1, 1, 1)])
def test_a_plan_says_what_exceeds_the_budget(
    con: DuckDBPyConnection, max_pages: int | None, to_fetch: int, over_budget: int
) -> None:
    _discover(con, "ferry", "port")

    found = plan(con, Selection(max_pages=max_pages, now=NOON))

    assert (found.to_fetch, found.over_budget) == (to_fetch, over_budget)
