"""What the walk over a body makes of its elements."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from tasks.articles.body.walk import read_body
from tasks.articles.content.paragraphs import read_text
from tasks.articles.parse_page import parse_page
from tasks.articles.text.clean import TextCleaner
from tasks.models import Article, ParagraphKind
from tests.tasks.articles.documents import body_of
from tests.tasks.articles.pages import SITE, divi_html, page_of


def kinds(html: str) -> list[ParagraphKind]:
    body = LexborHTMLParser(f"<body>{html}</body>").body
    assert body is not None
    return [one.kind for one in read_text(read_body(body), TextCleaner()).paragraphs]


HEADING, PARAGRAPH = ParagraphKind.HEADING, ParagraphKind.PARAGRAPH


@pytest.mark.parametrize(
    ("paragraph", "kind"),
    [
        ("<p><b>A turn of events</b></p>", HEADING),
        ("<p><strong>A turn of events</strong><br></p>", HEADING),
        ("<p> <b>A turn</b> <strong>of events</strong> </p>", HEADING),
        ("<p><b>A turn</b> of events</p>", PARAGRAPH),
        ("<p>A turn <b>of events</b></p>", PARAGRAPH),
        ("<p>A <b>turn</b> of events</p>", PARAGRAPH),
        ("<p><b>A turn</b> <i>of events</i></p>", PARAGRAPH),
        ("<p><i>A turn of events</i></p>", PARAGRAPH),
        ("<p><b>A turn of events.</b></p>", PARAGRAPH),
        (f"<p><b>{'A turn of events ' * 6}</b></p>", PARAGRAPH),
    ],
)
def test_only_a_short_paragraph_that_is_bold_as_a_whole_is_a_heading(
    paragraph: str, kind: ParagraphKind
) -> None:
    assert kinds(f"<p>The council met.</p>{paragraph}") == [PARAGRAPH, kind]


@pytest.mark.parametrize(
    "end",
    [
        '<p>Share this:</p><ul class="share"><li>Net</li></ul>',
        '<p>Follow us on <a href="/x">Example</a> and <a href="/y">Other</a></p>',
        '<p>Tags: <a href="/t">Port</a></p><p>© 2014 The Example. All rights reserved.</p>',
        '<p class="sf-hidden">Nothing is shown here.</p>',
    ],
)
def test_what_follows_the_text_of_a_divi_page_is_left_out(end: str) -> None:
    article = parse_page(page_of(divi_html(f"<p>The council met in the harbor.</p>{end}")), SITE)

    assert isinstance(article, Article)
    assert article.body == "The council met in the harbor."


@pytest.mark.parametrize(
    "last", ["Not one of them came back", 'Hear the whole talk <a href="/t">now</a>']
)
def test_a_short_last_line_of_the_text_stays(last: str) -> None:
    article = parse_page(page_of(divi_html(f"<p>The council met.</p><p>{last}</p>")), SITE)

    assert isinstance(article, Article)
    assert len(article.paragraphs) == 2


def test_the_cell_below_a_picture_is_its_caption() -> None:
    table = '<table><tr><td><img src="/a.jpg"></td></tr><tr><td class="caption">A pier</td></tr></table>'
    article = parse_page(page_of(divi_html(f"{table}<p>The council met.</p>")), SITE)

    assert isinstance(article, Article)
    assert [image.caption for image in article.images] == ["A pier"]
    assert article.body == "The council met."


def test_a_table_of_a_picture_and_a_line_is_a_figure() -> None:
    table = "<table align=right><tr><td><img src=/a.jpg></td></tr><tr><td>{}</td></tr></table>"
    captioned = read_body(body_of(table.format("A pier (AFP)") + "<p>The council met.</p>"))
    text = read_body(body_of(table.format("<p>It met.</p><p>It rose.</p>")))
    linked = read_body(body_of(table.format("<a href=/b>The other story</a>")))

    assert [figure.caption for figure in captioned.figures] == ["A pier (AFP)"]
    assert [block.lines for block in captioned.blocks] == [["The council met."]]
    assert [len(found.blocks) for found in (text, linked)] == [2, 1]


def test_the_caption_of_a_table_is_text() -> None:
    body = read_body(
        body_of("<figure><table><tr><td>7</table><figcaption>Ships</figcaption></figure>")
    )

    assert [block.lines for block in body.blocks] == [["7"], ["Ships"]]
    assert body.figures == []


def test_a_brief_below_a_picture_is_the_text() -> None:
    html = divi_html('<img src="/a.jpg"><p>The council met on Monday (Reuters)</p>')
    article = parse_page(page_of(html), SITE)

    assert isinstance(article, Article)
    assert article.body.startswith("The council met on Monday")


def test_an_embedded_post_within_the_text_is_left_out() -> None:
    post = '<blockquote class="wp-embedded-content"><a href="/p/">A pier</a></blockquote>'
    html = divi_html(f"<p>The council met.</p>{post}<p>It voted for the pier.</p>")
    article = parse_page(page_of(html), SITE)

    assert isinstance(article, Article)
    assert article.body == "The council met.\n\nIt voted for the pier."
