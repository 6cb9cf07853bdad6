"""The source `live` against made-up sites that misbehave (the real one: test_live_wordpress)."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tasks.errors import PipelineError, TransientError
from tasks.models import Candidate, Capture, FetchFailure, Purpose
from tasks.sources.captured_listings import read_archived_listings
from tasks.sources.source import PageRequest
from tasks.urls import Site
from tasks.warc.store import CaptureStore
from tests.tasks.sources.live.fake_site import (
    EVER,
    HTML,
    MARCH,
    ROOT,
    FakeSite,
    Open,
    article,
    counts,
    listing,
    post,
    urls,
)


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_site_that_is_down_is_worth_another_try(live: Open, fake: FakeSite, status: int) -> None:
    fake.answers = {path: lambda _: httpx.Response(status) for path in ("/robots.txt", "/")}

    with pytest.raises(TransientError):
        list(live().discover(EVER))


@pytest.mark.parametrize("status", [503, 429])
def test_nothing_is_requested_from_a_site_that_withholds_its_robots_txt(
    live: Open, fake: FakeSite, status: int
) -> None:
    fake.has_posts(3)
    fake.has("/robots.txt", "busy", status, Retry_After="0")

    with pytest.raises(TransientError, match=f"robots.txt answers {status}"):
        list(live().discover(EVER))

    assert set(fake.asked) == {"/robots.txt"}


@pytest.mark.parametrize("ways", [["/robots.txt"], ["/robots.txt/", "/robots.txt"]])
def test_a_robots_txt_that_redirects_in_a_circle_counts_as_missing(
    live: Open, fake: FakeSite, ways: list[str]
) -> None:
    fake.has_posts(3)
    for start, end in zip(["/robots.txt", *ways], ways, strict=False):
        fake.has(start, "", 301, Location=f"{ROOT}{end}")

    findings = list(live("rest").discover(EVER))

    assert len(urls(findings)) == 3
    assert counts(findings, "unanswered:discovery") == {}


def test_a_host_that_cannot_be_reached_is_worth_another_try(live: Open, fake: FakeSite) -> None:
    def refuse(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("connection refused")

    fake.answers["/robots.txt"] = refuse

    with pytest.raises(TransientError, match="connection refused"):
        list(live().discover(EVER))


def test_a_site_that_offers_no_route_at_all_is_worth_another_try(live: Open) -> None:
    with pytest.raises(TransientError, match="no route of discovery"):
        list(live().discover(EVER))


def test_a_site_that_refuses_every_question_is_quoted(live: Open, fake: FakeSite) -> None:
    for path in ("/wp-json/wp/v2/posts", "/sitemap.xml", "/", "/feed/", "/rss"):
        fake.has(path, "Forbidden", 403)

    with pytest.raises(TransientError, match=r"no route of discovery .*: .* answers 403"):
        list(live().discover(EVER))


def test_a_site_whose_robots_txt_forbids_everything_is_said_to(live: Open, fake: FakeSite) -> None:
    fake.has("/robots.txt", "User-agent: *\nDisallow: /")

    with pytest.raises(TransientError, match=r"no route of discovery .*: its robots.txt forbids"):
        list(live().discover(EVER))


def test_a_dead_route_does_not_stop_the_others(live: Open, fake: FakeSite) -> None:
    fake.has("/wp-json/wp/v2/posts", "the server is on fire", 500)
    urlset = f"<urlset><url><loc>{article(1)}</loc></url></urlset>"
    fake.has("/sitemap.xml", urlset, Content_Type="text/xml")

    findings = list(live().discover(EVER))

    assert urls(findings) == {article(1)}
    assert counts(findings, "unanswered:discovery")


@pytest.mark.slow
def test_all_pages_of_a_month_are_walked(live: Open, fake: FakeSite) -> None:
    fake.has_posts(250)

    findings = list(live("rest").discover(MARCH))

    assert urls(findings) == {article(number) for number in range(250)}
    assert counts(findings, "rest:posts") == {"2014-03": 250}


def test_smaller_pages_are_requested_from_a_server_that_fails_on_large_ones(
    live: Open, fake: FakeSite
) -> None:
    fake.has_posts(70, most_a_page=15)

    findings = list(live("rest").discover(MARCH))

    assert urls(findings) == {article(number) for number in range(70)}
    assert counts(findings, "unanswered:discovery") == {}


def test_php_warnings_before_the_json_do_no_harm(live: Open, fake: FakeSite) -> None:
    rows = json.dumps([post(1)])
    warning = "<b>Warning</b>: something [odd] in /a.php on line 3\n"
    fake.has("/wp-json/wp/v2/posts", warning + rows, X_WP_Total="1")

    assert urls(list(live("rest").discover(MARCH))) == {article(1)}


@pytest.mark.parametrize("body", ["<html>a login page</html>", "{}", "[", "", '["x", 3, null]'])
def test_rest_that_answers_nonsense_names_nothing(live: Open, fake: FakeSite, body: str) -> None:
    fake.has("/wp-json/wp/v2/posts", body)

    with pytest.raises(PipelineError):
        list(live("rest").discover(MARCH))


def test_broken_rows_are_passed_over(live: Open, fake: FakeSite) -> None:
    broken = {**post(2), "title": None, "date": "long ago"}
    fake.has("/wp-json/wp/v2/posts", json.dumps([post(1), broken, {"id": 3}]), X_WP_Total="3")

    findings = list(live("rest").discover(MARCH))

    assert article(1) in urls(findings)


def test_rest_is_found_under_its_other_address(live: Open, fake: FakeSite) -> None:
    def front(request: httpx.Request) -> httpx.Response:
        if b"rest_route=%2Fwp%2Fv2%2Fposts" not in request.url.query.replace(b"/", b"%2F"):
            return httpx.Response(404)
        return httpx.Response(200, json=[post(1)], headers={"X-WP-Total": "1"})

    fake.answers["/"] = front

    assert urls(list(live("rest").discover(MARCH))) == {article(1)}


LINK = '<link rel="https://api.w.org/" href="{0}" />'


@pytest.mark.parametrize(
    ("html", "header"),
    [(LINK.format(f"{ROOT}/data/"), ""), (LINK.format("/data/"), ""), ("", f"<{ROOT}/data/>")],
)
def test_rest_is_found_where_the_front_page_says(
    live: Open, fake: FakeSite, html: str, header: str
) -> None:
    fake.has_posts(3)
    fake.answers["/data/wp/v2/posts"] = fake.answers.pop("/wp-json/wp/v2/posts")
    fake.has("/", html, Link=f'{header}; rel="https://api.w.org/"')

    assert len(urls(list(live("rest").discover(EVER)))) == 3


def test_rest_of_another_site_is_not_asked(live: Open, fake: FakeSite) -> None:
    fake.has("/", LINK.format("https://elsewhere.example/wp-json/"))

    with pytest.raises(TransientError, match="no route"):
        list(live("rest").discover(EVER))

    assert len(fake.asked) == 4


def test_a_sitemap_index_that_holds_itself_ends(live: Open, fake: FakeSite) -> None:
    index = f"""<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <sitemap><loc>{ROOT}/sitemap_index.xml</loc></sitemap>
    <sitemap><loc>{ROOT}/gone.xml</loc></sitemap>
    <sitemap><loc>{ROOT}/post-sitemap.xml</loc><lastmod>2017-01-02T03:04:05+00:00</lastmod></sitemap>
    </sitemapindex>"""
    urlset = f"""<urlset><url><loc>{article(1)}</loc><lastmod>2016-05-05</lastmod></url>
    <url><loc>{ROOT}/category/opinion/</loc></url><url><loc>https://example.org/a/b/c/</loc></url>
    </urlset>"""
    fake.has("/sitemap_index.xml", index)
    fake.has("/post-sitemap.xml", urlset)

    findings = list(live("sitemap").discover(EVER))

    assert urls(findings) == {article(1)}
    [candidate] = [each for each in findings if isinstance(each, Candidate)]
    assert candidate.modified_at == datetime(2016, 5, 5, tzinfo=UTC)


def test_entities_in_a_sitemap_are_not_expanded(live: Open, fake: FakeSite) -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{entities}]>
    <urlset><url><loc>{article(1)}</loc></url><url><loc>{ROOT}/a/b/&l11;/</loc></url></urlset>"""
    fake.has("/sitemap.xml", bomb)

    assert article(1) in urls(list(live("sitemap").discover(EVER)))


@pytest.mark.parametrize("end", ["404", "empty page", "repeated page", "no link"])
def test_a_listing_is_walked_to_its_end_however_it_ends(
    live: Open, fake: FakeSite, end: str
) -> None:
    start = f"{ROOT}/category/features"
    fake.has("/", listing(range(0)))
    fake.has("/category/features/", listing(range(5), f"{start}/page/2/"))
    last = "" if end == "no link" else f"{start}/page/3/"
    fake.has("/category/features/page/2/", listing(range(5, 10), last))
    if end == "empty page":
        fake.has("/category/features/page/3/", listing(range(0), f"{start}/page/4/"))
    if end == "repeated page":
        for number in range(3, 9):
            older = f"{start}/page/{number + 1}/"
            fake.has(f"/category/features/page/{number}/", listing(range(5, 10), older))

    findings = list(live("listing").discover(MARCH))

    assert urls(findings) == {article(number) for number in range(10)}
    assert counts(findings, "listing:category") == {"category/features": 10}
    assert not any("/page/5" in asked for asked in fake.asked)


def test_the_feed_is_paged_to_its_end(live: Open, fake: FakeSite) -> None:
    def feed(request: httpx.Request) -> httpx.Response:
        page = int(parse_qs(urlsplit(str(request.url)).query).get("paged", ["1"])[0])
        if page > 3:
            return httpx.Response(404)
        items = "".join(
            f"<item><title>Story {n}</title><link>{article(n)}</link>"
            "<pubDate>Sat, 01 Mar 2014 10:00:00 +0000</pubDate></item>"
            for n in range(page * 10, page * 10 + 10)
        )
        return httpx.Response(200, text=f"<rss><channel>{items}</channel></rss>")

    fake.answers["/feed/"] = feed

    findings = list(live("feed").discover(EVER))

    assert urls(findings) == {article(number) for number in range(10, 40)}


def test_urls_forbidden_by_robots_txt_are_not_requested(live: Open, fake: FakeSite) -> None:
    fake.has("/robots.txt", "User-agent: *\nDisallow: /wp-json/\nDisallow: /private/")
    fake.has("/sitemap.xml", f"<urlset><url><loc>{article(1)}</loc></url></urlset>")
    source = live()

    list(source.discover(MARCH))
    [outcome] = source.fetch([PageRequest(f"{ROOT}/private/b/c/")])

    assert isinstance(outcome, FetchFailure)
    assert (outcome.failure_class, outcome.retry_at) == ("policy", None)
    assert not any(asked.startswith(("/wp-json", "/private")) for asked in fake.asked)


def test_validators_are_sent_and_a_304_is_a_revisit(live: Open, fake: FakeSite) -> None:
    seen: list[tuple[str | None, str | None]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        headers = request.headers
        seen.append((headers.get("if-none-match"), headers.get("if-modified-since")))
        return httpx.Response(304)

    fake.answers[urlsplit(article(1)).path] = answer

    [outcome] = live().fetch([PageRequest(article(1), '"v1"', "Sat, 01 Mar 2014 10:00:00 GMT")])

    assert seen == [('"v1"', "Sat, 01 Mar 2014 10:00:00 GMT")]
    assert isinstance(outcome, Capture)
    assert outcome.is_revisit


def test_outcomes_come_in_the_order_of_the_requests(live: Open, fake: FakeSite) -> None:
    for number in range(20):
        fake.has(urlsplit(article(number)).path, f"<html>{number}</html>")

    outcomes = live().fetch([PageRequest(article(number)) for number in range(20)])

    assert [outcome.url for outcome in outcomes] == [article(number) for number in range(20)]


def test_a_host_that_keeps_failing_is_left_alone(live: Open, fake: FakeSite) -> None:
    def cut(_: httpx.Request) -> httpx.Response:
        raise httpx.RemoteProtocolError("peer closed connection")

    for number in range(30):
        fake.answers[urlsplit(article(number)).path] = cut
    fake.has("/robots.txt", "")

    outcomes = live().fetch([PageRequest(article(number)) for number in range(30)])

    failures = [outcome for outcome in outcomes if isinstance(outcome, FetchFailure)]
    assert len(failures) == 30
    assert {failure.failure_class for failure in failures} == {"transient"}
    assert all(failure.retry_at for failure in failures)
    assert len(fake.asked) < 15


def in_pages(number: int, count: int, form: str = "{}/") -> str:
    links = "".join(
        f'<a class="post-page-numbers" href="{article(1)}{form.format(n)}">{n}</a>'
        for n in range(1, count + 1)
        if n != number
    )
    return f"<html><body><p>Page {number}</p><p>Pages: {links}</p></body></html>"


@pytest.mark.parametrize("form", ["{}/", "?page={}"])
def test_the_further_pages_of_an_article_are_fetched_with_it(
    live: Open, fake: FakeSite, store: CaptureStore, form: str
) -> None:
    path = urlsplit(article(1)).path

    def answer(request: httpx.Request) -> httpx.Response:
        rest = str(request.url).removeprefix(article(1))
        number = int("".join(filter(str.isdecimal, rest)) or 1)
        return httpx.Response(200, headers=HTML, text=in_pages(number, 3, form))

    for page in ("", "2/", "3/"):
        fake.answers[path + page] = answer

    [outcome] = live().fetch([PageRequest(article(1))])

    assert outcome.url == article(1)
    pages = [capture.url for capture in store.take() if capture.purpose is Purpose.PAGE]
    assert pages == [article(1), *(article(1) + form.format(n) for n in (2, 3))]


@pytest.mark.parametrize("form", ["{}/", "?page={}"])
def test_pages_that_repeat_their_text_endlessly_are_not_followed(
    live: Open, fake: FakeSite, store: CaptureStore, form: str
) -> None:
    path = urlsplit(article(1)).path

    def answer(request: httpx.Request) -> httpx.Response:
        rest = str(request.url).removeprefix(article(1))
        number = int("".join(filter(str.isdecimal, rest)) or 1)
        page = f"<h1>Story, page {number}</h1><p>The ferry left the harbour at {number}:00.</p>"
        link = f'<a href="{article(1)}{form.format(number + 1)}">Next page</a>'
        return httpx.Response(200, headers=HTML, text=f"<html><body>{page}{link}</body></html>")

    for number in range(60):
        fake.answers[path + (f"{number}/" if number else "")] = answer

    live().fetch([PageRequest(article(1))])

    captures = store.take()
    pages = [capture for capture in captures if capture.purpose is Purpose.PAGE]
    assert [page.url for page in pages] == [article(1), article(1) + form.format(2)]
    due = read_archived_listings(store.folder, captures, Site(ROOT))
    assert {page.url for page in due} == {article(1) + form.format(2)}


def test_a_further_page_that_fails_is_left_for_another_night(
    live: Open, fake: FakeSite, store: CaptureStore
) -> None:
    path = urlsplit(article(1)).path
    fake.has(path, in_pages(1, 3))
    fake.has(f"{path}2/", "out of order", 503)
    fake.has(f"{path}3/", in_pages(3, 3))
    source = live()

    outcomes = source.fetch([PageRequest(article(1)), PageRequest(article(1) + "3/")])

    captures = store.take()
    assert len(outcomes) == 2
    due = read_archived_listings(store.folder, captures, Site(ROOT))
    assert {page.url for page in due} == {article(1) + "2/", article(1) + "3/"}
    assert fake.asked.count(f"{path}3/") == 1


def test_links_to_other_articles_are_not_further_pages(live: Open, fake: FakeSite) -> None:
    other = f'<a href="{article(2)}2/">x</a><a href="{ROOT}/category/features/2/">y</a>'
    fake.has(urlsplit(article(1)).path, f"<html><body>{other}</body></html>")

    live().fetch([PageRequest(article(1))])

    assert fake.asked == ["/robots.txt", urlsplit(article(1)).path]


@pytest.mark.parametrize("is_old_first", [True, False])
def test_a_page_that_a_redirect_leads_to_is_stored_once(
    live: Open, fake: FakeSite, store: CaptureStore, *, is_old_first: bool
) -> None:
    fake.has(urlsplit(article(1)).path, "", 301, Location=article(2))
    fake.has(urlsplit(article(2)).path, "<html><body><p>The text.</p></body></html>")
    pages = [PageRequest(article(1)), PageRequest(article(2))]

    outcomes = live().fetch(pages if is_old_first else pages[::-1])

    assert [one.url for one in outcomes if isinstance(one, Capture)] == [article(2)] * 2
    stored = [(capture.url, capture.status) for capture in store.take()]
    assert stored.count((article(2), 200)) == 1
    assert (article(1), 301) in stored
