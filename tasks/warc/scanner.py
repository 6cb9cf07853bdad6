"""Find the records of a WARC file one by one, also of a damaged one.

Readers of whole files stop at the first bad byte, or take half a record for a whole one and say
nothing (measured: research on web archives, section 3). Here every gzip member is unpacked to its
checksum, and after damage the search goes on at the next place where a record really starts.
"""

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tasks.errors import IntegrityError
from tasks.http.content_encoding import GZIP_START
from tasks.warc.record import GZIP_MEMBER

WARC_START = b"WARC/"
RECORD_START = re.compile(rb"\x1f\x8b\x08|WARC/[01]\.\d")
MARK_BYTES = len(b"WARC/1.1")
HEADER_END = b"\r\n\r\n"
RECORD_END = b"\r\n\r\n"
CONTENT_LENGTH = re.compile(rb"^content-length:\s*(\d+)\s*$", re.IGNORECASE | re.MULTILINE)
# gzip packs at most 1:1032, so one piece of a bomb unpacks to 33 MB.
READ_BYTES = 32 << 10
SEARCH_BYTES = 1 << 20
# WARC headers are some 500 bytes; a start without an end within this is none.
MAX_HEADER_BYTES = 64 << 10
# The largest page that is kept, packed or not, and its headers. Of larger records only this much
# is read, whatever their length.
MAX_RECORD_BYTES = 33 << 20


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A whole record: where it lies, and its content without compression (its first 33 MB)."""

    offset: int
    length: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Damage:
    """A stretch that holds no whole record."""

    offset: int
    length: int


def scan_records(path: Path, start: int, end: int) -> Iterator[FoundRecord | Damage]:
    """Yield the records between two offsets of a file in order, and the damage between them.

    Raises:
        IntegrityError: the file is compressed as a whole, so that no record can be reached.
    """
    with path.open("rb") as file:
        position = start
        while position < end:
            found = _read_record(file, position, end)
            if found is None:
                following = _next_record(file, position + 1, end)
                yield Damage(position, following - position)
                position = following
                continue
            _check_single(found, path)
            yield found
            position += found.length


def read_record(path: Path, offset: int, length: int) -> bytes:
    """Return the content of the record that `scan_records` found there.

    Raises:
        IntegrityError: it is not there any more.
    """
    with path.open("rb") as file:
        found = _read_record(file, offset, offset + length)
    if found is None or found.length != length:
        raise IntegrityError(f"{path.name} at {offset}: no whole record there")
    return found.content


def _read_record(file: IO[bytes], offset: int, end: int) -> FoundRecord | None:
    file.seek(offset)
    start = file.read(len(WARC_START))
    file.seek(offset)
    if start.startswith(GZIP_START):
        return _read_member(file, offset, end)
    if start == WARC_START:
        return _read_plain(file, offset, end)
    return None


def _read_member(file: IO[bytes], offset: int, end: int) -> FoundRecord | None:
    unpacker = zlib.decompressobj(GZIP_MEMBER)
    content = io.BytesIO()
    position = offset
    while not unpacker.eof:
        packed = file.read(min(READ_BYTES, end - position))
        if not packed:
            return None
        try:
            piece = unpacker.decompress(packed)
        except zlib.error:
            return None
        position += len(packed)
        content.write(piece[: MAX_RECORD_BYTES - content.tell()])
    if not content.getvalue().startswith(WARC_START):
        return None
    length = position - len(unpacker.unused_data) - offset
    return FoundRecord(offset, length, content.getvalue())


def _read_plain(file: IO[bytes], offset: int, end: int) -> FoundRecord | None:
    length = _plain_length(file.read(min(MAX_HEADER_BYTES, end - offset)))
    if length is None or offset + length > end:
        return None
    file.seek(offset + length - len(RECORD_END))
    if file.read(len(RECORD_END)) != RECORD_END:
        return None
    file.seek(offset)
    return FoundRecord(offset, length, file.read(min(length, MAX_RECORD_BYTES)))


def _plain_length(head: bytes) -> int | None:
    """Return the length of a record by its own header, its final blank lines included."""
    header_length = head.find(HEADER_END)
    stated = CONTENT_LENGTH.search(head, 0, max(header_length, 0) + 2)
    if header_length < 0 or stated is None:
        return None
    return header_length + len(HEADER_END) + int(stated[1]) + len(RECORD_END)


def _check_single(found: FoundRecord, path: Path) -> None:
    length = _plain_length(found.content)
    if length is not None and found.content.startswith(WARC_START, length):
        raise IntegrityError(
            f"{path.name} at {found.offset}: several records compressed as one;"
            " `warcio recompress` mends that"
        )


def _next_record(file: IO[bytes], position: int, end: int) -> int:
    """Return where the next record starts at or after `position`, or `end`."""
    while position < end:
        file.seek(position)
        window = file.read(min(SEARCH_BYTES, end - position))
        for mark in RECORD_START.finditer(window):
            at = position + mark.start()
            if _starts_record(file, at):
                return at
        # A mark may lie across two windows.
        position += max(len(window) - MARK_BYTES + 1, 1)
    return end


def _starts_record(file: IO[bytes], offset: int) -> bool:
    file.seek(offset)
    head = file.read(512)
    if head.startswith(WARC_START):
        return True
    try:
        return zlib.decompressobj(GZIP_MEMBER).decompress(head, 16).startswith(WARC_START)
    except zlib.error:
        return False
