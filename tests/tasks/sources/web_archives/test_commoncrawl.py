import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import pytest

from tasks.errors import HostUnavailable, IntegrityError, PipelineError
from tasks.http.crawl_policy import CrawlPolicy
from tasks.http.response import Response
from tasks.models import Candidate, Capture, Expectation
from tasks.sources.live.discovery_client import UNANSWERED
from tasks.sources.source import Finding, PageRequest, Window
from tasks.sources.web_archives.archive_client import Archives, BackoffPolicy, NotArchived
from tasks.sources.web_archives.cdx import CdxRow
from tasks.sources.web_archives.commoncrawl import CommonCrawl, CommonCrawlRates, crawled_response
from tasks.urls import Site
from tasks.warc.record import response_record
from tasks.warc.store import CaptureStore
from tests.tasks.sources.unread import Unread

SITE = Site("https://archive.test")
PAGE = "https://archive.test/staff/news/ferry/"
AT = datetime(2016, 1, 1, 12, tzinfo=UTC)
CRAWLED = Response(PAGE, 200, "OK", (("Content-Type", "text/html"),), b"<html>Ferry</html>", AT)
RECORD = response_record(CRAWLED)


def row(length: int = len(RECORD), url: str = PAGE, stamp: str = "20160101120000") -> CdxRow:
    return CdxRow(
        *("test,archive)/", stamp, url, "text/html", 200, "A", length),
        filename="crawl/a.warc.gz",
        offset=7,
    )


def answer(status: int, body: bytes = RECORD) -> Response:
    headers = (("Content-Type", "application/octet-stream"),)
    return Response("https://data.test/a.warc.gz", status, "", headers, body, datetime.now(UTC))


def test_a_record_read_by_range_is_the_page_as_crawled() -> None:
    response, flags = crawled_response(answer(206), row(), SITE)

    assert (response.requested_url, response.captured_at) == (PAGE, AT)
    assert response.raw_body == CRAWLED.raw_body
    assert flags == ()


@pytest.mark.parametrize(
    ("given", "asked", "error"),
    [
        (answer(200), row(), IntegrityError),
        (answer(206, RECORD[:-5]), row(), IntegrityError),
        (answer(206, RECORD[:-5]), row(len(RECORD) - 5), IntegrityError),
        (answer(206, b"x" * 50), row(50), IntegrityError),
        (answer(206), row(url="https://archive.test/staff/news/other/"), IntegrityError),
        (answer(206), row(stamp="20160101120001"), IntegrityError),
        (answer(404), row(), NotArchived),
        (answer(416), row(), HostUnavailable),
        (answer(503), row(), HostUnavailable),
    ],
    ids=[
        *("the whole file", "a short range", "a cut member", "no member"),
        *("another page", "another capture", "no file", "beyond the file", "down"),
    ],
)
def test_another_record_than_the_requested_one_is_refused(
    given: Response, asked: CdxRow, error: type[PipelineError]
) -> None:
    with pytest.raises(error):
        crawled_response(given, asked, SITE)


INDEX = "https://index.test"
FAST = CrawlPolicy("tests", requests_per_second=1000)


class Indexes:
    """An index server with two crawls; `broken` ones answer with an error."""

    def __init__(self, *broken: str) -> None:
        self._broken = broken

    def __call__(self, request: httpx.Request) -> httpx.Response:
        crawl = request.url.path.strip("/").removesuffix("-index")
        if crawl in self._broken:
            return self._answer(400, "")
        if crawl == "collinfo.json":
            return self._answer(
                200, json.dumps([{"id": "CC-MAIN-2017-01"}, {"id": "CC-MAIN-2016-01"}])
            )
        if "showNumPages" in request.url.params:
            return self._answer(200, '{"pages": 1, "pageSize": 5, "blocks": 1}')
        return self._answer(200, json.dumps(self._row(crawl)))

    def _row(self, crawl: str) -> dict[str, str]:
        return {
            "urlkey": "test,archive)/staff/news/ferry",
            "timestamp": "20160101120000",
            "url": PAGE,
            "mime": "text/html",
            "status": "200",
            "digest": "A" * 32,
            "length": "900",
            "offset": "7",
            "filename": f"{crawl}/a.warc.gz",
        }

    def _answer(self, status: int, text: str) -> httpx.Response:
        length = {"Content-Length": str(len(text))}
        return httpx.Response(status, headers=length, stream=Unread(text.encode()))


def discovered(indexes: Indexes, tmp_path: Path) -> list[Finding]:
    with CaptureStore(tmp_path, "run-1", "commoncrawl") as store:
        source = CommonCrawl(
            SITE,
            CommonCrawlRates(FAST, FAST),
            store,
            Archives(commoncrawl_index=INDEX, commoncrawl_data="https://data.test", folder=None),
            backoff=BackoffPolicy(ban=0, pause=0, tries=1),
            transport=httpx.MockTransport(indexes),
        )
        try:
            return list(source.discover(Window(date.min, date.max)))
        finally:
            source.close()


def test_pages_of_all_crawls_are_named_once_and_counted(tmp_path: Path) -> None:
    findings = discovered(Indexes(), tmp_path)

    assert [one.url for one in findings if isinstance(one, Candidate)] == [PAGE]
    counts = [one for one in findings if isinstance(one, Expectation)]
    assert [(one.denominator, one.scope, one.expected_count) for one in counts] == [
        ("commoncrawl:urls", "archive.test", 1)
    ]


@pytest.mark.parametrize("broken", ["CC-MAIN-2016-01", "CC-MAIN-2017-01"])
def test_a_crawl_whose_index_does_not_answer_is_counted_and_leaves_no_total(
    tmp_path: Path, broken: str
) -> None:
    findings = discovered(Indexes(broken), tmp_path)

    assert [one.url for one in findings if isinstance(one, Candidate)] == [PAGE]
    counts = [one for one in findings if isinstance(one, Expectation)]
    assert [(one.denominator, one.scope, one.expected_count) for one in counts] == [
        (UNANSWERED, f"{INDEX}/{broken}-index?url=archive.test", 1)
    ]


def test_if_no_index_answers_the_archive_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(HostUnavailable, match=r"index\.test"):
        discovered(Indexes("CC-MAIN-2016-01", "CC-MAIN-2017-01"), tmp_path)


class OneFile:
    """A crawl with one file, in which pages lie one after the other, some bytes apart."""

    def __init__(self, numbers: Iterable[int], apart: int = 10) -> None:
        self.ranges: list[str] = []
        self.refuses_joint = False
        self._file, self._rows = bytearray(), []
        for number in numbers:
            response = replace(CRAWLED, requested_url=f"{PAGE}{number}/")
            record = response_record(response)
            self._rows.append((number, len(self._file), len(record)))
            self._file += record + b"x" * apart

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/collinfo.json":
            return self._answer(200, b'[{"id": "CC-MAIN-2017-01"}]')
        if request.url.host == "index.test":
            pages = b'{"pages": 1, "pageSize": 5, "blocks": 1}'
            is_count = "showNumPages" in request.url.params
            return self._answer(200, pages if is_count else self._index())
        self.ranges.append(request.headers["range"])
        first, last = map(int, self.ranges[-1].removeprefix("bytes=").split("-"))
        if self.refuses_joint and last - first > len(RECORD) * 2:
            return self._answer(416, b"")
        return self._answer(206, bytes(self._file[first : last + 1]))

    def _index(self) -> bytes:
        lines = [
            {
                "urlkey": f"test,archive)/staff/news/ferry/{number}",
                "timestamp": "20160101120000",
                "url": f"{PAGE}{number}/",
                "mime": "text/html",
                "status": "200",
                "digest": str(number),
                "length": str(length),
                "offset": str(offset),
                "filename": "crawl/a.warc.gz",
            }
            for number, offset, length in self._rows
        ]
        return "\n".join(map(json.dumps, lines)).encode()

    def _answer(self, status: int, body: bytes) -> httpx.Response:
        length = {"Content-Length": str(len(body))}
        return httpx.Response(status, headers=length, stream=Unread(body))


def copied(file: OneFile, tmp_path: Path, numbers: Iterable[int]) -> list[str]:
    with CaptureStore(tmp_path, "run-1", "commoncrawl") as store:
        source = CommonCrawl(
            SITE,
            CommonCrawlRates(FAST, FAST),
            store,
            Archives(commoncrawl_index=INDEX, commoncrawl_data="https://data.test", folder=None),
            backoff=BackoffPolicy(ban=0, pause=0, tries=1),
            transport=httpx.MockTransport(file),
        )
        try:
            outcomes = source.fetch([PageRequest(f"{PAGE}{number}/") for number in numbers])
        finally:
            source.close()
    return [each.url for each in outcomes if isinstance(each, Capture)]


def test_records_that_lie_close_together_are_read_by_one_request(tmp_path: Path) -> None:
    file = OneFile(range(6))

    assert copied(file, tmp_path, [0, 1, 4]) == [f"{PAGE}{number}/" for number in (0, 1, 4)]
    assert len(file.ranges) == 1


def test_records_far_apart_are_read_one_by_one(tmp_path: Path) -> None:
    file = OneFile(range(3), apart=200_000)

    assert len(copied(file, tmp_path, range(3))) == 3
    assert len(file.ranges) == 3


def test_without_an_answer_to_a_joint_request_each_record_is_requested(tmp_path: Path) -> None:
    file = OneFile(range(6))
    file.refuses_joint = True

    assert len(copied(file, tmp_path, range(6))) == 6
    assert len(file.ranges) == 7
