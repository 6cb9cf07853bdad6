"""The title: the article's own heading, not the site's, a widget's or one inside the text."""

import pytest

from tasks.articles.parse_page import parse_page
from tasks.models import Article
from tests.tasks.articles.pages import SITE, page_of
from tests.tasks.articles.test_byline_sources import TEXT


def title_of(top: str, title: str = "Council Meets", head: str = "", content: str = TEXT) -> str:
    html = (
        f'<html lang="en-US"><head><title>{title}</title>{head}</head>'
        f'<body class="single single-post postid-7"><div id="page">{top}'
        f'<div class="entry-content">{content}</div></div></body></html>'
    )
    article = parse_page(page_of(html), SITE)
    assert isinstance(article, Article), article
    return article.title


@pytest.mark.parametrize(
    ("top", "title"),
    [
        (
            '<h1><a href="/">The Gazette</a></h1><h2>Council Meets</h2>',
            "The Gazette » Council Meets",
        ),
        ("<h1>The Gazette</h1><h1>Council Meets</h1>", "Council Meets | The Gazette"),
        ("<h1>Our Blog</h1>", "Council Meets"),
        ("<h1>Council<br>Meets</h1>", "Council Meets"),
        ("<h1><span>Council</span><span>Meets</span></h1>", "Council Meets"),
        ("<h1><em>Coun</em>cil Meets</h1>", "Council Meets"),
        ("<h1>Council Meets</h1><aside><h1>Newsletter</h1></aside>", "Council in Session"),
        ("<header><h1>Council Meets</h1></header>", "Council Meets - The Gazette"),
    ],
)
def test_the_title_is_the_articles_own_heading(top: str, title: str) -> None:
    assert title_of(top, title) == "Council Meets"


def test_a_heading_inside_the_text_is_not_the_title() -> None:
    content = TEXT + "<h1>What the owners say</h1>" + TEXT

    assert title_of("<h1>Council Meets</h1>", "Council Meets", content=content) == "Council Meets"


def test_the_name_of_the_site_is_removed_where_there_is_no_heading() -> None:
    head = '<meta property="og:site_name" content="The Gazette">'

    assert title_of("", "The Gazette: Council Meets | The Gazette", head) == (
        "The Gazette: Council Meets"
    )
    assert title_of("", "The Gazette » Council Meets", head) == "Council Meets"
