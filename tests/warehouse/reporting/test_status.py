from datetime import date, datetime
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from tasks.models import Expectation, Purpose, Reason
from tests.warehouse.example_records import (
    DAY,
    HOUR,
    NOON,
    article,
    candidate,
    capture,
    failure,
    rejection,
)
from warehouse.db.writer_lock import hold_writer
from warehouse.ingest.arrow_schemas import parsed_tables
from warehouse.ingest.load import load_captures, load_discoveries, load_parsed
from warehouse.reporting.runs import finish_run, start_run
from warehouse.reporting.status import read_status, with_crashed_runs
from warehouse.transform.build import build_marts


def _run(con: DuckDBPyConnection, run_id: str, at: datetime) -> None:
    start_run(con, run_id, "backfill", "warc", {}, at)
    finish_run(con, run_id, "succeeded", {"unanswered": 0}, now=at)


@pytest.mark.slow
def test_every_page_is_accounted_for(con: DuckDBPyConnection) -> None:
    ferry, again, empty, listing = (
        capture("ferry"),
        capture("ferry", NOON + DAY),
        capture("empty"),
        capture("listing"),
    )
    others = [
        capture("unparsed"),
        capture("same", is_revisit=True),
        capture("map", purpose=Purpose.DISCOVERY),
    ]
    load_captures(con, [ferry, again, empty, listing, *others], [], "run-1", NOON)
    rejections = [rejection(empty), rejection(listing, Reason.LISTING)]
    load_parsed(con, parsed_tables([article(ferry), article(again)], rejections))
    build_marts(con)

    status = read_status(con, NOON)

    assert (status.articles, status.articles_built) == (1, 1)
    assert (status.page_captures, status.article_captures) == (5, 2)
    assert (status.rejected_captures, status.unparsed, status.unaccounted) == (2, 1, 0)
    assert (sum(row.pages for row in status.rejections), status.lost_rejections) == (2, 1)


@pytest.mark.slow
def test_an_outcome_without_its_capture_is_counted_as_unaccounted(con: DuckDBPyConnection) -> None:
    load_parsed(con, parsed_tables([article(capture("ferry"))], []))

    status = read_status(con, NOON)

    assert (status.unaccounted, status.articles_built) == (-1, 0)


@pytest.mark.slow
def test_articles_are_counted_by_year_the_undated_last(con: DuckDBPyConnection) -> None:
    sources = [capture(slug) for slug in ("a", "b", "c", "d")]
    days = [date(2011, 1, 1), date(2009, 1, 1), date(2011, 2, 2), None]
    articles = [
        article(source, published_on=day) for source, day in zip(sources, days, strict=True)
    ]
    load_captures(con, sources, [], "run-1", NOON)
    load_parsed(con, parsed_tables(articles, []))

    status = read_status(con, NOON)

    assert status.by_year == ((2009, 1), (2011, 2), (None, 1))


@pytest.mark.slow
def test_due_and_waiting_pages_are_counted_separately(con: DuckDBPyConnection) -> None:
    start_run(con, "run-1", "nightly", "live", {}, NOON)
    load_discoveries(con, [candidate("new")], [], "run-1", NOON)
    failures = [
        failure("soon", NOON + HOUR),
        failure("later", NOON + DAY),
        failure("gone", failure_class="permanent"),
        failure("barred", failure_class="policy"),
    ]
    load_captures(con, [capture("known")], failures, "run-1", NOON)

    status = read_status(con, NOON + 1.1 * HOUR)

    assert (status.pages_known, status.due, status.waiting) == (6, 2, 1)
    assert (status.gone, status.excluded) == (1, 1)
    assert status.next_attempt_at
    assert NOON + DAY <= status.next_attempt_at < NOON + 1.1 * DAY
    assert [run.run_id for run in status.runs] == ["run-1"]


def test_an_empty_warehouse_has_a_status(con: DuckDBPyConnection) -> None:
    status = read_status(con)

    assert (status.articles, status.unaccounted, status.runs) == (0, 0, ())


@pytest.mark.slow
def test_files_and_index_rows_that_were_not_read_are_losses_and_other_files_are_not(
    con: DuckDBPyConnection,
) -> None:
    passed_over = Expectation("passed-over:warc", "bad.wacz", 1, "not a readable ZIP file")
    rows = Expectation("unreadable:wayback", "archive.test", 2, "the index")
    others = Expectation("other-files:warc", "archives", 12, "12 .css")
    _run(con, "run-1", NOON)
    load_discoveries(con, [], [passed_over, rows, others], "run-1", NOON)

    losses = read_status(con, NOON).losses

    assert [(loss.kind, loss.scope, loss.places) for loss in losses] == [
        ("passed-over:warc", "bad.wacz", 1),
        ("unreadable:wayback", "archive.test", 2),
    ]


@pytest.mark.slow
def test_unreadable_files_are_reported_until_a_run_reads_them(
    con: DuckDBPyConnection,
) -> None:
    torn = Expectation("unreadable:warc", "torn.warc.gz", 1, "torn.warc.gz at 97503")
    posts = Expectation("rest:posts", "2016-11", 30, "the site")
    _run(con, "run-1", NOON)
    load_discoveries(con, [], [torn, posts], "run-1", NOON)

    after_the_first = read_status(con, NOON).losses
    _run(con, "run-2", NOON + DAY)

    assert [(loss.scope, loss.places) for loss in after_the_first] == [("torn.warc.gz", 1)]
    assert read_status(con, NOON + DAY).losses == ()


def test_a_killed_run_is_not_said_to_be_running(con: DuckDBPyConnection, tmp_path: Path) -> None:
    start_run(con, "run-1", "backfill", "warc", {}, NOON)

    with hold_writer(tmp_path, "run-1", 0):
        [alive] = with_crashed_runs(read_status(con, NOON), tmp_path).runs
    [killed] = with_crashed_runs(read_status(con, NOON), tmp_path).runs

    assert (alive.status, killed.status) == ("running", "crashed")
