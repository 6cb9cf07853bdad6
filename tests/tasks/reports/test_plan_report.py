"""The plan shows what a run would cost and what it leaves out."""

from dataclasses import replace
from datetime import date

from tasks.reports.markdown import Links
from tasks.reports.plan_report import (
    Place,
    PlanReport,
    Posts,
    plan_by_month,
    plan_markdown,
    plan_sentence,
)
from warehouse.ingest.frontier import Plan, PlanRow

NOVEMBER = PlanRow(date(2016, 11, 1), "opinion", 80, 0, 20, 5, 2, 1, 0, {"waiting: http_503": 5})
UNDATED = PlanRow(None, None, 40, 0, 0, 0, 0, 0, 0, {})
REPORT = PlanReport(Plan((NOVEMBER, UNDATED), 120, 7, 0, 3, 0), 1.0, 9_000)


def test_the_sentence_says_how_much_and_how_long() -> None:
    assert plan_sentence(REPORT) == (
        "dry run: 120 pages to fetch, 2 min at 1 requests a second, "
        "7 over the budget excluded, 3 of unknown date excluded"
    )


def test_the_plan_shows_requests_time_and_bytes() -> None:
    text = plan_markdown(REPORT)

    assert "| requests | 120 |" in text
    assert "| time | 2 min at 1 requests a second |" in text
    assert "| in the store | 1.1 MB |" in text


def test_the_plan_states_the_time_of_discovery() -> None:
    text = plan_markdown(replace(REPORT, looking_seconds=300.0))

    assert "| discovery, before that | 5 min, as now |" in text
    assert "discovery, before" not in plan_markdown(REPORT)


def test_one_page_is_not_called_pages() -> None:
    one = replace(REPORT, plan=Plan((NOVEMBER,), 1, 0, 0, 0, 0))

    assert "## 1 page to fetch" in plan_markdown(one)


def test_years_go_down_and_sections_across() -> None:
    assert "| year | opinion | unknown | total |" in plan_markdown(REPORT)
    assert "| 2016 | 80 | 0 | 80 |" in plan_markdown(REPORT)
    assert "| unknown | 0 | 40 | 40 |" in plan_markdown(REPORT)


def test_the_last_lines_are_the_totals() -> None:
    assert "| total | 80 | 40 | 120 |" in plan_markdown(REPORT)
    assert "| total | 35 |" in plan_markdown(REPORT)


def test_a_plan_links_to_the_latest_report_and_to_the_explorer_if_they_run() -> None:
    shown = plan_markdown(REPORT, Links("http://127.0.0.1:4200/v2", "http://127.0.0.1:4280"))

    assert "[Latest report](http://127.0.0.1:4200/v2/artifacts/key/report)" in shown
    assert "[Explorer](http://127.0.0.1:4280)" in shown
    assert "[Explorer]" not in plan_markdown(REPORT)


def test_what_is_skipped_comes_with_its_reason() -> None:
    text = plan_markdown(REPORT)

    assert "| already captured | 20 |" in text
    assert "| waiting: http_503 | 5 |" in text
    assert "| of unknown date | 3 |" in text


def test_the_weight_of_a_page_is_called_a_guess_until_it_is_known() -> None:
    assert "an estimate" in plan_markdown(replace(REPORT, page_bytes=None))
    assert "an estimate" not in plan_markdown(REPORT)


def test_a_plan_from_files_asks_no_site() -> None:
    assert "read from files" in plan_sentence(replace(REPORT, requests_per_second=None))


def test_a_plan_that_may_be_incomplete_has_a_warning() -> None:
    assert "4 discovery requests got no usable response" in plan_markdown(
        replace(REPORT, unanswered=4)
    )


def test_an_unknown_section_is_refused_with_advice() -> None:
    empty = replace(REPORT, plan=Plan((), 0, 0, 0, 0, 0))

    assert "Is the section spelled as in its URL?" in plan_markdown(empty)


def test_the_plan_by_month_has_a_line_for_every_month_and_section() -> None:
    lines = plan_by_month(REPORT.plan.rows)

    assert [(line["month"], line["section"], line["to fetch"]) for line in lines] == [
        ("2016-11", "opinion", "80"),
        ("unknown", "unknown", "40"),
    ]


def test_captures_of_an_older_parser_are_in_the_plan_even_if_nothing_is_to_fetch() -> None:
    none_due = PlanReport(Plan((), 0, 0, 0, 0, 0), 1.0, 9_000, left_to_parse=300)

    assert "| stored captures to parse | 300 |" in plan_markdown(none_due)
    assert "300 to parse" in plan_sentence(none_due)


POSTS = Posts(100_000, 1_000, 2_000, by_rest=True, pages_follow=True)
WHOLE = replace(REPORT, plan=Plan((NOVEMBER,), 100_050, 0, 0, 0, 0), posts=POSTS)


def test_posts_by_rest_cost_a_request_for_99_and_the_sample() -> None:
    assert plan_sentence(WHOLE) == (
        "dry run: 1,050 pages to fetch, 100,000 posts by REST in 1,011 requests, "
        "34 min at 1 requests a second"
    )
    assert "| requests | 2,061 |" in plan_markdown(WHOLE)


def test_the_plan_names_all_requests_of_the_run_and_their_purposes() -> None:
    """The names that REST lists during discovery come with the posts themselves in the run."""
    text = plan_markdown(replace(WHOLE, looking_requests=1_211))

    assert "| requests | 2,261 |" in text
    assert "| - pages | 1,050 |" in text
    assert "| - posts by REST | 1,011 |" in text
    assert "| - lists of pages, as now | 200 |" in text
    assert "feed" not in text


def test_a_plan_counts_the_requests_to_a_feed_that_is_read_for_its_texts() -> None:
    report = replace(REPORT, looking_requests=3, feed_requests=12)
    text = plan_markdown(report)

    assert "| requests | 135 |" in text
    assert "| - the feed, since REST offers no posts | at most 12 |" in text
    assert report.time == "2 min at 1 requests a second"


def test_the_plan_compares_the_ways_to_read_posts() -> None:
    text = plan_markdown(WHOLE)

    assert "| api-first | 2,061; later nights: 99,000 pages | 209.4 MB | 34 min" in text
    assert "| api | 2,061 | 209.4 MB | 34 min" in text
    assert "| pages | 100,050 | 900.5 MB | 27 h 48 min" in text


def test_a_plan_by_pages_still_shows_what_rest_would_cost() -> None:
    text = plan_markdown(replace(WHOLE, posts=replace(POSTS, by_rest=False)))

    assert "## 100,050 pages to fetch" in text
    assert "| api | 2,061 |" in text


def test_pages_of_several_places_are_counted_apart() -> None:
    places = (Place("live", 100, 1.0), Place("wayback", 16, 8.0), Place("none", 4, None))
    report = replace(REPORT, places=places, notes=("The site does not answer.",))

    text = plan_markdown(report)

    assert "| live | 100 | 2 min at 1 requests a second |" in text
    assert "| wayback | 16 | 2.0 s at 8 requests a second |" in text
    assert "| none | 4 | later: no place has them now |" in text
    assert "The site does not answer." in text
    assert "120 pages to fetch, 16 of wayback, 4 of none, 2 min" in plan_sentence(report)
