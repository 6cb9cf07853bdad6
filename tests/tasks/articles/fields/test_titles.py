"""The title: the article's own heading, not the site's, a widget's or one inside the text."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from tasks.articles.markup.dom import select
from tasks.articles.metadata.headings import find_headings
from tasks.articles.parse_page import parse_page
from tasks.models import Article
from tests.tasks.articles.fields.test_byline_sources import TEXT
from tests.tasks.articles.pages import ROOT, SITE, divi_html, page_of


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


def test_the_name_of_the_newspaper_before_the_title_is_left_out() -> None:
    assert title_of("", "Asharq Al-Awsat - Council Meets") == "Council Meets"
    assert title_of("", "Asharq Al-Awsat English | Council Meets") == "Council Meets"


def test_a_heading_inside_the_text_is_not_the_title() -> None:
    content = TEXT + "<h1>What the owners say</h1>" + TEXT

    assert title_of("<h1>Council Meets</h1>", "Council Meets", content=content) == "Council Meets"


def test_the_name_of_the_site_is_removed_where_there_is_no_heading() -> None:
    head = '<meta property="og:site_name" content="The Gazette">'

    assert title_of("", "The Gazette: Council Meets | The Gazette", head) == (
        "The Gazette: Council Meets"
    )
    assert title_of("", "The Gazette » Council Meets", head) == "Council Meets"


def test_a_link_to_the_front_page_names_the_site() -> None:
    home = "<div><a href='/'>The Coast Gazette</a></div>"

    assert title_of(home, "Council Meets Today « The Coast Gazette") == "Council Meets Today"


@pytest.mark.parametrize("tag", ["h1", "h2"])
def test_a_divi_title_is_the_heading_with_its_class_and_not_the_first_one(tag: str) -> None:
    html = divi_html(TEXT).replace("<h1 class", f"<{tag}>Featured Today</{tag}><h1 class")

    article = parse_page(page_of(html), SITE)

    assert isinstance(article, Article)
    assert article.title == "A Page"
    assert ("title", "h1.entry-title") in {(one.field, one.source) for one in article.provenance}


@pytest.mark.parametrize(
    ("before", "is_crosshead"),
    [
        ("<p>By our staff</p>", False),
        (f"<h2>{'A long heading of the page ' * 4}</h2>", False),
        (f"<p>{'A long paragraph of the text. ' * 4}</p>", True),
    ],
    ids=["a short line", "a long heading", "text"],
)
def test_a_heading_after_text_is_a_crosshead(before: str, is_crosshead: bool) -> None:
    body = LexborHTMLParser(f"<body><div>{before}<h2>Last</h2><p>End</p></div></body>").body
    assert body is not None

    *_, last = find_headings(body, select("div", body))

    assert (last.text, last.in_content) == ("Last", is_crosshead)


@pytest.mark.parametrize(
    "cell",
    [
        '<td class="title">Council Meets in the Harbor</td>',
        "<td><font size=4><b>Council Meets in the Harbor</b></font></td>",
        "<td><b><a href='a.asp'>The Front Page of Today</a></b></td></tr><tr>"
        "<td><b>Council Meets in the Harbor</b><br><b>By Lina Example Harbor</b></td>",
    ],
)
def test_a_page_of_tables_whose_head_names_only_the_newspaper_has_a_marked_title(cell: str) -> None:
    html = (
        "<html><head><title>The Example Newspaper (English)</title></head><body><table><tr>"
        f"<td><b>Saturday 27 June 2009</b></td></tr><tr>{cell}</tr><tr><td>{TEXT}</td></tr></table>"
        "</body></html>"
    )

    article = parse_page(page_of(html, url="https://eng-archive.aawsat.com/news.asp?id=123"), SITE)

    assert isinstance(article, Article), article
    assert article.title == "Council Meets in the Harbor"


@pytest.mark.parametrize("name", ["Asharq Alawsat Newspaper (English)", "ASHARQ AL-AWSAT English"])
def test_a_small_heading_is_the_title_where_the_head_names_only_the_newspaper(name: str) -> None:
    cell = f"<h3>Council Meets in the Harbor</h3>04-Mar-2009<br>By Lina Example<br>{TEXT}"
    html = f"<html><head><title>{name}</title></head><body><td><td>{cell}</table></body></html>"

    article = parse_page(page_of(html, url="https://eng-archive.aawsat.com/news.asp?id=123"), SITE)

    assert isinstance(article, Article), article
    assert article.title == "Council Meets in the Harbor"


def test_the_title_in_the_head_stays_where_only_the_text_is_bold() -> None:
    content = f"<p><b>The harbor was full of boats on the day of the vote</b></p>{TEXT}"

    assert title_of("", "Council Meets", content=TEXT + content) == "Council Meets"


@pytest.mark.parametrize(
    ("top", "title"),
    [
        ('<h1><a href="https://x.example/">A Gazette</a></h1><h2>Council Meets Twice</h2>', " » "),
        (
            '<h1><a href="/web/2013/http://x.example">A Gazette</a></h1>'
            "<h3>Council Meets Twice</h3>",
            ": ",
        ),
        ("<h1>Council Meets Twice<span>What it said</span></h1>", " | "),
        ("<h1>A Gazette</h1><h2>Council Meets Twice</h2>", "Council Meets Twice : "),
        ("<h1><small>News</small>Council Meets Twice</h1>", " > "),
        ('<h1>Council Meets Twice<a href="#top">¶</a></h1>', " - "),
    ],
)
def test_a_title_is_told_from_the_name_of_the_site_and_from_a_subtitle(
    top: str, title: str
) -> None:
    assert title_of(top, f"A Gazette{title}Council Meets Twice") == "Council Meets Twice"


def test_the_name_in_the_address_is_the_name_of_the_site() -> None:
    html = f"<title>Council Meets : The Eng Archive</title><div><div>{TEXT}</div></div>"

    article = parse_page(page_of(html, url=f"{SITE.origin}/news.asp?id=5"), SITE)

    assert isinstance(article, Article)
    assert article.title == "Council Meets"


def test_the_linked_heading_of_another_post_is_not_the_title() -> None:
    other = '<h2 class="entry-title"><a href="/b/">Council of the Hills Signs a Deal</a></h2>'
    head = '<meta property="og:title" content="Why the council could not agree on a plan">'

    assert title_of("", "x", head, TEXT + f"<div>{other}</div>") == (
        "Why the council could not agree on a plan"
    )


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Harbour Opens", "Harbour Opens"),
        ("Asharq Al-Awsat", "Council Meets"),
        (" ", "Council Meets"),
    ],
)
def test_a_divi_title_that_is_empty_or_the_newspaper_is_not_taken(
    heading: str, expected: str
) -> None:
    head = '<meta property="og:title" content="Council Meets">'
    article = parse_page(page_of(divi_html(TEXT, title=heading, head=head)), SITE)

    assert isinstance(article, Article)
    assert article.title == expected


def test_a_title_may_have_the_separator_that_is_before_the_name_of_the_site() -> None:
    top = "<h2 class=posttitle>Council Meets – minister</h2>"

    assert title_of(top, "Council Meets – minister | The Gazette") == "Council Meets – minister"


def test_a_title_stated_for_other_sites_is_enough_to_know_its_heading() -> None:
    head = '<meta name="twitter:title" content="How the Council Meets">'
    top = "<h2>How the Council Meets</h2><a href='/x/'><p class=post-title>A Fair Opens</p></a>"

    assert title_of(top, "Rules of Councils", head) == "How the Council Meets"


def test_the_only_heading_is_the_title_if_the_head_names_only_the_site() -> None:
    top = "<h2>Council Meets in the Harbour</h2>"

    assert title_of(top, "The Eastport Gazette") == "Council Meets in the Harbour"
    assert title_of(f"{top}<h2>Other</h2>", "The Eastport Gazette") == "The Eastport Gazette"


def test_a_head_with_the_tagline_of_the_site_gives_no_title() -> None:
    html = (
        "<html><head><title>The Gazette | The Leading Paper of the Coast</title></head>"
        "<body class='single postid-7'><h1>The Gazette</h1><h2>The Leading Paper of the Coast</h2>"
        f"<h3 class=story>Council Meets on Harbour</h3><div class=entry-content>{TEXT}</div></body>"
    )
    article = parse_page(page_of(html, url=f"{ROOT}/a/news/council-meets-on-harbour/"), SITE)

    assert isinstance(article, Article)
    assert article.title == "Council Meets on Harbour"
