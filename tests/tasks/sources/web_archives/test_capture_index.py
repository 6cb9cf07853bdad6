import json
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest

from tasks.errors import IntegrityError, PolicyRefusal
from tasks.sources.web_archives.capture_index import (
    CaptureIndex,
    CdxAnswer,
    CdxRow,
    site_hosts,
    walk_pages,
    walk_resume_keys,
)
from tasks.urls import Site

API = "https://index.test/cdx"
SITE = Site("https://archive.test")


def row(stamp: str, status: int | None = 200, digest: str = "A", length: int = 100) -> CdxRow:
    url = "https://archive.test/staff/news/ferry/"
    return CdxRow("test,archive)/staff/news/ferry", stamp, url, "text/html", status, digest, length)


def line(number: int) -> str:
    return f"test,archive)/{number} 20170101000000 https://archive.test/{number} text/html 200 A 1"


def json_line(number: int) -> str:
    url = f"https://archive.test/{number}"
    return json.dumps({"urlkey": url, "timestamp": "20170101000000", "url": url, "status": "200"})


def test_a_resume_key_is_followed_until_nothing_is_left() -> None:
    answers = {None: line(1) + "\n\nkey-1\n", "key-1": line(2) + "\n"}
    asked: list[str] = []

    def ask(url: str) -> CdxAnswer:
        asked.append(url)
        key = next((key for key in answers if key and key in url), None)
        return CdxAnswer(200, answers[key] if len(asked) < 3 else "")

    pages = list(walk_resume_keys(ask, API, "archive.test"))

    assert [found.urlkey for page in pages for found in page.rows] == [
        "test,archive)/1",
        "test,archive)/2",
    ]


def test_a_resume_key_that_comes_twice_ends_the_walk_as_not_whole() -> None:
    with pytest.raises(IntegrityError, match="repeats a resume key"):
        list(walk_resume_keys(lambda _: CdxAnswer(200, line(1) + "\n\nk\n"), API, "archive.test"))


def test_an_error_page_is_not_an_index() -> None:
    with pytest.raises(IntegrityError, match="does not return an index"):
        list(walk_resume_keys(lambda _: CdxAnswer(200, "<html>busy</html>"), API, "archive.test"))


def test_a_site_the_archive_does_not_show_is_a_refusal() -> None:
    text = "org.archive.util.io.RuntimeIOException: AccessControlException: Blocked"

    with pytest.raises(PolicyRefusal):
        list(walk_resume_keys(lambda _: CdxAnswer(200, text), API, "archive.test"))


def pages_of(answers: dict[str, CdxAnswer]) -> list[int]:
    def ask(url: str) -> CdxAnswer:
        if "showNumPages" in url:
            return CdxAnswer(200, '{"pages": 3}')
        return answers[url.rsplit("page=", 1)[1]]

    return [len(page.rows) for page in walk_pages(ask, API, "archive.test")]


def test_every_counted_page_is_requested() -> None:
    answers = {str(number): CdxAnswer(200, json_line(number)) for number in range(3)}

    assert pages_of(answers) == [1, 1, 1]


def test_a_counted_page_that_is_refused_is_never_taken_for_the_end() -> None:
    answers = {"0": CdxAnswer(200, json_line(0)), "1": CdxAnswer(400, "no such page")}

    with pytest.raises(IntegrityError, match="has 3 pages and refuses page 1"):
        pages_of(answers)


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


def test_an_alias_with_a_path_is_queried_by_prefix() -> None:
    site = Site("https://eng-archive.aawsat.com", ("english.aawsat.com", "aawsat.com/english"))
    asked = []

    def ask(address: str) -> CdxAnswer:
        asked.append(dict(parse_qsl(urlsplit(address).query)))
        return CdxAnswer(200, "")

    for host in site_hosts(site):
        list(walk_resume_keys(ask, "https://cdx.test/", host))

    assert [(query["url"], query["matchType"]) for query in asked] == [
        ("eng-archive.aawsat.com", "host"),
        ("english.aawsat.com", "host"),
        ("aawsat.com/english/", "prefix"),
    ]


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
