import zlib
from datetime import UTC, datetime

import pytest

from tasks.http.response import NOT_MODIFIED_PROFILE, RefersTo, Response
from tasks.warc.parse_record import IDENTICAL_PROFILE, Record, parse_record, read_response
from tasks.warc.record import GZIP_MEMBER, response_record, warcinfo_record

URL = "http://site.test/a/b/c/"
NOON = datetime(2017, 5, 20, 12, tzinfo=UTC)


def a_response(
    status: int = 200,
    *headers: tuple[str, str],
    profile: str | None = None,
    refers_to: RefersTo | None = None,
) -> Response:
    body = b"" if profile else b"the body"
    return Response(URL, status, "Reason", headers, body, NOON, "10.0.0.1", profile, refers_to)


def written(response: Response) -> Record:
    return parse_record(zlib.decompress(response_record(response), GZIP_MEMBER))


def read_back(response: Response) -> Response:
    read = read_response(written(response))
    assert read
    return read.response


def test_a_response_is_read_back_as_it_was_written() -> None:
    response = a_response(200, ("Content-Type", "text/html"), ("Content-Length", "8"))

    assert read_back(response) == response


@pytest.mark.parametrize(
    "refers_to",
    [
        RefersTo("http://site.test/x/", NOON, "sha1:ABC"),
        RefersTo("http://site.test/x/", None, "sha1:ABC"),
    ],
)
def test_a_revisit_names_the_capture_it_repeats(refers_to: RefersTo) -> None:
    revisit = a_response(200, profile=IDENTICAL_PROFILE, refers_to=refers_to)

    assert read_back(revisit).refers_to == refers_to


def test_a_revisit_of_an_unknown_capture_names_none() -> None:
    revisit = a_response(200, profile=IDENTICAL_PROFILE, refers_to=RefersTo(None, None, "sha1:ABC"))

    record = written(revisit)

    assert "warc-refers-to-target-uri" not in record.headers
    assert record.headers["warc-payload-digest"] == "sha1:ABC"


@pytest.mark.parametrize(("is_known", "has_head"), [(True, False), (False, True)])
def test_not_modified_is_written_without_a_head_if_its_original_is_known(
    is_known: bool, has_head: bool
) -> None:
    original = RefersTo(URL, NOON, None) if is_known else None
    revisit = a_response(304, profile=NOT_MODIFIED_PROFILE, refers_to=original)

    assert written(revisit).block.startswith(b"HTTP/1.1 304") is has_head
    assert read_back(revisit).status == 304


def test_a_header_that_no_longer_holds_is_renamed_or_written_again() -> None:
    response = a_response(200, ("Transfer-Encoding", "chunked"), ("content-length", "77"))

    headers = read_back(response).headers

    assert headers == (("X-Archive-Orig-Transfer-Encoding", "chunked"), ("Content-Length", "8"))


def test_a_revisit_keeps_the_length_of_the_page_it_repeats() -> None:
    revisit = a_response(200, ("Content-Length", "77"), profile=IDENTICAL_PROFILE)

    assert read_back(revisit).headers == (("Content-Length", "77"),)


def test_a_line_break_in_a_header_adds_no_line() -> None:
    response = a_response(200, ("X-Odd", "a\r\n\r\nb"), ("Content-Length", "8"))

    read = read_back(response)

    assert (read.headers[0], read.raw_body) == (("X-Odd", "a    b"), b"the body")


def test_the_first_record_describes_the_file() -> None:
    record = parse_record(
        zlib.decompress(warcinfo_record("run-0.warc.gz", [("software", "x/1")]), GZIP_MEMBER)
    )

    assert (record.kind, record.block) == ("warcinfo", b"software: x/1\r\n")
    assert record.headers["warc-filename"] == "run-0.warc.gz"
