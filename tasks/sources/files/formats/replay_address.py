"""The original URL and date of a page saved from a web archive's replay."""

import re
from datetime import datetime

from tasks.warc.warc_date import parse_warc_date

_WAYBACK = re.compile(r"https?://[^/]+/(?:[^/]+/)?(\d{14})(?:[a-z]{2}_)?/(https?:/+.*)", re.S)
_WAYBACK_PATH = re.compile(r".*?/web/(\d{4,14})(?:[a-z]{2}_)?/(https?:/+.*)", re.S)
# archive.today writes dates with dots: `2016.05.04-030201`.
_ARCHIVE_TODAY = re.compile(
    r"https?://archive\.(?:today|is|ph|li|fo|vn|md)/(?:o/)?([\d.-]{4,17})/(https?:/+.*)", re.S
)
_NOT_DIGITS = re.compile(r"\D")


def without_replay(url: str | None) -> tuple[str | None, datetime | None]:
    """Return the original URL and the capture date of a replay URL; other URLs unchanged."""
    for form in (_WAYBACK, _WAYBACK_PATH, _ARCHIVE_TODAY):
        if found := form.fullmatch(url or ""):
            return found[2], parse_warc_date(_NOT_DIGITS.sub("", found[1]))
    return url, None
