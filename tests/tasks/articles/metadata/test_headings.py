"""The headings of a page, and their text."""

import pytest

from tasks.articles.metadata.headings import (
    Heading,
    find_headings,
    has_title_class,
    read_text,
    words_of,
)
from tests.tasks.articles.documents import body_of, one

LONG = "The harbour board met on Monday to decide how many ferries the coming winter needs."
TITLE = "Harbour Board Meets"


def headings(html: str, content: str = "") -> list[Heading]:
    body = body_of(html)
    return list(find_headings(body, [one(content, body)] if content else []))


def test_words_are_compared_without_case_and_marks() -> None:
    assert words_of(" Harbour_Board: “Meets” ") == "harbour board meets"


@pytest.mark.parametrize(
    ("html", "is_title", "source"),
    [
        ("<h1>A</h1>", True, "h1"),
        ("<h2>A</h2>", False, "h2"),
        ("<h2 class='post-title entry-title'>A</h2>", True, "h2.entry-title"),
        ("<h2 class=other>A</h2>", False, "h2"),
        ("<div itemprop='name headline'>A</div>", True, "div"),
        ("<h3 itemprop=name>A</h3>", False, "h3"),
    ],
)
def test_a_heading_may_be_marked_as_the_title(html: str, is_title: bool, source: str) -> None:
    heading = headings(html)[0]

    assert (heading.is_title, heading.source) == (is_title, source)
    assert has_title_class(heading.node) is ("entry-title" in html)


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ("<h1>" + "a" * 400 + "</h1>", 1),
        ("<h1>" + "a" * 401 + "</h1>", 0),
        ("<h1> </h1>", 0),
        ("<h1><a href='/'>A</a></h1>", 0),
        ("<h1><a href='http://a.example/'>A</a></h1>", 0),
        ("<h1><a href='/a/' rel='home'>A</a></h1>", 0),
        ("<h1><a href='/a/'>A</a></h1>", 1),
        ("<h1><a href='/a/'>A</a><a href='/'>B</a></h1>", 0),
        ("<h2>A</h2>" * 1_001, 1_000),
    ],
)
def test_only_short_headings_that_do_not_link_home_count(html: str, count: int) -> None:
    assert len(headings(html)) == count


def test_headings_after_the_first_paragraph_are_in_the_text() -> None:
    html = "<div id=c><h2>A</h2><p>{}</p><h2>B</h2></div><h2>C</h2>"

    first, second, third = headings(html.format("x" * 80), "#c")
    assert (first.in_content, second.in_content, third.in_content) == (False, True, False)
    assert not any(one.in_content for one in headings(html.format("x" * 79), "#c"))
    assert not any(
        one.in_content
        for one in headings(f"<div id=c><h2>A</h2><h3>{'x' * 80}</h3><h2>B</h2>", "#c")
    )


@pytest.mark.parametrize(("tag", "in_frame"), [("nav", True), ("aside", True), ("div", False)])
def test_a_heading_may_be_in_a_menu(tag: str, in_frame: bool) -> None:
    [heading] = headings(f"<{tag}><div><h2>A</h2></div></{tag}>")

    assert heading.in_frame is in_frame


@pytest.mark.parametrize(
    ("html", "shown", "spaced"),
    [
        ("A<br>B", "A B", "A B"),
        ("A<b>B</b>C", "ABC", "A B C"),
        ("<b>A</b>B", "AB", "A B"),
        ("<b>A</b><b>B</b>", "A B", "A B"),
        ("A<small>B</small>", "A B", "A B"),
        ("A<script>x</script>B", "AB", "A B"),
        ("A<span class='screen-reader-text'>x</span>", "A", "A"),
        ("A <a href='#a'>#</a>", "A", "A"),
        ("A <a href='#a'>B</a>", "A B", "A B"),
        ("A <b>#</b>", "A #", "A #"),
        ("A<!-- x -->B", "AB", "A B"),
        ("<i><b>A</b></i>B", "AB", "A B"),
        ("", "", ""),
    ],
)
def test_text_is_read_as_shown_and_with_a_space_at_each_tag(
    html: str, shown: str, spaced: str
) -> None:
    assert read_text(one("h1", body_of(f"<h1>{html}</h1>"))) == (shown, spaced)


def test_reading_stops_after_the_text_that_is_too_long() -> None:
    node = one("h1", body_of("<h1>abcd<b>efgh</b>ijkl</h1>"))

    assert read_text(node, 3)[0] == "abcd"
    assert read_text(node, 4)[0] == "abcdefgh"
    assert read_text(node, 8)[0] == "abcdefghijkl"
