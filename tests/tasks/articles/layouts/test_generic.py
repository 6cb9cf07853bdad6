"""Pages of unknown layout."""

import pytest

from tasks.articles.document import PageParts
from tasks.articles.layouts import generic
from tasks.models import Term
from tests.tasks.articles.documents import document_of

FIRST = "The harbour board met on Monday to decide how many ferries the coming winter needs."
SECOND = "Twelve old boats were sold last week to a company of the north that carries only grain."
NAMED = f"<div class=entry-content><p>{FIRST}</p></div>"
OTHER = f"<div><p>{SECOND}</p></div>"


def read(html: str, opinion: str = "") -> PageParts:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generic, "extract_text", lambda html: opinion)
        return generic.find_parts(document_of(f"<html><body>{html}</body></html>"))


def chosen(html: str, opinion: str) -> tuple[str, float | None]:
    parts = read(html, opinion)
    return " ".join(node.text() for node in parts.contents), parts.body_confidence


def title(html: str) -> str | None:
    found = read(html).title
    return found.value if found else None


def test_without_a_second_opinion_the_best_content_is_taken() -> None:
    assert chosen(NAMED + OTHER, "") == (FIRST, None)
    assert read(NAMED).layout == "generic:named"


def test_a_second_opinion_that_agrees_confirms_the_content() -> None:
    assert chosen(NAMED + OTHER, FIRST) == (FIRST, 1.0)
    text, confidence = chosen(NAMED + OTHER, f"{FIRST} Yes.")
    assert (text, confidence == pytest.approx(24 / 25)) == (FIRST, True)


def test_a_second_opinion_that_disagrees_chooses_among_the_others() -> None:
    assert chosen(NAMED + OTHER, SECOND) == (SECOND, 1.0)
    assert chosen(NAMED + OTHER, "Nothing of this is on the page at all.") == (FIRST, 0.0)


def test_nine_tenths_are_agreement() -> None:
    text = "The harbour board met on Monday to decide how many ferries run again."
    opinion = text.replace("again", "today")
    html = f"<div class=entry-content><p>{text}</p></div><div><p>{opinion}</p></div>"

    assert chosen(html, opinion) == (text, 0.9)


def test_a_second_opinion_of_another_page_changes_nothing() -> None:
    assert chosen(NAMED + OTHER.replace(SECOND, f"{SECOND} " * 4), "Nothing of this is here.") == (
        FIRST,
        0.0,
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<h1>A</h1>{NAMED}", "A"),
        (f"<h1>A</h1><h1>B</h1>{NAMED}", "A"),
        (f"<h1>A</h1><div class=entry-content><h1>B</h1><p>{FIRST}</p></div>", "B"),
        (f"<header><h1>A</h1></header><h1>B</h1>{NAMED}", "B"),
        (f"<header><div><h1>A</h1></div></header><h1>B</h1>{NAMED}", "B"),
        (f"<nav><h1>A</h1></nav>{NAMED}", None),
        (f"<aside><h1>A</h1></aside>{NAMED}", None),
        (f"<article><header><h1>A</h1></header>{NAMED}</article>", "A"),
        (f"<main><header><h1>A</h1></header>{NAMED}</main>", "A"),
        (f"<article><footer><h1>A</h1></footer>{NAMED}</article>", None),
        (f"<h2>A</h2>{NAMED}", None),
        (f"<a rel=x>A</a>{NAMED}", None),
    ],
)
def test_the_title_is_an_h1_in_the_text_or_outside_of_menus(
    html: str, expected: str | None
) -> None:
    assert title(html) == expected


@pytest.mark.parametrize(
    ("mark", "value"),
    [
        ("<time>One</time><time>Two</time>", "One"),
        ("<span class='x published'>One</span>", "One"),
        ("<span class=date>One</span>", "One"),
        ("<a rel=x>One</a>", None),
        ("<a rel=x class=date>One</a>", "One"),
    ],
)
def test_the_first_marked_date_is_the_printed_one(mark: str, value: str | None) -> None:
    found = read(mark + NAMED).printed_date

    assert (found.value if found else None) == value


def test_authors_and_sections_are_links_with_a_relation() -> None:
    parts = read(
        "<a rel=author href='/author/a/'>A</a><a rel=author href='/author/b/'>B</a>"
        "<a rel='category tag' href='/category/news/'>News</a><a rel=category href='/x/'>X</a>"
        f"<a rel=x href='/category/x/'>X</a><i class=wp-block-post-author__name>C</i>{NAMED}"
    )

    assert parts.bylines == [("A", "/author/a/")]
    assert (parts.byline_source, parts.category_source) == ("a[rel~=author]", "a[rel~=category]")
    assert parts.categories == [Term("News", "news")]


def test_an_author_of_a_block_theme_has_no_link() -> None:
    parts = read(f"<i class=wp-block-post-author__name>C</i><time>x</time>{NAMED}")

    assert parts.bylines == [("C", None)]
    assert parts.byline_source == ".wp-block-post-author__name"


def test_the_first_featured_image_of_an_amp_page_is_taken() -> None:
    figure = "<div class=amp-wp-article-featured-image><amp-img src='/a.jpg'></amp-img></div>"

    assert len(read(figure * 2 + NAMED).featured) == 1
    assert read(NAMED).featured == []
