import pytest

from tasks.http.robots import read_robots

SITE = "https://eng-archive.aawsat.com"
RULES = b"""\xef\xbb\xbfUser-agent: *
Disallow: /wp-admin/
Allow: /wp-admin/admin-ajax.php
Disallow: /*?share=
Disallow: /private$
Crawl-delay: 2.5
Sitemap: https://eng-archive.aawsat.com/sitemap_index.xml

User-agent: aawsat-warehouse
Disallow: /only-us/
"""


@pytest.mark.parametrize(
    ("path", "is_allowed"),
    [
        ("/a/b/c/", True),
        ("/wp-admin/x", False),
        ("/wp-admin/admin-ajax.php", True),
        ("/a/b/c/?share=facebook", False),
        ("/private", False),
        ("/private-life", True),
    ],
)
def test_the_rules_for_everybody_are_kept(path: str, is_allowed: bool) -> None:
    rules = read_robots(200, RULES, "somebody-else")

    assert rules.may_fetch(SITE + path) is is_allowed


def test_rules_for_us_by_name_outweigh_those_for_everybody() -> None:
    rules = read_robots(200, RULES, "aawsat-warehouse")

    assert not rules.may_fetch(f"{SITE}/only-us/x")
    assert rules.may_fetch(f"{SITE}/wp-admin/x")


def test_crawl_delay_and_sitemaps_are_read() -> None:
    rules = read_robots(200, RULES, "somebody-else")

    assert rules.crawl_delay == 2.5
    assert rules.sitemaps == (f"{SITE}/sitemap_index.xml",)


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_missing_file_allows_everything(status: int) -> None:
    assert read_robots(status, b"Disallow: /", "x").may_fetch(f"{SITE}/a/")


@pytest.mark.parametrize("status", [None, 429, 500, 503])
def test_a_failing_server_allows_nothing(status: int | None) -> None:
    assert not read_robots(status, b"", "x").may_fetch(f"{SITE}/a/")


@pytest.mark.parametrize("body", [b"", b"<html>no rules</html>", b"\0" * 99, b"\xff\xfe" * 1000])
def test_a_robots_txt_without_valid_rules_forbids_nothing(body: bytes) -> None:
    rules = read_robots(200, body, "x")

    assert rules.may_fetch(f"{SITE}/a/")
    assert rules.crawl_delay is None


def test_a_huge_file_is_read_up_to_half_a_megabyte() -> None:
    rules = read_robots(200, b"User-agent: *\nDisallow: /x/\n" + b"# junk\n" * 10**6, "x")

    assert not rules.may_fetch(f"{SITE}/x/")
