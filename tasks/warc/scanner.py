"""Read gzip files with one member per record, and recover after damage.

Ordinary readers stop at the first bad byte, or silently accept half a record. This scanner verifies
the checksum of every member, and after damage continues at the next member that begins with a
record.
"""

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tasks.http.content_encoding import GZIP_START
from tasks.warc.plain_scanner import MAX_RECORD_BYTES, Damage, starts_record
from tasks.warc.record import GZIP_MEMBER

# gzip expands at most 1:1032, so one piece of a bomb expands to 33 MB.
READ_BYTES = 32 << 10
SEARCH_BYTES = 1 << 20
# The first line of a record is within this.
_START_BYTES = 16 << 10
_MEMBER_START = re.compile(re.escape(GZIP_START))


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A complete record: its location, and its decompressed content (the first 33 MB)."""

    offset: int
    length: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Member:
    """The content of a gzip member and the offset of its end (None: damaged or truncated).

    The content of a damaged member is the part that could be decompressed. `is_limited`: the
    content is longer than 33 MB and was truncated. `is_corrupt`: its bytes are wrong, so that the
    last of the content may be wrong too.
    """

    content: bytes
    end: int | None
    is_limited: bool
    is_corrupt: bool = False


def scan_records(path: Path, start: int, end: int) -> Iterator[FoundRecord | Damage]:
    """Yield the whole records between two offsets of a file in order, and the damage between."""
    with path.open("rb") as file:
        position = start
        while position < end:
            member = read_member(file, position, end)
            if member.end is not None and starts_record(member.content):
                yield FoundRecord(position, member.end - position, member.content)
                position = member.end
            else:
                following = next_member(file, position + 1, end)
                yield Damage(position, following - position)
                position = following


def read_member(file: IO[bytes], offset: int, end: int) -> Member:
    """Decompress the gzip member at an offset."""
    file.seek(offset)
    decompressor = zlib.decompressobj(GZIP_MEMBER)
    content = io.BytesIO()
    position, size = offset, 0
    while not decompressor.eof:
        packed = file.read(min(READ_BYTES, end - position))
        before = decompressor.copy()
        try:
            piece = decompressor.decompress(packed)
        except zlib.error:
            content.write(_up_to_error(before, packed)[: MAX_RECORD_BYTES - content.tell()])
            return Member(content.getvalue(), None, size > MAX_RECORD_BYTES, is_corrupt=True)
        if not packed:
            return Member(content.getvalue(), None, size > MAX_RECORD_BYTES)
        position += len(packed)
        size += len(piece)
        content.write(piece[: MAX_RECORD_BYTES - content.tell()])
    member_end = position - len(decompressor.unused_data)
    return Member(content.getvalue(), member_end, size > MAX_RECORD_BYTES)


def _up_to_error(decompressor: "zlib._Decompress", packed: bytes) -> bytes:
    """Return what can be decompressed before an error, as one byte after the other would give."""
    pieces: list[bytes] = []
    position, step = 0, len(packed)
    while step:
        attempt = decompressor.copy()
        try:
            piece = attempt.decompress(packed[position : position + step])
        except zlib.error:
            step //= 2
            continue
        pieces.append(piece)
        decompressor, position = attempt, position + step
    return b"".join(pieces)


def next_member(file: IO[bytes], position: int, end: int) -> int:
    """Return where the next member that begins with a record starts, or `end`."""
    while position < end:
        file.seek(position)
        window = file.read(min(SEARCH_BYTES, end - position))
        for mark in _MEMBER_START.finditer(window):
            at = position + mark.start()
            if begins_with_record(file, at):
                return at
        # A gzip header may span two search windows.
        position += max(len(window) - len(GZIP_START) + 1, 1)
    return end


def begins_with_record(file: IO[bytes], offset: int) -> bool:
    """Return whether the gzip member at an offset begins with a record."""
    file.seek(offset)
    packed = file.read(_START_BYTES)
    decompressor = zlib.decompressobj(GZIP_MEMBER)
    try:
        start = decompressor.copy().decompress(packed, _START_BYTES)
    except zlib.error:
        start = _up_to_error(decompressor, packed)
    return starts_record(start)
