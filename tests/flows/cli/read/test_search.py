"""`aawsat search` as an analyst uses it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli.main import app


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
