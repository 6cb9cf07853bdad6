"""The captures of a page are tried in an order that finds its article."""

from dataclasses import replace
from datetime import date

import pytest

from tasks.sources.web_archives.capture_index import CaptureIndex
from tasks.sources.web_archives.cdx import CdxRow
from tasks.urls import Site

SITE = Site("https://archive.test")


def row(stamp: str, status: int | None = 200, digest: str = "A", length: int = 100) -> CdxRow:
    url = "https://archive.test/staff/news/ferry/"
    return CdxRow("test,archive)/staff/news/ferry", stamp, url, "text/html", status, digest, length)


def test_the_last_good_capture_before_the_sites_end_is_the_best() -> None:
    holdings = CaptureIndex(SITE, date(2017, 12, 31), 3)
    for found in (
        row("20100101000000", digest="A"),
        row("20160101000000", digest="B"),
        row("20170101000000", status=404, digest="C"),
        row("20190101000000", digest="D"),
    ):
        holdings.note(found)

    versions = holdings.versions("https://archive.test/staff/news/ferry/")

    assert versions[0].timestamp == "20160101000000"
    assert "20100101000000" in [version.timestamp for version in versions]


def test_of_captures_of_one_day_the_longest_is_the_best() -> None:
    holdings = CaptureIndex(SITE, None, 3)
    for found in (
        row("20160101000000", digest="A", length=900),
        row("20160101120000", digest="B", length=100),
    ):
        holdings.note(found)

    versions = holdings.versions("https://archive.test/staff/news/ferry/")

    assert versions[0].length == 900


@pytest.mark.parametrize(
    "path",
    [
        "/wp-json/",
        "/wp-json/oembed/1.0/embed?url=https%3A%2F%2Farchive.test%2Fa%2Fnews%2Fferry%2F",
        "/wp-json/wp/v2/users/7",
        "/wp-includes/wlwmanifest.xml",
        "/a/news/ferry/feed/",
        "/a/news/ferry/embed/",
        "/a/news/ferry/trackback/",
    ],
)
def test_what_wordpress_adds_to_each_page_is_not_copied(path: str) -> None:
    found = replace(row("20140301120000"), url=f"{SITE.origin}{path}")

    assert CaptureIndex(SITE).note(found) is None


@pytest.mark.parametrize(
    "path",
    [
        "/wp-json/wp/v2/posts?per_page=100&page=2",
        "/wp-json/wp/v2/posts/4711",
        "/feed/",
        "/category/opinion/feed/",
        "/a/news/ferry/",
        "/about/",
    ],
)
def test_posts_by_rest_and_feeds_of_posts_are_copied(path: str) -> None:
    found = replace(row("20140301120000"), url=f"{SITE.origin}{path}")

    assert CaptureIndex(SITE).note(found) is not None
