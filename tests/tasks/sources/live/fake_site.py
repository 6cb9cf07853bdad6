"""A made-up WordPress site for tests of the source `live`: answers by path."""

from collections.abc import Callable
from datetime import date
from urllib.parse import parse_qs

import httpx

from tasks.http.crawl_policy import CrawlPolicy
from tasks.models import Candidate, Expectation
from tasks.sources.live.site import LiveSite
from tasks.sources.source import Finding, Window
from tests.tasks.sources.unread import Unread

ROOT = "https://eng-archive.aawsat.com"
MARCH = Window(date(2014, 3, 1), date(2014, 3, 31))
EVER = Window(date(2005, 1, 1), date(2017, 12, 31))
FAST = CrawlPolicy(
    "aawsat-warehouse/test (+tests)", requests_per_second=10_000, slowest_seconds=0.001
)
HTML = {"Content-Type": "text/html; charset=UTF-8"}

Answer = Callable[[httpx.Request], httpx.Response]
Open = Callable[..., LiveSite]


class FakeSite:
    """Answers by path; 404 for the rest. Remembers what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(str(request.url).removeprefix(ROOT))
        answer = self.answers.get(request.url.path)
        made = answer(request) if answer else httpx.Response(404, headers=HTML, text="nothing")
        return httpx.Response(made.status_code, headers=made.headers, stream=Unread(made.content))

    def has(self, path: str, content: str | bytes, status: int = 200, **headers: str) -> None:
        named = {**HTML, **{name.replace("_", "-"): value for name, value in headers.items()}}
        self.answers[path] = lambda _: httpx.Response(status, headers=named, content=content)

    def has_posts(self, count: int, most_a_page: int = 100) -> None:
        """Offer `count` posts of March 2014 by REST; more than `most_a_page` at once fail."""
        posts = [post(number) for number in range(count)]

        def answer(request: httpx.Request) -> httpx.Response:
            query = {name: values[0] for name, values in parse_qs(request.url.query).items()}
            asked = int(query[b"per_page"])
            if asked > most_a_page:
                return httpx.Response(500, text="too heavy")
            rows = sorted(posts, key=lambda row: str(row["date"]))
            if query.get(b"order") == b"desc":
                rows.reverse()
            start = int(query.get(b"offset", 0))
            if start and start >= len(rows):
                return httpx.Response(400, json={"code": "rest_post_invalid_page_number"})
            headers = {"X-WP-Total": str(len(rows))}
            return httpx.Response(200, json=rows[start : start + asked], headers=headers)

        self.answers["/wp-json/wp/v2/posts"] = answer


def post(number: int) -> dict[str, object]:
    day = f"2014-03-{1 + number % 28:02d}T10:00:{number // 28 % 60:02d}"
    return {
        "id": number,
        "date": day,
        "date_gmt": day,
        "modified_gmt": day,
        "link": article(number),
        "title": {"rendered": f"Story &#8211; {number}"},
        "author": 1,
        "categories": [7],
    }


def article(number: int) -> str:
    return f"{ROOT}/theaawsat/features/story-{number}/"


def urls(findings: list[Finding]) -> set[str]:
    return {finding.url for finding in findings if isinstance(finding, Candidate)}


def counts(findings: list[Finding], denominator: str) -> dict[str, int]:
    found = [finding for finding in findings if isinstance(finding, Expectation)]
    return {each.scope: each.expected_count for each in found if each.denominator == denominator}


def listing(numbers: range, older: str = "") -> str:
    entries = "".join(
        f"""<article class="et_pb_post"><h2 class="entry-title"><a href="{article(number)}">
        Story {number}</a></h2><p class="post-meta"> by <span class="author vcard">
        <a href="{ROOT}/author/x/" rel="author">X</a></span> |
        <span class="published">Mar 1, 2014</span></p>cut...</article>"""
        for number in numbers
    )
    link = f'<a href="{older}">&laquo; Older Entries</a>' if older else ""
    menu = f'<ul id="top-menu"><li><a href="{ROOT}/category/features/">Features</a></li></ul>'
    return f"""<!DOCTYPE html><html><body class="archive category">{menu}<div id="left-area">{entries}
    <div class="pagination clearfix"><div class="alignleft">{link}</div></div></div></body></html>"""


class Rest:
    """The collection of posts of a REST interface with faults."""

    def __init__(self, count: int, total: object = "right") -> None:
        self.posts = sorted((post(number) for number in range(count)), key=lambda p: str(p["date"]))
        self.total = total
        self.most_a_page = 100
        self.silent_cap = 100
        self.ignored: set[str] = set()
        self.refuse_after: int | None = None
        self.refusal = httpx.Response(403, headers=HTML, text="<html>Forbidden</html>")
        self.asked = 0
        self.most_requests = 300
        self.with_content = False
        self.failing: set[int] = set()
        self.largest_in_time = 100
        self.before: Callable[[int], None] = lambda _asked: None

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        assert self.asked < self.most_requests, "asked for ever"
        self.before(self.asked)
        if self.refuse_after is not None and self.asked > self.refuse_after:
            return self.refusal
        pairs = parse_qs(request.url.query.decode())
        query = {name: values[0] for name, values in pairs.items() if name not in self.ignored}
        size = int(query.get("per_page", 10))
        if size > self.most_a_page:
            return httpx.Response(400, json=_limit_error(self.most_a_page))
        rows = [row for row in self.posts if self._is_asked_for(row, query)]
        if query.get("order") == "desc":
            rows = rows[::-1]
        start = int(query.get("offset", (int(query.get("page", 1)) - 1) * size))
        total = len(rows) if self.total == "right" else self.total
        headers = {} if total is None else {"X-WP-Total": str(total)}
        page = rows[start : start + min(size, self.silent_cap)]
        if len(page) > self.largest_in_time:
            raise httpx.ReadTimeout("too slow", request=request)
        if self.failing.intersection(row["id"] for row in page):
            return httpx.Response(500, text="too heavy")
        if "content" in query.get("_fields", "") and self.with_content:
            page = [row | content(row) for row in page]
        return httpx.Response(200, json=page, headers=headers)

    @staticmethod
    def _is_asked_for(row: dict[str, object], query: dict[str, str]) -> bool:
        at = str(row["date"])
        return query.get("after", "") < at < query.get("before", "9") and (
            str(row["modified_gmt"]) >= query.get("modified_after", "")[:19]
        )


def content(row: dict[str, object]) -> dict[str, object]:
    return {"content": {"rendered": f"<p>The text of post {row['id']}.</p>", "protected": False}}


def _limit_error(limit: int) -> dict[str, object]:
    text = f"per_page must be between 1 (inclusive) and {limit} (inclusive)"
    return {"code": "rest_invalid_param", "data": {"status": 400, "params": {"per_page": text}}}


def urlset(*addresses: str, lastmod: str = "") -> str:
    date_of = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    entries = "".join(f"<url><loc>{address}</loc>{date_of}</url>" for address in addresses)
    return f'<?xml version="1.0"?><urlset>{entries}</urlset>'
