"""Pages made by Divi's Theme Builder."""

from tasks.articles.document import PageParts
from tasks.articles.layouts.divi_theme_builder import find_parts
from tests.tasks.articles.documents import document_of

CONTENT = "<div class=et_pb_post_content>Text.</div>"


def parts_of(html: str, classes: str = "x et-tb-has-body") -> PageParts | None:
    return find_parts(document_of(f"<html><body class='{classes}'>{html}</body></html>"))


def read(html: str) -> PageParts:
    parts = parts_of(html)
    assert parts is not None
    return parts


def test_a_page_needs_the_class_of_the_builder_and_a_text() -> None:
    assert parts_of(CONTENT) is not None
    assert parts_of(CONTENT, "x") is None
    assert parts_of("<div class=et_pb_post_content> </div>") is None
    assert parts_of("<p>Text.</p>") is None


def test_contents_in_cards_and_in_other_contents_are_not_of_the_post() -> None:
    nested = CONTENT.replace("Text.", f"Text.{CONTENT}")

    assert len(read(CONTENT + CONTENT).contents) == 2
    assert len(read(f"<article>{CONTENT}</article>{CONTENT}").contents) == 1
    assert len(read(f"<article><div>{CONTENT}</div></article>{CONTENT}").contents) == 1
    assert len(read(nested).contents) == 1
    assert parts_of(f"<article>{CONTENT}</article>") is None
    assert len(read(CONTENT + "<div class=et_pb_post_content></div>").contents) == 2


def test_the_first_title_is_taken() -> None:
    titles = "<h1 class=entry-title>One</h1><div class=et_pb_post_title><h1>Two</h1></div>"
    parts = read(titles + CONTENT)

    assert parts.title is not None
    assert parts.heading is not None
    assert (parts.title.value, parts.heading.text()) == ("One", "One")
    assert read(CONTENT).title is None


def test_the_first_line_of_the_post_is_read() -> None:
    line = "<p class=post-meta><span class=published>{}</span></p>"
    parts = read(
        f"<article>{line.format('card')}</article>{line.format('own')}{CONTENT}{line.format('next')}"
    )

    assert parts.printed_date is not None
    assert parts.printed_date.value == "own"


def test_only_one_line_is_read() -> None:
    parts = read(
        "<p class=post-meta><a rel=author href='/a/'>A</a></p>"
        f"<p class=post-meta><a rel=author href='/b/'>B</a></p>{CONTENT}"
    )

    assert parts.bylines == [("A", "/a/")]


def test_the_first_featured_image_of_the_post_is_taken() -> None:
    image = "<div class=et_pb_title_featured_container><img src='{}'></div>"
    parts = read(
        f"<article>{image.format('/card.jpg')}</article>{image.format('/a.jpg')}"
        f"{image.format('/b.jpg')}{CONTENT}"
    )

    assert [node.attributes["src"] for node in parts.featured] == ["/a.jpg"]
    assert read(CONTENT).featured == []
