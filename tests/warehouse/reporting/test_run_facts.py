from datetime import date

import pytest
from duckdb import DuckDBPyConnection

from tasks.models import Reason
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
from warehouse.ingest.arrow_schemas import parsed_tables
from warehouse.ingest.load import load_captures, load_discoveries, load_parsed
from warehouse.reporting.run_facts import articles_by_year, page_weight, read_run_facts


@pytest.mark.slow
def test_an_article_is_new_changed_or_as_before(con: DuckDBPyConnection) -> None:
    before = [capture(slug) for slug in ("same", "changed")]
    load_captures(con, before, [], "run-1", NOON)
    load_parsed(con, parsed_tables([article(each, "First wording") for each in before], []))
    same, changed, new = (
        capture(slug, NOON + DAY, run_id="run-2") for slug in ("same", "changed", "new")
    )
    load_captures(con, [same, changed, new], [], "run-2", NOON + DAY)
    outcomes = [article(same, "First wording"), article(changed, "Second wording"), article(new)]
    load_parsed(con, parsed_tables(outcomes, []))

    work = read_run_facts(con, "run-2").work

    assert (work.new_articles, work.changed_articles) == (1, 1)
    assert (work.responses, work.stored_bytes) == (3, 1_500)


def test_failures_are_counted_by_class_with_an_example_and_the_next_attempt(
    con: DuckDBPyConnection,
) -> None:
    load_discoveries(con, [candidate("a"), candidate("b"), candidate("c")], [], "run-1", NOON)
    failures = [
        failure("a", NOON + HOUR),
        failure("b", NOON + DAY),
        failure("c", failure_class="policy"),
    ]
    load_captures(con, [], failures, "run-1", NOON)

    facts = read_run_facts(con, "run-1")

    passing, forbidden = facts.failures
    assert (passing.failure_class, passing.status, passing.pages) == ("transient", "failed", 2)
    assert passing.example_url == failure("a").url
    assert passing.next_attempt_at
    assert NOON + HOUR <= passing.next_attempt_at < NOON + 1.1 * HOUR
    assert (forbidden.status, forbidden.next_attempt_at) == ("excluded", NOON + 16 * HOUR)
    assert facts.work.pages_discovered == 3


@pytest.mark.slow
def test_rejections_of_other_runs_are_not_this_runs(con: DuckDBPyConnection) -> None:
    mine, listing = capture("empty"), capture("listing")
    other = capture("other", run_id="run-0")
    load_captures(con, [mine, listing, other], [], "run-1", NOON)
    rejections = [rejection(mine), rejection(listing, Reason.LISTING), rejection(other)]
    load_parsed(con, parsed_tables([], rejections))

    facts = read_run_facts(con, "run-1")

    assert [(row.pages, row.is_expected) for row in facts.rejections] == [(1, False), (1, True)]
    assert facts.lost_rejections == 1


@pytest.mark.slow
def test_years_and_weight_are_those_of_the_whole_warehouse(con: DuckDBPyConnection) -> None:
    assert page_weight(con) is None
    ferry = capture("ferry")
    load_captures(con, [ferry], [], "run-1", NOON)
    load_parsed(con, parsed_tables([article(ferry, published_on=date(2011, 1, 1))], []))

    assert articles_by_year(con) == ((2011, 1),)
    assert page_weight(con) == 500
