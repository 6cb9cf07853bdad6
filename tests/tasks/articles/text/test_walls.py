"""What is shown in the place of an article, or at its end."""

import pytest

from tasks.articles.text.walls import ends_at_a_wall, is_about_the_server, is_wall


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You have reached your limit of free articles.", True),
        ("Jetzt anmelden", True),
        ("We use cookies.", True),
        ("The board met on Monday.", False),
        ("", False),
    ],
)
def test_a_wall_is_known_by_its_wording(text: str, expected: bool) -> None:
    assert is_wall(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("The web server is down.", True), ("Stack trace: none", True), ("The board met.", False)],
)
def test_a_page_about_the_server_is_known_by_its_topics(text: str, expected: bool) -> None:
    assert is_about_the_server(text) is expected


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("Please log in to continue.", True),
        ("Please log in to continue." + "x" * 174, True),
        ("Please log in to continue." + "x" * 175, False),
        ("The board met on [...]", True),
        ("x" * 300 + " [...]", True),
        ("The [...] board met", False),
        ("The board met.", False),
    ],
)
def test_a_text_ends_at_a_short_wall_or_the_mark_of_an_excerpt(last: str, expected: bool) -> None:
    assert ends_at_a_wall(last) is expected
