"""Each sign that a page is the article of its address, on both sides of its limit."""

import pytest
from selectolax.lexbor import LexborNode

from tasks.articles.body.blocks import Block, BodyText
from tasks.articles.document import Found, PageParts
from tasks.articles.evidence import ENOUGH, Evidence, asks_for_password, read_evidence
from tasks.articles.metadata.meta_lines import find_meta_lines
from tasks.models import Paragraph, ParagraphKind
from tests.tasks.articles.documents import body_of, document_of, one
from tests.tasks.articles.pages import ROOT

URL = f"{ROOT}/lina-example/features/12/"
ARABIC = (
    "قال المجلس اليوم إن العبارات ستعود في الشتاء بعد إصلاح الرصيف القديم في الميناء الكبير " * 6
)


def signs(
    html: str = "",
    parts: PageParts | None = None,
    title: str = "",
    texts: tuple[str, ...] = (),
    url: str = URL,
    blocks: tuple[Block, ...] = (),
) -> tuple[str, ...]:
    html = html if "<body" in html else f"<html><head>{html}</head><body></body></html>"
    paragraphs = [
        Paragraph(number, ParagraphKind.PARAGRAPH, text, text, None)
        for number, text in enumerate(texts, 1)
    ]
    body = BodyText(list(blocks))
    document = document_of(html, url)
    return read_evidence(document, parts or PageParts("x"), body, title, paragraphs).signs


def block(size: int, link_chars: int) -> Block:
    return Block(ParagraphKind.PARAGRAPH, ["x" * size], link_chars=link_chars)


def node(selector: str, html: str) -> LexborNode:
    return one(selector, body_of(html))


@pytest.mark.parametrize(
    ("sign", "weight"),
    [
        *(("single_post", 3), ("og_type", 3), ("json_ld", 3), ("post_id", 2), ("canonical", 1)),
        *(("date", 1), ("byline", 1), ("title", 2), ("heading", 2), ("address", 2)),
        *(("paragraphs", 1), ("long_text", 2), ("about_the_server", -2), ("teasers", -2)),
        *(("other_language", -2), ("wall", -16), ("service_page", -16)),
    ],
)
def test_a_sign_has_a_weight_and_is_missed_if_it_speaks_for_an_article(
    sign: str, weight: int
) -> None:
    assert Evidence((sign, sign)).weight == 2 * weight
    assert (sign in Evidence(()).missing.split(", ")) is (weight > 0)
    assert sign not in Evidence((sign,)).missing.split(", ")
    assert ENOUGH == 3


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<body class=single>", ("single_post",)),
        ("<body class=single-post>", ("single_post",)),
        ("<body class='a postid-7'>", ("single_post",)),
        ("<body class=post>", ()),
        ("<meta property=og:type content=Article>", ("og_type",)),
        ("<meta property=og:type content=website>", ()),
        ('<script type=application/ld+json>{"@type": "NewsArticle"}</script>', ("json_ld",)),
        ('<script type=application/ld+json>{"@type": "WebPage"}</script>', ()),
        ("<link rel=shortlink href='/?p=7'>", ("post_id",)),
        ("<link rel=alternate href='/wp-json/wp/v2/posts/7'>", ("post_id",)),
        ("<link rel=alternate href='/feed/'>", ()),
        ("<link rel=canonical href='https://a.example/b/'>", ("canonical",)),
        ("<link rel=canonical href='https://a.example/b'>", ("canonical",)),
        ("<meta property=og:url content='https://a.example/b/'>", ("canonical",)),
        ("<link rel=canonical href='https://a.example/'>", ()),
        ("<link rel=canonical href='http://[a/b'>", ()),
        ("<meta property=article:published_time content=x>", ("date",)),
        ("<meta name=author content=x>", ("byline",)),
        ("<meta name=other content=x>", ()),
    ],
)
def test_signs_of_the_markup(html: str, expected: tuple[str, ...]) -> None:
    assert signs(html) == expected


def test_signs_of_the_layout() -> None:
    assert signs(parts=PageParts("x", post_id=Found("7", "y"))) == ("post_id",)
    assert signs(parts=PageParts("x", printed_date=Found("7", "y"))) == ("date",)
    assert signs(parts=PageParts("x", bylines=[("A", None)])) == ("byline",)
    assert signs(parts=PageParts("x", page_bylines=[("A", None)])) == ("byline",)
    lines = find_meta_lines(body_of("<p>June 27, 2014</p>"), None, ())
    assert signs(parts=PageParts("x", meta_lines=lines)) == ("date",)
    lines = find_meta_lines(body_of("<p>By Lina Example</p>"), None, ())
    assert signs(parts=PageParts("x", meta_lines=lines)) == ("byline",)
    heading = node("h1", "<h1 class=entry-title>A</h1>")
    assert signs(parts=PageParts("x", heading=heading)) == ("heading",)
    assert signs(parts=PageParts("x", heading=node("h1", "<h1>A</h1>"))) == ()


@pytest.mark.parametrize(
    ("slug", "title", "agrees"),
    [
        ("harbour-board-meets-today", "The HARBOUR board", True),
        ("harbour-board-meets-today", "The harbour", False),
        ("harbour-board", "The harbour", True),
        ("harbour-board-meets", "The harbour", False),
        ("harbour", "The harbour", False),
        ("harbour-board.html", "The board", True),
        ("Harbour-Board", "The board", True),
    ],
)
def test_the_title_has_half_of_the_words_of_the_address(
    slug: str, title: str, agrees: bool
) -> None:
    found = signs(title=title, url=f"{ROOT}/lina-example/features/{slug}/")

    assert found == (("title",) if agrees else ())


def test_a_numbered_address_is_a_sign() -> None:
    assert signs(url=f"{ROOT}/news.asp?section=1&id=12345") == ("address",)
    assert signs(url=f"{ROOT}/news.asp?section=1") == ()


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("x" * 249 + ".",), ("paragraphs",)),
        (("x" * 248 + ".",), ()),
        (("x" * 125, "x" * 125), ("paragraphs",)),
        (("x" * 79,) * 10, ()),
        (("x" * 700,), ("paragraphs", "long_text")),
        (("x" * 699,), ("paragraphs",)),
    ],
)
def test_the_length_of_the_sentences_is_a_sign(
    texts: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert signs(texts=texts) == expected


def test_a_wall_counts_only_without_paragraphs() -> None:
    wall = "Subscribe to continue reading."

    assert signs(texts=(wall,)) == ("wall",)
    assert signs("<body class=single>", texts=(wall,)) == ("single_post", "wall")
    assert signs(texts=("Jetzt anmelden.", "x" * 250)) == ("paragraphs",)
    assert signs(title=wall) == ("wall",)


def test_the_opening_is_ten_paragraphs_and_1500_characters() -> None:
    wall = "Zaloguj się."

    assert signs(texts=(*("x",) * 9, wall)) == ("wall",)
    assert signs(texts=(*("x",) * 10, wall)) == ()
    assert signs(title="x" * 1_488 + " ", texts=()) == ()
    assert signs(title="x" * 1_488, texts=(wall[:11],)) == ("wall",)
    assert signs(title="x" * 1_489, texts=(wall[:11],)) == ()


def test_a_page_about_the_server_is_a_sign_against_it_unless_marked_as_article() -> None:
    about = ("The web server is down.",)

    assert signs(texts=about) == ("about_the_server",)
    assert signs("<body class=single>", texts=about) == ("single_post",)


def test_another_language_counts_only_without_date_and_byline() -> None:
    assert signs(texts=(ARABIC[:240],) * 2)[-1] == "other_language"
    dated = PageParts("x", printed_date=Found("x", "y"))
    assert "other_language" not in signs(parts=dated, texts=(ARABIC[:240],) * 2)
    english = "The end of the day and the start of the night is in sight for all of them. " * 4
    assert "other_language" not in signs(texts=(english,))


@pytest.mark.parametrize(
    ("blocks", "is_teasers"),
    [
        ((block(100, 20),) * 3, True),
        ((block(100, 19),) * 3, False),
        ((block(100, 20),) * 2, False),
        ((*(block(100, 20),) * 4, block(100, 0)), True),
        ((*(block(100, 20),) * 3, block(100, 0)), False),
    ],
)
def test_blocks_with_links_are_teasers(blocks: tuple[Block, ...], is_teasers: bool) -> None:
    assert signs(blocks=blocks) == (("teasers",) if is_teasers else ())


@pytest.mark.parametrize(
    ("links", "size", "is_teasers"),
    [(5, 1_250, True), (5, 1_251, False), (4, 10, False), (6, 1_251, True)],
)
def test_linked_headings_with_little_text_are_teasers(
    links: int, size: int, is_teasers: bool
) -> None:
    headings = "".join(f"<h3><a href='/{n}/'>Story {n}</a></h3>" for n in range(links))
    parts = PageParts("x", contents=(node("div", f"<div>{headings}</div>"),))

    assert signs(parts=parts, blocks=(block(size, 0),)) == (("teasers",) if is_teasers else ())


def test_a_form_for_a_password_in_the_content_asks_for_it() -> None:
    document = document_of("<html><body></body></html>")
    form = node("div", "<div><form><input name=post_password></form></div>")

    assert asks_for_password(document, PageParts("x", contents=(form,)))
    assert not asks_for_password(document, PageParts("x", contents=(node("p", "<p>A</p>"),)))
    assert not asks_for_password(document, PageParts("x"))


@pytest.mark.parametrize(
    "title", ["Contact Us", "About us", "Privacy Policy", "Terms & Conditions"]
)
def test_a_page_about_the_newspaper_is_not_an_article(title: str) -> None:
    marks = "<meta property=og:type content=article>"

    assert signs(marks, title=title) == ("og_type", "service_page")
    assert signs("<body class=single>", title=title) == ("single_post",)


@pytest.mark.parametrize("title", ["Contact with Aliens", "About Us and Them", "Help Arrives"])
def test_a_title_of_more_words_is_that_of_an_article(title: str) -> None:
    assert signs("<meta property=og:type content=article>", title=title) == ("og_type",)
