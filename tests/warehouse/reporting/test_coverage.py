from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from tasks.models import FIRST_DAY, LAST_DAY, Capture, Expectation, FetchFailure, Reason
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
from warehouse.errors import BadQuery
from warehouse.ingest.arrow_schemas import parsed_tables
from warehouse.ingest.frontier import Selection, captures_to_parse, select_due
from warehouse.ingest.load import load_captures, load_discoveries, load_parsed
from warehouse.reporting.coverage import (
    Coverage,
    LostCaptures,
    indexed_files,
    note_lost_files,
    read_coverage,
)
from warehouse.reporting.runs import finish_run, start_run
from warehouse.reporting.status import read_status
from warehouse.transform.build import build_marts

# Every test builds the marts, half a second each.
pytestmark = pytest.mark.slow

# What a run counts when its discovery has ended, and when it has asked for the whole archive.
LISTED = {"unanswered": 0}
WHOLE = {"unanswered": 0, "whole_discoveries": 1}
MARCH, APRIL = date(2009, 3, 1), date(2009, 4, 1)


def _name(con: DuckDBPyConnection, *slugs: str, on: date | None = MARCH, **fields: Any) -> None:
    named = [candidate(slug, published_on=on, **fields) for slug in slugs]
    load_discoveries(con, named, [], "run-1", NOON)


def _load(con: DuckDBPyConnection, source: Capture, on: date = MARCH) -> None:
    load_captures(con, [source], [], "run-1", NOON)
    read = article(source, published_on=on, published_at=None)
    load_parsed(con, parsed_tables([read], []))


def _reject(con: DuckDBPyConnection, source: Capture, reason: Reason) -> None:
    load_captures(con, [source], [], "run-1", NOON)
    load_parsed(con, parsed_tables([], [rejection(source, reason)]))


def _built(con: DuckDBPyConnection, **asked: Any) -> Coverage:
    build_marts(con)
    return read_coverage(con, **asked)


def _reasons(coverage: Coverage, month: date | None = MARCH) -> str:
    return next(row.reasons for row in coverage.months if row.month == month)


def test_before_the_first_build_the_ledger_is_empty(con: DuckDBPyConnection) -> None:
    assert read_coverage(con) == Coverage((), ())


def test_every_page_is_in_one_cell_and_one_outcome(con: DuckDBPyConnection) -> None:
    _name(con, "read", "hollow", "never", "late", "refused", "gone", "unread")
    _name(con, "undated", on=None)
    _load(con, capture("read"))
    _reject(con, capture("hollow"), Reason.NO_BODY)
    _reject(con, capture("listing-page"), Reason.LISTING)
    load_captures(con, [capture("unread")], [], "run-1", NOON)
    failures = [
        failure("late", NOON + DAY, failure_class="http_503"),
        failure("refused", failure_class="policy"),
        failure("gone", failure_class="http_410"),
    ]
    load_captures(con, [], failures, "run-1", NOON)
    build_marts(con)

    rows = con.execute(
        "select discovered, loaded, no_article, rejected, unparsed, not_fetched, waiting, lost,"
        " gone, excluded, unexplained, missing, expected, reasons"
        " from marts.coverage order by month nulls last"
    ).fetchall()

    assert [sum(row[1:11]) for row in rows] == [row[0] for row in rows] == [7, 2]
    assert rows[0][:13] == (7, 1, 0, 1, 1, 1, 1, 0, 1, 1, 0, 6, 7)
    assert rows[0][13] == {
        "excluded: policy": 1,
        "gone: http_410": 1,
        "not_fetched": 1,
        "rejected: no_body": 1,
        "unparsed": 1,
        "waiting: http_503": 1,
    }
    assert rows[1][:13] == (2, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1)
    pages = con.execute("select count(*) from raw.frontier").fetchall()
    assert pages == [(sum(row[0] for row in rows),)]


def test_months_are_split_by_section_only_on_request(con: DuckDBPyConnection) -> None:
    _name(con, "one", "two")
    load_discoveries(con, [candidate("three", "opinion", published_on=MARCH)], [], "run-1", NOON)

    whole, apart = _built(con), read_coverage(con, by_section=True)
    opinion = read_coverage(con, section="opinion", by_section=True)

    assert [(row.section, row.discovered) for row in whole.months] == [(None, 3)]
    assert [(row.section, row.discovered) for row in apart.months] == [("news", 2), ("opinion", 1)]
    assert [row.discovered for row in opinion.months] == [1]


def test_a_range_includes_the_months_of_its_days(con: DuckDBPyConnection) -> None:
    _name(con, "one", on=date(2009, 3, 31))
    _name(con, "two", on=date(2009, 4, 30))

    coverage = _built(con, since=date(2009, 3, 15), until=date(2009, 3, 20))

    assert [row.month for row in coverage.months] == [MARCH]


def test_routes_that_name_a_page_are_counted_each(con: DuckDBPyConnection) -> None:
    _name(con, "one", "two", discovered_via="rest:posts")
    _name(con, "one", discovered_via="sitemap")
    build_marts(con)

    rows = con.execute("select named_by from marts.coverage").fetchall()

    assert rows == [({"rest": 2, "sitemap": 1},)]


def test_a_count_of_the_source_that_is_not_reached_is_shown(con: DuckDBPyConnection) -> None:
    stated = [
        Expectation("rest:posts", "2009-03", 3, "https://archive.test/wp-json/posts?march"),
        Expectation("rest:posts", "2009-04", 1, "https://archive.test/wp-json/posts?april"),
    ]
    named = [
        candidate(slug, discovered_via="rest:posts", published_on=on)
        for slug, on in (("one", MARCH), ("two", MARCH), ("three", APRIL))
    ]
    load_discoveries(con, named, stated, "run-1", NOON)
    _load(con, capture("one"))
    _load(con, capture("three"), APRIL)

    coverage = _built(con)

    assert [tuple(count) for count in coverage.short_counts] == [
        ("rest:posts", "2009-03", 3, 2, 1, 2)
    ]


@pytest.mark.parametrize(
    "denominator", ["unanswered:discovery", "outside:dates", "outside:addresses"]
)
def test_a_place_that_may_hold_unknown_pages_is_counted(
    con: DuckDBPyConnection, denominator: str
) -> None:
    _run(con, "run-1", 0, "live")
    stated = [Expectation(denominator, "somewhere", 3, "https://archive.test/")]
    load_discoveries(con, [candidate("one")], stated, "run-1", NOON)
    _load(con, capture("one"))

    coverage = _built(con)

    assert (coverage.missing, coverage.short_counts, coverage.open_places) == (0, (), 1)


def test_a_lost_file_makes_exactly_its_pages_missing_and_due(con: DuckDBPyConnection) -> None:
    _name(con, "one", "two")
    _name(con, "three", on=APRIL)
    _load(con, capture("one", warc_file="march.warc.gz"))
    _load(con, capture("two", warc_file="march.warc.gz"))
    _load(con, capture("three", warc_file="april.warc.gz"), APRIL)
    whole = _built(con)

    lost = note_lost_files(con, {"march.warc.gz"}, "run-2", NOON + DAY)
    broken = _built(con)

    assert indexed_files(con) == ["april.warc.gz", "march.warc.gz"]
    assert (whole.missing, lost, broken.missing) == (0, LostCaptures(1, 2), 2)
    assert _reasons(broken) == "2 lost: capture_lost"
    assert _reasons(broken, APRIL) == ""
    assert len(select_due(con, Selection(now=NOON + DAY))) == 2
    assert [(loss.kind, loss.scope, loss.places) for loss in read_status(con).losses] == [
        ("lost:warc", "march.warc.gz", 2)
    ]


def test_articles_from_a_lost_file_stay_loaded(con: DuckDBPyConnection) -> None:
    _load(con, capture("one", warc_file="march.warc.gz"))
    note_lost_files(con, {"march.warc.gz"}, "run-2", NOON + DAY)

    build_marts(con)

    assert con.execute("select count(*) from marts.articles").fetchall() == [(1,)]
    assert captures_to_parse(con, Selection(mode="reparse"), "2") == []


def test_a_page_fetched_again_is_lost_no_more(con: DuckDBPyConnection) -> None:
    _load(con, capture("one", warc_file="march.warc.gz"))
    note_lost_files(con, {"march.warc.gz"}, "run-2", NOON + DAY)

    _load(con, capture("one", NOON + 2 * DAY, warc_file="new.warc.gz"))
    note_lost_files(con, {"march.warc.gz"}, "run-3", NOON + 3 * DAY)

    assert _built(con).missing == 0
    assert select_due(con, Selection(now=NOON + 3 * DAY)) == []


def test_a_file_that_comes_back_settles_its_pages(con: DuckDBPyConnection) -> None:
    _load(con, capture("one", warc_file="march.warc.gz"))
    note_lost_files(con, {"march.warc.gz"}, "run-2", NOON + DAY)

    lost = note_lost_files(con, set(), "run-3", NOON + 2 * DAY)

    assert lost == LostCaptures(0, 0)
    assert _built(con).missing == 0
    assert con.execute("select status, last_error from raw.frontier").fetchall() == [
        ("captured", None)
    ]


def test_captures_whose_rows_are_gone_are_lost_too(con: DuckDBPyConnection) -> None:
    _name(con, "one", "two")
    _load(con, capture("one"))
    _load(con, capture("two"))
    con.execute("delete from raw.captures where url like '%/one/'")

    note_lost_files(con, set(), "run-2", NOON + DAY)

    coverage = _built(con)
    assert (coverage.missing, _reasons(coverage)) == (1, "1 lost: capture_lost")


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(2030, 1, 1), None),
        (None, date(1999, 1, 1)),
        (date(2012, 1, 1), date(2011, 1, 1)),
    ],
)
def test_a_range_without_a_day_of_the_archive_is_refused(
    con: DuckDBPyConnection, since: date | None, until: date | None
) -> None:
    with pytest.raises(BadQuery, match="no day of the archive"):
        read_coverage(con, since, until)


@pytest.mark.parametrize(
    ("since", "until"),
    [(LAST_DAY, None), (None, FIRST_DAY), (MARCH, MARCH)],
)
def test_a_range_of_one_day_of_the_archive_is_accepted(
    con: DuckDBPyConnection, since: date | None, until: date | None
) -> None:
    assert _built(con, since=since, until=until).months == ()


def test_an_unknown_section_is_refused_with_similar_ones(
    con: DuckDBPyConnection,
) -> None:
    _name(con, "one")
    build_marts(con)

    with pytest.raises(BadQuery, match="no section 'newz' is known; try news"):
        read_coverage(con, section="newz")


def test_an_archive_of_articles_is_complete(con: DuckDBPyConnection) -> None:
    _load(con, capture("one"))

    assert _built(con).is_complete


def test_pages_of_unknown_month_count_in_every_range(con: DuckDBPyConnection) -> None:
    _load(con, capture("one"))
    load_discoveries(con, [candidate("two")], [], "run-1", NOON)

    march = _built(con, since=MARCH, until=MARCH)

    assert (march.missing, march.undated_missing, march.is_complete) == (0, 1, False)


def test_an_incomplete_article_counts(con: DuckDBPyConnection) -> None:
    _load(con, capture("one", flags=("warc-truncated",)))

    assert (_built(con).incomplete, _built(con).is_complete) == (1, False)


@pytest.mark.parametrize(
    "kind", ["unanswered:discovery", "passed-over:warc", "unreadable:warc", "outside:dates"]
)
def test_places_that_may_hold_unknown_pages_make_coverage_incomplete(
    con: DuckDBPyConnection, kind: str
) -> None:
    _run(con, "run-1", 0, "warc")
    _load(con, capture("one"))
    load_discoveries(con, [], [Expectation(kind, "somewhere", 1, "a reason")], "run-1", NOON)

    coverage = _built(con)

    assert ([loss.kind for loss in coverage.losses], coverage.is_complete) == ([kind], False)


def test_a_range_without_known_pages_is_not_complete(con: DuckDBPyConnection) -> None:
    assert not _built(con).is_complete


def _run(
    con: DuckDBPyConnection,
    run_id: str,
    day: int,
    source: str,
    *,
    status: str = "succeeded",
    counts: Mapping[str, int] = LISTED,
    **asked: object,
) -> None:
    start_run(con, run_id, "backfill", source, asked, NOON + day * DAY)
    finish_run(con, run_id, status, counts, now=NOON + day * DAY)


@pytest.mark.parametrize("kind", ["passed-over:warc", "unreadable:warc"])
def test_a_run_over_another_file_does_not_forget_what_could_not_be_read(
    con: DuckDBPyConnection, kind: str
) -> None:
    _load(con, capture("one"))
    _run(con, "run-1", 0, "warc", path="a")
    load_discoveries(con, [], [Expectation(kind, "somewhere", 1, "a reason")], "run-1", NOON)
    _run(con, "run-2", 1, "warc", path="b")
    _run(con, "run-3", 2, "warc", path="a", mode="reparse")
    before = _built(con)
    _run(con, "run-4", 3, "warc", path="a")

    assert (before.is_complete, _built(con).is_complete) == (False, True)


def test_a_question_is_open_until_the_whole_archive_is_walked(con: DuckDBPyConnection) -> None:
    _load(con, capture("one"))
    _run(con, "run-1", 0, "live")
    question = Expectation("unanswered:discovery", "https://archive.test/x/", 1, "HTTP 503")
    load_discoveries(con, [], [question], "run-1", NOON + HOUR)
    _run(con, "run-2", 1, "live", since="2014-01-01", until="2014-01-31")
    before = _built(con)
    _run(con, "run-3", 2, "live", counts=WHOLE)

    assert (before.is_complete, _built(con).is_complete) == (False, True)


def test_pages_of_unknown_section_count_in_every_section(con: DuckDBPyConnection) -> None:
    _load(con, capture("one"))
    _reject(con, capture("", url="https://archive.test/?id=5"), Reason.NO_BODY)

    news = _built(con, section="news")

    assert (news.missing, news.undated_missing, news.is_complete) == (0, 1, False)


def test_a_question_to_an_archive_is_not_answered_by_the_site(con: DuckDBPyConnection) -> None:
    _load(con, capture("one"))
    _run(con, "run-1", 0, "wayback")
    question = Expectation("unanswered:discovery", "https://cdx.test/?url=x", 1, "HTTP 503")
    load_discoveries(con, [], [question], "run-1", NOON + HOUR)
    _run(con, "run-2", 1, "live", counts=WHOLE)
    before = _built(con)
    _run(con, "run-3", 2, "wayback", counts=WHOLE)

    assert (before.is_complete, _built(con).is_complete) == (False, True)


@pytest.mark.parametrize("kind", ["unanswered:archive", "unanswered:site", "unreadable:wayback"])
def test_a_part_of_the_archive_does_not_answer_for_the_whole(
    con: DuckDBPyConnection, kind: str
) -> None:
    _load(con, capture("one"))
    _run(con, "run-1", 0, "auto")
    load_discoveries(con, [], [Expectation(kind, "somewhere", 1, "silent")], "run-1", NOON + HOUR)
    _run(con, "run-2", 1, "auto", since="2014-01-01", until="2014-01-31")

    assert [loss.kind for loss in _built(con).losses] == [kind]


@pytest.mark.parametrize("status", ["crashed", "cancelled", "running", "failed"])
def test_a_run_that_ended_before_all_pages_were_listed_leaves_a_doubt(
    con: DuckDBPyConnection, status: str
) -> None:
    _load(con, capture("one"))
    _run(con, "run-1", 0, "live", counts=WHOLE)
    _run(con, "run-2", 1, "live", status=status, counts={})
    _run(con, "run-3", 2, "live", since="2014-01-01", until="2014-01-31")
    doubtful = _built(con)
    _run(con, "run-4", 3, "live", counts=WHOLE)

    assert [(loss.kind, loss.scope) for loss in doubtful.losses] == [("unfinished:run", "live")]
    assert (doubtful.is_complete, _built(con).is_complete) == (False, True)


def test_a_path_with_a_typing_error_leaves_no_doubt(con: DuckDBPyConnection) -> None:
    _load(con, capture("one"))
    _run(con, "run-1", 0, "warc", path="a")
    _run(con, "run-2", 1, "warc", path="typo", status="failed", counts={})

    assert _built(con).is_complete


def test_pages_that_are_not_in_the_tables_yet_leave_a_doubt(con: DuckDBPyConnection) -> None:
    _load(con, capture("one"))
    built = _built(con)
    _name(con, "two")
    found = read_coverage(con)

    assert (built.is_complete, found.is_complete, found.changed) == (True, False, 1)
    assert _built(con).changed == 0


def test_days_and_sections_that_no_run_has_asked_for_are_not_complete(
    con: DuckDBPyConnection,
) -> None:
    _load(con, capture("one"))
    year: dict[str, Any] = {"since": "2009-01-01", "until": "2009-12-31", "sections": ["news"]}
    _run(con, "run-1", 0, "live", **year)
    news = _built(con, since=MARCH, until=MARCH, section="news")
    whole, all_sections = read_coverage(con), read_coverage(con, since=MARCH, until=MARCH)
    longer = read_coverage(con, since=MARCH, section="news")
    _run(con, "run-2", 1, "live", counts=WHOLE)

    assert (news.is_unasked, news.is_complete) == (False, True)
    assert [one.is_unasked for one in (whole, all_sections, longer)] == [True] * 3
    assert read_coverage(con).is_complete


def test_a_page_that_the_site_lists_and_does_not_find_is_awaited(con: DuckDBPyConnection) -> None:
    _run(con, "run-1", 0, "live", counts=WHOLE)
    _name(con, "one", source="live")
    gone = capture("one", status=404)
    _reject(con, gone, Reason.NOT_FOUND)

    coverage = _built(con)

    assert (coverage.missing, _reasons(coverage)) == (1, "1 waiting: not_found")


def test_a_page_that_is_gone_after_a_damaged_capture_may_be_a_loss(
    con: DuckDBPyConnection,
) -> None:
    _reject(con, capture("one"), Reason.CORRUPT)
    _reject(con, capture("one", NOON + DAY, status=404), Reason.NOT_FOUND)

    coverage = _built(con)

    assert (coverage.missing, _reasons(coverage, None)) == (1, "1 rejected: corrupt")


@pytest.mark.parametrize(
    "named",
    [
        {"discovered_via": "rest"},
        {"discovered_via": "feed"},
        {"discovered_via": "warc:listing", "post_id": 7},
    ],
    ids=["REST", "feed", "entry of a listing"],
)
def test_a_listing_in_the_place_of_a_post_may_be_a_loss(
    con: DuckDBPyConnection, named: dict[str, Any]
) -> None:
    _name(con, "one", **named)
    _reject(con, capture("one"), Reason.LISTING)
    _reject(con, capture("two"), Reason.LISTING)

    assert _built(con).missing == 1


def test_a_chain_of_redirects_that_was_given_up_may_be_a_loss(con: DuckDBPyConnection) -> None:
    hop = capture("one", status=302)
    given_up = FetchFailure(hop.url, "policy", "more than 5 redirects", None)
    load_captures(con, [hop], [given_up], "run-1", NOON)
    load_parsed(con, parsed_tables([], [rejection(hop, Reason.REDIRECT)]))
    _reject(con, capture("two", status=301), Reason.REDIRECT)

    coverage = _built(con)

    assert (coverage.missing, _reasons(coverage, None)) == (1, "1 rejected: redirect")


def test_an_article_that_is_not_html_may_be_a_loss(con: DuckDBPyConnection) -> None:
    _reject(con, capture("one"), Reason.NOT_HTML)
    _reject(con, capture("", url="https://archive.test/files/map.pdf"), Reason.NOT_HTML)

    coverage = _built(con)

    assert (coverage.missing, _reasons(coverage, None)) == (1, "1 rejected: not_html")
