"""Modules of Divi's page builder: those that have the text, and those beside it."""

import pytest

from tasks.articles.parse_page import parse_page
from tasks.models import Article
from tests.tasks.articles.pages import SITE, page_of

TEXTS = [
    "The harbour council of Eastport voted on Tuesday to close two of its four piers for repairs.",
    "Ferry owners said that the decision would cost them a third of their trips in the spring.",
]
TEXT = (
    '<div class="et_pb_text et_pb_module">' + "".join(f"<p>{one}</p>" for one in TEXTS) + "</div>"
)
POST_TITLE = """<div class="et_pb_module et_pb_post_title et_pb_post_title_0">
<div class="et_pb_title_container"><h1 class="entry-title">Two Piers Close</h1>
<p class="et_pb_title_meta_container"> by <span class="author vcard">
<a href="/author/omar-sample" rel="author">Omar Sample</a></span> |
<span class="published">Mar 4, 2015</span> |
<a href="/category/news" rel="category tag">News</a></p></div>
<div class="et_pb_title_featured_container"><img src="/u/pier.jpg" alt=""></div></div>"""
FULL_WIDTH = """<section class="et_pb_fullwidth_header et_pb_module"><div class="header-content">
<h1>Two Piers Close</h1><span class="et_pb_fullwidth_header_subhead">Ferries will wait</span>
<p>March 4, 2015</p></div></section>"""


def article_of(content: str) -> Article:
    html = (
        '<!DOCTYPE html><html lang="en-US"><head><title>Two Piers Close</title></head>'
        '<body class="single single-post et_pb_pagebuilder_layout et_divi_theme">'
        '<article id="post-7" class="et_pb_post post-7"><div class="entry-content">'
        f'<div class="et_pb_section">{content}</div></div></article></body></html>'
    )
    article = parse_page(page_of(html), SITE)
    assert isinstance(article, Article), article
    return article


def texts(content: str) -> list[str]:
    return [paragraph.text for paragraph in article_of(content).paragraphs]


def test_a_post_title_module_has_title_author_date_section_and_picture() -> None:
    article = article_of(POST_TITLE + TEXT)

    assert article.layout == "divi_builder"
    assert (article.title, str(article.published_on)) == ("Two Piers Close", "2015-03-04")
    assert [author.name for author in article.authors] == ["Omar Sample"]
    assert [section.name for section in article.sections] == ["News"]
    assert [(image.url or "").rpartition("/")[2] for image in article.images] == ["pier.jpg"]
    assert [paragraph.text for paragraph in article.paragraphs] == TEXTS


def test_a_header_of_full_width_has_title_and_date() -> None:
    article = article_of(FULL_WIDTH + TEXT)

    assert (article.title, str(article.published_on)) == ("Two Piers Close", "2015-03-04")
    assert [paragraph.text for paragraph in article.paragraphs] == TEXTS


@pytest.mark.parametrize(
    "module",
    [
        '<div class="et_pb_team_member"><h4>Omar Sample</h4><p>Omar Sample writes on ports.</p></div>',
        '<div class="et_pb_countdown_timer"><h4>Next vote</h4><p class="label">Day(s)</p></div>',
        '<div class="et_pb_number_counter"><h3 class="title">Piers</h3></div>',
        '<div class="et_pb_audio_module"><h2>Listen</h2><p>by <b>The desk</b></p></div>',
    ],
)
def test_modules_of_authors_counters_and_players_are_not_text(module: str) -> None:
    assert texts(TEXT + module) == TEXTS


def test_tabs_and_toggles_are_text() -> None:
    tabs = '<div class="et_pb_tabs"><div class="et_pb_tab_content"><p>The piers reopen.</p></div></div>'
    toggle = (
        '<div class="et_pb_toggle"><div class="et_pb_toggle_content"><p>It is old.</p></div></div>'
    )

    assert texts(TEXT + tabs + toggle) == [*TEXTS, "The piers reopen.", "It is old."]
