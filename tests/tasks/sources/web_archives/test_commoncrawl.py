from datetime import UTC, datetime

import pytest

from tasks.errors import HostUnavailable, IntegrityError, PipelineError
from tasks.http.response import Response
from tasks.sources.web_archives.capture_index import CdxRow, NotArchived
from tasks.sources.web_archives.commoncrawl import crawled_response
from tasks.urls import Site
from tasks.warc.record import response_record

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
def test_what_is_not_the_record_asked_for_is_refused(
    given: Response, asked: CdxRow, error: type[PipelineError]
) -> None:
    with pytest.raises(error):
        crawled_response(given, asked, SITE)
