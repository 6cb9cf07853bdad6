"""Posts of the REST interface: the same article as their page gives, and items of one capture."""

from datetime import UTC, date, datetime
from typing import Any

import orjson
import pytest

from tasks.articles.parse_page import parse_html, parse_page
from tasks.articles.rest_posts import NEEDS_PAGE, find_items, read_rows
from tasks.models import Article, Page, Reason, Rejection, Term
from tasks.urls import Site
from tests.warehouse.example_records import capture

SITE = Site("https://archive.test")
URL = "https://archive.test/omar-sample/opinion/the-ferry-and-the-quay/"
TEXT = (
    "The ferry left the quay in winter, and the clerk of the harbour wrote a letter about it. " * 4
)
CONTENT = f"<p>Riyadh, Asharq Al-Awsat—{TEXT}</p>\n<!--nextpage-->\n<p>Second page. {TEXT}</p>"


def row(**changes: Any) -> dict[str, Any]:
    return {
        "id": 4711,
        "date": "2014-06-27T07:00:00",
        "date_gmt": "2014-06-27T06:00:00",
        "modified": "2014-06-28T07:00:00",
        "modified_gmt": "2014-06-28T06:00:00",
        "link": URL,
        "title": {"rendered": "The Ferry &#038; the <em>Quay</em>"},
        "content": {"rendered": CONTENT, "protected": False},
        "_embedded": {
            "author": [{"name": "Omar Sample", "link": "https://archive.test/author/omar-sample/"}],
            "wp:term": [
                [term("category", "Opinion", "opinion", "/category/opinion/")],
                [term("post_tag", "Q&amp;A", "qa", "/tag/qa/")],
            ],
            "wp:featuredmedia": [
                {
                    "id": 9,
                    "source_url": "https://archive.test/wp-content/uploads/quay.jpg",
                    "caption": {"rendered": "<p>A quay. (AFP Photo/Nobody)</p>"},
                }
            ],
        },
    } | changes


def term(taxonomy: str, name: str, slug: str, path: str) -> dict[str, str]:
    link = f"https://archive.test{path}"
    return {"taxonomy": taxonomy, "name": name, "slug": slug, "link": link}


def parse(post: dict[str, Any]) -> Article | Rejection:
    when = datetime(2026, 1, 1, tzinfo=UTC)
    body = orjson.dumps(post)
    return parse_page(Page(1, URL, when, 200, "application/json", body, item="4711"), SITE)


def article(post: dict[str, Any]) -> Article:
    parsed = parse(post)
    assert isinstance(parsed, Article), parsed
    return parsed


def test_a_post_is_read_with_all_its_fields() -> None:
    found = article(row())

    assert (found.title, found.post_id, found.layout) == ("The Ferry & the Quay", 4711, "rest")
    assert [author.name for author in found.authors] == ["Omar Sample"]
    assert found.published_at == datetime(2014, 6, 27, 6, tzinfo=UTC)
    assert (found.published_on, found.published_zone) == (date(2014, 6, 27), "+01:00")
    assert found.modified_at == datetime(2014, 6, 28, 6, tzinfo=UTC)
    assert found.sections == (Term("Opinion", "opinion"),)
    assert found.tags == (Term("Q&A", "qa"),)
    assert (found.images[0].caption, found.images[0].credit) == ("A quay.", "AFP Photo/Nobody")
    assert found.language == "en"


def test_provenance_names_the_keys_of_the_post() -> None:
    sources = {one.field: one.source for one in article(row()).provenance}

    assert sources["title"] == "rest title.rendered"
    assert sources["published_at"] == "rest date"
    assert sources["paragraphs"] == "rest content.rendered"
    assert not [source for source in sources.values() if source.startswith("meta ")]


def test_a_post_of_several_pages_is_whole() -> None:
    found = article(row())

    assert len(found.paragraphs) == 2
    assert found.is_complete
    assert (found.part_number, found.part_count) == (1, 1)


def test_a_post_and_its_page_give_the_same_article() -> None:
    page = f"""<html lang="en"><head><title>x</title></head><body class="single postid-4711">
    <article id="post-4711" class="et_pb_post"><h1 class="entry-title">The Ferry &#038; the
    <em>Quay</em></h1><p class="post-meta"> by <span class="author vcard"><a rel="author"
    href="https://archive.test/author/omar-sample/">Omar Sample</a></span> | <span
    class="published">Jun 27, 2014</span> | <a rel="category tag"
    href="https://archive.test/category/opinion/">Opinion</a></p>
    <div class="entry-content">{CONTENT}</div></article></body></html>"""

    by_page, by_post = parse_html(page.encode(), URL, SITE), article(row())

    assert isinstance(by_page, Article)
    for name in ("article_id", "post_id", "title", "authors", "published_on", "sections"):
        assert getattr(by_post, name) == getattr(by_page, name)
    assert by_post.section_path == by_page.section_path
    assert by_post.paragraphs == by_page.paragraphs
    assert by_post.dateline == by_page.dateline


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({"rendered": "", "protected": True}, Reason.NO_BODY),
        ({"rendered": "<p> </p>", "protected": False}, Reason.NO_BODY),
        ({"rendered": "<div>" * 5_000, "protected": False}, Reason.TOO_DEEP),
    ],
    ids=["protected", "empty", "hostile"],
)
def test_a_post_without_a_text_is_a_rejection(content: object, reason: Reason) -> None:
    outcome = parse(row(content=content))

    assert isinstance(outcome, Rejection)
    assert outcome.reason is reason


@pytest.mark.parametrize(
    "changes",
    [
        {"_embedded": None},
        {"_embedded": {"author": [{"code": "rest_user_invalid_id"}], "wp:term": "none"}},
        {"_embedded": {"author": [None], "wp:term": [None, [None]], "wp:featuredmedia": [7]}},
        {"date_gmt": None},
        {"date_gmt": "0000-00-00T00:00:00"},
        {"modified": "yesterday"},
    ],
    ids=["nothing embedded", "hidden", "of other types", "no UTC", "no day", "no date"],
)
def test_what_a_site_hides_is_missing_and_nothing_else(changes: dict[str, Any]) -> None:
    found = article(row(**changes))

    assert found.title == "The Ferry & the Quay"
    assert found.authors[0].slug == "omar-sample"
    assert found.published_on == date(2014, 6, 27)


def test_every_post_with_content_is_an_item_of_the_answer() -> None:
    rows = [
        row(),
        row(id=4712, link=f"{URL}2/", content={"rendered": "", "protected": True}),
        row(id=4713, content={"rendered": "<p>[old_plugin id=3]</p>", "protected": False}),
        row(id=4714, link="https://elsewhere.test/a/b/c/"),
        {"id": 4715, "link": URL, "title": {"rendered": "no content asked for"}},
        row(id="x"),
    ]
    answer = capture("a", flags=(), requested_url="https://archive.test/wp-json/wp/v2/posts")

    items = find_items(answer, orjson.dumps(rows), SITE)

    assert [item.item for item in items] == ["4711", "4712", "4713"]
    assert [item.flags for item in items] == [
        (),
        (f"{NEEDS_PAGE}protected",),
        (f"{NEEDS_PAGE}shortcodes",),
    ]
    assert len({item.capture_id for item in [*items, answer]}) == 4
    assert {item.payload_sha256 for item in items} == {answer.payload_sha256}


def test_rows_are_found_behind_messages_of_php() -> None:
    assert read_rows(b'<b>Warning</b>: [x] in a.php\n[{"id": 1}]') == [{"id": 1}]
    assert read_rows(b"[]") == []
    assert read_rows(b"<html>no</html>") is None
