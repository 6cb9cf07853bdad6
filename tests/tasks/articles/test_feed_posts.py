"""Items of feeds with the whole text: the same article as their page, items of one capture."""

from datetime import UTC, date, datetime

import pytest

from tasks.articles.feed_posts import read_feed_rows
from tasks.articles.parse_page import parse_page
from tasks.articles.rest_posts import find_items, item_page, rows_by_item
from tasks.models import Article, Page, Term
from tasks.urls import Site
from tests.warehouse.example_records import capture

SITE = Site("https://archive.test")
URL = "https://archive.test/omar-sample/opinion/the-ferry-and-the-quay/"
TEXT = "The ferry left the quay in winter, and the clerk of the harbour wrote a letter. " * 4
CONTENT = f"<p>Riyadh, Asharq Al-Awsat—{TEXT}</p><p>A second paragraph. {TEXT}</p>"
SIGNATURE = (
    f'<p>Der Beitrag <a href="{URL}?utm_source=rss">The Ferry</a> erschien zuerst auf'
    ' <a href="https://archive.test">The Archive</a>.</p>'
)


def item(
    content: str = CONTENT, link: str = URL, guid: str = "https://archive.test/?p=4711"
) -> str:
    return f"""<item><title>The Ferry &amp; the Quay</title><link>{link}</link>
    <dc:creator><![CDATA[Omar Sample]]></dc:creator>
    <pubDate>Fri, 27 Jun 2014 06:00:00 +0000</pubDate>
    <category><![CDATA[Opinion]]></category><category><![CDATA[Ships]]></category>
    <guid isPermaLink="false">{guid}</guid>
    <description><![CDATA[The ferry left [&#8230;]]]></description>
    <content:encoded><![CDATA[{content}]]></content:encoded></item>"""


def feed(*items: str) -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
    xmlns:content="http://purl.org/rss/1.0/modules/content/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Archive</title>
    {"".join(items)}</channel></rss>""".encode()


def read(body: bytes) -> Article:
    answer = capture("https://archive.test/feed/")
    [found] = find_items(answer, body, SITE)
    page = Page(answer.capture_id, answer.url, answer.captured_at, 200, "text/xml", body)
    outcome = parse_page(item_page(page, rows_by_item(page), found), SITE)
    assert isinstance(outcome, Article)
    return outcome


def test_an_item_is_read_as_the_article_of_its_page() -> None:
    article = read(feed(item()))

    assert (article.url, article.title, article.post_id) == (URL, "The Ferry & the Quay", 4711)
    assert [author.name for author in article.authors] == ["Omar Sample"]
    assert article.published_at == datetime(2014, 6, 27, 6, tzinfo=UTC)
    assert article.published_on == date(2014, 6, 27)
    assert article.sections == (Term("Opinion", "opinion"),)
    assert article.dateline is not None
    assert len(article.paragraphs) == 2
    assert article.layout == "feed"
    sources = {each.field: each.source for each in article.provenance}
    assert sources["paragraphs"] == "feed content:encoded"
    assert sources["published_at"] == "feed pubDate"


def test_each_item_is_a_capture_in_the_response() -> None:
    other = item(link="https://archive.test/a/news/b/", guid="tag:archive.test,2014:b")

    found = find_items(capture("https://archive.test/feed/"), feed(item(), other), SITE)

    assert [(one.url, one.item) for one in found] == [
        (URL, "4711"),
        ("https://archive.test/a/news/b/", "tag:archive.test,2014:b"),
    ]


@pytest.mark.parametrize(
    "made",
    [
        item(link=f"{URL}#comment-12"),
        item(guid=f"{URL}#comment-12"),
        item("<p>The ferry left the quay in winter, and [&#8230;]</p>"),
        item(""),
        item().replace("content:encoded", "summary"),
        item().replace("<link>", "<other>").replace("</link>", "</other>"),
    ],
    ids=["comment by link", "comment by guid", "excerpt", "empty", "no content", "no link"],
)
def test_what_is_not_the_text_of_a_post_gives_no_item(made: str) -> None:
    assert find_items(capture("https://archive.test/feed/"), feed(made), SITE) == []


def test_a_protected_post_needs_its_page() -> None:
    form = '<form action="/wp-login.php?action=postpass" class="post-password-form"></form>'

    [found] = find_items(capture("https://archive.test/feed/"), feed(item(form)), SITE)

    assert "needs-page:protected" in found.flags


def test_a_stated_id_is_read_where_the_guid_is_an_address() -> None:
    stated = '<post-id xmlns="com-wordpress:feed-additions:1">17</post-id></item>'

    assert read(feed(item(guid=URL).replace("</item>", stated))).post_id == 17


@pytest.mark.parametrize("wrapped", [SIGNATURE, f"<div>{SIGNATURE}</div>"])
def test_the_line_that_names_post_and_site_is_not_part_of_the_text(wrapped: str) -> None:
    assert read(feed(item(CONTENT + wrapped))).body == read(feed(item())).body


def test_a_last_paragraph_that_links_to_the_site_only_is_kept() -> None:
    last = '<p>More on <a href="https://archive.test/">our front page</a> about the harbour.</p>'

    assert "our front page" in read(feed(item(CONTENT + last))).body


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("Q&amp;amp;A", "Q&A"),
        ("2 &lt; 3", "2 < 3"),
        ("<![CDATA[The <em>Quay</em>]]>", "The Quay"),
        ("The Quay&#8217;s End", "The Quay’s End"),
    ],
)
def test_a_title_is_read_whatever_way_it_is_escaped(printed: str, title: str) -> None:
    assert read(feed(item().replace("The Ferry &amp; the Quay", printed))).title == title


@pytest.mark.parametrize(
    "body", [b"", b"<rss", b"<rss><channel><item/></channel></rss>", b"\xff<rss\x00"]
)
def test_broken_feeds_give_no_rows(body: bytes) -> None:
    assert read_feed_rows(body) == []


def test_no_item_is_read_from_something_else() -> None:
    assert read_feed_rows(b"<html><body><p>No feed</p></body></html>") == []
