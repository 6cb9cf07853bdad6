"""The parts of an article in Divi's own markup."""

import pytest

from tasks.articles.document import PageParts
from tasks.articles.layouts.divi_article import (
    find_article,
    find_divi_parts,
    read_article,
    read_post_meta,
)
from tasks.models import Term
from tests.tasks.articles.documents import body_of, document_of, one

POST = "<article id='{id}' class='et_pb_post'><div class=entry-content><p>A.</p></div></article>"
BOTH = "{menu}<div><main>{main}</main></div>"


def article_id(html: str, classes: str = "et_divi_theme") -> str | None:
    node = find_article(document_of(f"<html><body class='{classes}'>{html}</body></html>"))
    return node.attributes.get("id") if node is not None else None


def parts_of(inside: str, attributes: str = "class=et_pb_post") -> PageParts:
    return read_article(one("article", body_of(f"<article {attributes}>{inside}</article>")), "d")


def meta(inside: str) -> PageParts:
    parts = PageParts("d")
    read_post_meta(parts, one("p", body_of(f"<p class=post-meta>{inside}</p>")))
    return parts


@pytest.mark.parametrize("classes", ["et_divi_theme", "plain"])
def test_the_article_is_found_in_the_frame_of_the_page(classes: str) -> None:
    card, post = POST.format(id="card"), POST.format(id="post")

    assert (
        article_id(f"<nav>{card}</nav><div><main><section>{post}</section></main></div>", classes)
        == "post"
    )
    assert article_id(f"<nav>{card}</nav>", classes) == "card"
    assert article_id(f"<div><p>x</p>{post}{card}</div>", classes) == "post"
    assert article_id("<article id=other></article>", classes) is None
    assert (
        article_id(POST.format(id="x").replace("et_pb_post", "et_pb_post not_found"), classes)
        is None
    )
    assert article_id("<div><article id=other class=x></article></div>" + post, classes) == "post"


def test_an_article_without_content_has_no_parts() -> None:
    def found(html: str) -> bool:
        return find_divi_parts(document_of(f"<html><body>{html}</body></html>"), "d") is not None

    assert found(POST)
    assert not found("<article class=et_pb_post><p>A.</p></article>")
    assert not found("<article><div class=entry-content></div></article>")


def test_id_and_tags_are_in_the_attributes_of_the_article() -> None:
    parts = parts_of("", "id=post-12 class='et_pb_post tag-ferries tag-ports x'")

    assert parts.post_id is not None
    assert (parts.post_id.value, parts.tag_slugs) == ("12", ["ferries", "ports"])
    assert parts_of("", "id=other").post_id is None
    assert parts_of("").layout == "d"


def test_parts_are_read_until_the_content() -> None:
    parts = parts_of(
        "<div><h1 class=entry-title>A <b>Tit</b>le</h1></div><h2 class=entry-title>Other</h2>"
        "<a href=/><img src=/a.jpg></a>loose<div> </div><p>Media ID: 1<br>Caption: x<img src=/b.jpg></p><p> </p>"
        "<div class=entry-content>Text</div><div class=post-meta><span class=published>x</span></div>"
    )

    assert parts.title is not None
    assert (parts.title.value, parts.title.source) == ("A Title", "h1.entry-title")
    assert [node.attributes["src"] for node in parts.featured] == ["/a.jpg", "/b.jpg"]
    assert parts.loose_texts == ["loose", "Media ID: 1\nCaption: x"]
    assert (len(parts.contents), parts.content_source) == (1, ".entry-content")
    assert parts.printed_date is None


@pytest.mark.parametrize("name", ["entry-content", "et_pb_post_content"])
def test_the_content_is_named_by_its_class(name: str) -> None:
    parts = parts_of(f"<section><div class='x {name}'>Text</div></section>")

    assert parts.content_source == f".{name}"
    assert parts_of("<ul><div class=entry-content>Text</div></ul>").contents == ()


def test_a_heading_without_the_class_of_a_title_is_none() -> None:
    assert parts_of("<h1>A</h1>").title is None


@pytest.mark.parametrize("tag", ["p", "div"])
def test_the_line_below_the_title_is_read_whatever_its_element(tag: str) -> None:
    parts = parts_of(f"<{tag} class='post-meta'><span class=published>x</span>y</{tag}>")

    assert parts.printed_date is not None
    assert (parts.printed_date.value, parts.loose_texts) == ("x", [])


def test_author_date_and_sections_are_read_from_links() -> None:
    parts = meta(
        "by <a href='/author/lina/' rel=author>Lina</a> | <span class=published>One</span>"
        "<span class=published>Two</span>"
        "<a href='/category/news/' rel='category tag'>News</a><a href='/x/' rel=category>X</a>"
        "<a href='/category/opinion/'>Opinion</a>"
    )

    assert parts.bylines == [("Lina", "/author/lina/")]
    assert (parts.byline_source, parts.category_source) == (
        ".post-meta .author a",
        ".post-meta a[rel~=category]",
    )
    assert parts.printed_date is not None
    assert (parts.printed_date.value, parts.printed_date.source) == ("One", ".post-meta .published")
    assert parts.categories == [Term("News", "news")]


def test_an_author_without_a_link_is_read_if_none_has_one() -> None:
    unlinked = "<span class=author>Lina</span><span class=author>Omar</span>"

    assert meta(unlinked).bylines == [("Lina", None)]
    assert meta(unlinked).byline_source == ".post-meta .author"
    assert meta(unlinked + "<a rel=author href='/a/'>Amir</a>").bylines == [("Amir", "/a/")]
    assert meta("Lina").bylines == []


def test_a_date_without_a_mark_is_read_unless_it_is_that_of_a_change() -> None:
    parts = meta("Posted by A on June 27, 2014 in Opinion")
    assert parts.printed_date is not None
    assert parts.printed_date.source == ".post-meta"
    assert "June 27, 2014" in parts.printed_date.value

    both = meta("Updated June 1, 2016, posted June 27, 2014, June 28, 2014")
    assert both.printed_date is not None
    assert "June 27" in both.printed_date.value
    assert meta("Updated June 1, 2016").printed_date is None
