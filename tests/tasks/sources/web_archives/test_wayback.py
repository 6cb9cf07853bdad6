from datetime import UTC, datetime
from pathlib import Path

import httpx
import orjson
import pytest

from tasks.articles.parse_captures import parse_captures
from tasks.errors import HostUnavailable, IntegrityError, PipelineError, PolicyRefusal
from tasks.http.crawl_policy import CrawlPolicy
from tasks.http.response import Response
from tasks.models import Candidate, Capture, Expectation, FetchFailure
from tasks.sources.captured_posts import read_captured_posts
from tasks.sources.source import PageRequest, Window
from tasks.sources.web_archives.archive_client import Archives, BackoffPolicy, NotArchived
from tasks.sources.web_archives.cdx import CdxRow
from tasks.sources.web_archives.wayback import Wayback, WaybackRates, archived_response
from tasks.urls import Site
from tasks.warc.store import CaptureStore, read_page
from tests.tasks.sources.unread import Unread
from warehouse.ingest.records import FIRST_DAY, LAST_DAY

SITE = Site("https://archive.test")
PAGE = "https://archive.test/staff/news/ferry/"
MOVED = "https://archive.test/staff/news/harbour/"
STAMP = "20160101120000"
INSTANT = "Fri, 01 Jan 2016 12:00:00 GMT"
MEMENTO = ("Memento-Datetime", INSTANT)
BODY = b"<html><body>Ferry strike</body></html>"
EVER = Window(FIRST_DAY, LAST_DAY)
FAST = CrawlPolicy("tests", requests_per_second=1000)


def row(status: int | None = 200, url: str = PAGE) -> CdxRow:
    return CdxRow("test,archive)/", STAMP, url, "text/html", status, "A", 100)


def answer(status: int, *headers: tuple[str, str]) -> Response:
    return Response(
        f"https://wayback.test/web/{STAMP}id_/{PAGE}",
        status,
        "",
        (("Content-Type", "text/html"), *headers),
        BODY,
        datetime.now(UTC),
    )


def test_a_memento_is_what_the_archive_once_received() -> None:
    replayed = answer(
        200,
        MEMENTO,
        ("X-Archive-Orig-Server", "Apache"),
        ("X-Archive-Orig-Content-Length", "7"),
        ("Server", "wayback"),
    )

    response = archived_response(replayed, row(), SITE)

    assert response.requested_url == PAGE
    assert response.captured_at == datetime(2016, 1, 1, 12, tzinfo=UTC)
    assert response.headers == (("Server", "Apache"), ("Content-Type", "text/html"))
    assert response.raw_body == BODY


def test_an_archived_redirect_keeps_its_status_and_its_own_target() -> None:
    replayed = answer(302, MEMENTO, ("Location", f"/web/{STAMP}id_/{MOVED}"))

    response = archived_response(replayed, row(301), SITE)

    assert (response.status, response.location) == (301, MOVED)


def test_an_archived_error_page_is_data_and_no_failure_of_the_archive() -> None:
    assert archived_response(answer(503, MEMENTO), row(503), SITE).status == 503


@pytest.mark.parametrize(
    ("replayed", "error"),
    [
        (answer(404), NotArchived),
        (answer(302, ("Location", "/web/2011id_/x")), NotArchived),
        (answer(200, ("Memento-Datetime", "Sat, 02 Jan 2016 12:00:00 GMT")), NotArchived),
        (answer(403), PolicyRefusal),
        (answer(404, ("X-Archive-Wayback-Runtime-Error", "AccessControlException")), PolicyRefusal),
        (answer(200), IntegrityError),
        (answer(200, ("Memento-Datetime", "yesterday")), IntegrityError),
        (answer(200, MEMENTO, ("Link", '<https://else.test/>; rel="original"')), IntegrityError),
        (answer(503), HostUnavailable),
    ],
    ids=[
        *("not there", "elsewhere", "another instant", "forbidden", "excluded"),
        *("no memento", "no instant", "another page", "down"),
    ],
)
def test_a_response_that_is_not_a_memento_is_an_error_with_the_reason(
    replayed: Response, error: type[PipelineError]
) -> None:
    with pytest.raises(error):
        archived_response(replayed, row(), SITE)


ANSWER = "https://archive.test/wp-json/wp/v2/posts/4711"
POST = {
    "id": 4711,
    "link": PAGE,
    "date": "2014-06-27T07:00:00",
    "date_gmt": "2014-06-27T07:00:00",
    "title": {"rendered": "Ferry strike"},
    "content": {"rendered": f"<p>{'The crews of the ferry voted on Monday. ' * 9}</p>"},
}


class Machine:
    """A Wayback Machine of two pages; counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        made = self.answer(request)
        return httpx.Response(made.status_code, headers=made.headers, stream=Unread(made.content))

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        if request.url.path == "/cdx/search/cdx":
            lines = [
                f"test,archive)/ferry {STAMP} {PAGE} text/html 200 A 100",
                f"test,archive)/harbour {STAMP} {MOVED} text/html 301 B 90",
            ]
            return httpx.Response(200, text="\n".join(lines) + "\n")
        headers = {"Memento-Datetime": INSTANT, "Content-Type": "text/html"}
        if request.url.path.endswith("/harbour/"):
            headers["Location"] = f"/web/{STAMP}id_/{PAGE}"
            return httpx.Response(302, headers=headers)
        return httpx.Response(200, headers=headers, content=BODY)


class MachineOfPosts(Machine):
    """A Wayback Machine of one response of the REST API."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.body = body

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/cdx/search/cdx":
            line = f"test,archive)/wp {STAMP} {ANSWER} application/json 200 A 100\n"
            return httpx.Response(200, text=line)
        headers = {"Memento-Datetime": INSTANT, "Content-Type": "application/json"}
        return httpx.Response(200, headers=headers, content=self.body)


def open_wayback(
    tmp_path: Path, store: CaptureStore, answers: httpx.MockTransport, backoff: BackoffPolicy
) -> Wayback:
    return Wayback(
        SITE,
        WaybackRates(FAST, FAST),
        store,
        Archives(wayback="https://wayback.test", folder=tmp_path / "archives"),
        backoff=backoff,
        transport=answers,
    )


def test_pages_are_found_counted_and_copied_with_redirects_as_data(tmp_path: Path) -> None:
    with CaptureStore(tmp_path / "captures", "run-1", "wayback") as store:
        source = open_wayback(tmp_path, store, httpx.MockTransport(Machine()), BackoffPolicy())
        findings = list(source.discover(EVER))
        fetched = source.fetch([PageRequest(PAGE), PageRequest(MOVED)])
        source.close()
        store.take()

    captures = [one for one in fetched if isinstance(one, Capture)]
    assert [one.url for one in findings if isinstance(one, Candidate)] == [PAGE, MOVED]
    assert [
        (one.denominator, one.expected_count) for one in findings if isinstance(one, Expectation)
    ] == [("wayback:urls", 2)]
    assert [(one.url, one.status) for one in captures] == [(PAGE, 200), (MOVED, 301)]
    assert read_page(tmp_path / "captures", captures[0]).body == BODY


@pytest.mark.parametrize("body", [orjson.dumps(POST), orjson.dumps([POST])], ids=["one", "list"])
def test_archived_posts_by_rest_are_listed_and_give_their_articles(
    tmp_path: Path, body: bytes
) -> None:
    folder = tmp_path / "captures"
    with CaptureStore(folder, "run-1", "wayback") as store:
        machine = httpx.MockTransport(MachineOfPosts(body))
        source = open_wayback(tmp_path, store, machine, BackoffPolicy())
        listed = [one.url for one in source.discover(EVER) if isinstance(one, Candidate)]
        source.fetch([PageRequest(url) for url in listed])
        source.close()
        captures = store.take()
    posts = list(read_captured_posts(folder, captures, SITE))

    assert listed == [ANSWER]
    assert [(one.url, one.item, one.source) for one in posts] == [(PAGE, "4711", "wayback")]
    assert parse_captures(folder, posts, SITE).article_count == 1


def test_a_refused_connection_is_a_ban_that_the_next_run_knows_of(tmp_path: Path) -> None:
    machine = Machine()
    is_banned = False

    def answers(request: httpx.Request) -> httpx.Response:
        if is_banned:
            machine.asked.append("refused")
            raise httpx.ConnectError("connection refused")
        return machine(request)

    backoff = BackoffPolicy(ban=1000.0)
    with CaptureStore(tmp_path / "captures", "run-1", "wayback") as store:
        source = open_wayback(tmp_path, store, httpx.MockTransport(answers), backoff)
        list(source.discover(EVER))
        asked = list(machine.asked)
        is_banned = True
        [first, second] = source.fetch([PageRequest(PAGE), PageRequest(MOVED)])
        source.close()
        next_run = open_wayback(tmp_path, store, httpx.MockTransport(machine), backoff)
        with pytest.raises(HostUnavailable, match=r"wayback\.test"):
            list(next_run.discover(EVER))
        next_run.close()

    assert isinstance(first, FetchFailure)
    assert isinstance(second, FetchFailure)
    assert first.failure_class == second.failure_class == "transient"
    assert first.retry_at is not None
    assert (first.retry_at - datetime.now(UTC)).total_seconds() > 900
    assert machine.asked == [*asked, "refused"]
