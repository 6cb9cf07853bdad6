"""The post around a text, and the picture, sections and tags a theme prints there."""

import pytest
from selectolax.lexbor import LexborNode

from tasks.articles.content.own_post import (
    find_own_post,
    find_picture,
    read_marked_sections,
    read_numbered_section,
    read_sections,
    read_tags,
)
from tasks.models import Term
from tests.tasks.articles.documents import body_of, one

NEWS, TRADE = "<a href='/category/news/'>News</a>", "<a href='/category/trade/'>Trade</a>"
PIER = "<a rel=tag href='/tag/pier/'>Pier</a>"


def post_of(html: str) -> LexborNode:
    return one("#post", body_of(f"<article id=post>{html}<div id=c>Text</div></article>"))


def picture(html: str, after: str = "") -> str | None:
    post = post_of(html)
    found = find_picture(post, one("#c", post))
    return found.attributes["src"] if found is not None else None


def sections(html: str) -> list[str]:
    return [term.name for term in read_sections(post_of(html))]


@pytest.mark.parametrize(
    "post", ["article", "div class=hentry", "div class='post x'", "div class=item-page"]
)
def test_the_post_is_the_nearest_element_that_is_named_so(post: str) -> None:
    tag = post.partition(" ")[0]
    body = body_of(f"<main class=hentry><{post} id=p><div><i id=c>Text</i></div></{tag}></main>")

    assert find_own_post(one("#c", body)) == one("#p", body)
    assert find_own_post(one("#p", body)) == one("#p", body)


def test_the_sections_of_a_block_theme_are_those_of_its_block_of_categories() -> None:
    block = "<div class='taxonomy-{} wp-block-post-terms'>in <a href='/category/{}/' rel=tag>{}</a></div>"
    body = body_of(block.format("category", "trade", "Trade"))
    other = body_of(block.format("post_tag", "trade", "Trade"))

    assert [term.slug for term in read_marked_sections(body)] == ["trade"]
    assert read_marked_sections(other) == []


def test_a_page_may_name_no_post() -> None:
    assert find_own_post(one("#c", body_of("<main><div id=c>Text</div></main>"))) is None


@pytest.mark.parametrize(
    ("html", "src"),
    [
        ("<header><div><img src=/a.jpg></div></header><img src=/b.jpg>", "/a.jpg"),
        ("<figure><a href=/a><amp-img src=/a.jpg></amp-img></a></figure>", "/a.jpg"),
        ("<img class=avatar src=/me.jpg><img src=/a.jpg>", "/a.jpg"),
        ("<div class=author-box><img src=/me.jpg></div>", None),
        ("<nav><img src=/a.jpg></nav><aside><img src=/b.jpg></aside>", None),
        ("<article><img src=/other.jpg></article>", None),
        ("<img class=wp-smiley src=/s.png>", None),
        ("", None),
    ],
)
def test_the_picture_of_a_post_stands_before_its_text(html: str, src: str | None) -> None:
    assert picture(html) == src


def test_a_picture_in_or_after_the_text_is_not_the_one_of_the_post() -> None:
    body = body_of("<article id=p><div id=c><img src=/a.jpg></div><img src=/b.jpg></article>")

    assert find_picture(one("#p", body), one("#c", body)) is None
    assert find_picture(one("#p", body), one("#p", body)) is None


@pytest.mark.parametrize(
    ("html", "names"),
    [
        (f"<ul><li>{NEWS}</li><li>{TRADE}</li></ul>{NEWS}", ["News", "Trade"]),
        (f"<p class=x>{NEWS}</p>", ["News"]),
        (f"<div class=post-meta><p>By A | {NEWS}</p></div>", ["News"]),
        (f"<p>As {NEWS} said</p>", []),
        ("<p><a rel='category tag' href='/category/news/'>News</a></p>", ["News"]),
        (f"<div class=related-posts>{NEWS}</div><article>{TRADE}</article>", []),
        ("<a href='/category/'>All</a><a href='/category/x/'> </a>", []),
    ],
)
def test_sections_are_links_of_the_post_outside_its_sentences(html: str, names: list[str]) -> None:
    assert sections(html) == names


def test_marked_sections_are_read_on_a_page_without_a_post() -> None:
    link = "<a rel=category href='/category/news/'>News</a>"

    assert read_marked_sections(body_of(f"<p>{link}</p>{TRADE}")) == [Term("News", "news")]


@pytest.mark.parametrize(
    ("html", "tags"),
    [
        (f"{PIER}{PIER}", [Term("Pier", "pier")]),
        ("<a rel=tag href='/search/label/Sea'>Sea</a>", [Term("Sea", "Sea")]),
        ("<ul class=td-tags><li><a href='/tag/rail/'>rail</a></li></ul>", [Term("rail", "rail")]),
        ("<p>See <a href='/tag/rail/'>rail</a></p>", []),
        ("<a rel=tag href='/category/news/'>News</a>", []),
        (f"<div class=recent>{PIER}</div>", []),
    ],
)
def test_tags_are_marked_links_of_the_post(html: str, tags: list[Term]) -> None:
    assert read_tags(post_of(html)) == tags


def test_a_category_without_permalinks_has_the_slug_of_its_name() -> None:
    linked = "<a href='http://a.example/?cat=4'>Far East</a>"
    post = post_of(f"<p class=meta>Filed under {linked}</p>")

    assert read_sections(post) == [Term("Far East", "far-east")]


def test_the_number_of_a_section_in_the_address_is_named_by_the_link_that_has_only_it() -> None:
    body = body_of(
        "<a href='news.asp?section=3&id=9'>A Bridge Opens</a>"
        "<a href='news.asp?section=3'>Features</a><a href='news.asp?section=1'>World</a>"
    )

    assert read_numbered_section("https://a.example/news.asp?id=7&section=3", body) == [
        Term("Features", "features")
    ]
    assert read_numbered_section("https://a.example/news.asp?id=7", body) == []


def test_a_cloud_of_tags_within_the_post_is_its_own() -> None:
    cloud = f"<span class=tagcloud>{PIER}</span>"

    assert [tag.name for tag in read_tags(post_of(cloud))] == ["Pier"]
    assert read_tags(body_of(cloud)) == []
