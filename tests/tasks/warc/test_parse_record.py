from datetime import UTC, datetime

import pytest

from tasks.http.response import NOT_MODIFIED_PROFILE, Response
from tasks.warc.parse_record import (
    IDENTICAL_PROFILE,
    NO_LAST_CHUNK,
    digest_differs,
    holds_unread_page,
    parse_record,
    read_response,
    without_chunks,
)
from tests.tasks.warc.warc_bytes import HTTP, PAGE, arc_record, sha1_of, warc_record

REVISIT = (f"WARC-Profile: {IDENTICAL_PROFILE}", "WARC-Refers-To-Target-URI: http://site.test/x/")


def response_of(content: bytes) -> Response:
    read = read_response(parse_record(content))
    assert read
    return read.response


def test_only_a_revisit_refers_to_another_record() -> None:
    revisit = response_of(warc_record(HTTP, kind="Revisit", headers=REVISIT))
    response = response_of(warc_record(headers=REVISIT))

    assert revisit.revisit_profile == IDENTICAL_PROFILE
    assert revisit.refers_to
    assert revisit.refers_to.url == "http://site.test/x/"
    assert (response.revisit_profile, response.refers_to) == (None, None)


@pytest.mark.parametrize(("ip", "kept"), [("10.0.0.1", "10.0.0.1"), ("0.0.0.0", None), ("-", None)])
def test_an_arc_record_has_the_address_of_its_server(ip: str, kept: str | None) -> None:
    assert response_of(arc_record(ip=ip)).ip == kept


@pytest.mark.parametrize(
    ("url", "status"), [("http://site.test/a/", 200), ("HTTPS://site.test/", 200)]
)
def test_an_arc_record_of_a_page_is_a_response(url: str, status: int) -> None:
    response = response_of(arc_record(url=url))

    assert (response.requested_url, response.status, response.raw_body) == (url, status, PAGE)


def test_a_length_is_believed_only_if_it_is_trusted() -> None:
    record = warc_record(HTTP + PAGE, stated=len(HTTP) + 4)

    assert parse_record(record).block == HTTP + PAGE[:4]
    assert parse_record(record, trusts_length=False).block.startswith(HTTP + PAGE)


@pytest.mark.parametrize("base", [16, 32])
def test_a_block_is_compared_with_its_digest(base: int) -> None:
    right = parse_record(
        warc_record(headers=(f"WARC-Block-Digest: {sha1_of(HTTP + PAGE, base=base)}",))
    )
    wrong = parse_record(
        warc_record(headers=(f"WARC-Block-Digest: {sha1_of(b'other', base=base)}",))
    )
    unstated = parse_record(warc_record())

    assert [digest_differs(one) for one in (right, wrong, unstated)] == [False, True, False]


@pytest.mark.parametrize(
    ("body", "whole", "flags"),
    [
        (b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", b"abcde", ()),
        (b"3\r\nabc\r\n2\r\nde\r\n", b"abcde", (NO_LAST_CHUNK,)),
        (b"plain text", b"plain text", ()),
    ],
)
def test_chunks_are_joined(body: bytes, whole: bytes, flags: tuple[str, ...]) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

    joined, found = without_chunks(response_of(warc_record(head + body)))

    assert (joined.raw_body, found) == (whole, flags)


def test_a_body_that_is_not_announced_as_chunked_stays_as_it_is() -> None:
    body = b"3\r\nabc\r\n0\r\n\r\n"

    assert without_chunks(response_of(warc_record(HTTP + body)))[0].raw_body == body


@pytest.mark.parametrize(
    ("kind", "block", "is_unread"),
    [
        ("metadata", PAGE, True),
        ("metadata", b"outlink: http://site.test/", False),
        ("request", HTTP + PAGE, True),
        ("response", HTTP + PAGE, False),
        ("continuation", PAGE, False),
    ],
)
def test_a_page_in_a_record_about_pages_is_noticed(
    kind: str, block: bytes, is_unread: bool
) -> None:
    assert holds_unread_page(parse_record(warc_record(block, kind=kind))) is is_unread


@pytest.mark.parametrize(
    ("block", "headers"), [(HTTP, (("Content-Type", "text/html"),)), (b"", ()), (b"\r\n", ())]
)
def test_a_revisit_has_the_headers_it_was_stored_with(
    block: bytes, headers: tuple[tuple[str, str], ...]
) -> None:
    assert response_of(warc_record(block, kind="revisit", headers=REVISIT)).headers == headers


def test_a_record_without_a_readable_date_has_that_of_its_server() -> None:
    head = HTTP.replace(b"\r\n\r\n", b"\r\nDate: Tue, 02 Mar 2010 08:00:00 GMT\r\n\r\n")
    dated = warc_record(head + PAGE)
    undated = dated.replace(b"2014-03-01T10:00:00Z", b"some day")

    assert response_of(dated).captured_at.year == 2014
    assert response_of(undated).captured_at == datetime(2010, 3, 2, 8, tzinfo=UTC)


def test_an_arc_record_has_the_first_word_of_its_content_type() -> None:
    head = b"http://site.test/a/ 10.0.0.1 20140301100000 text/html 200 checksum - 77 pages.arc 5\n"

    record = parse_record(head + b"block")

    assert (record.headers["content-type"], record.block) == ("text/html", b"block")


@pytest.mark.parametrize(
    ("stated", "is_page"),
    [("text/html", True), ("application/xhtml+xml", True), ("image/png", False)],
)
def test_a_record_without_a_response_head_is_a_page_if_it_is_html(
    stated: str, is_page: bool
) -> None:
    content = warc_record(PAGE, kind="resource", headers=(f"Content-Type: {stated}",))

    read = read_response(parse_record(content))

    assert (read is not None) is is_page
    assert read is None or (read.response.status, read.response.raw_body) == (200, PAGE)


@pytest.mark.parametrize(
    ("headers", "profile"),
    [((), IDENTICAL_PROFILE), ((f"WARC-Profile: {NOT_MODIFIED_PROFILE}",), NOT_MODIFIED_PROFILE)],
)
def test_a_revisit_has_a_profile_even_if_none_is_stated(
    headers: tuple[str, ...], profile: str
) -> None:
    assert (
        response_of(warc_record(HTTP, kind="revisit", headers=headers)).revisit_profile == profile
    )
