"""Exports of WordPress (WXR) as a source of articles. All posts are made up."""

import gzip
from collections.abc import Iterable
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import orjson
import pytest

from tasks.articles.parse_captures import parse_captures
from tasks.models import Candidate, Expectation
from tasks.sources.captured_posts import read_captured_posts
from tasks.sources.files.formats.wordpress_export import read_wordpress_export, with_paragraphs
from tasks.sources.files.warc_files import WarcFiles
from tasks.sources.source import Finding, PageRequest, Window
from tasks.urls import Site
from tasks.warc.store import CaptureStore

ROOT = "https://eng-archive.aawsat.com"
SITE = Site(ROOT)
TEXT = """The council met at noon and talked about the harbour for hours, as it does every week.

Port Town, Asharq Al-Awsat—Crews repaired the pumps, and farmers came to the market by ferry.

[caption id="a" width="3"]<img src="/bridge.jpg" /> The bridge (AFP)[/caption]

The ferry sails again on Monday, the ministry said, and the museum opens its doors.
<!--nextpage-->

The last paragraph is about the weather in the valley."""


def item(number: int, title: str = "Bridge Opened", text: str = TEXT, **given: str) -> str:
    """Return a post as WordPress exports it."""
    stated = {"status": "publish", "post_type": "post", "post_password": ""} | given
    fields = "".join(f"<wp:{name}>{value}</wp:{name}>" for name, value in stated.items())
    return (
        f"<item><title><![CDATA[{title}]]></title>"
        f"<link>{ROOT}/omar-sample/features/story-{number}/</link>"
        "<dc:creator><![CDATA[osample]]></dc:creator>"
        f"<content:encoded><![CDATA[{text}]]></content:encoded>"
        f"<excerpt:encoded><![CDATA[]]></excerpt:encoded><wp:post_id>{number}</wp:post_id>"
        "<wp:post_date>2010-03-04 09:00:00</wp:post_date>"
        f"<wp:post_date_gmt>2010-03-04 06:00:00</wp:post_date_gmt>{fields}"
        '<category domain="category" nicename="features"><![CDATA[Features]]></category>'
        '<category domain="post_tag" nicename="ports"><![CDATA[Ports]]></category></item>'
    )


def export(*items: str, version: str = "1.2") -> bytes:
    """Return an export file with these items."""
    names = "".join(
        f' xmlns:{prefix}="{uri}"'
        for prefix, uri in (
            ("excerpt", f"http://wordpress.org/export/{version}/excerpt/"),
            ("content", "http://purl.org/rss/1.0/modules/content/"),
            ("dc", "http://purl.org/dc/elements/1.1/"),
            ("wp", f"http://wordpress.org/export/{version}/"),
        )
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" ?><rss version="2.0"{names}><channel>'
        f"<link>{ROOT}</link><pubDate>Mon, 02 Oct 2017 10:00:00 +0000</pubDate>"
        f"<wp:base_blog_url>{ROOT}</wp:base_blog_url><wp:author><wp:author_login>osample"
        "</wp:author_login><wp:author_display_name>Omar Sample</wp:author_display_name></wp:author>"
        f"{''.join(items)}</channel></rss>"
    ).encode()


def loaded(path: Path) -> tuple[dict[str, list[dict[str, Any]]], list[Finding]]:
    """Return the parsed rows of a file, by table, and what discovery found."""
    folder = path.parent / "captures"
    with CaptureStore(folder, "run-1", "warc") as store:
        source = WarcFiles(path, SITE, store)
        found = list(source.discover(Window(date.min, date.max)))
        source.fetch([PageRequest(one.url) for one in found if isinstance(one, Candidate)])
        source.close()
        captures = store.take()
    captures += list(read_captured_posts(folder, captures, SITE))
    tables = parse_captures(folder, captures, SITE).tables
    return {name: table.to_pylist() for name, table in tables.items()}, found


def passed_over(found: Iterable[Finding]) -> list[str]:
    return [one.stated_by for one in found if isinstance(one, Expectation)]


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_a_post_is_an_article_with_all_its_fields(tmp_path: Path, version: str) -> None:
    path = tmp_path / "archive.xml"
    path.write_bytes(export(item(7, "Bridge &amp; Port"), version=version))

    tables, _ = loaded(path)

    [article] = tables["articles"]
    assert article["url"] == f"{ROOT}/omar-sample/features/story-7/"
    assert (article["title"], article["post_id"]) == ("Bridge & Port", 7)
    assert article["published_at"] == datetime(2010, 3, 4, 6, tzinfo=UTC)
    assert article["section_path"] == "features"
    assert [author["name"] for author in tables["article_authors"]] == ["Omar Sample"]
    assert [tag["name"] for tag in tables["article_tags"]] == ["Ports"]
    assert [image["caption"] for image in tables["images"]] == ["The bridge"]
    assert len(article["body"].split("\n\n")) == 4
    assert "[" not in article["body"]


@pytest.mark.parametrize(
    "other",
    [
        {"status": "draft"},
        {"status": "private"},
        {"status": "inherit", "post_type": "attachment"},
        {"post_type": "page"},
        {"post_type": "nav_menu_item"},
    ],
)
def test_what_is_not_a_published_post_is_left_out(tmp_path: Path, other: dict[str, str]) -> None:
    path = tmp_path / "archive.xml"
    path.write_bytes(export(item(7), item(8, "Not This", **other)))

    tables, _ = loaded(path)

    assert [article["post_id"] for article in tables["articles"]] == [7]


def test_posts_that_are_not_published_are_counted_and_named(tmp_path: Path) -> None:
    path = tmp_path / "archive.xml"
    drafts = [item(number, f"Story {number}", status="draft") for number in range(20, 27)]
    others = [item(9, "Kept Back", status="private"), item(10, "", status="auto-draft")]
    path.write_bytes(export(item(7), *drafts, *others))

    _, found = loaded(path)

    assert passed_over(found) == [
        '7 posts with the status draft, which are not read: "Story 20", "Story 21", "Story 22",'
        ' "Story 23", "Story 24" and 2 more',
        '1 post with the status private, which is not read: "Kept Back"',
    ]


def test_posts_of_a_type_of_the_site_are_articles(tmp_path: Path) -> None:
    path = tmp_path / "archive.xml"
    path.write_bytes(export(item(7, post_type="report")))

    assert len(loaded(path)[0]["articles"]) == 1


def test_a_post_with_a_password_is_a_rejection_and_not_an_article(tmp_path: Path) -> None:
    path = tmp_path / "archive.xml"
    path.write_bytes(export(item(7, post_password="secret")))

    tables, _ = loaded(path)

    assert tables["articles"] == []
    assert f"{ROOT}/omar-sample/features/story-7/" in [row["url"] for row in tables["rejections"]]


def test_a_compressed_export_is_read(tmp_path: Path) -> None:
    path = tmp_path / "archive.xml.gz"
    path.write_bytes(gzip.compress(export(item(7))))

    assert len(loaded(path)[0]["articles"]) == 1


def test_the_posts_before_the_cut_of_a_damaged_export_are_read_and_the_damage_is_named(
    tmp_path: Path,
) -> None:
    content = export(*(item(number, f"Story {number}") for number in range(1, 6)))
    path = tmp_path / "archive.xml"
    path.write_bytes(content[: content.index(b"Story 4") + 300])

    tables, found = loaded(path)

    assert [article["post_id"] for article in tables["articles"]] == [1, 2, 3]
    assert "the end of the export is missing" in "".join(passed_over(found))


def test_bytes_that_are_not_allowed_in_xml_cost_no_post(tmp_path: Path) -> None:
    path = tmp_path / "archive.xml"
    path.write_bytes(export(item(7), item(8)).replace(b"noon", b"no\x08on\xff"))

    assert len(loaded(path)[0]["articles"]) == 2


def test_a_large_export_is_read_in_answers_of_a_hundred_posts(tmp_path: Path) -> None:
    path = tmp_path / "archive.xml"
    path.write_bytes(export(*(item(number, text="A text.") for number in range(1, 251))))

    answers = list(read_wordpress_export(path))

    assert [len(orjson.loads(answer.body)) for answer in answers] == [100, 100, 50]
    assert len({answer.url for answer in answers}) == 3


def test_a_feed_of_excerpts_is_not_an_export(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    content = export(item(7)).replace(b"wordpress.org/export", b"example.org/other")
    path.write_bytes(content.replace(b"content:encoded", b"description"))

    with pytest.raises(Exception, match=r"no page of|no WARC"):
        loaded(path)


PARAGRAPHS = [
    ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
    ("One,\r\ntwo.", "<p>One,<br />\ntwo.</p>"),
    ("<p>One.</p>\n\n<h2>Head</h2>", "<p>One.</p>\n<h2>Head</h2>"),
    ("<!-- wp:paragraph --><p>One.</p>", "<!-- wp:paragraph --><p>One.</p>"),
]


@pytest.mark.parametrize(("written", "shown"), PARAGRAPHS)
def test_paragraphs_are_made_as_wordpress_makes_them(written: str, shown: str) -> None:
    assert with_paragraphs(written) == shown


def rows(count: int) -> list[dict[str, Any]]:
    """Return posts as the REST interface lists them."""
    text = "".join(f"<p>{line}</p>" for line in TEXT.split("\n\n")[:2])
    return [
        {
            "id": number,
            "link": f"{ROOT}/omar-sample/features/story-{number}/",
            "title": {"rendered": f"Story {number}"},
            "date_gmt": "2010-03-04T06:00:00",
            "content": {"rendered": text, "protected": False},
        }
        for number in range(1, count + 1)
    ]


def feed(*numbers: int) -> bytes:
    """Return a feed with the texts of its posts."""
    text = "".join(f"<p>{line}</p>" for line in TEXT.split("\n\n")[:2])
    items = "".join(
        f"<item><title>Story {number}</title>"
        f"<link>{ROOT}/omar-sample/features/story-{number}/</link>"
        f'<guid isPermaLink="false">{ROOT}/?p={number}</guid>'
        "<pubDate>Thu, 04 Mar 2010 06:00:00 +0000</pubDate>"
        f"<content:encoded><![CDATA[{text}]]></content:encoded></item>"
        for number in numbers
    )
    names = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return (
        f'<?xml version="1.0"?><rss version="2.0" {names}><channel>{items}</channel></rss>'.encode()
    )


SAVED = {
    "a list of REST": {"posts-1.json": orjson.dumps(rows(3))},
    "one post of REST a file": {f"{row['id']}.json": orjson.dumps(row) for row in rows(3)},
    "one post of REST a line": {"posts.jsonl": b"\n".join(map(orjson.dumps, rows(3)))},
    "feeds": {"feed.xml": feed(1, 2), "feed-2.rss": feed(3)},
}


def zipped(files: dict[str, bytes]) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return content.getvalue()


@pytest.mark.parametrize("kind", [*SAVED, "an export in two files"])
@pytest.mark.parametrize("is_zip", [False, True])
def test_posts_that_were_saved_as_data_are_articles(
    tmp_path: Path, kind: str, is_zip: bool
) -> None:
    exports = {"a.000.xml": export(item(1), item(2)), "a.001.xml": export(item(3))}
    files = SAVED.get(kind, exports)
    folder = tmp_path / "saved"
    folder.mkdir()
    for name, content in ({"all.zip": zipped(files)} if is_zip else files).items():
        (folder / name).write_bytes(content)

    tables, found = loaded(folder)

    assert sorted(article["post_id"] for article in tables["articles"]) == [1, 2, 3]
    assert passed_over(found) == []


def test_bytes_that_xml_forbids_do_not_cut_the_text(tmp_path: Path) -> None:
    path = tmp_path / "archive.xml"
    path.write_bytes(export(item(7, text=TEXT.replace("repaired the", "repaired\x0b the"))))

    [article] = loaded(path)[0]["articles"]

    assert article["body"].endswith("the weather in the valley.")


def test_exports_one_after_the_other_in_a_file_are_all_read(tmp_path: Path) -> None:
    path = tmp_path / "archive.xml"
    path.write_bytes(export(item(7)) + b"\n" + export(item(8)))

    assert [article["post_id"] for article in loaded(path)[0]["articles"]] == [7, 8]


def test_zeros_in_an_export_are_named(tmp_path: Path) -> None:
    path = tmp_path / "archive.xml"
    path.write_bytes(export(item(7), item(8, text=TEXT + "\0" * 512)))

    tables, found = loaded(path)

    assert len(tables["articles"]) == 2
    assert "zeros are in place" in passed_over(found)[0]
