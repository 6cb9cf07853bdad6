"""Find WARC and ARC records in uncompressed bytes, even if lengths and line ends are wrong.

A record ends where its header says if another record or the end of the file follows there. If not,
the record is flagged and extends to the next place where a record starts.
"""

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

# WARC headers have about 500 bytes, with what pywb and browsers note in them more than 64 KB. More
# than the larger number without a blank line is not a header.
HEADER_BYTES = 64 << 10
MAX_HEADER_BYTES = 2 << 20
# The largest page that is kept, with its headers. Only this much of a larger record is read.
MAX_RECORD_BYTES = 33 << 20
# A stated length may be wrong by this much in records that are otherwise complete: some writers
# omit line ends, or count the characters of the header.
LENGTH_TOLERANCE = 64
# A record that is longer than stated by more than this is followed by something else.
MOST_EXTRA_BYTES = 64 << 10
SEARCH_BYTES = 1 << 20
# Longer than any start of a record, so that one across two search windows is found in the next.
START_BYTES = 10 << 10
# The part of a URL that is itself read as the start of a URL: `ttps://` for one.
LONGEST_SCHEME = 20

WRONG_LENGTH = "record-length-differs"
CUT_RECORD = "truncated-record"

# With the byte order mark that editors and shells write at the start of a file.
_BLANK = b"\r\n\0 \t\xef\xbb\xbf"
_LINE_ENDS = b"\r\n\0"
_WARC_VERSION = rb"(?i:WARC)/\d[.\d]*[ \t]*\r*\n"
_ARC_LINE = (
    rb"[A-Za-z][A-Za-z0-9+.-]{1,20}:[^\r\n]{0,8000}? (?:[0-9A-Fa-f.:]{2,45}|-) (?:\d{8,17}|-) "
    rb"[^\r\n]{0,1000}?\d+[ \t]*\r*\n"
)
_START = re.compile(_WARC_VERSION + b"|" + _ARC_LINE)
_START_OF_LINE = re.compile(rb"(?:(?<=\n)|(?<=\0)|\A)(?:" + _WARC_VERSION + b"|" + _ARC_LINE + b")")
# After damage, a record may start in the middle of a line.
_START_ANYWHERE = re.compile(_WARC_VERSION + rb"(?=[A-Za-z-]{2,40}:)|(?<=\n)" + _ARC_LINE)
_BLANK_LINE = re.compile(rb"\n\r*\n")
# The end of a WARC record, and of an ARC record.
_WARC_END = re.compile(rb"\r*\n\r*\n")
_ARC_END = re.compile(rb"\r*\n")
# Some servers write a comment after the page, a chunked body ends with its last chunk.
_END_OF_PAGE = re.compile(rb"</html\s*>\s*(?:<!--(?:(?!-->).)*-->\s*)*(?:0\s*)?\Z", re.I | re.S)
END_OF_PAGE_BYTES = 1 << 10
_CONTENT_LENGTH = re.compile(rb"^content-length[ \t]*:\s*(\d+)\s*$", re.IGNORECASE | re.MULTILINE)
_BLOCK_DIGEST = re.compile(rb"^warc-block-digest[ \t]*:\s*sha1:(\w+)", re.IGNORECASE | re.MULTILINE)
_ARC_LENGTH = re.compile(rb"(\d+)[ \t]*\r*\n\Z")


@dataclass(frozen=True, slots=True)
class PlainRecord:
    """A record: its header and block (the first 33 MB), without the blank lines around it.

    `length` counts header and block. Flags: `record-length-differs` (the header states another
    length), `truncated-record` (the record lacks its end).
    """

    offset: int
    length: int
    content: bytes
    flags: tuple[str, ...] = ()

    @property
    def end(self) -> int:
        """The offset of the first byte after the block."""
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes that are not part of a record."""

    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class _Head:
    size: int
    block_bytes: int | None
    block_digest: bytes | None
    end_mark: re.Pattern[bytes]


def starts_record(content: bytes) -> bool:
    """Return whether the bytes begin with a WARC or ARC record, blank lines aside."""
    return _START.match(content.lstrip(_BLANK)) is not None


def scan_plain(file: IO[bytes], start: int, end: int) -> Iterator[PlainRecord | Damage]:
    """Yield the records between two offsets in order, and the damage between them."""
    position = skip_blank(file, start, end)
    while position < end:
        found = _read_plain(file, position, end)
        if found is None:
            following = next_record(file, position + 1, end)
            yield Damage(position, following - position)
            position = following
        else:
            yield found
            position = skip_blank(file, found.end, end)


def read_plain(file: IO[bytes], offset: int, length: int) -> bytes:
    """Return the content of the record that `scan_plain` found there."""
    file.seek(offset)
    return file.read(min(length, MAX_RECORD_BYTES))


def next_record(file: IO[bytes], position: int, end: int) -> int:
    """Return where a record starts at or after `position`, be it in a line, or `end`."""
    return _next_start(file, position, end, _START_ANYWHERE)


def is_warc(start: bytes) -> bool:
    """Return whether a record that starts so is a WARC record; others are of ARC files."""
    return start[:5].upper() == b"WARC/"


def _read_plain(file: IO[bytes], offset: int, end: int) -> PlainRecord | None:
    file.seek(offset)
    start = file.read(min(HEADER_BYTES, end - offset))
    head = _read_head(start)
    if head is None and len(start) == HEADER_BYTES and _START.match(start):
        head = _read_head(start + file.read(min(MAX_HEADER_BYTES, end - offset) - HEADER_BYTES))
    if head is None:
        return None
    block_end, flags = _find_end(file, offset, head, end)
    length = block_end - offset
    return PlainRecord(offset, length, read_plain(file, offset, length), flags)


def _read_head(start: bytes) -> _Head | None:
    first_line = _START.match(start)
    if first_line is None:
        return None
    if not is_warc(start):
        length = _ARC_LENGTH.search(first_line[0])
        return _Head(first_line.end(), int(length[1]) if length else None, None, _ARC_END)
    blank = _BLANK_LINE.search(start, first_line.end() - 1)
    if blank is None:
        return None
    stated = _CONTENT_LENGTH.search(start, 0, blank.start() + 1)
    digest = _BLOCK_DIGEST.search(start, 0, blank.start() + 1)
    return _Head(
        blank.end(), int(stated[1]) if stated else None, digest[1] if digest else None, _WARC_END
    )


def _find_end(file: IO[bytes], offset: int, head: _Head, end: int) -> tuple[int, tuple[str, ...]]:
    """Return where the block of a record ends, and flags when that is not as stated."""
    block_start = offset + head.size
    if head.block_bytes is None:
        following = _next_start(file, block_start, end, _START_OF_LINE)
        return _before_blank(file, block_start, following), (WRONG_LENGTH,)
    stated = block_start + head.block_bytes
    if stated <= end and _is_boundary(file, stated, end):
        return stated, ()
    near = max(block_start, stated - LENGTH_TOLERANCE)
    following = _next_start(file, near, end, _START_OF_LINE) if near < end else end
    if following > stated + LENGTH_TOLERANCE or following == end:
        following = _next_start(file, block_start, end, _START_OF_LINE)
    if following > stated and _is_followed_by_junk(file, block_start, stated, following, head, end):
        return stated, ()
    actual = _before_blank(file, block_start, following)
    if actual < stated - LENGTH_TOLERANCE and not _ends_as_page(file, block_start, actual):
        return actual, (CUT_RECORD,)
    return min(actual, stated + MOST_EXTRA_BYTES), (WRONG_LENGTH,)


def _is_boundary(file: IO[bytes], position: int, end: int) -> bool:
    """Return whether a record or the end of the file follows, blank lines aside."""
    position = skip_blank(file, position, end)
    if position >= end:
        return True
    # A length that is too large by a few bytes ends within the URL of the next ARC record.
    before = min(position, LONGEST_SCHEME)
    file.seek(position - before)
    window = file.read(before + START_BYTES)
    if _START.match(window, before) is None:
        return False
    first = _START_OF_LINE.search(window)
    return first is None or first.start() >= before


def _is_followed_by_junk(
    file: IO[bytes], block_start: int, stated: int, following: int, head: _Head, end: int
) -> bool:
    """Return whether the record ends as stated, though no record follows."""
    if _is_whole(file, block_start, stated, head):
        return True
    file.seek(stated)
    has_end_mark = head.end_mark.match(file.read(8)) is not None
    # A single line feed, which ends ARC records, may be part of the page.
    is_far = following > stated + LENGTH_TOLERANCE or following == end
    return has_end_mark and (head.end_mark is _WARC_END or is_far)


def _ends_as_page(file: IO[bytes], start: int, end: int) -> bool:
    """Return whether a block ends with the end of an HTML page: then the stated length is wrong."""
    file.seek(max(start, end - END_OF_PAGE_BYTES))
    return _END_OF_PAGE.search(file.read(end - file.tell())) is not None


def _is_whole(file: IO[bytes], block_start: int, stated: int, head: _Head) -> bool:
    """Return whether the block of the stated length has the digest the header states."""
    if head.block_digest is None or stated - block_start > MAX_RECORD_BYTES:
        return False
    file.seek(block_start)
    digest = hashlib.sha1(file.read(stated - block_start), usedforsecurity=False).digest()
    return head.block_digest.lower() in (
        base64.b32encode(digest).lower(),
        digest.hex().encode(),
    )


def skip_blank(file: IO[bytes], position: int, end: int) -> int:
    """Return the offset of the first byte that is not blank (white space or zero), or `end`."""
    while position < end:
        file.seek(position)
        window = file.read(min(4 << 10, end - position))
        rest = window.lstrip(_BLANK)
        position += len(window) - len(rest)
        if rest or not window:
            break
    return position


def _before_blank(file: IO[bytes], start: int, end: int) -> int:
    """Return the end of what lies between two offsets, without the blank lines that end it."""
    from_offset = max(start, end - 64)
    file.seek(from_offset)
    return from_offset + len(file.read(end - from_offset).rstrip(_LINE_ENDS))


def _next_start(file: IO[bytes], position: int, end: int, form: re.Pattern[bytes]) -> int:
    """Return where the next record starts at or after `position`, or `end`."""
    while position < end:
        # The byte before tells whether a line begins here.
        before = 1 if position else 0
        file.seek(position - before)
        window = file.read(min(SEARCH_BYTES, end - position + before))
        mark = form.search(window, before)
        if mark:
            return position - before + mark.start()
        if len(window) < SEARCH_BYTES:
            break
        position += len(window) - START_BYTES
    return end
