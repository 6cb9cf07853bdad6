"""The day of publication: whose day it is, and when no day is given."""

from datetime import date

import pytest

from tasks.articles.parse_page import parse_html, parse_page
from tasks.articles.text.dates import read_days
from tasks.models import Article
from tests.tasks.articles.fields.test_byline_sources import TEXT, ld
from tests.tasks.articles.pages import ROOT, SITE, page_of

URL = f"{ROOT}/lina-example/news/council-meets/"


def article_of(
    line: str = "", head: str = "", after: str = "", url: str = URL, lang: str = "en-US"
) -> Article:
    html = (
        f'<html lang="{lang}"><head><title>Council Meets</title>{head}</head>'
        '<body class="single single-post postid-7"><div id="content"><div class="post">'
        f"<h1>Council Meets</h1>{line}<div class='entry-content'>{TEXT}</div>{after}"
        "</div></div></body></html>"
    )
    article = parse_page(page_of(html, url=url), SITE)
    assert isinstance(article, Article), article
    return article


def meta(day: str, name: str = "article:published_time") -> str:
    return f'<meta property="{name}" content="{day}">'


@pytest.mark.parametrize(
    "line",
    [
        '<span class="published">2014-06-27</span>',
        '<span class="published">27/06/2014</span>',
        "<p>27.06.2014</p>",
        '<time datetime="2014-06-27T09:10:00+03:00">five years ago</time>',
        '<div class="post-meta"><span class="updated">Jun 27, 2014</span></div>',
        "<small>June 27th, 2014</small>",
        "<p>27 juin 2014</p>",
        '<time class="updated" datetime="2016-06-01T10:00:00+00:00">June 1, 2016</time>'
        '<time class="entry-date published" datetime="2014-06-27T10:00:00+00:00">x</time>',
        "<p>Published June 27, 2014 | Updated June 1, 2016</p>",
        '<div class="meta">By A B | <span class="updated hidden">2016-06-01T09:10:11+00:00</span>'
        "<span>June 27th, 2014</span></div>",
        '<div class="post-modified-date"><time datetime="2016-06-01T10:00:00">x</time></div>'
        '<div class="post-date"><time datetime="2014-06-27T10:00:00">x</time></div>',
        '<div class="single-post-sidebar"><h4>Published</h4><div class="day">June 27, 2014</div></div>',
        '<p class="info">Fri, 27-Jun-2014 22:40 AST &bull; by Lina Example &bull; 3 comments</p>',
    ],
)
def test_the_day_is_read_from_the_articles_own_line(line: str) -> None:
    assert article_of(line).published_on == date(2014, 6, 27)


@pytest.mark.parametrize(
    "after",
    [
        '<div class="related-posts"><p class="date">November 5, 2016</p></div>',
        '<div id="comments"><time datetime="2016-11-05T10:00:00Z">Nov 5, 2016</time></div>',
        '<article class="card"><span class="published">Nov 5, 2016</span></article>',
        '<aside><span class="published">Nov 5, 2016</span></aside>',
    ],
)
def test_the_day_of_another_post_or_of_a_comment_is_never_taken(after: str) -> None:
    assert article_of(after=after).published_on is None


@pytest.mark.parametrize(
    "head",
    [meta("1970-01-01T00:00:00+00:00"), meta("0001-11-30T00:00:00+00:00"), meta("2031-01-01")],
)
def test_placeholders_and_days_after_the_capture_are_refused(head: str) -> None:
    assert article_of(head=head).published_on is None
    assert article_of("<p>Mar 22, 2015</p>", head).published_on == date(2015, 3, 22)


@pytest.mark.parametrize(
    ("line", "url", "lang", "day"),
    [
        ("<p>03/04/2010</p>", URL, "en-US", None),
        # The other reading is after the capture.
        ("<p>01/02/2026</p>", URL, "en-US", date(2026, 1, 2)),
        ("<p>03/04/2010</p>", URL, "en-GB", date(2010, 4, 3)),
        ("<p>03/04/2010</p>", f"{ROOT}/2010/03/article5530/", "en-US", date(2010, 3, 4)),
        ("<p>03/04/2010</p>", f"{ROOT}/2010/04/article5530/", "en-US", date(2010, 4, 3)),
        (
            '<p>03/04/2010</p><div id="comments"><p>25/04/2010</p></div>',
            URL,
            "en-US",
            date(2010, 4, 3),
        ),
    ],
)
def test_a_numeric_day_is_read_by_the_habit_of_the_page_or_not_at_all(
    line: str, url: str, lang: str, day: date | None
) -> None:
    assert article_of(line, url=url, lang=lang).published_on == day


def test_the_day_is_that_of_the_site_where_the_head_states_utc() -> None:
    article = article_of("<p>Jun 28, 2014</p>", meta("2014-06-27T22:10:00+00:00"))

    assert article.published_on == date(2014, 6, 28)
    assert [one.field for one in article.conflicts] == ["published_on"]


def test_the_head_is_trusted_more_than_the_line_and_the_conflict_is_a_row() -> None:
    article = article_of("<p>Jun 2, 2016</p>", meta("2014-06-27T10:00:00+00:00"))

    assert article.published_on == date(2014, 6, 27)
    assert [(one.chosen, one.other) for one in article.conflicts] == [("2014-06-27", "2016-06-02")]


def test_a_page_that_states_only_its_change_has_no_day_of_publication() -> None:
    article = article_of(
        "<p>Jun 2, 2016</p>", meta("2016-06-02T10:00:00+00:00", "article:modified_time")
    )

    assert article.published_on is None
    assert article_of("<p>Last updated: Jun 2, 2016</p>").published_on is None


def test_the_day_of_the_address_is_taken_where_the_page_has_none() -> None:
    assert article_of(url=f"{ROOT}/2014/06/27/council-meets/").published_on == date(2014, 6, 27)


def test_json_ld_in_cdata_is_read() -> None:
    head = ld('/*<![CDATA[*/{"@type":"NewsArticle","datePublished":"2015-03-22"}/*]]>*/')

    assert article_of(head=head).published_on == date(2015, 3, 22)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("20. Mai 2007", [date(2007, 5, 20)]),
        ("5 de mayo de 2010", [date(2010, 5, 5)]),
        ("2019年2月13日", [date(2019, 2, 13)]),
        ("03/04/2010", [date(2010, 4, 3), date(2010, 3, 4)]),
        ("30/02/2010", []),
        ("in 2010", []),
    ],
)
def test_days_are_read_in_words_and_numbers(text: str, days: list[date]) -> None:
    assert list(read_days(text)) == days


def test_the_day_is_read_from_the_long_line_that_old_themes_print_after_the_text() -> None:
    after = (
        '<p class="postmetadata">This entry was posted on Friday, June 27th, 2014 at 9:12 pm and is'
        ' filed under <a href="/category/news/">News</a>. You can follow any responses to this entry'
        ' through the <a href="/feed/">RSS 2.0</a> feed. Both comments and pings are closed.</p>'
    )

    assert article_of(after=after).published_on == date(2014, 6, 27)


@pytest.mark.parametrize(
    "line",
    [
        '<div class="eyebrow">Updated</div><p>By Lina Example</p><span>Mar 11, 2016</span>',
        '<h4>Last updated on</h4><div class="post-date">Mar 11, 2016</div>',
        '<div class="updated-on"><time class="entry-date published updated"'
        ' datetime="2016-03-11T10:00:00">March 11, 2016</time></div>',
        '<time itemprop="dateModified" class="published" datetime="2016-03-11">x</time>',
    ],
)
def test_the_day_of_a_change_is_not_the_day_of_publication(line: str) -> None:
    assert article_of(line).published_on is None


def test_the_day_in_the_meta_line_of_an_older_divi_has_no_class() -> None:
    html = (
        '<html><head><title>Council Meets</title></head><body class="single et_divi_theme">'
        '<div id="left-area"><article id="post-7" class="et_pb_post"><h1>Council Meets</h1>'
        '<p class="post-meta">Posted by <a rel="author" href="/author/l/">Lina Example</a> on Jun 27,'
        f' 2014 in <a href="/category/news/">News</a></p><div class="entry-content">{TEXT}</div>'
        "</article></div></body></html>"
    )

    article = parse_page(page_of(html, url=URL), SITE)

    assert isinstance(article, Article), article
    assert article.published_on == date(2014, 6, 27)


def test_a_meta_tag_that_repeats_the_day_of_a_change_is_not_the_day_of_publication() -> None:
    head = '<meta name="date" content="March 11, 2016">'

    assert article_of("<div>Updated</div><span>Mar 11, 2016</span>", head).published_on is None
    assert article_of("<span>Mar 11, 2016</span>", head).published_on == date(2016, 3, 11)


def test_the_date_in_a_short_sentence_of_the_text_is_not_the_day() -> None:
    line = "<p>On 3 June 2009 the first stone of the hall was laid.</p>"

    assert article_of(line).published_on is None


def test_an_instant_in_a_title_is_read_from_any_element() -> None:
    line = '<span class="published" title="2014-06-27T10:00:00+03:00">two years ago</span>'

    assert article_of(line).published_on == date(2014, 6, 27)


@pytest.mark.parametrize(("day", "is_read"), [("4 March 2099", False), ("4 March 2014", True)])
def test_a_day_to_come_is_refused_where_the_capture_is_not_known(day: str, is_read: bool) -> None:
    html = (
        "<title>Council Meets</title><body class='single'><div class='post'><h1>Council Meets</h1>"
        f"<div class='meta'>{day}</div><div class='entry-content'>{TEXT}</div></div>"
    )

    article = parse_html(html.encode(), URL)

    assert isinstance(article, Article)
    assert (article.published_on is not None) is is_read


def test_the_day_of_creation_is_taken_if_no_other_day_is_stated() -> None:
    head = ld('{"@type":"NewsArticle","dateCreated":"2014-06-27","dateModified":"2016-06-01"}')

    assert article_of(head=head).published_on == date(2014, 6, 27)
    assert article_of("<p>28.06.2014</p>", head).published_on == date(2014, 6, 28)


def test_the_canonical_address_states_the_day_if_nothing_else_does() -> None:
    head = f'<link rel="canonical" href="{ROOT}/2014/06/27/council-meets/">'
    printed = '<p class="post-meta"><span class="published">Jun 28, 2014</span></p>'

    assert article_of(head=head).published_on == date(2014, 6, 27)
    assert article_of(printed, head=head).published_on == date(2014, 6, 28)


def test_the_day_next_to_the_heading_counts_more_than_that_of_today_above_it() -> None:
    html = (
        "<html><head><title>Council Meets</title></head><body><p>July 20, 2007</p>"
        f"<p>July 11, 2007 23:10</p><h2>Council Meets</h2><div>{TEXT}</div></body></html>"
    )
    cells = "<tr><td>June 7, 2005</td></tr><tr><td><h2>Council Meets</h2></td></tr>"
    table = (
        f"<title>Council Meets</title><body><table>{cells}<tr><td>{TEXT}</td></tr></table></body>"
    )

    assert day_of(html) == date(2007, 7, 11)
    assert day_of(table) == date(2005, 6, 7)


def day_of(html: str) -> date | None:
    article = parse_html(html.encode(), "http://post.example/news.asp?id=12345")
    assert isinstance(article, Article), article
    return article.published_on


def test_the_day_in_tags_of_newspapers_of_2005_is_read() -> None:
    tag = '<meta name="OriginalPublicationDate" content="2005/06/07 10:21:11">'

    assert article_of("<p>Last Updated: 8 June, 2005</p>", tag).published_on == date(2005, 6, 7)


def test_a_day_labelled_as_that_of_publication_counts_more_than_one_without_a_label() -> None:
    lines = "<p>Conference: 14 May 2014, Riyadh</p><p>Posted 20 April 2014</p>"

    assert article_of(lines).published_on == date(2014, 4, 20)


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("June 28, 2014", date(2014, 6, 28)),
        ("June 26, 2014", date(2014, 6, 26)),
        ("June 29, 2014", date(2014, 6, 27)),
        ("6/7/2014", date(2014, 6, 27)),
        ("3 years ago", date(2014, 6, 27)),
    ],
)
def test_a_line_prints_the_local_day_of_its_instant_in_utc(printed: str, day: date) -> None:
    line = f'<time datetime="2014-06-27T22:40:00+00:00">{printed}</time>'

    assert article_of(line).published_on == day


def test_a_line_with_an_instant_of_another_zone_has_the_day_of_the_instant() -> None:
    line = '<time datetime="2014-06-27T22:40:00+03:00">June 28, 2014</time>'

    assert article_of(line).published_on == date(2014, 6, 27)


def test_a_stated_day_without_a_time_is_no_instant() -> None:
    article = article_of(head=meta("2014-06-27"))

    assert article.published_on == date(2014, 6, 27)
    assert article.published_at is None
    assert article.published_zone is None
