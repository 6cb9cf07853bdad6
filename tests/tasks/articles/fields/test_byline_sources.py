"""Authors of pages of no known layout: where they are read, and what is not an author."""

import pytest

from tasks.articles.metadata.names import clean_name, read_byline_text, split_names
from tasks.articles.parse_page import parse_page
from tasks.models import Article, Author
from tests.tasks.articles.pages import ROOT, SITE, divi_html, page_of

URL = f"{ROOT}/2014/06/article55303344/"
TEXT = "".join(
    f"<p>The council of Harbor Town turned down plan {number} on Wednesday after four hours of "
    "talks with the ferry owners, the traders and the two unions of the port.</p>"
    for number in range(3)
)


def page_with(line: str = "", head: str = "", after: str = "") -> str:
    return (
        f'<html lang="en-US"><head><title>Council Meets</title>{head}</head>'
        '<body class="single single-post"><div id="content"><div class="post">'
        f"<h1>Council Meets</h1>{line}<div class='entry-content'>{TEXT}</div>{after}"
        "</div></div></body></html>"
    )


def authors_of(line: str = "", head: str = "", after: str = "") -> list[str]:
    article = parse_page(page_of(page_with(line, head, after), url=URL), SITE)
    assert isinstance(article, Article), article
    return [author.name for author in article.authors]


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


LINKED = "<a rel='author' href='/mira/'>Mira Halloun</a>"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (f"<h3>By {LINKED} and Sami Kabbani, <span>June 3, 2014</span></h3>", "Sami Kabbani"),
        (f"<p>By {LINKED} and Sami Kabbani</p>", "Sami Kabbani"),
        (f"<p>By Sami Kabbani and {LINKED}</p>", "Sami Kabbani"),
        (f"<p>By {LINKED} in London</p>", None),
        (f"<p>By {LINKED}</p><p>By Sami Kabbani</p>", None),
    ],
)
def test_a_name_without_a_link_beside_a_linked_one_is_an_author(
    line: str, names: str | None
) -> None:
    assert set(authors_of(line)) == {"Mira Halloun", *([names] if names else [])}


@pytest.mark.parametrize("byline", ["By Sami Kabbani", "By Sami Kabbani in Tyre"])
def test_the_account_that_entered_a_page_is_its_author_only_without_a_byline(byline: str) -> None:
    account = "<p>Submitted by <span class='username'>webeditor</span> on Mon, 11/19/2012</p>"

    assert authors_of(f"{account}<div class='field-byline'>{byline}</div>") == ["Sami Kabbani"]
    assert authors_of(account) == ["webeditor"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<p>16 Feb 2014 22:40 AST &bull; by Mira Halloun &bull; 3 comments</p>", ["Mira Halloun"]),
        ("<p>Posted on February 16, 2014 at 9:12 pm by Mira Halloun</p>", ["Mira Halloun"]),
        (
            '<p>By <a href="/author/a-b/" rel="author">Mira Halloun</a> and '
            '<a href="/author/c-d/" rel="author">Samir Dakkak</a></p>',
            ["Mira Halloun", "Samir Dakkak"],
        ),
        ('<p class="byline">By Mira Halloun</p>', ["Mira Halloun"]),
        ('<p class="byline">By Mira Halloun, Asharq Al-Awsat</p>', ["Mira Halloun"]),
        (
            '<p class="byline">By Mira Halloun in New Town and Samir Dakkak in Cairo</p>',
            ["Mira Halloun", "Samir Dakkak"],
        ),
        ("<p>By: Mira Halloun in London</p>", ["Mira Halloun"]),
        ("<p>By Mira Halloun, Samir Dakkak and Lina Example</p>", 3),
        ("<div>By Mira Halloun | June 27, 2014</div>", ["Mira Halloun"]),
        ('<a href="/author/m/" rel="author">View all posts by Mira Halloun →</a>', 1),
        ('<a href="/author/m/" rel="author">Home</a>', []),
        ("<div>By Mira Halloun<br>Gazette staff writer</div>", ["Mira Halloun"]),
        ('<span id="ctl00_lblAuthor">Mira Halloun</span>', ["Mira Halloun"]),
        ('<div class="by">Mira Halloun</div>', ["Mira Halloun"]),
        ('<p class="byline">By Mira Halloun<br>Daily Example<br>4 May 2006</p>', ["Mira Halloun"]),
        ('<p class="byline">Mira Halloun, Adel Safi<br>Samir Dakkak</p>', 3),
        (
            '<b itemprop="author"><meta itemprop="name" content="Mira Halloun">'
            "<a>More by this author</a></b>",
            ["Mira Halloun"],
        ),
        ('<p class="byline"><a>Mira Halloun</a>, Staff Reporter / m@post.example</p>', 1),
        ("<p>By Mira Halloun. Translated by Adel Safi. Published 5 Oct 2012</p>", 1),
        ("<p><b>Mira Halloun, Example News</b></p>", ["Mira Halloun"]),
        ("<p><b>Mira HALLOUN</b></p>", 1),
        ("<small>Mira Halloun | 12 July 2010 | 0 Comments</small>", ["Mira Halloun"]),
        ("<dl><dt>Author</dt><dd>Mira Halloun</dd></dl>", ["Mira Halloun"]),
        ("<div>2006-03-10 | Mira Halloun | Jerusalem</div>", ["Mira Halloun"]),
        ("<div>2006-03-10 | Mira Halloun | Adel Safi</div>", []),
        ("<div>Submitted by Mira Halloun on Thu, 2013-05-23 17:42</div>", ["Mira Halloun"]),
        ("<p>Special to The Review by Mira Halloun and Adel Safi in Amman</p>", 2),
        (
            '<div class="who"><a href="/author/m">Mira Halloun</a></div>'
            '<div class="who"><a href="/author/a">Adel Safi</a></div>',
            2,
        ),
        ("<p><span>Words</span> Mira Halloun <span>Photos</span> Adel Safi</p>", 1),
        ("<div><p>Author: Mira Halloun</p><p>Translator: Adel Safi</p></div>", 1),
        ("<p>Jun 7, 10:21 AM<br>By MIRA HALLOUN<br>Associated Press Writer<br></p>", 1),
        ('<p class="byline">By Mira Halloun/CAIRO</p>', 1),
        ("<p>By Mira Halloun<br>and Adel Safi<br></p>", 2),
        ('<div class="submitted">On Monday <b class="username">Mira Halloun</b></div>', 1),
        ("<p><i>Mira Halloun</i></p>", ["Mira Halloun"]),
        ("<p>Press Release</p>", []),
        ("<p>Cairo Times</p>", []),
        ("<p>Mira Halloun</p><p>Samir Dakkak</p>", []),
    ],
)
def test_authors_are_read_from_the_line_below_the_heading(
    line: str, names: list[str] | int
) -> None:
    found = authors_of(line)

    assert (len(found) if isinstance(names, int) else found) == names
    assert not found or found[0].title() == "Mira Halloun"


@pytest.mark.parametrize(
    "head",
    [
        ld('{"@type":"NewsArticle","author":{"@type":"Person","name":"Mira Halloun"}}'),
        ld('/*<![CDATA[*/{"@type":"BlogPosting","author":[{"name":"Mira Halloun"}]}/*]]>*/'),
        ld(
            '{"@graph":[{"@type":["Person","Organization"],"@id":"#1","name":"Site Owner"},'
            '{"@type":"Article","author":{"@id":"#2"}},'
            '{"@type":"Person","@id":"#2","name":"Mira Halloun"}]}'
        ),
        '<meta name="twitter:label1" content="Written by">'
        '<meta name="twitter:data1" content="Mira Halloun">',
        '<meta name="author" content="Mira Halloun">',
    ],
)
def test_authors_are_read_from_the_head(head: str) -> None:
    assert authors_of(head=head) == ["Mira Halloun"]


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="author" content="https://www.facebook.com/exampletimes">',
        '<meta property="og:site_name" content="Example Times">'
        '<meta name="author" content="Example Times">',
        '<meta name="author" content="desk@example.com">',
        ld('{"@type":["Person","Organization"],"name":"Site Owner"}'),
    ],
)
def test_sites_addresses_and_owners_are_not_authors(head: str) -> None:
    assert authors_of(head=head) == []


def test_the_authors_of_related_posts_are_not_those_of_the_article() -> None:
    after = '<div class="related-posts"><a rel="author" href="/author/x/">Other Writer</a></div>'

    assert authors_of('<p class="byline">By Mira Halloun</p>', after=after) == ["Mira Halloun"]


@pytest.mark.parametrize(
    "line",
    [
        '<a class="byline" href="/author/mira-h/">Mira Halloun</a>',
        '<p>By <span class="author vcard"><a href="/author/mira-h/">Mira Halloun</a></span></p>',
    ],
)
def test_the_slug_of_an_author_is_that_of_the_link(line: str) -> None:
    article = parse_page(page_of(page_with(line), url=URL), SITE)

    assert isinstance(article, Article)
    assert article.authors == (Author("Mira Halloun", "mira-h"),)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("View all posts by Mira Halloun →", "Mira Halloun"),
        ("Written by: Mira Halloun", "Mira Halloun"),
        ("By Mira Halloun November 3, 2014", "Mira Halloun"),
        ("Mira Halloun @mirah", "Mira Halloun"),
        ("von Mira Halloun", "Mira Halloun"),
        ("admin", None),
        ("ops@example.com", None),
        ("www.example.com", None),
        ("By", None),
    ],
)
def test_a_label_is_reduced_to_its_name(label: str, name: str | None) -> None:
    assert clean_name(label) == name


def test_a_comma_separates_names_but_not_a_name_from_its_role() -> None:
    assert split_names("Mira Halloun, Samir Dakkak & Lina Example") == [
        "Mira Halloun",
        "Samir Dakkak",
        "Lina Example",
    ]
    assert split_names("Mira Halloun, Senior Editor") == ["Mira Halloun"]
    assert split_names("Mira Halloun, London") == ["Mira Halloun"]
    assert split_names("Mira Halloun, on the road") == ["Mira Halloun"]


def test_a_sentence_that_begins_with_by_is_not_a_byline() -> None:
    assert read_byline_text("By the end of the year all ferries will be painted") is None


@pytest.mark.parametrize(
    "line",
    [
        "By Mira Halloun, Asharq Al-Awsat",
        "BY MIRA HALLOUN, ASHARQ AL-AWSAT",
        "Mira Halloun, Asharq Alawsat, London",
        "Mira Halloun of Asharq Al-Awsat English",
        "Mira Halloun / Asharq Al-Awsat",
        "Mira Halloun with Reuters",
        "Mira Halloun, Associated Press",
        "Mira Halloun, New York",
        "Asharq Al-Awsat, Mira Halloun",
        "Asharq Al-Awsat – Mira Halloun",
        "London: Mira Halloun",
    ],
)
def test_what_a_name_is_printed_with_is_not_a_second_author(line: str) -> None:
    names = split_names(clean_name(line) or "")

    assert [name.title() for name in names] == ["Mira Halloun"]


def test_newspaper_and_agency_are_authors_of_a_report_without_a_name() -> None:
    assert split_names("Asharq Al-Awsat and Reuters") == ["Asharq Al-Awsat", "Reuters"]
    assert split_names("London, Asharq Al-Awsat") == ["Asharq Al-Awsat"]
    assert split_names("London, Riyadh") == ["London"]


@pytest.mark.parametrize(
    "line",
    [
        "Interview by Mira Halloun",
        "Interview conducted by: Mira Halloun",
        "Exclusive: By Mira Halloun",
        "Reporting and writing by Mira Halloun",
        "Reporting by Mira Halloun; Editing by Samir Dakkak",
        "Text by Mira Halloun and photographs by Samir Dakkak",
        "By Mira Halloun, translated by Samir Dakkak",
        "Compiled by Mira Halloun from agencies",
        "Special to Asharq Al-Awsat by Mira Halloun",
        "Interviewer: Mira Halloun",
        "A report by Mira Halloun",
        "Propos recueillis par Mira Halloun",
    ],
)
def test_the_words_of_a_credit_are_not_part_of_the_name(line: str) -> None:
    assert split_names(clean_name(line) or "") == ["Mira Halloun"]


@pytest.mark.parametrize("label", ["Photos by Mira Halloun", "Translated by Mira Halloun"])
def test_photographers_and_translators_are_not_authors(label: str) -> None:
    assert clean_name(label) is None


def test_an_interview_credit_below_the_heading_names_the_author() -> None:
    assert authors_of("<p>Interview by Mira Halloun, Asharq Al-Awsat</p>") == ["Mira Halloun"]


@pytest.mark.parametrize(
    "line", ["Valley News | May 20, 2013", "Kuwait City - May 20, 2013", "May 20, 2013 | 10:15 am"]
)
def test_a_section_or_a_place_beside_a_date_is_not_an_author(line: str) -> None:
    assert authors_of(f'<div class="entry-meta">{line}</div>') == []


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Written by", None),
        ("By Mira Halloun m.halloun@x.example", "Mira Halloun"),
        ("m.halloun@x.example", None),
        ("Mira Halloun / Cairo", "Mira Halloun"),
    ],
)
def test_a_label_without_a_name_is_not_an_author(label: str, name: str | None) -> None:
    assert clean_name(label) == name


def test_a_printed_name_wins_over_the_newspaper_as_stated_author() -> None:
    paper = '{"@type":"Organization","name":"The Gazette"}'
    head = ld(f'{{"@type":"NewsArticle","author":{paper},"publisher":{paper}}}')

    assert authors_of('<p class="byline">Mira Halloun</p>', head) == ["Mira Halloun"]
    assert authors_of(head=head) == ["The Gazette"]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("<b>Mira Halloun</b><br><small>is a columnist of the paper.</small>", ["Mira Halloun"]),
        ("<b>Mira Halloun</b><br><small>, is the editor of the paper.</small>", ["Mira Halloun"]),
        ("<b>Mira Halloun</b><br><small>Read more</small>", []),
        ("<b>Mira Halloun</b>", []),
    ],
)
def test_a_name_above_the_heading_is_the_author_if_it_says_who_that_is(
    cell: str, names: list[str]
) -> None:
    html = (
        '<html><head><title>Council Meets</title><meta property="og:type" content="article"></head>'
        "<body><table><tr><td>"
        f"<table><tr><td>{cell}"
        f"</td></tr></table><h3>Council Meets</h3><div class=entry-content>{TEXT}</div></td></tr></table></body></html>"
    )
    article = parse_page(page_of(html, url=URL), SITE)

    assert isinstance(article, Article), article
    assert [author.name for author in article.authors] == names


def test_a_name_after_the_text_is_the_author_if_it_is_marked_or_posted() -> None:
    assert authors_of(after='<div class="opAuthor">— Mira Halloun</div>') == ["Mira Halloun"]
    posted = "<span>Posted by Mira at June 7, 2005 10:21 AM</span>"
    assert authors_of(after=posted) == ["Mira"]
    assert authors_of(after=posted.replace("by", "by:")) == []


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("<p><em>Written by: Omar Sample</em></p>", "Omar Sample"),
        ("<p>By Asharq Al-Awsat</p>", "Asharq Al-Awsat"),
        ("", "Asharq Al-Awsat"),
    ],
)
def test_a_name_printed_in_a_text_of_the_desk_is_its_author(line: str, name: str) -> None:
    html = (
        "<html><head><title>Council Meets</title></head><body class='single postid-7'>"
        f"<h1>Council Meets</h1><div class='entry-content'>{line}{TEXT}</div></body></html>"
    )
    article = parse_page(page_of(html, url=f"{ROOT}/theaawsat/news/council-meets/"), SITE)

    assert isinstance(article, Article)
    assert [author.name for author in article.authors] == [name]


@pytest.mark.parametrize(
    ("slug", "name"), [("theaawsat", "Omar Sample"), ("lina-example", "Lina Example")]
)
def test_a_byline_above_the_text_of_a_divi_page_is_no_text(slug: str, name: str) -> None:
    link = f'<a href="/author/{slug}/" rel="author">{slug.replace("-", " ").title()}</a>'
    meta = f'<p class="post-meta">by <span class="author vcard">{link}</span></p>'
    html = divi_html(f"<p>By Omar Sample</p>{TEXT}", meta=meta)
    article = parse_page(page_of(html, url=f"{ROOT}/{slug}/news/council-meets/"), SITE)

    assert isinstance(article, Article)
    assert article.paragraphs[0].text != "By Omar Sample"
    assert [author.name for author in article.authors] == [name]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (
            "By Omar Sample in Tripoli, Lina Example in Beirut and Agencies",
            ["Omar Sample", "Lina Example"],
        ),
        ("By Omar Sample in London, England", ["Omar Sample"]),
        ("By Omar Sample in Cairo and Lina Example in Aden", ["Omar Sample", "Lina Example"]),
    ],
)
def test_each_author_may_have_a_place(line: str, names: list[str]) -> None:
    assert authors_of(f'<p class="byline">{line}</p>') == names


def test_the_name_of_an_account_is_read_from_the_byline_in_the_text() -> None:
    link = '<p><a class="fn" href="/author/omarsample/">omarsample</a></p>'
    html = page_with(link).replace(TEXT, f"<p><b>By Omar Sample in Dubai</b></p>{TEXT}")
    article = parse_page(page_of(html, url=URL), SITE)

    assert isinstance(article, Article)
    assert article.authors == (Author("Omar Sample", "omarsample"),)
