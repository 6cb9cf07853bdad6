"""The responses in archive files: found by scanning, read again by location."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from pathlib import Path

from tasks.http.response import Response
from tasks.sources.files.find_parts import Part
from tasks.sources.files.formats.crawl_log import crawled_pages
from tasks.sources.files.formats.replay_address import without_replay
from tasks.sources.files.payloads import (
    JOINED,
    PayloadIndex,
    has_payload_elsewhere,
    is_first_segment,
    join_payload,
    join_segments,
)
from tasks.warc.archive_file import (
    OVER_SIZE,
    ArchiveReader,
    ArchiveRecord,
    RecordPlace,
)
from tasks.warc.parse_record import (
    Record,
    digest_differs,
    holds_text_of_page,
    holds_unread_page,
    parse_record,
    read_response,
    without_chunks,
)
from tasks.warc.plain_scanner import WRONG_LENGTH, Damage
from tasks.warc.warc_date import time_of_file

DIGEST_DIFFERS = "block-digest-differs"
SHORTER = "shorter-than-announced"
# The response is a range of the page.
STRETCH = "truncated-range"
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
_LOG = (".log", ":log")
# The record is of a replay, by the Wayback Machine for one.
REPLAYED = "replayed"


@dataclass(frozen=True, slots=True)
class Received:
    """The response in a record, and flags for problems of the record."""

    response: Response
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArchivePlace:
    """Location of a record. `lacks_payload`: it repeats a capture that was not found."""

    part: Part
    record: RecordPlace
    file_date: datetime
    lacks_payload: bool = False


class ArchiveRecords:
    """Scans parts for responses, and joins what was split: segments, and revisits with payloads."""

    def __init__(self) -> None:
        self._reader = ArchiveReader()
        self._index: PayloadIndex[ArchivePlace] = PayloadIndex()
        self._unread = Counter[str]()
        self._texts: list[tuple[str, str]] = []
        self._crawled: list[tuple[str, list[str]]] = []

    def take_crawled(self) -> list[tuple[str, list[str]]]:
        """Return the pages that logs of crawls since the last call name, by part."""
        taken, self._crawled = self._crawled, []
        return taken

    def take_texts(self) -> list[tuple[str, str]]:
        """Return the texts of pages since the last call: the part they are in, and the URL."""
        taken, self._texts = self._texts, []
        return taken

    def take_unread(self) -> Counter[str]:
        """Return the records since the last call that hold HTML but no page, counted by kind."""
        taken, self._unread = self._unread, Counter()
        return taken

    def scan(self, part: Part) -> Iterator[tuple[ArchivePlace, Received | None] | Damage]:
        """Yield the location and response of each record (None for other kinds), and damage.

        Raises:
            OSError: the file cannot be read, or the disk is full.
            ValueError: the content is too large to decompress.
        """
        file_date = time_of_file(part.path)
        for found in self._reader.scan(part.path, part.start, part.end):
            if isinstance(found, Damage):
                yield found
                continue
            place = ArchivePlace(part, found.place, file_date)
            try:
                yield self._received(found, place)
            except (ValueError, LookupError):
                yield Damage(found.place.offset, found.place.length)

    def read(self, place: ArchivePlace, is_same_page: Callable[[str], bool]) -> Received:
        """Read a complete response: with all segments, and with the payload it refers to.

        A revisit of the same page stays a revisit: the page's earlier capture has the payload.

        Raises:
            OSError, ValueError, LookupError, IntegrityError: the record can no longer be read.
        """
        record = self._record_at(place)
        received = self._whole(record, place)
        if received is None:
            raise ValueError("no response there any more")
        if not has_payload_elsewhere(received.response):
            return received
        payload_place = self._index.payload_of(record)
        payload = self._payload(payload_place) if payload_place else None
        if payload is None or is_same_page(payload.response.requested_url):
            return received
        response = join_payload(received.response, payload.response)
        return Received(response, (*payload.flags, JOINED))

    def lacks_payload(self, place: ArchivePlace) -> bool:
        """Return whether no record scanned so far has the payload of the revisit at this place."""
        try:
            return self._index.payload_of(self._record_at(place)) is None
        except (OSError, ValueError, LookupError):
            return True

    def lost_segments(self) -> list[ArchivePlace]:
        """Return the locations of segments of records whose first segment was not found."""
        return self._index.lost_segments()

    def new_copy(self) -> Path:
        """Return the name of a new scratch file, deleted by `close`."""
        return self._reader.new_copy()

    def close(self) -> None:
        """Delete the decompressed copies."""
        self._reader.close()

    def _received(
        self, found: ArchiveRecord, place: ArchivePlace
    ) -> tuple[ArchivePlace, Received | None]:
        record = parse_record(found.content, trusts_length=WRONG_LENGTH not in found.flags)
        self._index.add(record, place)
        received = _received(record, place)
        if received is None and holds_unread_page(record):
            self._unread[record.kind] += 1
        elif received is None and holds_text_of_page(record):
            self._texts.append((place.part.name, record.target))
        elif received is None and record.target.endswith(_LOG):
            # wget and wpull store their log as the last record.
            crawled = crawled_pages(record.block.decode("utf-8", "replace"))
            self._crawled.append((place.part.name, crawled or []))
        if received and has_payload_elsewhere(received.response):
            is_lacking = self._index.payload_of(record) is None
            place = ArchivePlace(place.part, place.record, place.file_date, is_lacking)
        return place, received

    def _record_at(self, place: ArchivePlace) -> Record:
        content = self._reader.read(place.record)
        return parse_record(content, trusts_length=WRONG_LENGTH not in place.record.flags)

    def _whole(self, record: Record, place: ArchivePlace) -> Received | None:
        if not is_first_segment(record):
            return _received(record, place)
        others = [self._record_at(other) for other in self._index.segments_of(record)]
        joined, flags = join_segments(record, others)
        received = _received(joined, place, has_own_digest=False)
        return received and Received(received.response, (*received.flags, *flags))

    def _payload(self, place: ArchivePlace) -> Received | None:
        return self._whole(self._record_at(place), place)


def _received(
    record: Record, place: ArchivePlace, *, has_own_digest: bool = True
) -> Received | None:
    """Return the response of a record (None if it has none), with flags for problems.

    A wrong digest or length is flagged; the page is kept.
    """
    found = read_response(record, place.file_date)
    if found is None:
        return None
    original, replay_flags = _without_replay(found.response)
    flags = [*place.record.flags, *found.flags, *replay_flags]
    if OVER_SIZE in flags or original.is_revisit:
        return Received(original, tuple(flags))
    response, chunk_flags = without_chunks(original)
    flags += chunk_flags
    if has_own_digest and digest_differs(record):
        flags.append(DIGEST_DIFFERS)
    if _is_stretch(response):
        flags.append(STRETCH)
    announced = response.header("content-length") or ""
    if announced.isdecimal() and len(response.raw_body) < int(announced):
        flags.append(SHORTER)
    return Received(response, tuple(flags))


def _is_stretch(response: Response) -> bool:
    """Return whether a response with status 206 is not all of the page."""
    stated = _RANGE.match(response.header("content-range") or "")
    if response.status != HTTPStatus.PARTIAL_CONTENT or stated is None:
        return False
    first, last, size = map(int, stated.groups())
    return last - first + 1 < size


def _without_replay(response: Response) -> tuple[Response, tuple[str, ...]]:
    """Return a replayed page as a response of its own site, at the date of its capture."""
    url, captured_at = without_replay(response.requested_url)
    if url is None or captured_at is None:
        return response, ()
    return replace(response, requested_url=url, captured_at=captured_at), (REPLAYED,)
