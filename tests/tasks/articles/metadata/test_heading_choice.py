"""Which heading of a page is the title."""

import pytest

from tasks.articles.metadata.heading_choice import agrees_with, choose_by_address, choose_heading
from tasks.articles.metadata.headings import (
    Heading,
    find_headings,
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


def test_a_logo_with_the_name_of_the_site_is_not_the_title() -> None:
    html = f"<div class=masthead><h1>Harbour Evening Gazette</h1></div><h2>{TITLE}</h2>"

    assert chosen(html, segments=("Harbour Evening Gazette", TITLE)) == TITLE


@pytest.mark.parametrize("name", ["itemTitle", "story-title", "article_headline", "node-title"])
def test_a_heading_with_the_class_of_a_title_may_say_more_than_the_head(name: str) -> None:
    html = f"<h1>Gazette</h1><h2 class={name}>{TITLE} in the Rain</h2><h2>{TITLE}s Twice</h2>"

    assert chosen(html, TITLE) == f"{TITLE} in the Rain"


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


def by_address(slug: str, *others: str, tag: str = "h3") -> str | None:
    html = "".join(f"<{tag}>{text}</{tag}>" for text in (*others, TITLE))
    heading = choose_by_address(headings(html), slug)
    return heading.text if heading else None


@pytest.mark.parametrize(
    ("slug", "is_found"),
    [
        ("harbour-board-meets", True),
        ("harbour-board-meets-today", True),
        ("harbour-board-meets-with-union-leaders", False),
        ("harbour-board", False),
        ("", False),
    ],
)
def test_a_heading_with_most_words_of_the_address_is_the_title(slug: str, is_found: bool) -> None:
    assert (by_address(slug, "The Leading Paper") == TITLE) is is_found


def test_a_title_agrees_with_an_address_of_few_words() -> None:
    assert agrees_with("harbour-board", "The Leading Paper")
    assert agrees_with("harbour-board-meets", "Board in Session")
    assert not agrees_with("harbour-board-meets", "The Leading Paper")


def test_a_short_h1_beside_a_longer_heading_of_the_same_title_is_the_name_of_the_site() -> None:
    segments = (TITLE, "Harbour Gazette")

    assert (
        chosen(
            f"<h1>Harbour Gazette</h1><h2>{TITLE}</h2>",
            f"{TITLE} - Harbour Gazette",
            segments=segments,
        )
        == TITLE
    )
