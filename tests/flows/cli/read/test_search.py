"""`aawsat search` as an analyst uses it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli.main import app
from warehouse.errors import BadQuery


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch, stories_home: Path) -> None:
    monkeypatch.setenv("AAWSAT_HOME", str(stories_home))


def search(*words: str) -> Result:
    return CliRunner().invoke(app, ["search", *words])


def _articles(found: Result) -> set[str]:
    return {json.loads(line)["article_id"] for line in found.stdout.splitlines()}


def test_a_word_with_a_hyphen_before_it_is_left_out() -> None:
    every = _articles(search("oil", "--json"))
    without = _articles(search("oil", "-workers", "--json"))
    after_hyphens = _articles(search("--json", "--", "oil", "-workers"))

    assert without == after_hyphens
    assert (len(every), len(without)) == (4, 3)


def test_an_unknown_option_is_refused_and_not_searched_for() -> None:
    found = search("the", "--limt", "3")

    assert found.exit_code == 2
    assert "No such option '--limt'" in found.stderr


def test_without_words_the_articles_that_pass_the_filters_are_listed_newest_first() -> None:
    found = search("--until", "2012-12-31", "--json")

    days = [json.loads(line)["published_on"] for line in found.stdout.splitlines()]
    assert days
    assert days == sorted(days, reverse=True)
    assert all(day <= "2012-12-31" for day in days)


def test_hits_are_listed_from_the_oldest_on_request() -> None:
    found = search("--until", "2017-12-31", "--order", "oldest", "--json")

    days = [json.loads(line)["published_on"] for line in found.stdout.splitlines()]
    assert len(set(days)) > 1
    assert days == sorted(days)


def test_without_words_and_filters_the_command_says_what_is_missing() -> None:
    found = search()

    assert found.exit_code == 2
    assert "Missing words to search for, or a filter such as --entity." in found.stderr


def test_reversed_days_are_refused() -> None:
    found = search("oil", "--since", "2012-01-02", "--until", "2012-01-01")

    assert found.exit_code != 0
    assert isinstance(found.exception, (SystemExit, BadQuery))
    assert "since (2012-01-02) is after until (2012-01-01)" in f"{found.stderr}{found.exception}"


def test_an_author_is_found_by_name_in_any_case_and_an_unknown_one_is_refused() -> None:
    found = search("--author", "MAYA HADDAD", "--json")
    unknown = search("--author", "Maja Haddad")

    authors = [json.loads(line)["author"] for line in found.stdout.splitlines()]
    assert authors
    assert all("Maya Haddad" in names for names in authors)
    assert "no author is called 'Maja Haddad'" in f"{unknown.stderr}{unknown.exception}"
    assert "similar names: Maya Haddad" in f"{unknown.stderr}{unknown.exception}"


def test_a_misspelled_word_is_answered_with_the_one_that_was_meant() -> None:
    found = search("oil", "pricse")
    as_json = search("oil", "pricse", "--json")

    said = "no article contains pricse; did you mean 'oil prices'?"
    assert (found.exit_code, found.stdout.strip()) == (0, "0 articles found")
    assert said in found.stderr
    assert (as_json.stdout, said in as_json.stderr) == ("", True)


def test_a_word_that_is_unlike_any_other_is_named() -> None:
    found = search("oil", "unheardof")

    assert found.stderr.strip() == "no article contains unheardof"
