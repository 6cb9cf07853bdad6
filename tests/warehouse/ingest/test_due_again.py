"""Pages that are due again: lost or damaged captures, new captures offered, pages without a text."""

from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from tasks.models import Capture, Reason
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
from warehouse.ingest.frontier import Selection, known_captures, select_due
from warehouse.ingest.identify import identify_articles
from warehouse.ingest.load import load_captures, load_discoveries, load_parsed
from warehouse.reporting.coverage import note_lost_files
from warehouse.reporting.runs import start_run


def _due(con: DuckDBPyConnection, days: float = 1, **fields: Any) -> list[str]:
    return [page.url for page in select_due(con, Selection(now=NOON + days * DAY, **fields))]


def _offer(con: DuckDBPyConnection, file: str, source: str = "warc") -> None:
    run_id = f"run-{source}-{file}"
    start_run(con, run_id, "backfill", source, {}, NOON)
    named = candidate("ferry", discovered_via=source, listed_on=file)
    load_discoveries(con, [named], [], run_id, NOON)


def _capture(con: DuckDBPyConnection, run_id: str = "run-1", **fields: Any) -> Capture:
    taken = capture("ferry", run_id=run_id, **fields)
    load_captures(con, [taken], [], run_id, NOON)
    return taken


FERRY = [page_url("ferry")]
GOOD = ("postid", "paragraphs")
LOSSES = [Reason.CORRUPT, Reason.NO_BODY, Reason.NOT_THE_ARTICLE, Reason.NOT_FOUND]


@pytest.mark.slow
@pytest.mark.parametrize("reason", LOSSES)
def test_a_page_without_an_article_is_due_when_another_file_has_it(
    con: DuckDBPyConnection, reason: Reason
) -> None:
    _offer(con, "1.warc.gz")
    taken = _capture(con, source="warc")
    load_parsed(con, parsed_tables([], [rejection(taken, reason)]))
    before = _due(con)

    _offer(con, "2.warc.gz")

    assert (before, _due(con)) == ([], FERRY)


@pytest.mark.slow
def test_a_page_absent_from_one_file_does_not_wait_when_another_file_has_it(
    con: DuckDBPyConnection,
) -> None:
    _offer(con, "1.warc.gz")
    load_captures(con, [], [failure("ferry", NOON + 30 * DAY)], "run-1", NOON)

    _offer(con, "2.warc.gz")

    assert _due(con) == FERRY


@pytest.mark.slow
def test_a_file_of_the_same_name_in_another_folder_has_a_page_that_was_absent(
    con: DuckDBPyConnection,
) -> None:
    _offer(con, "part.warc.gz")
    absent = failure("ferry", NOON + 30 * DAY, failure_class="absent")
    load_captures(con, [], [absent], "run-1", NOON)

    _offer(con, "part.warc.gz")

    assert _due(con) == FERRY


@pytest.mark.slow
@pytest.mark.parametrize("evidence", [(), ("postid",)])
def test_an_article_with_little_evidence_is_due_when_another_file_has_the_page(
    con: DuckDBPyConnection, evidence: tuple[str, ...]
) -> None:
    """A paywall keeps the marks of the post, but not its text."""
    _offer(con, "1.warc.gz")
    taken = _capture(con, source="warc")
    load_parsed(con, parsed_tables([article(taken, evidence=evidence)], []))

    _offer(con, "2.warc.gz")

    assert _due(con) == FERRY


@pytest.mark.slow
def test_an_article_captured_after_the_end_of_its_host_is_due_when_another_file_has_the_page(
    con: DuckDBPyConnection,
) -> None:
    _offer(con, "1.warc.gz")
    taken = _capture(con, source="warc")
    load_parsed(con, parsed_tables([article(taken, evidence=GOOD)], []))
    identify_articles(con, {"archive.test": NOON - DAY})

    _offer(con, "2.warc.gz")

    assert _due(con) == FERRY


@pytest.mark.slow
@pytest.mark.parametrize("status", [403, 503])
def test_an_error_response_in_a_file_is_due_to_the_site_but_not_to_the_same_file(
    con: DuckDBPyConnection, status: int
) -> None:
    _offer(con, "1.warc.gz")
    _capture(con, source="warc", status=status)

    assert _due(con, source="warc") == []
    assert _due(con) == FERRY
    _offer(con, "2.warc.gz")
    assert _due(con, source="warc") == FERRY


@pytest.mark.slow
def test_another_archive_completes_a_page_that_one_archive_has_truncated(
    con: DuckDBPyConnection,
) -> None:
    _offer(con, "cdx", "commoncrawl")
    taken = _capture(con, source="commoncrawl", flags=("warc-truncated",))
    load_parsed(con, parsed_tables([article(taken)], []))

    _offer(con, "cdx", "wayback")

    assert _due(con) == FERRY


@pytest.mark.slow
def test_a_page_with_a_whole_article_is_not_due_for_another_file(con: DuckDBPyConnection) -> None:
    _offer(con, "1.warc.gz")
    taken = _capture(con, source="warc")
    load_parsed(con, parsed_tables([article(taken, evidence=GOOD)], []))

    _offer(con, "2.warc.gz")

    assert _due(con) == []


def test_a_page_with_a_whole_article_is_due_if_a_file_has_a_capture_that_is_not_stored(
    con: DuckDBPyConnection,
) -> None:
    """Else the article would depend on which file was loaded first."""
    _offer(con, "1.warc.gz")
    taken = _capture(con, source="warc")
    load_parsed(con, parsed_tables([article(taken, evidence=GOOD)], []))

    load_discoveries(con, [], [], "run-2", NOON, newly_captured=FERRY)

    assert _due(con) == FERRY


@pytest.mark.slow
@pytest.mark.parametrize("reason", [Reason.LISTING, Reason.ATTACHMENT, Reason.FEED])
def test_a_page_that_holds_no_article_by_its_nature_is_not_due_for_another_file(
    con: DuckDBPyConnection, reason: Reason
) -> None:
    _offer(con, "1.warc.gz")
    load_parsed(con, parsed_tables([], [rejection(_capture(con, source="warc"), reason)]))

    _offer(con, "2.warc.gz")

    assert _due(con) == []


@pytest.mark.slow
def test_the_same_file_given_again_makes_nothing_due(con: DuckDBPyConnection) -> None:
    _offer(con, "1.warc.gz")
    load_parsed(con, parsed_tables([], [rejection(_capture(con, source="warc"))]))

    _offer(con, "1.warc.gz")

    assert _due(con) == []


@pytest.mark.slow
def test_a_page_offered_again_is_fetched_once(con: DuckDBPyConnection) -> None:
    _offer(con, "1.warc.gz")
    load_parsed(con, parsed_tables([], [rejection(_capture(con, source="warc"))]))
    _offer(con, "2.warc.gz")

    load_captures(con, [capture("ferry", NOON + HOUR)], [], "run-2", NOON)

    assert _due(con) == []


@pytest.mark.slow
def test_captures_of_a_lost_file_are_stored_again(con: DuckDBPyConnection) -> None:
    taken = _capture(con, warc_file="old.warc.gz")
    note_lost_files(con, {"old.warc.gz"}, "run-2", NOON)
    known = known_captures(con)

    _capture(con, warc_file="new.warc.gz")

    assert taken.capture_id not in known
    assert con.execute("select warc_file from raw.captures").fetchall() == [("new.warc.gz",)]
    assert _due(con) == []


@pytest.mark.slow
def test_a_damaged_capture_makes_its_page_due_and_keeps_the_article(
    con: DuckDBPyConnection,
) -> None:
    taken = _capture(con)
    load_parsed(con, parsed_tables([article(taken)], []))

    load_parsed(con, parsed_tables([], [rejection(taken, Reason.UNREADABLE)]), NOON)
    note_lost_files(con, set(), "run-2", NOON)

    assert con.execute("select count(*) from staging.latest_articles").fetchall() == [(1,)]
    assert con.execute("select count(*) from raw.rejections").fetchall() == [(0,)]
    assert _due(con) == FERRY


@pytest.mark.slow
def test_a_damaged_capture_that_never_gave_an_article_is_a_rejection(
    con: DuckDBPyConnection,
) -> None:
    taken = _capture(con)

    load_parsed(con, parsed_tables([], [rejection(taken, Reason.UNREADABLE)]), NOON)

    assert con.execute("select reason from raw.rejections").fetchall() == [("unreadable",)]


@pytest.mark.slow
def test_a_damaged_capture_that_is_stored_again_is_whole(con: DuckDBPyConnection) -> None:
    taken = _capture(con)
    load_parsed(con, parsed_tables([], [rejection(taken, Reason.UNREADABLE)]), NOON)

    _capture(con, warc_file="new.warc.gz")

    assert con.execute("from raw.damaged_captures").fetchall() == []
    assert known_captures(con) == {taken.capture_id}


def _listed_by_the_site(con: DuckDBPyConnection, run_id: str = "run-1") -> None:
    start_run(con, run_id, "nightly", "live", {}, NOON)
    load_discoveries(con, [candidate("ferry")], [], run_id, NOON)


@pytest.mark.slow
@pytest.mark.parametrize("reason", [Reason.EMPTY_PAGE, Reason.NOT_THE_ARTICLE, Reason.NO_BODY])
def test_a_listed_page_that_gives_no_article_is_tried_again_later_and_later(
    con: DuckDBPyConnection, reason: Reason
) -> None:
    _listed_by_the_site(con)
    load_parsed(con, parsed_tables([], [rejection(_capture(con), reason)]))
    soon, later = _due(con, 0.5), _due(con, 1.5)
    again = capture("ferry", NOON + 2 * DAY)
    load_captures(con, [again], [], "run-1", NOON)
    load_parsed(con, parsed_tables([], [rejection(again, reason)]))

    assert (soon, later) == (FERRY, FERRY)
    assert (_due(con, 2.5), _due(con, 3.5)) == ([], FERRY)


@pytest.mark.parametrize(
    "reason", [Reason.LISTING, pytest.param(Reason.FRONT_PAGE, marks=pytest.mark.slow)]
)
def test_a_listing_in_the_place_of_a_post_is_tried_again(
    con: DuckDBPyConnection, reason: Reason
) -> None:
    start_run(con, "run-1", "nightly", "live", {}, NOON)
    load_discoveries(con, [candidate("ferry", post_id=7)], [], "run-1", NOON)
    load_parsed(con, parsed_tables([], [rejection(_capture(con), reason)]))

    assert _due(con, 0.5) == FERRY


@pytest.mark.slow
def test_a_listed_page_that_answers_404_is_tried_again(con: DuckDBPyConnection) -> None:
    _listed_by_the_site(con)
    taken = _capture(con, status=404)
    load_parsed(con, parsed_tables([], [rejection(taken, Reason.NOT_FOUND)]))

    assert _due(con, 0.5) == FERRY


@pytest.mark.slow
def test_a_listed_404_stays_due_on_nights_that_list_only_changes(con: DuckDBPyConnection) -> None:
    _listed_by_the_site(con)
    _capture(con, status=404)
    for night in (1, 2):
        run_id = f"run-night-{night}"
        start_run(con, run_id, "nightly", "live", {}, NOON + night * DAY)
        load_discoveries(con, [], [], run_id, NOON + night * DAY)
        again = capture("ferry", NOON + night * DAY, status=404)
        load_captures(con, [again], [], run_id, NOON + night * DAY)

    assert _due(con, 40) == FERRY


@pytest.mark.slow
def test_a_challenge_that_becomes_a_404_stays_due(con: DuckDBPyConnection) -> None:
    _listed_by_the_site(con)
    load_parsed(con, parsed_tables([], [rejection(_capture(con), Reason.NOT_THE_ARTICLE)]))
    start_run(con, "run-2", "nightly", "live", {}, NOON + DAY)
    load_captures(con, [capture("ferry", NOON + DAY, status=404)], [], "run-2", NOON + DAY)

    assert _due(con, 40) == FERRY


@pytest.mark.slow
@pytest.mark.parametrize("status", [401, 403, 406, 415, 418, 423, 451])
def test_a_refused_page_is_due_the_next_night(con: DuckDBPyConnection, status: int) -> None:
    _capture(con, status=status)

    assert (_due(con, 0.5), _due(con, 20 / 24)) == ([], FERRY)


@pytest.mark.slow
def test_a_page_whose_404_is_lost_is_due_until_the_file_is_back(con: DuckDBPyConnection) -> None:
    _capture(con, status=404, warc_file="old.warc.gz")
    note_lost_files(con, {"old.warc.gz"}, "run-2", NOON)
    lost = _due(con)
    note_lost_files(con, set(), "run-3", NOON)

    assert (lost, _due(con)) == (FERRY, [])


def test_a_page_no_listing_names_any_more_is_gone_at_its_first_404(con: DuckDBPyConnection) -> None:
    start_run(con, "run-1", "nightly", "live", {}, NOON)
    _capture(con, status=404)

    assert _due(con, 400) == []


@pytest.mark.slow
def test_a_listed_page_that_gives_an_article_is_not_tried_again(con: DuckDBPyConnection) -> None:
    _listed_by_the_site(con)
    load_parsed(con, parsed_tables([article(_capture(con))], []))

    assert _due(con, 40) == []


def test_an_excluded_page_is_due_again_after_waits_that_double_up_to_a_month(
    con: DuckDBPyConnection,
) -> None:
    """A rule of robots.txt may be lifted."""
    load_discoveries(con, [candidate("ferry")], [], "run-0", NOON)
    asked, excluded = [], []
    for night in range(70):
        if _due(con, night):
            asked.append(night)
            forbidden = [failure("ferry", failure_class="policy", error=f"refused on {night}")]
            counts = load_captures(con, [], forbidden, f"run-{night}", NOON + night * DAY)
            excluded.append(counts.excluded)

    assert asked == [0, 1, 3, 6, 12, 23, 45]
    assert excluded == [1, 0, 0, 0, 0, 0, 0]
