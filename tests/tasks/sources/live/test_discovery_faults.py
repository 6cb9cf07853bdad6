"""Discovery on sites that answer half of the questions, or answer them wrongly."""

import gzip
import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from urllib.parse import urlsplit

import httpx
import pytest

from tasks.models import Candidate, Expectation
from tasks.sources.live import feed, listings
from tasks.sources.source import Finding, Known, PageRequest, Window
from tasks.warc.store import CaptureStore
from tests.tasks.sources.live.fake_site import (
    EVER,
    HTML,
    MARCH,
    ROOT,
    FakeSite,
    Open,
    Rest,
    article,
    counts,
    listing,
    post,
    urls,
    urlset,
)

XML = {"Content-Type": "text/xml"}
CHALLENGE = "<html><head><title>Just a moment...</title></head><body>Checking</body></html>"
POSTS = "/wp-json/wp/v2/posts"
SINCE = datetime(2014, 3, 20, tzinfo=UTC)
ASKED = httpx.Request("GET", ROOT)


def unanswered(findings: list[Finding]) -> dict[str, int]:
    return counts(findings, "unanswered:discovery")


def total_of(response: httpx.Response) -> dict[str, str]:
    return {"X-WP-Total": response.headers["X-WP-Total"]}


def reasons(findings: list[Finding]) -> list[str]:
    stated = [finding for finding in findings if isinstance(finding, Expectation)]
    return [each.stated_by for each in stated if each.denominator == "unanswered:discovery"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "total", [None, "12, 12", "1,250", "-5", "many", "100", "1000000000", "250, 250", "0"]
)
@pytest.mark.parametrize("cap", [100, 10])
def test_a_wrong_total_hides_no_post(live: Open, fake: FakeSite, total: object, cap: int) -> None:
    rest = fake.answers[POSTS] = Rest(250, total)
    rest.silent_cap = cap

    findings = list(live("rest").discover(MARCH))

    assert urls(findings) == {article(number) for number in range(250)}
    assert counts(findings, "rest:posts") in ({"2014-03": 250}, {})
    assert not unanswered(findings)


@pytest.mark.parametrize("limit", [50, 20, 1])
def test_a_lower_limit_of_rows_a_page_is_kept(live: Open, fake: FakeSite, limit: int) -> None:
    rest = fake.answers[POSTS] = Rest(30)
    rest.most_a_page = limit

    findings = list(live("rest").discover(MARCH))

    assert urls(findings) == {article(number) for number in range(30)}
    assert not unanswered(findings)


def test_a_server_that_ignores_the_offset_is_asked_by_page(live: Open, fake: FakeSite) -> None:
    rest = fake.answers[POSTS] = Rest(250)
    rest.ignored = {"offset"}

    findings = list(live("rest").discover(MARCH))

    assert urls(findings) == {article(number) for number in range(250)}
    assert not unanswered(findings)


@pytest.mark.parametrize("total", ["1000000000", None, "right"])
def test_the_same_page_again_ends_the_walk_and_is_unanswered(
    live: Open, fake: FakeSite, total: object
) -> None:
    rest = fake.answers[POSTS] = Rest(250, total)
    rest.ignored = {"offset", "page"}

    findings = list(live("rest").discover(MARCH))

    assert len(urls(findings)) == 100
    assert len(unanswered(findings)) == 1


def test_a_server_that_ignores_the_dates_is_walked_once(live: Open, fake: FakeSite) -> None:
    rest = fake.answers[POSTS] = Rest(250)
    rest.ignored = {"after", "before"}
    rest.posts[0]["date"] = "2003-01-01T00:00:00"

    findings = list(live("rest").discover(EVER))

    assert urls(findings) == {article(number) for number in range(250)}
    assert rest.asked < 15


# WordPress counts up to five posts that it does not list.
@pytest.mark.parametrize(("stated", "said"), [(5, []), (6, ["states 6 more rows and lists none"])])
def test_a_list_that_is_empty_although_its_total_says_more_is_unanswered(
    live: Open, fake: FakeSite, stated: int, said: list[str]
) -> None:
    rest = Rest(stated)

    def answer(request: httpx.Request) -> httpx.Response:
        response = rest(request)
        is_list = "after=" in str(request.url)
        return httpx.Response(200, json=[], headers=total_of(response)) if is_list else response

    fake.answers[POSTS] = answer

    findings = list(live("rest").discover(MARCH))

    assert [reason.partition(" ")[2] for reason in reasons(findings)] == said


def test_an_empty_page_is_unanswered_if_the_number_of_pages_says_more(
    live: Open, fake: FakeSite
) -> None:
    rest = Rest(450)

    def answer(request: httpx.Request) -> httpx.Response:
        response = rest(request)
        if request.url.params.get("offset") != "200":
            return response
        headers = {**total_of(response), "X-WP-TotalPages": "5"}
        return httpx.Response(200, json=[], headers=headers)

    fake.answers[POSTS] = answer

    findings = list(live("rest").discover(MARCH))

    assert len(urls(findings)) == 200
    [reason] = reasons(findings)
    assert "states 250 more rows and lists none" in reason


def test_posts_in_an_object_are_read_as_those_in_a_list(live: Open, fake: FakeSite) -> None:
    rest = Rest(30)

    def answer(request: httpx.Request) -> httpx.Response:
        response = rest(request)
        rows = {str(number): row for number, row in enumerate(response.json(), start=1)}
        return httpx.Response(200, json=rows or [], headers=total_of(response))

    fake.answers[POSTS] = answer

    assert urls(list(live("rest").discover(MARCH))) == {article(number) for number in range(30)}


def test_rows_that_name_no_page_are_an_unanswered_question(live: Open, fake: FakeSite) -> None:
    rest = Rest(30)

    def answer(request: httpx.Request) -> httpx.Response:
        response = rest(request)
        rows = response.json()
        if "link" in str(request.url):
            rows = [None, {**rows[1], "link": None}, *rows[2:]] if len(rows) > 2 else rows
        text = json.dumps(rows) + "\n<!-- from the cache -->"
        return httpx.Response(200, text=text, headers=total_of(response))

    fake.answers[POSTS] = answer

    findings = list(live("rest").discover(MARCH))

    assert len(urls(findings)) == 28
    [reason] = set(reasons(findings))
    assert reason.endswith("has 2 rows without a post or its address")


@pytest.mark.parametrize("kind", ["403", "404", "401", "challenge", "html"])
def test_a_refusal_in_mid_walk_is_an_unanswered_question(
    live: Open, fake: FakeSite, kind: str
) -> None:
    rest = fake.answers[POSTS] = Rest(250)
    rest.refuse_after = 4
    text = CHALLENGE if kind == "challenge" else "<html><body>Forbidden</body></html>"
    status = int(kind) if kind.isdecimal() else 200
    rest.refusal = httpx.Response(status, headers=HTML, text=text)

    findings = list(live("rest").discover(MARCH))

    assert urls(findings)
    assert unanswered(findings)


def test_a_site_that_refuses_month_after_month_is_left_alone(live: Open, fake: FakeSite) -> None:
    rest = fake.answers[POSTS] = Rest(3)
    rest.posts[0]["date"] = "2006-01-01T00:00:00"
    rest.refuse_after = 3

    findings = list(live("rest").discover(EVER))

    assert rest.asked < 10
    assert unanswered(findings)


@pytest.mark.slow
def test_posts_outside_the_years_of_the_archive_are_counted(live: Open, fake: FakeSite) -> None:
    rest = fake.answers[POSTS] = Rest(10)
    for number, day in enumerate(["2001-05-05T00:00:00", "2019-01-01T00:00:00", "2020-01-01"]):
        rest.posts[number]["date"] = day
    rest.posts.sort(key=lambda row: str(row["date"]))

    findings = list(live("rest").discover(EVER))

    assert counts(findings, "outside:dates") == {"before 2005-01-01": 1, "after 2017-12-31": 2}


def test_wordpress_that_ignores_modified_after_is_not_walked_whole(
    live: Open, fake: FakeSite
) -> None:
    rest = fake.answers[POSTS] = Rest(250)
    rest.ignored = {"modified_after"}

    findings = list(live("rest").discover(Window(EVER.since, EVER.until, (), SINCE)))

    changed = {str(row["link"]) for row in rest.posts if str(row["modified_gmt"]) >= "2014-03-20"}
    assert changed <= urls(findings)
    assert len(urls(findings)) < 250


def index(*addresses: str) -> str:
    entries = "".join(f"<sitemap><loc>{address}</loc></sitemap>" for address in addresses)
    return f'<?xml version="1.0"?><sitemapindex>{entries}</sitemapindex>'


@pytest.mark.parametrize("start", ["/", "", "//eng-archive.aawsat.com/", "eng-archive.aawsat.com/"])
def test_sitemaps_named_by_a_part_of_their_address_are_read(
    live: Open, fake: FakeSite, start: str
) -> None:
    child = f"<sitemap><loc>{start}one.xml</loc></sitemap>"
    fake.has("/robots.txt", f"Sitemap:{start}index.xml\n")
    fake.has("/index.xml", f"<sitemapindex>{child}</sitemapindex>")
    fake.has("/one.xml", urlset(f"{start}a/features/one/"))

    findings = list(live("sitemap").discover(EVER))

    assert urls(findings) == {f"{ROOT}/a/features/one/"}
    assert counts(findings, "unanswered:discovery") == {}


def test_a_page_under_several_addresses_of_a_sitemap_is_counted_once(
    live: Open, fake: FakeSite
) -> None:
    forms = ("", "?utm_source=feed", "comment-page-2/", "?replytocom=5")
    fake.has("/sitemap.xml", urlset(*(f"/a/features/one/{form}" for form in forms)))

    findings = list(live("sitemap").discover(EVER))

    assert urls(findings) == {f"{ROOT}/a/features/one/"}
    assert counts(findings, "sitemap:urls") == {"sitemap.xml": 1}


def test_a_page_that_two_sitemaps_list_counts_for_the_first(live: Open, fake: FakeSite) -> None:
    fake.has("/robots.txt", f"Sitemap: {ROOT}/posts.xml\nSitemap: {ROOT}/news.xml\n")
    fake.has("/posts.xml", urlset("/a/features/one/", "/a/features/two/"))
    fake.has("/news.xml", urlset("/a/features/two/", "/a/features/three/"))

    findings = list(live("sitemap").discover(EVER))

    assert counts(findings, "sitemap:urls") == {"posts.xml": 2, "news.xml": 1}
    listed = {each.url: each.listed_on for each in findings if isinstance(each, Candidate)}
    assert listed[f"{ROOT}/a/features/two/"] == f"{ROOT}/posts.xml"


def test_an_empty_sitemap_states_that_it_lists_nothing(live: Open, fake: FakeSite) -> None:
    fake.has("/robots.txt", f"Sitemap: {ROOT}/posts.xml\nSitemap: {ROOT}/news.xml\n")
    fake.has("/posts.xml", urlset("/a/features/one/"))
    fake.has("/news.xml", urlset())

    findings = list(live("sitemap").discover(EVER))

    assert counts(findings, "sitemap:urls") == {"posts.xml": 1, "news.xml": 0}


def test_a_sitemap_that_is_a_text_file_is_read(live: Open, fake: FakeSite) -> None:
    fake.has("/sitemap.xml", index(f"{ROOT}/urls.txt"))
    fake.has("/urls.txt", f"\ufeff{article(1)}\r\n{article(2)}\r\n", Content_Type="text/plain")

    findings = list(live("sitemap").discover(EVER))

    assert urls(findings) == {article(1), article(2)}
    assert unanswered(findings) == {}


def test_all_sitemaps_that_robots_txt_names_are_read(live: Open, fake: FakeSite) -> None:
    fake.has("/robots.txt", f"Sitemap: {ROOT}/one.xml\nSitemap: {ROOT}/a/b/c/two.xml.gz\n")
    fake.has("/one.xml", urlset(article(1)))
    fake.has("/a/b/c/two.xml.gz", gzip.compress(urlset(article(2)).encode()))
    fake.has("/sitemap_index.xml", urlset(article(3)))
    fake.has("/wp-sitemap.xml", index(f"{ROOT}/deep/one/two/three.xml"))
    fake.has("/deep/one/two/three.xml", urlset(article(4)))

    findings = list(live("sitemap").discover(EVER))

    assert urls(findings) == {article(number) for number in (1, 2, 3, 4)}
    assert not unanswered(findings)


@pytest.mark.parametrize(
    "before", ["\ufeff", "\n\n ", "<br />\n<b>Warning</b>: odd in <b>/a.php</b> on line 3<br />\n"]
)
def test_text_before_the_xml_does_no_harm(live: Open, fake: FakeSite, before: str) -> None:
    fake.has("/sitemap.xml", before + urlset(article(1)))

    assert urls(list(live("sitemap").discover(EVER))) == {article(1)}


DECLARATION = '<?xml version="1.0" encoding="UTF-16"?>'
SET = urlset(article(1), article(2)).removeprefix('<?xml version="1.0"?>')
ITEMS = "".join(f"<item><link>{article(number)}</link></item>" for number in (1, 2))
ATOM = "".join(f'<entry><link href="{article(number)}"/></entry>' for number in (1, 2))


@pytest.mark.parametrize(
    "body",
    [
        (DECLARATION + SET).encode("utf-16"),
        (DECLARATION + SET).encode("utf-16-le"),
        (DECLARATION + SET).encode("utf-16-be"),
        (DECLARATION + SET).encode(),
        ('<?xml version="1.0"?><br />\n<b>Notice</b>: odd<br />\n' + SET).encode(),
        SET.replace("</url>", "</url><br>\n<b>Notice</b>: odd<br>\n", 1).encode(),
        f'<?xml version="1.0"?><rss><channel><link>{ROOT}/</link>{ITEMS}</channel></rss>'.encode(),
        f'<feed xmlns="http://www.w3.org/2005/Atom">{ATOM}</feed>'.encode(),
        f"# pages\n{article(1)}\n{article(2)}".encode(),
    ],
    ids=[
        *("UTF-16", "UTF-16 little", "UTF-16 big", "declared wrongly"),
        *("text after the declaration", "open tags", "RSS", "Atom", "comment"),
    ],
)
def test_a_sitemap_of_every_form_is_read(live: Open, fake: FakeSite, body: bytes) -> None:
    fake.has("/sitemap.xml", body)

    findings = list(live("sitemap").discover(EVER))

    assert urls(findings) == {article(1), article(2)}
    assert not unanswered(findings)


LINES_OF_SITEMAPS = [
    "Sitemap: <{0}>",
    "Sitemap: {1} {0}",
    "sitemap: {0} # all",
    "User-agent: *\nDisallow: Sitemap: {0}",
    "User-agent: *\nDisallow: /wp-admin/ Sitemap: {0}",
]


@pytest.mark.parametrize("line", LINES_OF_SITEMAPS)
def test_sitemaps_are_found_in_lines_of_every_form(live: Open, fake: FakeSite, line: str) -> None:
    fake.has("/robots.txt", line.format(f"{ROOT}/all.xml", f"{ROOT}/new.xml"))
    fake.has("/all.xml", urlset(article(1)))
    fake.has("/new.xml", urlset(article(1)))

    assert urls(list(live("sitemap").discover(EVER))) == {article(1)}


@pytest.mark.parametrize(
    ("body", "status", "found"),
    [
        (b"<html>gone</html>", 404, 0),
        (b"<html>no</html>", 403, 0),
        (b"<html>no</html>", 401, 0),
        (CHALLENGE.encode(), 200, 0),
        (b"<html><body>Welcome</body></html>", 200, 0),
        (urlset(article(2), article(3)).encode()[:-60], 200, 1),
        (gzip.compress(urlset(article(2)).encode())[:-9], 200, 0),
        (b"", 200, 0),
    ],
    ids=["404", "403", "401", "challenge", "page", "cut", "cut gzip", "empty"],
)
def test_a_child_sitemap_that_cannot_be_read_whole_is_unanswered(
    live: Open, fake: FakeSite, body: bytes, status: int, found: int
) -> None:
    fake.has("/sitemap.xml", index(f"{ROOT}/good.xml", f"{ROOT}/bad.xml"))
    fake.has("/good.xml", urlset(article(1)))
    fake.has("/bad.xml", body, status)

    findings = list(live("sitemap").discover(EVER))

    assert article(1) in urls(findings)
    assert len(urls(findings)) >= 1 + found
    assert list(unanswered(findings)) == [f"{ROOT}/bad.xml"]


def test_a_sitemap_forbidden_by_robots_txt_is_not_counted_as_unanswered(
    live: Open, fake: FakeSite
) -> None:
    fake.has("/robots.txt", "User-agent: *\nDisallow: /closed/\nDisallow: /wp-json/\n")
    fake.has("/sitemap.xml", index(f"{ROOT}/good.xml", f"{ROOT}/closed/bad.xml"))
    fake.has("/good.xml", urlset(article(1)))

    findings = list(live("rest", "sitemap").discover(EVER))

    assert urls(findings) == {article(1)}
    assert not unanswered(findings)


@pytest.mark.slow
def test_an_index_without_end_is_left_and_counted(live: Open, fake: FakeSite) -> None:
    fake.has("/sitemap.xml", index(*[f"{ROOT}/s{number}.xml" for number in range(600)]))
    for number in range(600):
        fake.has(f"/s{number}.xml", urlset())

    findings = list(live("sitemap").discover(EVER))

    assert len(fake.asked) < 520
    assert unanswered(findings)


def test_permalinks_with_fewer_parts_are_articles_too(live: Open, fake: FakeSite) -> None:
    fake.has("/sitemap.xml", urlset(f"{ROOT}/features/story/", f"{ROOT}/story/", f"{ROOT}/a.jpg"))

    found = urls(list(live("sitemap").discover(EVER)))

    assert found == {f"{ROOT}/features/story/", f"{ROOT}/story/"}


def test_foreign_addresses_are_counted_by_what_is_wrong(live: Open, fake: FakeSite) -> None:
    port = ROOT.replace(".com", ".com:8443")
    long = f"{ROOT}/a/b/{'l' * 5_000}/"
    fake.has(
        "/sitemap.xml",
        urlset("https://example.org/a/b/c/", "https://example.org/a/b/d/", f"{port}/a/b/c/", long),
    )

    findings = list(live("sitemap").discover(EVER))

    assert urls(findings) == set()
    assert counts(findings, "outside:addresses") == {
        "sitemap other_host": 2,
        "sitemap other_port": 1,
        "sitemap too_long": 1,
    }


NOW = datetime.now(UTC)


@pytest.mark.parametrize(
    ("lastmod", "is_believed"),
    [
        (NOW.isoformat(), False),
        ((NOW + timedelta(hours=5)).isoformat(), False),
        ((NOW - timedelta(hours=5)).isoformat(), False),
        (f"{NOW:%Y-%m-%d}", False),
        ((NOW - timedelta(days=3)).isoformat(), True),
        ("2016-05-05", True),
    ],
    ids=["now", "in five hours", "five hours ago", "today", "three days ago", "years ago"],
)
def test_a_date_of_change_that_is_now_for_every_page_is_ignored(
    live: Open, fake: FakeSite, lastmod: str, is_believed: bool
) -> None:
    pages = [article(number) for number in range(5)]
    fake.has("/sitemap.xml", urlset(*pages, lastmod=lastmod))

    findings = list(live("sitemap").discover(EVER))

    named = [each for each in findings if isinstance(each, Candidate)]
    assert {each.modified_at is not None for each in named} == {is_believed}


@pytest.mark.parametrize("status", [401, 403, 404, 200])
def test_a_listing_that_breaks_off_is_unanswered(live: Open, fake: FakeSite, status: int) -> None:
    start = f"{ROOT}/category/features"
    fake.has("/", listing(range(0)))
    fake.has("/category/features/", listing(range(5), f"{start}/page/2/"))
    fake.has("/category/features/page/2/", CHALLENGE, status)

    findings = list(live("listing").discover(MARCH))

    assert urls(findings) == {article(number) for number in range(5)}
    assert [urlsplit(url).path for url in unanswered(findings)] == ["/category/features/page/2/"]


NOTICES = [
    "<title>Wartungsarbeiten</title><h1>Unsere Website wird gerade gewartet</h1>",
    "<title>Conta suspensa</title><body class='page'><p>Esta conta foi suspensa.</p>",
    "<html><body><iframe src='//10.10.34.34/'></iframe></body></html>",
]


@pytest.mark.parametrize("notice", NOTICES)
def test_another_page_in_place_of_a_linked_listing_is_unanswered(
    live: Open, fake: FakeSite, notice: str
) -> None:
    start = f"{ROOT}/category/features"
    fake.has("/", listing(range(0)))
    fake.has("/category/features/", listing(range(5), f"{start}/page/2/"))
    fake.has("/category/features/page/2/", notice)

    findings = list(live("listing").discover(MARCH))

    assert [urlsplit(url).path for url in unanswered(findings)] == ["/category/features/page/2/"]


def test_a_linked_listing_without_entries_is_its_end(live: Open, fake: FakeSite) -> None:
    start = f"{ROOT}/category/features"
    fake.has("/", listing(range(0)))
    fake.has("/category/features/", listing(range(5), f"{start}/page/2/"))
    fake.has("/category/features/page/2/", listing(range(0)))

    assert not unanswered(list(live("listing").discover(MARCH)))


def test_listings_of_a_site_without_permalinks_are_read(live: Open, fake: FakeSite) -> None:
    def front(request: httpx.Request) -> httpx.Response:
        if "cat" not in request.url.params:
            return httpx.Response(200, headers=HTML, text=f'<a href="{ROOT}/?cat=7">Features</a>')
        number = int(request.url.params.get("paged", 1))
        older = f"{ROOT}/?cat=7&paged={number + 1}" if number < 3 else ""
        entries = listing(range(5 * number, 5 * number + 5), older)
        return httpx.Response(200, headers=HTML, text=entries)

    fake.answers["/"] = front

    assert len(urls(list(live("listing").discover(MARCH)))) == 15


@pytest.mark.parametrize(("entries", "is_told"), [(5, True), (4, False)])
def test_a_full_listing_whose_second_page_leads_away_lists_not_all(
    live: Open, fake: FakeSite, entries: int, is_told: bool
) -> None:
    older = f"{ROOT}/category/features/page/2/"
    fake.has("/", listing(range(3)).replace("archive category", "home"))
    fake.has("/category/features/", listing(range(entries), older))
    fake.has("/category/features/page/2/", "", 301, location=f"{ROOT}/")

    assert (older in unanswered(list(live("listing").discover(EVER)))) is is_told


@pytest.mark.parametrize("is_linked", [True, False])
def test_the_front_page_is_walked_if_there_are_no_archives_of_years(
    live: Open, fake: FakeSite, is_linked: bool
) -> None:
    has_listing(fake, "/", 3)
    if not is_linked:
        has_no_links(fake)

    found = list(live("listing").discover(EVER))

    assert len(urls(found)) == 15
    assert counts(found, "listing:home") == {"/": 15}
    assert fake.asked.count("/") == 1


def has_no_links(fake: FakeSite) -> None:
    """Let scripts load the later pages of listings."""
    for path, answer in list(fake.answers.items()):
        fake.has(path, re.sub(r"<a href=[^>]*>&laquo;.*?</a>", "", answer(ASKED).text))


@pytest.mark.parametrize("pages", [1, 3])
def test_pages_that_scripts_load_are_asked_for_by_number(
    live: Open, fake: FakeSite, pages: int
) -> None:
    fake.has("/", '<a href="/category/features/">a</a>')
    has_listing(fake, "/category/features/", pages)
    has_no_links(fake)

    found = list(live("listing").discover(EVER))

    assert len(urls(found)) == 5 * pages
    assert older_pages(fake)[-1] == f"/category/features/page/{pages + 1}/"
    assert unanswered(found) == {}


@pytest.mark.parametrize("has_sitemap", [True, False])
def test_a_night_that_begins_anew_reads_no_known_listings_if_a_sitemap_lists_all(
    live: Open, fake: FakeSite, has_sitemap: bool
) -> None:
    fake.has("/wp-json/wp/v2/posts", CHALLENGE, 403)
    has_listing(fake, "/2014/", 3)
    if has_sitemap:
        fake.has("/sitemap.xml", urlset(*map(article, range(20))))
    known = Known(frozenset(map(article, range(20))))

    list(live().discover(replace(EVER, known=known, is_nightly=True)))

    assert len(older_pages(fake)) == (0 if has_sitemap else 2)


def test_a_site_that_shows_its_front_page_everywhere_is_walked_once(
    live: Open, fake: FakeSite
) -> None:
    has_listing(fake, "/", 3)
    front = fake.answers["/"]
    for year in range(2005, 2018):
        fake.answers[f"/{year}/"] = front

    found = list(live("listing").discover(EVER))

    assert len(urls(found)) == 15
    assert len(older_pages(fake)) == 2


def test_archives_that_were_never_there_are_asked_for_in_turn(
    live: Open, fake: FakeSite, store: CaptureStore
) -> None:
    has_listing(fake, "/2014/", 1)
    list(live("listing").discover(EVER))
    answers = {each.url: each for each in store.take()}
    known = Known(frozenset(map(article, range(100))), answers)

    asked = []
    for turn in range(12):
        fake.asked.clear()
        window = replace(EVER, known=known, turn=turn, is_nightly=True)
        list(live("listing").discover(window))
        asked.append([each for each in fake.asked if each[1:5].isdecimal()])

    assert all(len(night) <= 3 and "/2014/" in night for night in asked)
    assert {f"/{year}/" for year in range(2005, 2018)} <= set(chain(*asked))


def has_listing(fake: FakeSite, path: str, pages: int, first: int = 0) -> None:
    """Offer a listing of undated entries, five a page, from the entry `first` on."""
    for number in range(1, pages + 1):
        entry = first + 5 * number
        older = f"{path}page/{number + 1}/" if number < pages else ""
        shown = listing(range(entry, entry + 5), older).replace("Mar 1, 2014", "")
        fake.has(path if number == 1 else f"{path}page/{number}/", shown)


def older_pages(fake: FakeSite) -> list[str]:
    return [asked for asked in fake.asked if "/page/" in asked]


def change_night(turn: int = 0, **listed: int) -> Window:
    """Return a window of changes; `listed` has the entries of categories when last counted."""
    counted = {f"{ROOT}/category/{name}/": count for name, count in listed.items()}
    known = Known(frozenset(article(number) for number in range(1_000)), listed=counted)
    return Window(EVER.since, EVER.until, (), SINCE, known, turn=turn)


def test_a_night_reads_a_part_of_the_older_pages_of_listings_and_all_in_turn(
    live: Open, fake: FakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listings, "OLDER_PAGES", 4)
    fake.has("/", '<a href="/category/features/">a</a><a href="/category/world/">b</a>')
    has_listing(fake, "/category/features/", 6)
    has_listing(fake, "/category/world/", 6, first=500)

    nights = []
    for turn in range(3):
        fake.asked.clear()
        list(live("listing").discover(change_night(turn, features=30, world=30)))
        nights.append(older_pages(fake))

    assert [len(night) for night in nights] == [4, 4, 2]
    assert len(set(chain(*nights))) == 10


def test_older_pages_of_years_are_read_rather_than_those_of_categories(
    live: Open, fake: FakeSite
) -> None:
    fake.has("/", '<a href="/category/features/">a</a>')
    has_listing(fake, "/category/features/", 3)
    has_listing(fake, "/2014/", 3)

    list(live("listing").discover(change_night()))

    assert older_pages(fake) == ["/2014/page/2/", "/2014/page/3/"]


def test_a_listing_that_has_grown_since_it_was_counted_is_read_to_its_end(
    live: Open, fake: FakeSite
) -> None:
    fake.has("/", '<a href="/category/features/">a</a>')
    has_listing(fake, "/category/features/", 5)

    findings = list(live("listing").discover(change_night(features=12)))

    assert older_pages(fake)[-1] == "/category/features/page/5/"
    assert counts(findings, "listing:category") == {"category/features": 25}


def test_a_listing_whose_pages_have_no_numbers_is_read_from_its_second_page(
    live: Open, fake: FakeSite
) -> None:
    fake.has("/", '<a href="/category/features/">a</a>')
    for number, name in enumerate(("", "older/", "oldest/")):
        older = {"": "/category/features/older/", "older/": "/category/features/oldest/"}
        shown = listing(range(5 * number, 5 * number + 5), older.get(name, ""))
        fake.has(f"/category/features/{name}", shown.replace("Mar 1, 2014", ""))

    findings = list(live("listing").discover(change_night(features=15)))

    assert len(urls(findings)) == 15


@pytest.mark.parametrize("turn", [0, 7])
def test_a_new_post_with_an_old_date_is_found_by_the_older_pages_of_its_year(
    live: Open, fake: FakeSite, turn: int
) -> None:
    fake.has("/", "<p>Welcome.</p>")
    fake.has("/2014/", listing(range(5), f"{ROOT}/2014/page/2/"))
    fake.has("/2014/page/2/", listing(range(5, 10)))
    known = Known(frozenset(article(number) for number in range(9)))
    window = Window(EVER.since, EVER.until, (), SINCE, known, turn=turn)

    assert article(9) in urls(list(live("listing").discover(window)))


def feed_of(numbers: Iterable[int]) -> str:
    items = "".join(
        f"<item><link>{article(number)}</link><pubDate>Sat, 01 Mar 2014 09:00:00 +0000</pubDate></item>"
        for number in numbers
    )
    return f"<rss><channel>{items}</channel></rss>"


def has_feed(fake: FakeSite, pages: int) -> None:
    def feed(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params.get("paged", 1))
        if number > pages:
            return httpx.Response(404, headers=HTML, text="no")
        return httpx.Response(200, headers=XML, text=feed_of(range(10 * number, 10 * number + 10)))

    fake.answers["/feed/"] = feed


# Each: the pages of the archive, the night, and the page of the feed with a new post.
@pytest.mark.parametrize(
    ("known", "turn", "page", "is_found"),
    [(40, 0, 4, True), (40, 7, 4, True), (900, 1, 60, True), (900, 2, 60, False)],
)
def test_a_new_post_with_an_old_date_is_found_by_the_pages_of_the_feed_whose_turn_it_is(
    live: Open, fake: FakeSite, known: int, turn: int, page: int, is_found: bool
) -> None:
    has_feed(fake, 90)
    new = article(10 * page + 5)
    listed = Known(frozenset(article(number) for number in range(known)) - {new})

    findings = list(
        live("feed").discover(Window(EVER.since, EVER.until, (), SINCE, listed, turn=turn))
    )

    assert (new in urls(findings)) is is_found
    assert len(fake.asked) < 60


@pytest.mark.parametrize(("pages", "said"), [(2, []), (4, [f"{ROOT}/feed/"])])
def test_a_feed_longer_than_the_limit_is_unanswered(
    live: Open, fake: FakeSite, monkeypatch: pytest.MonkeyPatch, pages: int, said: list[str]
) -> None:
    monkeypatch.setattr(feed, "MOST_PAGES", 3)
    has_feed(fake, pages)

    findings = list(live("feed").discover(EVER))

    assert len(urls(findings)) == 10 * min(pages, 3)
    assert list(unanswered(findings)) == said


def test_a_feed_that_repeats_its_first_page_lists_not_all(live: Open, fake: FakeSite) -> None:
    fake.answers["/feed/"] = lambda _: httpx.Response(200, headers=XML, text=feed_of(range(10)))

    findings = list(live("feed").discover(EVER))

    assert len(urls(findings)) == 10
    assert list(unanswered(findings)) == [f"{ROOT}/feed/?paged=2"]


def test_a_short_feed_that_repeats_its_only_page_lists_all(live: Open, fake: FakeSite) -> None:
    fake.answers["/feed/"] = lambda _: httpx.Response(200, headers=XML, text=feed_of(range(4)))

    assert not unanswered(list(live("feed").discover(EVER)))


@pytest.mark.parametrize("status", [401, 403])
def test_a_feed_that_breaks_off_is_unanswered(live: Open, fake: FakeSite, status: int) -> None:
    def feed(request: httpx.Request) -> httpx.Response:
        if b"paged" in request.url.query:
            return httpx.Response(status, headers=HTML, text="no")
        item = f"<item><link>{article(1)}</link></item>"
        return httpx.Response(200, headers=XML, text=f"<rss><channel>{item}</channel></rss>")

    fake.answers["/feed/"] = feed

    findings = list(live("feed").discover(EVER))

    assert urls(findings) == {article(1)}
    assert unanswered(findings)


def test_candidates_come_under_their_canonical_address(live: Open, fake: FakeSite) -> None:
    odd = {**post(1), "link": article(1).replace("https", "http").rstrip("/") + "?share=x"}
    fake.has(POSTS, json.dumps([odd]), X_WP_Total="1")

    [candidate] = [each for each in live("rest").discover(MARCH) if isinstance(each, Candidate)]

    assert candidate.url == article(1)
    assert candidate.post_id == 1
    assert candidate.published_on == date(2014, 3, 2)


def test_an_unchanged_response_is_not_stored_again(
    live: Open, fake: FakeSite, store: CaptureStore
) -> None:
    generated = iter(range(100))
    fake.has("/sitemap.xml", urlset(article(1), lastmod="2014-03-01"))
    fake.has("/robots.txt", "User-agent: *\n")
    fake.answers["/"] = lambda _: httpx.Response(
        200,
        headers=HTML,
        text=f"{listing(range(0))}<!-- generated in 0.{next(generated)} seconds -->",
    )
    fake.has("/category/features/", listing(range(5)))

    list(live("sitemap", "listing").discover(EVER))
    first = store.take()
    known = Known(frozenset(), {capture.url: capture for capture in first})
    list(live("sitemap", "listing").discover(Window(EVER.since, EVER.until, known=known)))

    assert len(first) > 4
    assert store.take() == []


def test_a_page_that_is_not_there_is_stored_once_whatever_it_shows(
    live: Open, fake: FakeSite, store: CaptureStore
) -> None:
    fake.has("/wp-sitemap.xml", urlset(article(1)))
    fake.has("/sitemap.xml", "<html>Not found. Latest: the ferry</html>", 404)
    list(live("sitemap").discover(EVER))
    known = Known(frozenset(), {capture.url: capture for capture in store.take()})
    fake.has("/sitemap.xml", "<html>Not found. Latest: the bridge</html>", 404)

    list(live("sitemap").discover(Window(EVER.since, EVER.until, known=known)))

    assert store.take() == []


def test_an_answer_that_changed_is_stored(live: Open, fake: FakeSite, store: CaptureStore) -> None:
    fake.has("/sitemap.xml", urlset(article(1)))
    list(live("sitemap").discover(EVER))
    known = Known(frozenset(), {capture.url: capture for capture in store.take()})
    fake.has("/sitemap.xml", urlset(article(1), article(2)))

    list(live("sitemap").discover(Window(EVER.since, EVER.until, known=known)))

    assert [urlsplit(capture.url).path for capture in store.take()] == ["/sitemap.xml"]


def test_no_cookie_is_sent_back(live: Open, fake: FakeSite) -> None:
    cookies: list[str | None] = []

    def metered(request: httpx.Request) -> httpx.Response:
        cookies.append(request.headers.get("cookie"))
        return httpx.Response(200, headers={**HTML, "Set-Cookie": "meter=3; Path=/"}, text="<html>")

    for number in range(5):
        fake.answers[urlsplit(article(number)).path] = metered

    live().fetch([PageRequest(article(number)) for number in range(5)])

    assert cookies == [None] * 5
