"""Lines that start with `By` or with a verb and `by`."""

import pytest

from tasks.articles.text.byline_verbs import starts_with_by, starts_with_posted_by


@pytest.mark.parametrize("line", ["By Amina Example", "WRITTEN BY: Amina", "posted by A"])
def test_a_byline_starts_with_by_and_a_word(line: str) -> None:
    assert starts_with_by(line)


@pytest.mark.parametrize("line", ["Bypass opened", "Stand by Amina", "by 12 votes"])
def test_other_lines_are_no_bylines(line: str) -> None:
    assert not starts_with_by(line)


@pytest.mark.parametrize("verb", ["Written", "posted", "Published", "Created", "Submitted"])
def test_a_verb_may_stand_before_by(verb: str) -> None:
    assert starts_with_posted_by(f"  {verb} by Amina Example")
    assert not starts_with_posted_by(f"It was {verb} by Amina")


def test_by_alone_has_no_verb() -> None:
    assert not starts_with_posted_by("By Amina Example")
