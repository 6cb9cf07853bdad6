"""Tables on a terminal of 80 columns."""

import io
import re
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import UTC, date, datetime

import pytest

from flows.cli.tables import results_of, show_coverage, show_lines, show_missing, show_rows
from warehouse.reporting.coverage import Coverage, Loss, MonthCoverage
from warehouse.reporting.query import QueryResult
from warehouse.reporting.runs import Run

REASONS = ", ".join(
    f"1 rejected: {reason}"
    for reason in ("no_body", "empty_page", "soft_not_found", "not_the_article", "server_error")
)
COVERAGE = Coverage(
    (
        MonthCoverage(date(2017, 8, 1), "news-middle-east", 12_345, 12_344, 9_999, 2_340, 6, 0, ""),
        MonthCoverage(None, None, 105, 105, 0, 99, 6, 0, f"2 rejected: too_deep, {REASONS}"),
    ),
    (),
    incomplete=1,
)


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def a_terminal_of_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.mark.parametrize("out", [Screen, io.StringIO], ids=["terminal", "pipe"])
@pytest.mark.parametrize("by_section", [False, True])
def test_coverage_fits_80_columns_without_cutting_a_word(
    by_section: bool, out: type[io.StringIO]
) -> None:
    with redirect_stdout(out()) as screen:
        show_coverage(COVERAGE, by_section)

    shown = re.sub(r"\x1b\[[\d;]*m", "", screen.getvalue())
    assert "…" not in shown
    assert ("news-middle-east │" in shown) == by_section
    assert "12,345" in shown
    table, _, below = shown.partition("Missing: 12 pages that may be articles.")
    assert all(len(line) <= 80 for line in table.splitlines())
    assert "month unknown: 2 rejected: too deep, 1 rejected: no body" in below
    if screen.isatty():
        assert all(len(line) <= 80 for line in below.splitlines())


def test_a_list_of_few_months_says_how_many_more_there_are() -> None:
    with redirect_stdout(io.StringIO()) as screen:
        show_missing(COVERAGE, most_months=1)

    assert "and 1 more month: " in screen.getvalue()


@pytest.mark.parametrize(
    ("status", "error", "shown"),
    [
        ("succeeded", None, "1,200 captured, 16 without an article, 9 mentions added"),
        ("failed", "the site is away", "the site is away"),
        (
            "partial",
            "published here, but not copied",
            "1,200 captured, 16 without an article, 9 mentions added; published here, but not copied",
        ),
        (
            "cancelled",
            "stopped before its end",
            "stopped before its end: 1,200 captured, 16 without an article, 9 mentions added",
        ),
    ],
)
def test_the_results_of_a_run_are_in_the_words_of_its_last_line(
    status: str, error: str | None, shown: str
) -> None:
    counts = {"captured": 1_200, "gone": 16, "mentions_added": 9, "whole_discoveries": 1}
    start = datetime(2026, 3, 10, tzinfo=UTC)

    assert results_of(Run("r", "backfill", "live", status, start, None, counts, error)) == shown


def test_one_result_is_named_in_the_singular() -> None:
    counts = {"captured": 1, "mentions_added": 1, "articles": 1, "unanswered": 2}
    start = datetime(2026, 3, 10, tzinfo=UTC)
    run = Run("r", "backfill", "live", "succeeded", start, None, counts, None)

    assert results_of(run) == "1 captured, 1 mention added, 1 article, 2 unanswered"


@pytest.mark.parametrize("show", [show_rows, show_lines])
def test_a_value_with_the_name_of_a_sign_is_shown_as_it_is(show: Callable[..., None]) -> None:
    screen = io.StringIO()

    show(QueryResult(("line",), (("user:x:101 [bold] :smile:",),), False), screen)

    assert "user:x:101 [bold] :smile:" in screen.getvalue()


def test_captures_that_cannot_be_read_are_reported_with_what_to_do() -> None:
    losses = (
        Loss("cut:warc", "march.warc.gz", 2, "the file has been cut to 150 bytes"),
        Loss("damaged:captures", "may.warc.gz", 1, "records that cannot be read"),
    )
    with redirect_stdout(io.StringIO()) as screen:
        show_missing(Coverage((), (), losses))

    seen, recorded, places, *_ = screen.getvalue().splitlines()
    assert seen.startswith("2 stored captures cannot be read, since files in captures/ are missing")
    assert "verify and a backfill of their source" in seen
    assert recorded.startswith("1 stored capture damaged or lost; their pages are due")
    assert places.startswith("There may be more pages: 2 places could not be read or were excluded")
