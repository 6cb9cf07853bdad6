"""Records the warehouse both stores and returns, with the column names of the raw tables."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

# The first and last day of the archive's content (2005-09 and 2017-10), in whole years.
FIRST_DAY = date(2005, 1, 1)
LAST_DAY = date(2017, 12, 31)


class PageKind(StrEnum):
    """Kind of a page, judged by its URL alone."""

    ARTICLE = "article"
    ATTACHMENT = "attachment"
    LISTING = "listing"
    FEED = "feed"
    OTHER = "other"


class Purpose(StrEnum):
    """Why a response was requested."""

    PAGE = "page"
    DISCOVERY = "discovery"


@dataclass(frozen=True, slots=True)
class Capture:
    """One response: its metadata, and the location of its record in the WARC store.

    With `item`, one thing in that response: the post with this id in an answer of the REST
    interface. Record, digest and size are those of the whole response.
    """

    capture_id: int
    url: str
    requested_url: str
    source: str
    purpose: Purpose
    captured_at: datetime
    status: int
    content_type: str
    payload_sha256: str
    body_bytes: int
    warc_file: str
    warc_offset: int
    warc_length: int
    is_revisit: bool
    etag: str | None
    last_modified: str | None
    redirects_to: str | None
    flags: tuple[str, ...]
    run_id: str
    item: str | None = None
