from collections.abc import Callable
from io import BytesIO

import pytest

from tasks.warc.plain_scanner import (
    CUT_RECORD,
    WRONG_LENGTH,
    Damage,
    PlainRecord,
    scan_plain,
    starts_record,
)
from tests.tasks.warc.warc_bytes import HTTP, PAGE, arc_record, sha1_of, warc_record

LONG_PAGE = b"<html><body>" + b"<p>The council met in Exampleville.</p>" * 50 + b"</body></html>"


def scan(content: bytes) -> list[PlainRecord | Damage]:
    return list(scan_plain(BytesIO(content), 0, len(content)))


def flags_of(content: bytes) -> list[tuple[str, ...]]:
    return [found.flags for found in scan(content) if isinstance(found, PlainRecord)]


@pytest.mark.parametrize("make", [warc_record, arc_record])
@pytest.mark.parametrize("between", [b"", b"\r\n", b"\n\0\n"])
def test_records_in_a_row_are_found_where_they_are(
    make: Callable[..., bytes], between: bytes
) -> None:
    first, second = make(), make(HTTP + LONG_PAGE)

    found = scan(first + between + second)

    assert [one.offset for one in found] == [0, len(first + between)]
    assert found[0] == PlainRecord(0, len(first.rstrip()), first.rstrip())
    assert found[1].length == len(second.rstrip())


@pytest.mark.parametrize("junk", [b"x", b"not a record\n", b"\xff" * 100 + b"\n"])
def test_bytes_before_the_first_record_are_damage_of_their_length(junk: bytes) -> None:
    found = scan(junk + warc_record())

    assert found[0] == Damage(0, len(junk))
    assert isinstance(found[1], PlainRecord)
    assert found[1].offset == len(junk)


@pytest.mark.parametrize("wrong_by", [-5, 20, 40])
def test_a_length_that_is_wrong_by_a_few_bytes_loses_nothing(wrong_by: int) -> None:
    block = HTTP + LONG_PAGE
    record = warc_record(block, stated=len(block) + wrong_by)

    found = scan(record + warc_record())

    assert isinstance(found[0], PlainRecord)
    assert found[0].content.endswith(b"</html>")
    assert found[0].flags == (WRONG_LENGTH,)
    assert [one.offset for one in found] == [0, len(record)]


@pytest.mark.parametrize("wrong_by", range(2, 8))
def test_a_length_that_ends_in_the_address_of_the_next_arc_record_loses_neither(
    wrong_by: int,
) -> None:
    block = HTTP + LONG_PAGE
    size = len(block)
    record = arc_record(block).replace(b"html %d\n" % size, b"html %d\n" % (size + wrong_by))

    found = scan(record + arc_record(url="https://site.test/b/"))

    assert [one.offset for one in found] == [0, len(record)]
    assert isinstance(found[0], PlainRecord)
    assert found[0].content.endswith(b"</html>")


def test_a_record_without_a_length_ends_where_the_next_begins() -> None:
    record = warc_record(stated=-1)

    found = scan(record + warc_record())

    assert isinstance(found[0], PlainRecord)
    assert found[0].content.endswith(PAGE)
    assert [one.offset for one in found] == [0, len(record)]
    assert flags_of(record + warc_record()) == [(WRONG_LENGTH,), ()]


def test_a_record_that_ends_early_and_without_an_end_of_page_is_cut() -> None:
    block = HTTP + LONG_PAGE[:500]
    record = warc_record(block, stated=len(HTTP + LONG_PAGE))

    assert flags_of(record + warc_record()) == [(CUT_RECORD,), ()]
    assert flags_of(record) == [(CUT_RECORD,)]


@pytest.mark.parametrize(("missing", "flag"), [(64, WRONG_LENGTH), (65, CUT_RECORD)])
def test_a_record_that_lacks_a_few_bytes_has_a_wrong_length_and_is_not_cut(
    missing: int, flag: str
) -> None:
    block = HTTP + LONG_PAGE[:500]

    assert flags_of(warc_record(block, stated=len(block) + missing)) == [(flag,)]


def test_a_page_whose_length_is_stated_far_too_large_is_whole() -> None:
    record = warc_record(HTTP + PAGE, stated=len(HTTP + LONG_PAGE))

    assert flags_of(record + warc_record()) == [(WRONG_LENGTH,), ()]


def test_a_wrong_length_does_not_hide_the_next_record() -> None:
    block = HTTP + PAGE
    wrong = warc_record(block, stated=len(block) + 30)

    found = scan(wrong + warc_record() + warc_record())

    assert [one.offset for one in found] == [0, len(wrong), len(wrong) + len(warc_record())]


@pytest.mark.parametrize(
    ("make", "has_junk"), [(warc_record, True), (arc_record, False)], ids=["warc", "arc"]
)
def test_a_blank_line_ends_a_record_before_junk(make: Callable[[], bytes], has_junk: bool) -> None:
    # A single line feed, which ends ARC records, may be part of the page.
    record = make()

    found = scan(record + b"JUNK" * 5 + b"\r\n" + make())

    assert isinstance(found[0], PlainRecord)
    assert isinstance(found[1], Damage) is has_junk
    assert found[0].content.endswith(b"JUNK") is not has_junk


def test_a_record_without_headers_has_the_rest_as_its_block() -> None:
    [found] = scan(b"WARC/1.0\r\n\r\nblock of the record")

    assert isinstance(found, PlainRecord)
    assert found.content.endswith(b"block of the record")


def test_a_length_in_the_page_is_not_the_length_of_the_record() -> None:
    record = warc_record(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n" + PAGE, stated=-1)

    [found] = scan(record)

    assert isinstance(found, PlainRecord)
    assert found.content.endswith(PAGE)


@pytest.mark.parametrize("base", [16, 32])
def test_a_record_with_the_stated_digest_is_whole_whatever_follows(base: int) -> None:
    block = HTTP + PAGE
    record = warc_record(block, headers=(f"WARC-Block-Digest: {sha1_of(block, base=base)}",))

    found = scan(record.rstrip() + b"JUNK" * 5 + b"\r\n" + warc_record())

    assert isinstance(found[0], PlainRecord)
    assert found[0].content == record.rstrip()
    assert found[0].flags == ()
    assert isinstance(found[1], Damage)
    assert isinstance(found[2], PlainRecord)


@pytest.mark.parametrize("headers", [(), (f"WARC-Block-Digest: {sha1_of(b'another block')}",)])
def test_without_its_digest_a_record_goes_on_to_the_next(headers: tuple[str, ...]) -> None:
    record = warc_record(headers=headers).rstrip()

    found = scan(record + b"JUNK" * 5 + b"\r\n" + warc_record())

    assert isinstance(found[0], PlainRecord)
    assert found[0].content == record + b"JUNK" * 5
    assert found[0].flags == (WRONG_LENGTH,)


@pytest.mark.parametrize(
    ("content", "is_record"),
    [
        (warc_record(), True),
        (arc_record(), True),
        (b"\r\n\0 " + warc_record(), True),
        (b"<html>WARC/1.0\r\n", False),
        (b"", False),
    ],
)
def test_a_record_is_known_by_its_first_line(content: bytes, is_record: bool) -> None:
    assert starts_record(content) is is_record


def test_a_record_cut_in_its_first_line_is_not_part_of_the_one_before() -> None:
    found = scan(warc_record(stated=-1) + b"WARC/1.0\r\n")

    assert isinstance(found[0], PlainRecord)
    assert found[0].content.endswith(PAGE)
    assert found[1] == Damage(len(warc_record(stated=-1)), 10)


@pytest.mark.parametrize("make", [warc_record, arc_record])
def test_a_last_record_without_its_line_ends_is_whole(make: Callable[[], bytes]) -> None:
    assert flags_of(make().rstrip()) == [()]


def test_a_header_with_bare_line_feeds_is_read_to_its_last_character() -> None:
    block = HTTP + PAGE
    lines = ["WARC/1.0", f"Content-Length: {len(block)}", f"WARC-Block-Digest: {sha1_of(block)}"]
    record = "\n".join([*lines, "", ""]).encode() + block

    found = scan(record + b"JUNK" * 5 + b"\r\n" + warc_record())

    assert found[0] == PlainRecord(0, len(record), record)


def test_a_length_at_the_end_of_a_header_with_bare_line_feeds_is_read() -> None:
    record = b"WARC/1.0\nContent-Length: 12\n\n" + b"twelve bytes"

    assert scan(record + b"\n\n" + warc_record())[0] == PlainRecord(0, len(record), record)


def test_a_page_about_records_is_whole_though_its_length_is_off_by_a_few_bytes() -> None:
    block = HTTP + b"<html><body><pre>\nWARC/1.0\n</pre>" + LONG_PAGE
    record = warc_record(block, stated=len(block) - 5)

    found = scan(record + warc_record())

    assert [one.offset for one in found] == [0, len(record)]
