"""The address and date of a page that was saved from the replay of a web archive."""

import re
from datetime import datetime

from tasks.warc.warc_date import parse_warc_date

_WAYBACK = re.compile(r"https?://[^/]+/(?:[^/]+/)?(\d{14})(?:[a-z]{2}_)?/(https?:/+.*)", re.S)
_WAYBACK_PATH = re.compile(r".*?/web/(\d{4,14})(?:[a-z]{2}_)?/(https?:/+.*)", re.S)
# archive.today has its dates with dots: `2016.05.04-030201`.
_ARCHIVE_TODAY = re.compile(
    r"https?://archive\.(?:today|is|ph|li|fo|vn|md)/(?:o/)?([\d.-]{4,17})/(https?:/+.*)", re.S
)
_NOT_DIGITS = re.compile(r"\D")


def without_replay(url: str | None) -> tuple[str | None, datetime | None]:
    """Return the address that an archive replays, and the date it states; else the address."""
    for form in (_WAYBACK, _WAYBACK_PATH, _ARCHIVE_TODAY):
        if found := form.fullmatch(url or ""):
            return found[2], parse_warc_date(_NOT_DIGITS.sub("", found[1]))
    return url, None
