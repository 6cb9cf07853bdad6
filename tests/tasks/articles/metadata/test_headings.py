"""The headings of a page, and which of them is the title."""

import pytest

from tasks.articles.metadata.headings import (
    Heading,
    choose_heading,
    find_headings,
    find_marked_line,
    find_stated_line,
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


def chosen(
    html: str, *claims: str, segments: tuple[str, ...] = (), content: str = ""
) -> str | None:
    heading = choose_heading(headings(html, content), claims, segments)
    return heading.text if heading else None


def stated(html: str, *titles: str) -> str | None:
    heading = find_stated_line(body_of(html), titles)
    return heading.text if heading else None


def marked(html: str) -> str | None:
    heading = find_marked_line(body_of(html))
    return heading.text if heading else None


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


@pytest.mark.parametrize(
    ("html", "title"),
    [
        (f"<h1>Gazette</h1><h2>{TITLE}</h2>", TITLE),
        (f"<h2>{TITLE}</h2><h1>{TITLE}!</h1>", f"{TITLE}!"),
        (f"<h1>{TITLE}</h1><h2 class=entry-title>{TITLE}!</h2>", f"{TITLE}!"),
        (f"<nav><h2>{TITLE}</h2></nav><h1>Gazette of the Harbour</h1>", "Gazette of the Harbour"),
        (f"<nav><h1>{TITLE}</h1></nav>", TITLE),
        ("<h1>Harbour<b>Board</b>Meets</h1>", TITLE),
        (f"<h1>{TITLE}<small>The winter plan</small></h1>", TITLE),
        (f"<h1><i>The winter plan</i> {TITLE}</h1>", TITLE),
        ("<h1>Harbour plan</h1><h1>Harbour board</h1>", "Harbour board"),
        ("<h1>Gazette</h1>", None),
        ("<nav><h1>Harbour board</h1></nav>", None),
        ("<h2>Harbour board</h2>", None),
        ("", None),
    ],
)
def test_the_heading_that_agrees_with_the_head_is_the_title(html: str, title: str | None) -> None:
    assert chosen(html, TITLE) == title


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<h1>First</h1><h1>Second</h1>", "First"),
        ("<h2>First</h2><h1>Second</h1>", "Second"),
        ("<aside><h1>First</h1></aside><h1>Second</h1>", "Second"),
        ("<h1><a href='/other/'>First</a></h1>", "First"),
    ],
)
def test_without_a_stated_title_the_first_h1_is_the_title(html: str, title: str) -> None:
    assert chosen(html) == title


def test_a_title_that_is_stated_whole_is_preferred_to_its_parts() -> None:
    html = "<h1>Harbour Gazette of Eastport</h1><h1>Harbour Board Meets</h1>"

    assert chosen(html, TITLE, segments=("Harbour Gazette of Eastport",)) == TITLE
    assert chosen(html, segments=("Harbour Board Meets",)) == "Harbour Board Meets"


@pytest.mark.parametrize(
    ("part", "title"),
    [("Board Meets", "Board Meets"), ("Meeting", "Meeting the winter")],
)
def test_a_part_of_a_heading_needs_two_words(part: str, title: str) -> None:
    assert chosen(f"<h1>{part}<small>the winter</small></h1>", part) == title


def test_a_part_of_a_lower_heading_needs_three_words() -> None:
    html = "<h2>{}<small>the winter</small></h2>"

    assert chosen(html.format("Board Meets Today"), "Board Meets Today") == "Board Meets Today"
    assert chosen(html.format("Board Meets"), "Board Meets") is None


def test_the_longest_stated_part_of_a_heading_is_the_title() -> None:
    html = f"<h1><span>Eastport Gazette</span><br>{TITLE}</h1>"

    assert chosen(html, TITLE, segments=("Eastport Gazette",)) == TITLE


def test_the_first_eight_parts_of_a_heading_are_compared() -> None:
    def html(before: int) -> str:
        return f"<h1>{'<i>x</i>' * before}<b>{TITLE}</b><u>y</u></h1>"

    assert chosen(html(7), TITLE) == TITLE
    assert chosen(html(8), TITLE) != TITLE


def test_a_heading_in_the_text_is_the_title_only_as_stated_h1() -> None:
    html = f"<div id=c><p>{LONG}</p><{{tag}}>{{text}}</{{tag}}></div>"

    assert chosen(html.format(tag="h1", text=TITLE), TITLE, content="#c") == TITLE
    assert chosen(html.format(tag="h2", text=TITLE), TITLE, content="#c") is None
    assert chosen(html.format(tag="h1", text=f"{TITLE} Again"), TITLE, content="#c") is None


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<h1><a href='/x/'>Harbour Fair Opened Again</a></h1>", None),
        ("<h1><a href='/x/'>Harbour Board Closed</a></h1>", "Harbour Board Closed"),
        (
            "<h1><a href='/x/'>Harbour Board Closed Three Piers</a></h1>",
            "Harbour Board Closed Three Piers",
        ),
        ("<h1><a href='/x/'>Harbour Fair</a></h1>", None),
        ("<h1>Harbour Fair Opened Again</h1>", "Harbour Fair Opened Again"),
        ("<a href='/x/'><h1>Harbour Fair Opened Again</h1></a>", None),
        ("<a href='/x/'><h1>Harbour Board Closed</h1></a>", "Harbour Board Closed"),
        ("<a href='/x/'><span><h1 class=x>Harbour</h1></span></a>", "Harbour"),
        (
            "<h1>Harbour Fair Opened <a href='/x/'>Again</a></h1>",
            "Harbour Fair Opened Again",
        ),
    ],
)
def test_a_linked_heading_with_few_words_of_the_title_is_another_post(
    html: str, title: str | None
) -> None:
    assert chosen(html, TITLE) == title


def test_short_words_are_not_compared() -> None:
    assert chosen("<h1>The fair and the sea</h1>", "The end and the day") is None
    assert chosen("<h1>Four seas</h1>", "Four days") == "Four seas"


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


def test_a_logo_with_the_name_of_the_site_is_not_the_title() -> None:
    html = f"<div class=masthead><h1>Harbour Evening Gazette</h1></div><h2>{TITLE}</h2>"

    assert chosen(html, segments=("Harbour Evening Gazette", TITLE)) == TITLE


def test_a_title_that_the_head_cuts_is_read_whole() -> None:
    longer = f"{TITLE} as the Ferries Wait"

    assert chosen(f"<h3>{longer}</h3>", f"{TITLE} as ...") == longer
    assert chosen(f"<h3>{longer}</h3>", f"{TITLE} as") is None
    assert chosen(f"<h3>{longer}</h3>", "Harbour Board ...") is None


def test_a_heading_of_the_class_of_a_title_is_the_title_under_a_head_for_all_pages() -> None:
    assert chosen(f"<h1 class=entry-title>{TITLE}</h1>", "News Details") == TITLE
    assert chosen(f"<h1>{TITLE}</h1>", "News Details") is None


def test_a_heading_of_the_class_of_a_title_is_preferred_to_that_of_the_section() -> None:
    assert chosen(f"<h1>Opinion</h1><h2 class=article-title>{TITLE}</h2>") == TITLE
