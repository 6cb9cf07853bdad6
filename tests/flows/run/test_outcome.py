"""When a run is green, when it is partly so, and when it is red."""

import pytest

from flows.run.outcome import FEW, as_state, assess, describe, failed


def test_a_run_with_all_pages_captured_is_completed() -> None:
    state = as_state(assess({"captured": 300, "articles": 189}, 0.05))

    assert (state.name, state.is_completed()) == ("Completed", True)
    assert "189 articles in the warehouse" in str(state.message)


def test_a_run_with_failures_within_the_budget_is_shown_as_partial() -> None:
    state = as_state(assess({"captured": 990, "failed": 10}, 0.05))

    assert (state.name, state.is_completed()) == ("Partial", True)
    assert "10 failed" in str(state.message)


def test_a_run_with_more_failures_than_the_budget_is_red_and_says_why() -> None:
    outcome = assess({"captured": 900, "failed": 100}, 0.05)

    assert as_state(outcome).is_failed()
    assert outcome.status == "failed"
    assert "100 of 1,000 pages failed, more than the 5%" in str(outcome.error)


@pytest.mark.parametrize(("failures", "is_red"), [(FEW, False), (FEW + 1, True)])
def test_a_few_failures_never_fail_a_run_of_any_size(failures: int, is_red: bool) -> None:
    assert as_state(assess({"failed": failures}, 0.0)).is_failed() is is_red


def test_excluded_pages_wait_for_nothing_so_that_a_few_are_not_called_failed() -> None:
    few = assess({"captured": 990, "failed": 0, "given_up": 5}, 0.05)
    many = assess({"captured": 900, "failed": 0, "given_up": 100}, 0.05)

    assert (as_state(few).name, as_state(many).is_failed()) == ("Completed", True)
    assert "0 failed, 5 gone or excluded, " in few.text


def test_the_end_of_a_run_names_discovery_requests_without_an_answer() -> None:
    assert "0 failed, 2 discovery requests unanswered, 0 parsed" in describe({"unanswered": 2})
    assert "unanswered" not in describe({"unanswered": 0})
    assert assess({"captured": 9, "unanswered": 2}, 0.05).ending == "partial"


def test_a_run_that_failed_is_failed() -> None:
    assert as_state(failed("the site is away")).message == "the site is away"


def test_what_a_run_left_undone_is_recorded_as_its_error() -> None:
    whole = assess({"captured": 9}, 0.05)
    short = whole.with_shortfall("not copied").with_shortfall("nor mailed")

    assert (whole.ending, whole.error) == ("succeeded", None)
    assert (short.status, short.ending, short.error) == (
        "succeeded",
        "partial",
        "not copied; nor mailed",
    )
    assert assess({"captured": 9, "failed": 1}, 0.05).ending == "partial"


def test_a_night_on_which_many_pages_are_gone_is_shown_as_partial() -> None:
    state = as_state(assess({"captured": 100, "gone": 30}, 0.05))

    assert (state.name, state.is_completed()) == ("Partial", True)
    assert "30 of 100 listed pages are gone or gave no article" in str(state.message)


@pytest.mark.parametrize(("gone", "name"), [(3, "Partial"), (2, "Completed")])
def test_a_small_run_that_found_few_articles_is_shown_as_partial(gone: int, name: str) -> None:
    assert as_state(assess({"captured": 4 if gone == 2 else gone, "gone": gone}, 0.05)).name == name


def test_pages_of_a_site_that_is_away_are_not_called_gone() -> None:
    state = as_state(assess({"captured": 100, "gone": 30, "site_away": 1}, 0.05))

    assert state.name == "Completed"
    assert "the site does not answer as itself" in str(state.message)


def test_a_few_pages_that_are_gone_leave_a_run_completed() -> None:
    assert as_state(assess({"captured": 100, "gone": FEW}, 0.0)).name == "Completed"


def test_a_run_whose_posts_differ_from_their_pages_is_partial_and_says_so() -> None:
    counts = {"captured": 200, "compared": 200, "differing": 30}

    outcome = assess(counts, 0.05, 0.1)

    assert outcome.is_partial
    assert "30 of 200 posts read by REST differ from their page, more than the 10%" in outcome.text


@pytest.mark.parametrize(("compared", "differing"), [(200, 20), (20, 10), (0, 0)])
def test_a_few_posts_that_differ_leave_a_run_completed(compared: int, differing: int) -> None:
    counts = {"captured": 200, "compared": compared, "differing": differing}

    assert not assess(counts, 0.05, 0.1).is_partial


def test_a_run_that_ended_before_the_tables_were_built_states_no_number_of_articles() -> None:
    assert "in the warehouse" not in describe({"captured": 1_200, "parsed": 1_000})
    assert "1,000 parsed" in describe({"captured": 1_200, "parsed": 1_000})
