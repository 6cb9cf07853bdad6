"""Read the records of any archive file: WARC or ARC, compressed in any way, whole or damaged.

A gzip file with a member for each record is read in place. Anything else that is compressed is
decompressed to a scratch file first, since only then can a record be read by its offset.
"""

import shutil
import tempfile
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from tasks.errors import IntegrityError
from tasks.warc.compression import Compression, compression_of, next_packed_record, unpack
from tasks.warc.plain_scanner import (
    CUT_RECORD,
    MAX_RECORD_BYTES,
    Damage,
    PlainRecord,
    next_record,
    read_plain,
    scan_plain,
    skip_blank,
)
from tasks.warc.scanner import Member, begins_with_record, next_member, read_member

OVER_SIZE = "over-size"
CHECKSUM_DIFFERS = "checksum-differs"
CORRUPT_RECORD = "corrupt-record"
# A compressed file inside another, and so on: deeper nesting is a bomb.
DEEPEST = 4


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """Location of a record: in the file itself, or in its decompressed copy."""

    file: Path
    offset: int
    length: int
    is_member: bool
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArchiveRecord:
    """A record's decompressed header and block (the first 33 MB), and its location."""

    place: RecordPlace
    content: bytes

    @property
    def flags(self) -> tuple[str, ...]:
        """Flags for a wrong length or a missing end of the record."""
        return self.place.flags


class ArchiveReader:
    """Scans archive files, and reads records again by location.

    Decompressed copies are in a temporary folder that is deleted with the reader.
    """

    def __init__(self) -> None:
        self._scratch: Path | None = None
        self._copies = 0
        self._depth = 0

    def scan(self, path: Path, start: int, end: int) -> Iterator[ArchiveRecord | Damage]:
        """Yield the records of a stretch of a file in order, and the damage between them.

        Raises:
            OSError: the file cannot be read, or the disk is full.
            TooLarge: the content is too large to decompress.
        """
        with path.open("rb") as file:
            file.seek(start)
            kind = compression_of(file.read(8))
            if kind is Compression.NONE:
                found = _plain_records(path, file, start, end)
            elif kind is Compression.GZIP:
                found = self._scan_members(path, file, start, end)
            else:
                found = self._scan_unpacked(path, start, end)
            for one in found:
                if isinstance(one, Damage) and one.length:
                    yield from self._salvage(path, file, one, kind)
                else:
                    yield one

    def _scan_unpacked(self, path: Path, start: int, end: int) -> Iterator[ArchiveRecord | Damage]:
        """Decompress a stretch of a file and yield the records of the copy."""
        copy = self.new_copy()
        yield from unpack(path, start, end, copy)
        for found in self.scan(copy, 0, copy.stat().st_size):
            # Its offset is one of the copy: nothing to look for in the file itself.
            yield Damage(found.offset, 0) if isinstance(found, Damage) else found

    def _salvage(
        self, path: Path, file: IO[bytes], damage: Damage, kind: Compression
    ) -> Iterator[ArchiveRecord | Damage]:
        """Look for records in a damaged stretch that are compressed otherwise than the file."""
        end = damage.offset + damage.length
        starts = [next_packed_record(file, damage.offset, end, kind)]
        if kind is not Compression.NONE:
            starts.append(next_record(file, damage.offset, end))
        at = min(starts)
        if at >= end or self._depth >= DEEPEST:
            yield damage
            return
        if at > damage.offset:
            yield Damage(damage.offset, at - damage.offset)
        self._depth += 1
        yield from self.scan(path, at, end)
        self._depth -= 1

    def read(self, place: RecordPlace) -> bytes:
        """Return the content of a record that `scan` found.

        Raises:
            IntegrityError: the record is no longer there.
        """
        with place.file.open("rb") as file:
            if not place.is_member:
                return read_plain(file, place.offset, place.length)
            member = read_member(file, place.offset, place.offset + place.length)
        record = _single_record(member.content)
        if record is None:
            raise IntegrityError(f"{place.file.name} at {place.offset}: no record there any more")
        return record.content

    def new_copy(self) -> Path:
        """Return the name of a new scratch file."""
        if self._scratch is None:
            self._scratch = Path(tempfile.mkdtemp(prefix="aawsat-unpacked-"))
            weakref.finalize(self, shutil.rmtree, self._scratch, ignore_errors=True)
        self._copies += 1
        return self._scratch / str(self._copies)

    def close(self) -> None:
        """Delete the decompressed copies."""
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)
            self._scratch = None

    def _scan_members(
        self, path: Path, file: IO[bytes], start: int, end: int
    ) -> Iterator[ArchiveRecord | Damage]:
        position = start
        while position < end:
            member = read_member(file, position, end)
            found = list(scan_plain(BytesIO(member.content), 0, len(member.content)))
            if not _is_one_record(file, member, found, end):
                yield from self._scan_unpacked(path, position, end)
                return
            following = member.end or next_member(file, position + 1, end)
            record = next((record for record in found if isinstance(record, PlainRecord)), None)
            is_damaged = member.end is None or (found and record is None)
            if is_damaged and skip_blank(file, position, following) < following:
                yield Damage(position, following - position)
            if record is not None:
                flags = _member_flags(record, member)
                place = RecordPlace(path, position, following - position, True, flags)
                yield ArchiveRecord(place, record.content)
            position = following


def _is_one_record(
    file: IO[bytes], member: Member, found: list[PlainRecord | Damage], end: int
) -> bool:
    """Return whether a gzip member is one record (or damage), no more and no less."""
    if member.is_limited or not found:
        return True
    if compression_of(member.content) is not Compression.NONE:
        return False
    if any(isinstance(record, PlainRecord) for record in found[1:]):
        return False
    if member.end is None or member.end >= end:
        return True
    first = found[0]
    is_whole = isinstance(first, PlainRecord) and not first.flags
    return is_whole or begins_with_record(file, member.end)


def _single_record(content: bytes) -> PlainRecord | None:
    found = scan_plain(BytesIO(content), 0, len(content))
    return next((record for record in found if isinstance(record, PlainRecord)), None)


def _member_flags(record: PlainRecord, member: Member) -> tuple[str, ...]:
    if member.is_limited:
        return (OVER_SIZE,)
    if member.end is None and record.flags:
        return (CORRUPT_RECORD,) if member.is_corrupt else (CUT_RECORD,)
    if member.end is None:
        return (CHECKSUM_DIFFERS,)
    return record.flags


def _plain_records(
    path: Path, file: IO[bytes], start: int, end: int
) -> Iterator[ArchiveRecord | Damage]:
    for found in scan_plain(file, start, end):
        if isinstance(found, Damage):
            yield found
            continue
        flags = (OVER_SIZE,) if found.length > MAX_RECORD_BYTES else found.flags
        place = RecordPlace(path, found.offset, found.length, False, flags)
        yield ArchiveRecord(place, found.content)
