"""Find the payload a revisit record refers to, and the other segments of a split record."""

import base64
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from tasks.http.response import NOT_MODIFIED_PROFILE, Response
from tasks.warc.parse_record import ABOUT_PAGES, REVISIT, TRUNCATED_MARK, Record

CONTINUATION = "continuation"
JOINED = "revisit-joined"
SHA1_BASE_32_CHARS = 32
# The headers that describe the payload's encoding come from the record with the payload.
_PAYLOAD_HEADERS = frozenset(
    {"content-encoding", "transfer-encoding", "content-length", "content-type"}
)

_NOT_DIGITS = re.compile(r"\D")

P = TypeVar("P")


@dataclass(slots=True)
class PayloadIndex(Generic[P]):
    """Locations of payloads and segments in a set of archives, by the ids in their records."""

    places: dict[str, P] = field(default_factory=dict)
    segments: dict[str, dict[int, P]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, record: Record, place: P) -> None:
        """Add a record that other records may refer to."""
        if record.kind == CONTINUATION:
            number = record.headers.get("warc-segment-number", "")
            if number.isdecimal():
                self.segments[_origin(record)][int(number)] = place
        elif record.kind != REVISIT:
            for key in _own_keys(record):
                self.places.setdefault(key, place)

    def payload_of(self, revisit: Record) -> P | None:
        """Return the location of the record a revisit refers to, or None."""
        keys = _referred_keys(revisit)
        return next((self.places[key] for key in keys if key in self.places), None)

    def lost_segments(self) -> list[P]:
        """Return the locations of segments of records whose first segment was not found."""
        # The keys of records are their ids, their digests, and their URL with their date.
        known = {key.partition(" ")[0] for key in self.places}
        lost = (segments for origin, segments in self.segments.items() if origin not in known)
        return [place for segments in lost for place in segments.values()]

    def segments_of(self, record: Record) -> list[P]:
        """Return the locations of the further segments of a record, in order, up to a gap."""
        if record.headers.get("warc-segment-number", "").strip() != "1":
            return []
        found: list[P] = []
        for name in (record.headers.get("warc-record-id", ""), record.target):
            segments = self.segments.get(name, {})
            while len(found) + 2 in segments:
                found.append(segments[len(found) + 2])
        return found


def has_payload_elsewhere(response: Response) -> bool:
    """Return whether a response is a revisit that repeats the payload of another record."""
    return response.is_revisit and response.revisit_profile != NOT_MODIFIED_PROFILE


def join_payload(revisit: Response, payload: Response) -> Response:
    """Return a revisit with the body it refers to, as a full response."""
    own = [pair for pair in revisit.headers if pair[0].lower() not in _PAYLOAD_HEADERS]
    theirs = [pair for pair in payload.headers if pair[0].lower() in _PAYLOAD_HEADERS]
    return replace(
        revisit,
        headers=(*own, *theirs),
        raw_body=payload.raw_body,
        revisit_profile=None,
        refers_to=None,
    )


def join_segments(first: Record, others: list[Record]) -> tuple[Record, tuple[str, ...]]:
    """Join the segments of a record; flag it if segments are missing."""
    block = b"".join([first.block, *(other.block for other in others)])
    total = others[-1].headers.get("warc-segment-total-length", "") if others else ""
    is_whole = total.isdecimal() and int(total) == len(block)
    return Record(first.headers, block), () if is_whole else (TRUNCATED_MARK,)


def is_first_segment(record: Record) -> bool:
    """Return whether the record is the first of several segments."""
    return record.headers.get("warc-segment-number", "").strip() == "1"


def _origin(record: Record) -> str:
    return record.headers.get("warc-segment-origin-id") or record.target


def _own_keys(record: Record) -> Iterator[str]:
    if record_id := record.headers.get("warc-record-id"):
        yield record_id
    # The request for a page, and metadata about it, have its URL and date.
    if record.kind in ABOUT_PAGES:
        return
    if digest := _digest(record):
        yield digest
    yield _dated_key(record.target, record.headers.get("warc-date", ""))


def _referred_keys(revisit: Record) -> Iterator[str]:
    headers = revisit.headers
    if record_id := headers.get("warc-refers-to"):
        yield record_id
    if target := headers.get("warc-refers-to-target-uri"):
        yield _dated_key(target, headers.get("warc-refers-to-date", ""))
    if digest := _digest(revisit):
        yield digest


def _digest(record: Record) -> str | None:
    """Return the payload's digest; SHA-1 in base 16, since writers choose either base."""
    stated = record.headers.get("warc-payload-digest", "").strip().lower()
    algorithm, _, value = stated.partition(":")
    if algorithm == "sha1" and len(value) == SHA1_BASE_32_CHARS:
        with suppress(ValueError):
            return f"sha1:{base64.b32decode(value, casefold=True).hex()}"
    return stated or None


def _dated_key(target: str, date: str) -> str:
    # To the second, in any format: `2016-05-04T03:02:01.5Z`, `20160504030201`.
    return f"{target.strip().strip('<>')} {_NOT_DIGITS.sub('', date)[:14]}"
