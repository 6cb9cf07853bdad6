"""Any bytes from outside end in an outcome within bounded time, never in an exception."""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tasks.articles.listing import next_listing_page, read_listing
from tasks.articles.parse_page import parse_page
from tasks.errors import PolicyRefusal
from tasks.http.content_encoding import decode_body
from tasks.http.rate_limiter import seconds_to_wait
from tasks.http.robots import read_robots
from tasks.models import Article, Page, Rejection
from tasks.sources.files.bundled_sample import bundled_folder
from tasks.sources.live.feed import read_feed
from tasks.sources.live.sitemaps import read_sitemap
from tasks.urls import Site, canonical_url
from tasks.warc.parse_record import parse_record, read_response
from tasks.warc.scanner import FoundRecord, scan_records

SITE = Site("https://eng-archive.aawsat.com")
AT = datetime(2017, 5, 20, 12, tzinfo=UTC)
# CPU seconds: a page takes 5 ms.
MOST_SECONDS = 5.0
# Number of mutated pages of the longer run; 20,000 take a quarter of an hour.
LONG_RUN = int(os.environ.get("AAWSAT_FUZZ_EXAMPLES", "1000"))

PIECES = st.sampled_from(
    [
        *(b"<", b">", b"</", b"<!--", b"-->", b"]]>", b"<![CDATA[", b"&#", b"&#x110000;", b"&amp"),
        *(b"<div>" * 300, b"</div>" * 300, b"<p>" * 500, b"<table><tr><td>" * 60, b"<svg><style>"),
        *(b"<script>", b"<template>", b"<plaintext>", b"<select><option>", b'"', b"'", b"=" * 50),
        *(
            b"\0",
            b"\xff\xfe",
            b"\xed\xa0\x80",
            b"\xe2\x80\xae",
            b"\x1b",
            "\u2028".encode(),
            b" " * 9999,
        ),
        *(b'<meta charset="utf-16">', b'<base href="//x">', b'<article class="et_pb_post">'),
        *(b"0001-01-01T00:00:00+14:00", b"9999-12-31T23:59:59-14:00", b"2014-02-30", b"1e999"),
        *(b"{" * 500, b"[" * 500, b'{"@graph": [null, 1, "x"]}', b"http://[::1", b"//", b"%ff%fe"),
    ]
)
CHANGES = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 4000), PIECES), max_size=8)


@cache
def sample_pages() -> list[bytes]:
    """Every 7th page of the bundled sample, which includes all kinds of pages and damage."""
    pages = []
    for file in sorted(bundled_folder().glob("*.warc.gz")):
        for record in scan_records(file, 0, file.stat().st_size):
            found = (
                read_response(parse_record(record.content))
                if isinstance(record, FoundRecord)
                else None
            )
            if found:
                encoding = found.response.header("content-encoding") or ""
                pages.append(decode_body(found.response.raw_body, encoding, 1 << 25).body)
    return pages[::7]


def changed(html: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    for place, length, piece in changes:
        at = int(place * len(html))
        html = html[:at] + piece + html[at + length :]
    return html


def page_of(html: bytes, content_type: str = "text/html; charset=UTF-8") -> Page:
    return Page(1, f"{SITE.origin}/theaawsat/features/a-story/", AT, 200, content_type, html)


def parse_in_time(html: bytes) -> None:
    page = page_of(html)
    began = time.process_time()

    outcome = parse_page(page, SITE)
    read_listing(page, SITE, "listing")
    next_listing_page(page, SITE)

    assert time.process_time() - began < MOST_SECONDS
    assert isinstance(outcome, Article | Rejection)
    assert not (isinstance(outcome, Rejection) and "the parser failed" in outcome.detail)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10_000), CHANGES)
def test_a_mutated_sample_page_ends_in_one_outcome(
    number: int, changes: list[tuple[float, int, bytes]]
) -> None:
    pages = sample_pages()

    parse_in_time(changed(pages[number % len(pages)], changes))


@pytest.mark.slow
@settings(max_examples=LONG_RUN, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10_000), CHANGES, CHANGES)
# Without headings, all lines are candidates for the title; here they stand within one another.
@example(
    44,
    [],
    [
        (0.6584080966027314, 566, b"2014-02-30"),
        (0.21889609854693043, 471, b"'"),
        (0.5521201225915421, 769, b"<!--"),
        (0.21826993744541806, 1948, b"<"),
        (0.3179222348673359, 47, b"\x1b"),
        (0.5207309844309332, 459, b">"),
    ],
)
def test_many_mutated_sample_pages_end_in_one_outcome(
    number: int, first: list[tuple[float, int, bytes]], then: list[tuple[float, int, bytes]]
) -> None:
    pages = sample_pages()

    parse_in_time(changed(changed(pages[number % len(pages)], first), then))


SITEMAP = (
    b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>'
    b"https://eng-archive.aawsat.com/a/b/c/</loc><lastmod>2014-03-01T10:00:00+00:00</lastmod></url>"
    b"</urlset>"
)
FEED = (
    b"<rss><channel><item><title>A</title><link>https://eng-archive.aawsat.com/a/b/c/</link>"
    b"<pubDate>Sat, 01 Mar 2014 10:00:00 +0000</pubDate></item></channel></rss>"
)
READERS: dict[str, tuple[bytes, Callable[[bytes], Any]]] = {
    "sitemap": (SITEMAP, read_sitemap),
    "feed": (FEED, lambda body: list(read_feed(body, "https://x.test/feed/"))),
    "robots": (b"User-agent: *\nCrawl-delay: 2.5\n", lambda body: read_robots(200, body, "aawsat")),
}
SWAPS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), PIECES), max_size=6)


@pytest.mark.slow
@pytest.mark.parametrize("name", READERS)
@settings(max_examples=60, deadline=None)
@given(changes=SWAPS)
def test_readers_of_lists_survive_any_bytes(
    name: str, changes: list[tuple[float, int, bytes]]
) -> None:
    body, read = READERS[name]

    read(changed(body, changes))


@pytest.mark.parametrize(
    "instant", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2014-02-30", "x" * 9999]
)
def test_impossible_dates_in_a_sitemap_are_ignored(instant: str) -> None:
    body = SITEMAP.replace(b"2014-03-01T10:00:00+00:00", instant.encode())

    [entry] = read_sitemap(body).entries

    assert entry.modified_at is None


@pytest.mark.parametrize("zone", ["+1400", "-1400", "-0000", "+9999", "ABC"])
@pytest.mark.parametrize("year", ["0001", "9999", "99999", "1", "-5"])
def test_impossible_dates_in_a_feed_raise_no_error(year: str, zone: str) -> None:
    date = f"Sat, 01 Jan {year} 00:00:00 {zone}".encode()

    list(read_feed(FEED.replace(b"Sat, 01 Mar 2014 10:00:00 +0000", date), "https://x.test/feed/"))


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.floats().map(str),
        st.integers().map(str),
        st.builds(
            "{}, 01 Jan {:04d} 00:00:00 {}".format,
            st.sampled_from(["Sat", "Mon"]),
            st.integers(0, 99999),
            st.sampled_from(["GMT", "+1400", "-1400", "-0000", ""]),
        ),
    )
)
def test_any_retry_after_is_a_wait_of_an_hour_at_most_or_nothing(text: str) -> None:
    seconds = seconds_to_wait(text)

    assert seconds is None or 0 <= seconds <= 3600


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br", "gzip, gzip", "x"]))
def test_any_body_is_decoded_or_refused_within_its_bound(raw: bytes, encoding: str) -> None:
    for body in (raw, b"\x1f\x8b\x08" + raw):
        try:
            decoded = decode_body(body, encoding, 1000)
        except PolicyRefusal:
            continue
        assert len(decoded.body) <= 1000 + len(body)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "/",
                    "//",
                    "..",
                    ".",
                    "%2e%2e",
                    "%",
                    "%zz",
                    "?",
                    "&",
                    "=",
                    "#",
                    "share=x",
                    "utm_a=1",
                ),
                *(
                    "page/1",
                    "page/2",
                    "news",
                    "ÄÖ",
                    "%C3%84",
                    "\u0000",
                    " ",
                    "@",
                    ":",
                    "[",
                    "]",
                    "xn--",
                ),
            ]
        ),
        max_size=12,
    )
)
def test_a_canonical_address_is_its_own_and_stays_on_the_site(parts: list[str]) -> None:
    once = canonical_url(f"{SITE.origin}/{''.join(parts)}", SITE)

    if once is not None:
        assert once.startswith(SITE.origin + "/")
        assert canonical_url(once, SITE) == once
