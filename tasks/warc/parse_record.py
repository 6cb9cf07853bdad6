"""Read the HTTP response in a WARC or ARC record, including malformed records of real crawlers.

Tolerates bare line feeds, folded headers, any case of names and values, missing or wrong content
types, and status lines of HTTP/2, Shoutcast (`ICY`) and servers that omit the reason.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus

from tasks.http.media_type import looks_like_html, media_type
from tasks.http.response import NOT_MODIFIED_PROFILE, RefersTo, Response
from tasks.warc.plain_scanner import is_warc
from tasks.warc.warc_date import parse_any_date, parse_warc_date

RESPONSE = "response"
REVISIT = "revisit"
METADATA = "metadata"
# Records about a page. All other kinds hold one: as a response, or without an HTTP head (warcit,
# wget, conversions). Metadata holds a page if a crawler stores there what its browser rendered.
ABOUT_PAGES = frozenset({"warcinfo", "request", METADATA, "continuation"})
IDENTICAL_PROFILE = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
TRUNCATED_MARK = "warc-truncated"
NO_LAST_CHUNK = "no-last-chunk"

# The protocol may be missing, or be the name that TLS has for HTTP/2 (`h2`).
_STATUS_LINE = re.compile(
    r"(?:(?:[A-Z]{2,10}/\d+(?:\.\d+)?|HTTP|ICY|h[23])[ \t]+)?(\d{3})(?!\d)[ \t]*([^\r\n]*)",
    re.IGNORECASE,
)
_HTTP_START = re.compile(rb"HTTP/\d")
_LINE_END = re.compile(rb"\r*\n")
_TEXT_LINE_END = re.compile(r"\r*\n")
_BLANK_LINE = re.compile(rb"\r*\n\r*\n")
# The first line of a head whose lines end in a bare CR.
_CR_LINE = re.compile(rb"HTTP/\d[^\r\n]*\r(?![\r\n])")
_HEADER_LINE = re.compile(r"[A-Za-z][A-Za-z0-9-]*[ \t]*:")
# Some writers leave out the blank line before the page.
_PAGE_LINE = re.compile(rb"\r*\n(?=<)")
# What proxies and servers send before the response itself.
_MOST_INTERIM = 8
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,16})[ \t]*(?:;[^\r\n]*)?\r?\n")
_ARC_LINE = re.compile(r"(\S.*?) (\S+) (\d{8,17}|-) (.*?) ?(\d+)\s*")
# Placeholder until the date is read.
_NO_DATE = datetime.max.replace(tzinfo=UTC)
_HTTP_ADDRESS = re.compile(r"https?:", re.IGNORECASE)
_HOST_WITHOUT_SCHEME = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?/", re.IGNORECASE)
# A WAT file has the headers and the links of a page, and none of its text.
_FACTS_OF_PAGE = re.compile(rb"\"HTML-Metadata\"\s*:")
_NAME_OF_EXTRACT = re.compile(r"^(?:urn:)?[\w-]+:/*(?=https?://)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Record:
    """A record's headers (names in lower case) and its block."""

    headers: Mapping[str, str]
    block: bytes

    @property
    def kind(self) -> str:
        """The WARC type in lower case."""
        return self.headers.get("warc-type", "").strip().lower()

    @property
    def target(self) -> str:
        """The URL of the record's page, without what some writers add, and with what they omit.

        They add angle brackets, quotes, and a name for what is stored of the page
        (`urn:dom:https://...`), and omit `http://`.
        """
        stated = self.headers.get("warc-target-uri", "").strip().strip("<>\"'").strip()
        url = _NAME_OF_EXTRACT.sub("", stated)
        return f"http://{url}" if _HOST_WITHOUT_SCHEME.match(url) else url


@dataclass(frozen=True, slots=True)
class ReadResponse:
    """The response in a record, and flags for problems of the record."""

    response: Response
    flags: tuple[str, ...] = ()


def parse_record(content: bytes, *, trusts_length: bool = True) -> Record:
    """Split a record into headers and block.

    The block has the stated length if `trusts_length`, else it is all that follows the header.
    """
    content = content.lstrip(b"\r\n\0")
    if not is_warc(content):
        return _arc_record(content, trusts_length=trusts_length)
    head, block = _split_head(content)
    lines = _TEXT_LINE_END.split(_as_utf_8(head))[1:]
    headers = {name.lower(): value for name, value in _header_lines(lines)}
    stated = headers.get("content-length", "")
    if trusts_length and stated.isdecimal():
        block = block[: int(stated)]
    return Record(headers, block)


def read_response(record: Record, file_date: datetime | None = None) -> ReadResponse | None:
    """Return the response in a record; None for other kinds of records.

    A record without a readable date gets the date of the HTTP head, else `file_date`.

    Raises:
        ValueError: the record is an HTTP response, but it cannot be parsed.
    """
    if record.kind in ABOUT_PAGES and not (record.kind == METADATA and holds_unread_page(record)):
        return None
    if record.kind not in (RESPONSE, REVISIT) and not _HTTP_START.match(record.block):
        return _bare_page(record, file_date)
    if record.kind == REVISIT and not record.block.strip():
        return _dated(_bare_revisit(record), record, file_date)
    response = _http_response(record)
    return _dated(response, record, file_date) if response else None


def read_own_response(record: Record) -> Response | None:
    """Return the response in a record of the store, with the date it was stored with.

    The date may be impossible: the clock of the machine was wrong, or that of the file it is from.

    Raises:
        ValueError: the record cannot be parsed, or has no date.
    """
    read = read_response(record, _NO_DATE)
    if read is None:
        return None
    captured_at = parse_any_date(record.headers.get("warc-date", ""))
    if captured_at is None:
        raise ValueError("the record has no date")
    return replace(read.response, captured_at=captured_at)


def holds_unread_page(record: Record) -> bool:
    """Return whether a record that is only about a page holds one nevertheless."""
    if record.kind not in ABOUT_PAGES - {"continuation"}:
        return False
    _, body = _split_http_head(record.block)
    return looks_like_html(record.block) or looks_like_html(body)


def holds_text_of_page(record: Record) -> bool:
    """Return whether a record has only the text of a page, as in WET files, or facts, as in WAT."""
    if record.kind == METADATA and _HTTP_ADDRESS.match(record.target):
        return _FACTS_OF_PAGE.search(record.block) is not None
    is_text = media_type(record.headers.get("content-type", ""), record.block) == "text/plain"
    is_extract = record.kind not in {RESPONSE, REVISIT, *ABOUT_PAGES}
    return is_extract and is_text and _HTTP_ADDRESS.match(record.target) is not None


def digest_differs(record: Record) -> bool:
    """Return whether the record's block does not match its `WARC-Block-Digest`."""
    stated = record.headers.get("warc-block-digest", "").strip().lower()
    if not stated.startswith("sha1:"):
        return False
    digest = hashlib.sha1(record.block, usedforsecurity=False).digest()
    # Usually base 32, sometimes base 16.
    return stated[5:] not in (base64.b32encode(digest).decode().lower(), digest.hex())


def without_chunks(response: Response) -> tuple[Response, tuple[str, ...]]:
    """Return the response without chunk framing, which some crawlers keep.

    Flags: `no-last-chunk` if the framing ends early. A body that is announced as chunked but has no
    framing is returned unchanged.
    """
    if "chunked" not in (response.header("transfer-encoding") or "").lower():
        return response, ()
    pieces: list[bytes] = []
    body, position = response.raw_body, 0
    while size := _CHUNK_SIZE.match(body, position):
        length = int(size[1], 16)
        pieces.append(body[size.end() : size.end() + length])
        position = size.end() + length
        if length == 0:
            return replace(response, raw_body=b"".join(pieces)), ()
        line_end = _LINE_END.match(body, position)
        position = line_end.end() if line_end else position
    if pieces and position >= len(body):
        return replace(response, raw_body=b"".join(pieces)), (NO_LAST_CHUNK,)
    return response, ()


def _split_head(content: bytes) -> tuple[bytes, bytes]:
    end = _BLANK_LINE.search(content)
    return (content[: end.start()], content[end.end() :]) if end else (content.rstrip(), b"")


def _arc_record(content: bytes, *, trusts_length: bool) -> Record:
    """Parse an ARC record; its header line is translated to WARC headers."""
    line, _, block = content.partition(b"\n")
    parts = _ARC_LINE.fullmatch(line.decode("utf-8", "replace").rstrip("\r"))
    if parts is None:
        raise ValueError("neither a WARC nor an ARC record")
    url, ip, date, content_type, length = parts.groups()
    headers = {
        "warc-type": RESPONSE if _HTTP_ADDRESS.match(url) else "arc",
        "warc-target-uri": url,
        "warc-date": date,
        "content-type": content_type.partition(" ")[0],
        **({"warc-ip-address": ip} if ip[0].isdigit() and ip != "0.0.0.0" else {}),
    }
    return Record(headers, block[: int(length)] if trusts_length else block)


def _http_response(record: Record) -> Response | None:
    """Return the response of an HTTP block, None if the record is of another protocol."""
    block = record.block.lstrip(b"\r\n")
    head, body = _final_head(block)
    status_line, *lines = _TEXT_LINE_END.split(head.decode("latin-1"))
    status = _STATUS_LINE.fullmatch(status_line.strip())
    if status is not None:
        return _response(record, int(status[1]), status[2].strip(), lines, body)
    if not _HTTP_ADDRESS.match(record.target):
        return None
    if looks_like_html(block):
        content_type = "Content-Type: text/html"
        return _response(record, HTTPStatus.OK, "OK", [content_type], record.block)
    # Some writers leave out the status line.
    if _HEADER_LINE.match(status_line) and looks_like_html(body):
        return _response(record, HTTPStatus.OK, "OK", [status_line, *lines], body)
    raise ValueError("the record does not hold an HTTP response")


def _final_head(block: bytes) -> tuple[bytes, bytes]:
    """Return the head of the response and its body, without interim responses before it.

    Interim are the statuses 1xx, and what a proxy says before it relays (`200 Connection
    established`): heads without a single line, directly before another head.
    """
    head, body = _split_http_head(block)
    for _ in range(_MOST_INTERIM):
        status = _STATUS_LINE.match(head.decode("latin-1"))
        is_interim = status is not None and (status[1][0] == "1" or b"\n" not in head)
        if not (is_interim and _HTTP_START.match(body)):
            break
        head, body = _split_http_head(body)
    return head, body


def _split_http_head(block: bytes) -> tuple[bytes, bytes]:
    """Split at the blank line, or at the first line that begins as a page does."""
    if _CR_LINE.match(block):
        head, _, body = block.partition(b"\r\r")
        return head.replace(b"\r", b"\n"), body
    blank = _BLANK_LINE.search(block)
    # Not in the body: to search through it took a fifth of the time of reading a page.
    end = _PAGE_LINE.search(block, 0, blank.start() if blank else len(block)) or blank
    return (block[: end.start()], block[end.end() :]) if end else (block.rstrip(), b"")


def _response(
    record: Record, status: int, reason: str, lines: Iterable[str], body: bytes
) -> Response:
    profile = record.headers.get("warc-profile") or IDENTICAL_PROFILE
    return Response(
        requested_url=record.target,
        status=status,
        reason=reason,
        headers=tuple(_header_lines(lines)),
        raw_body=body,
        captured_at=_NO_DATE,
        ip=record.headers.get("warc-ip-address"),
        revisit_profile=profile if record.kind == REVISIT else None,
        refers_to=_refers_to(record) if record.kind == REVISIT else None,
    )


def _refers_to(record: Record) -> RefersTo | None:
    headers = record.headers
    stated = RefersTo(
        headers.get("warc-refers-to-target-uri", "").strip().strip("<>") or None,
        parse_warc_date(headers.get("warc-refers-to-date", "")),
        headers.get("warc-payload-digest"),
    )
    return None if stated == RefersTo(None, None, None) else stated


def _bare_revisit(record: Record) -> Response:
    is_unchanged = record.headers.get("warc-profile") == NOT_MODIFIED_PROFILE
    status = HTTPStatus.NOT_MODIFIED if is_unchanged else HTTPStatus.OK
    return _response(record, status, status.phrase, [], b"")


def _bare_page(record: Record, file_date: datetime | None) -> ReadResponse | None:
    stated = record.headers.get("content-type", "")
    is_html = media_type(stated, record.block) == "text/html"
    if not is_html or not record.target:
        return None
    line = f"Content-Type: {stated or 'text/html'}"
    page = _response(record, HTTPStatus.OK, "OK", [line], record.block)
    return _dated(page, record, file_date)


def _dated(response: Response, record: Record, file_date: datetime | None) -> ReadResponse:
    flags = [TRUNCATED_MARK] if record.headers.get("warc-truncated") else []
    captured_at = parse_warc_date(record.headers.get("warc-date", ""))
    if captured_at is None:
        captured_at = parse_warc_date(response.header("date") or "")
        flags.append("date-from-http" if captured_at else "date-from-file")
    captured_at = captured_at or file_date
    if captured_at is None:
        raise ValueError("the record has no date")
    return ReadResponse(replace(response, captured_at=captured_at), tuple(flags))


def _header_lines(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    name, value = "", ""
    for line in lines:
        if line[:1] in (" ", "\t"):
            value = f"{value} {line.strip()}".strip()
            continue
        if name:
            yield name, value
        # The names of HTTP/2 pseudo-headers begin with a colon.
        before, colon, after = line.lstrip(":").partition(":")
        name, value = (before.strip(), after.strip()) if colon else ("", "")
    if name:
        yield name, value


def _as_utf_8(head: bytes) -> str:
    """Decode the header of a record, which is UTF-8; some writers use Latin-1."""
    try:
        return head.decode()
    except UnicodeDecodeError:
        return head.decode("latin-1")
