"""Lines that start with `By` or with a verb and `by`."""

import pytest

from tasks.articles.text.byline_verbs import is_byline, starts_with_by, starts_with_posted_by


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


@pytest.mark.parametrize(
    "line",
    [
        "By Amina Example",
        " Written by: Amina Example ",
        "By Amina Example and Omar Sample",
        "Interview by Amina Example, Omar Sample",
        "By Amina Example in London",
    ],
)
def test_a_line_may_be_only_a_byline(line: str) -> None:
    assert is_byline(line)


@pytest.mark.parametrize(
    "line",
    ["By the river", "By Monday", "By Amina Example, who was there.", "Amina Example", "By A", ""],
)
def test_a_line_with_more_than_names_is_not_only_a_byline(line: str) -> None:
    assert not is_byline(line)
