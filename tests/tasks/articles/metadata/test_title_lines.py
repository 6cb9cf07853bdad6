"""The title on a page without headings."""

import pytest

from tasks.articles.metadata.headings import (
    Heading,
)
from tasks.articles.metadata.title_lines import find_marked_line, find_stated_line
from tests.tasks.articles.documents import body_of

LONG = "The harbour board met on Monday to decide how many ferries the coming winter needs."
TITLE = "Harbour Board Meets"


def stated(html: str, *titles: str) -> str | None:
    heading = find_stated_line(body_of(html), titles)
    return heading.text if heading else None


def marked(html: str) -> str | None:
    heading = find_marked_line(body_of(html))
    return heading.text if heading else None


@pytest.mark.parametrize(
    ("html", "title"),
    [
        (f"<p>Gazette</p><p><b>{TITLE}</b></p>", TITLE),
        ("<p>Harbour Board</p>", None),
        (f"<p>{TITLE} again</p>", None),
        (f"<p>{TITLE}{' ' * 781}</p>", TITLE),
        (f"<p>{TITLE}{' ' * 782}</p>", None),
        (f"<table><tr><td>{'x' * 999_943}</td></tr></table><p>{TITLE}</p>", TITLE),
    ],
)
def test_a_stated_title_is_found_in_a_line(html: str, title: str | None) -> None:
    assert stated(html, TITLE, "Harbour Board") == title


def test_the_search_for_a_stated_title_is_bounded() -> None:
    def lines(characters: int) -> str:
        return f"<p>{'x' * (characters - len(TITLE))}</p><p>{TITLE}</p>"

    assert stated(lines(1_000_000), TITLE) == TITLE
    assert stated(lines(1_000_001), TITLE) is None
    assert stated("<p></p>" * 3_999 + f"<p>{TITLE}</p>", TITLE) == TITLE
    assert stated("<p></p>" * 4_000 + f"<p>{TITLE}</p>", TITLE) is None


def test_a_stated_line_is_a_title_outside_the_text() -> None:
    found = find_stated_line(body_of(f"<p>{TITLE}</p>"), [TITLE])

    assert found is not None
    assert (found.is_title, found.in_content, found.in_frame) == (True, False, False)
    assert stated("<p>A B</p>", "A B") is None


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        (f"<b>{TITLE}</b>", True),
        (f"<strong>{TITLE}</strong>", True),
        (f"<font size='+3'>{TITLE}</font>", True),
        (f"<font size='+1'>{TITLE}</font>", True),
        (f"<font size='-1'>{TITLE}</font>", False),
        (f"<font size='7'>{TITLE}</font>", True),
        (f"<font size='2'>{TITLE}</font>", False),
        (f"<font size='8'>{TITLE}</font>", False),
        (f"<span size='3'>{TITLE}</span>", False),
        (f"<span class='story-title'>{TITLE}</span>", True),
        (f"<span>{TITLE}</span>", False),
        ("<b>Harbour Board</b>", False),
        (f"<b>{'a ' * 30}a</b>", True),
        (f"<b>{'a ' * 31}a</b>", False),
        (f"<b>{'a' * 30} {'b' * 30}<i>{'c' * 337}</i> d</b>", True),
        (f"<b>{'a' * 30} {'b' * 30}<i>{'c' * 338}</i> d</b>", False),
        (f"<b><a href='/x/'>{TITLE}</a></b>", False),
        (f"<a href='/x/'><b>{TITLE}</b></a>", False),
        ("<b>Friday June 27, 2014</b>", False),
        ("<b>By Lina Ann Example</b>", False),
    ],
)
def test_a_marked_line_before_the_text_is_a_title(line: str, is_found: bool) -> None:
    found = marked(f"{line}<p>{LONG}</p>")

    assert (found is not None) is is_found


def test_the_last_marked_line_is_the_title_but_a_class_is_stronger() -> None:
    end = f"<p>{LONG}</p>"

    assert marked(f"<b>One Two Three</b><b>Four Five Six</b>{end}") == "Four Five Six"
    assert marked(f"<p class=title>One Two Three</p><b>Four Five Six</b>{end}") == "One Two Three"
    assert (
        marked(f"<p class=title>One Two Three</p><p class=title>Four Five Six</p>{end}")
        == "Four Five Six"
    )
    assert marked(f"{end}<b>One Two Three</b>") is None


def test_a_marked_line_needs_a_text_of_eighty_characters_after_it() -> None:
    assert marked(f"<b>{TITLE}</b><p>{'x' * 80}</p>") == TITLE
    assert marked(f"<b>{TITLE}</b><p>{'x' * 79}</p>") is None
    assert marked(f"<b>{TITLE}</b><p>{'x' * 50}<br>{'x' * 50}</p>") is None
    assert marked(f"<b>{TITLE}</b><p>x<br>{'x' * 80}</p>") == TITLE
    assert marked(f"<h1>A</h1><b>{TITLE}</b><p>{LONG}</p>") is None


def test_the_search_for_a_marked_line_is_bounded() -> None:
    def html(lines: int) -> str:
        return f"<b>{TITLE}</b>{'<p></p>' * lines}<p>{LONG}</p>"

    assert marked(html(1_998)) == TITLE
    assert marked(html(1_999)) is None


def test_only_a_class_makes_a_marked_line_certain() -> None:
    def found(line: str) -> Heading:
        heading = find_marked_line(body_of(f"{line}<p>{LONG}</p>"))
        assert heading is not None
        return heading

    assert found(f"<p class=title>{TITLE}</p>").is_title
    emphasised = found(f"<b>{TITLE}</b>")
    assert (emphasised.is_title, emphasised.in_content, emphasised.in_frame) == (
        False,
        False,
        False,
    )


@pytest.mark.parametrize(
    ("before", "title"),
    [
        (f"<b>{TITLE}</b><br>", TITLE),
        (f"Gazette<br><b>{TITLE}</b><br>", TITLE),
        (f"{'x' * 79}<b>{TITLE}</b><br>", TITLE),
        (f"{'x' * 80}<b>{TITLE}</b><br>", None),
        (f"<b>{TITLE}</b><b>Four Five Six</b>", TITLE),
        (f"<i>{TITLE}</i>", None),
        ("<b>Harbour Board</b>", None),
        (f"{'<i>x</i>' * 7}<b>{TITLE}</b>", TITLE),
        (f"{'<i>x</i>' * 8}<b>{TITLE}</b>", None),
        ("", None),
    ],
)
def test_a_marked_line_may_stand_in_one_element_with_the_text(
    before: str, title: str | None
) -> None:
    assert marked(f"<p>{before}{LONG}</p>") == title


def test_a_line_in_the_element_of_the_text_is_weaker_than_a_class_before_it() -> None:
    text = f"<p><b>Four Five Six</b>{LONG}</p>"

    assert marked(f"<p><b>{TITLE}</b></p>{text}") == "Four Five Six"
    assert marked(f"<p class=title>{TITLE}</p>{text}") == TITLE
    assert marked(f"<p><b>{TITLE}</b></p><p>{LONG}</p>") == TITLE


@pytest.mark.parametrize("dash", ["-", "–", "—"])
def test_a_dateline_in_bold_is_not_the_title(dash: str) -> None:
    title = f"<td><font size=4><b>{TITLE}</b></font></td>"

    assert marked(f"{title}<p><b>Amman, The Example Post{dash}</b> {LONG}</p>") == TITLE


def test_a_print_version_has_title_and_text_in_the_body() -> None:
    assert marked(f"<b>{TITLE}</b><br>By A B<br><br>{LONG}") == TITLE
    assert marked(f"<b>{TITLE}</b><br>By A B<br><br>{LONG[:79]}") is None
    assert marked(f"By A B<br><br>{LONG}<br><b>{TITLE}</b>") is None


def test_two_words_are_a_title_in_the_largest_font_if_no_longer_line_is_marked() -> None:
    short, larger = "<font size=4><b>Harbour Closed</b></font>", "<font size=5>Ferry Stops</font>"
    end = f"<p>{LONG}</p>"

    assert marked(f"<font size=2><b>Most Read</b></font>{short}{end}") == "Harbour Closed"
    assert marked(f"{larger}{short}{end}") == "Ferry Stops"
    assert marked(f"{short}<b>{TITLE}</b>{end}") == TITLE
    assert marked(f"<font size=4><a href='/x/'>Harbour Closed</a></font>{end}") is None


def test_bold_words_in_the_text_are_not_the_title_below_a_large_font() -> None:
    text = f"<p><b>Why was it closed?</b><br>{LONG}</p>"

    assert marked(f"<font size=4>{TITLE}</font>{text}") == TITLE
