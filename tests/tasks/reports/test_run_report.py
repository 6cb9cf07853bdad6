"""The report of a run tells what to do next."""

from dataclasses import replace
from datetime import UTC, datetime

from tasks.reports.run_report import CheckLine, RunReport, next_steps, report_markdown
from warehouse.reporting.run_facts import FailedPages, RejectedPages, RunFacts, Work
from warehouse.reporting.status import YearCount

FAILED = FailedPages(
    "http_503",
    "failed",
    12,
    "https://archive.example/a/opinion/b/",
    "HTTP status 503",
    datetime(2026, 11, 24, 2, 15, tzinfo=UTC),
)
GOOD = RunReport(
    verdict="300 pages captured, 0 failed",
    counts={"captured": 300, "articles": 189},
    seconds={"fetch": 300.0, "parse": 30.0},
    facts=RunFacts(Work(189, 0, 294, 300, 0, 402_000), (), ()),
    years_before=(YearCount(2016, 10),),
    years_after=(YearCount(2015, 5), YearCount(2016, 20), YearCount(None, 3)),
    left_due=0,
)


def test_a_good_run_leaves_nothing_to_do() -> None:
    assert next_steps(GOOD) == ["Nothing: all requested pages are loaded."]


def test_a_run_that_ended_early_is_not_said_to_leave_nothing_to_do() -> None:
    [step] = next_steps(replace(GOOD, is_whole=False))

    assert step.startswith("The run ended before its last step")
    assert "start the same run again" in step


def test_failed_pages_are_the_next_nights_work_and_shown_by_class_with_a_link() -> None:
    report = replace(GOOD, counts={"failed": 12}, facts=replace(GOOD.facts, failures=(FAILED,)))

    [step] = next_steps(report)
    text = report_markdown(report)

    assert step.startswith("12 pages failed. ")
    assert "2026-11-24 02:15 UTC" in step
    assert "| http_503 | 12 |" in text
    assert "(<https://archive.example/a/opinion/b/>)" in text


def test_pages_that_gave_no_article_are_not_called_failed() -> None:
    """The verdict says `0 failed`: no number below it may say otherwise."""
    report = replace(GOOD, facts=replace(GOOD.facts, failures=(FAILED,)))
    text = report_markdown(report)

    assert next_steps(report)[0].startswith("12 pages gave no article. ")
    assert "| pages that failed, to be fetched again | 0 |" in text
    assert "| pages that gave no article, to be fetched again | 12 |" in text
    [step] = next_steps(replace(report, counts={"failed": 10}))
    assert step.startswith("10 pages failed, 2 gave no article. ")


def test_pages_that_are_gone_are_not_called_failed() -> None:
    gone = FAILED._replace(failure_class="http_404", status="gone", next_attempt_at=None)
    text = report_markdown(replace(GOOD, facts=replace(GOOD.facts, failures=(gone,))))

    assert "| pages that failed, to be fetched again | 0 |" in text
    assert "| pages gone or excluded | 12 |" in text
    assert "### Pages to be fetched again" not in text
    assert "### Pages that are gone or excluded, by kind" in text


def test_pages_over_the_budget_ask_for_the_same_run_again() -> None:
    [step] = next_steps(replace(GOOD, left_due=1_200))

    assert step.startswith("Still due: 1,200 pages.")


def test_possible_losses_come_with_the_query_that_lists_them() -> None:
    lost = RejectedPages("no_body", False, 3, "https://archive.example/a/opinion/c/")
    listing = RejectedPages("listing", True, 66, "https://archive.example/category/opinion/")
    report = replace(GOOD, facts=replace(GOOD.facts, rejections=(lost, listing)))

    [step] = next_steps(report)

    assert "3 captures may hide an article" in step
    assert "aawsat query" in step
    assert "| no_body | 3 | possible loss |" in report_markdown(report)


def test_a_check_that_stops_publication_comes_first() -> None:
    checks = (CheckLine("keys.articles", "stop", 2), CheckLine("dates", "warn", 1))

    steps = next_steps(replace(GOOD, checks=checks, left_due=1))

    assert steps[0].startswith("Look at the check **keys.articles**")
    assert len(steps) == 2


def test_the_slowest_stage_is_named() -> None:
    assert "| fetch | 5 min | 91% | slowest |" in report_markdown(GOOD)


def test_the_report_has_a_picture_of_the_years() -> None:
    assert "](data:image/svg+xml;base64," in report_markdown(GOOD)


def test_a_warehouse_without_dated_articles_needs_no_picture() -> None:
    assert "no dated articles" in report_markdown(replace(GOOD, years_after=()))


def test_the_comparison_of_posts_with_their_pages_is_shown() -> None:
    counts = {"captured": 5, "posts": 24, "compared": 5, "differing": 1}
    text = report_markdown(replace(GOOD, counts=counts))

    assert "| posts read by REST or from the feed | 24 |" in text
    assert "| posts compared with their pages | 5 |" in text
    assert "| compared posts that differ from their page | 1 |" in text
    assert "compared" not in report_markdown(GOOD)
