"""Every row of an index is read, whatever dialect its server speaks."""

import json
from urllib.parse import parse_qsl, urlsplit

import pytest

from tasks.errors import IntegrityError, PolicyRefusal
from tasks.sources.web_archives.cdx import CdxAnswer, site_hosts, walk_pages, walk_resume_keys
from tasks.urls import Site

API = "https://index.test/cdx"


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
