"""Read the date of an archive record in the forms that crawlers have written."""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

# ISO 8601 from the year alone down to a fraction of a second.
_ISO = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,3}))?)?"
    r"(?:[T ](?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?",
    re.IGNORECASE,
)
# The digits of ARC files and CDX indexes, from the year down to a fraction of a second.
_DIGITS = re.compile(
    r"(?P<year>\d{4})(?:(?P<month>\d{2})(?:(?P<day>[0-3]\d)(?:(?P<hour>\d{2})(?:(?P<minute>\d{2})"
    r"(?:(?P<second>\d{2})(?P<fraction>\d*))?)?)?)?)?"
)
_FIRST_OF_UNIT = {"month": 1, "day": 1, "hour": 0, "minute": 0, "second": 0}
# The first page of the web. Clocks that were never set say 1970 or 1980.
_FIRST_PAGE_AT = datetime(1991, 8, 6, tzinfo=UTC)
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
# The clock of a crawler may be ahead, but not by more than this.
_FAST_BY = timedelta(days=2)


def parse_warc_date(text: str) -> datetime | None:
    """Return the instant in UTC; None if it is not a date, or no page can be of that date.

    No page was captured before the web, or at a time still to come.

    Accepts ISO 8601 of every precision, the digits of CDX indexes and the dates of HTTP headers.
    A missing month, day or time is the first of its unit, a missing zone is UTC, and a leap second
    is the second before it. ClueWeb09 writes the day of the year where the day of the month
    belongs (`2008-10-294T05:21:46-0700`).
    """
    return possible_capture_time(parse_any_date(text.strip()))


def possible_capture_time(at: datetime | None) -> datetime | None:
    """Return an instant; None if it is before the web, or in the future."""
    is_possible = at is not None and _FIRST_PAGE_AT <= at <= datetime.now(UTC) + _FAST_BY
    return at if is_possible else None


def time_of_file(path: Path) -> datetime:
    """Return when a file was changed: the time of a capture that states none.

    Files of reproducible archives are of 1970 or 1980, and clocks are fast. An impossible time
    becomes 1970: it is the same in every run, and any stated time is later.

    Raises:
        OSError: there is no such file.
    """
    try:
        changed_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (ValueError, OverflowError):
        return _NO_TIME
    return possible_capture_time(changed_at) or _NO_TIME


def parse_any_date(text: str) -> datetime | None:
    """Return the instant in UTC that a text states, possible or not; None if it is not a date."""
    for form in (_DIGITS, _ISO):
        if found := form.fullmatch(text):
            return _instant(found.groupdict())
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        return _in_utc(parsedate_to_datetime(text))
    return None


def _instant(parts: dict[str, str | None]) -> datetime | None:
    numbers = {unit: int(parts.get(unit) or first) for unit, first in _FIRST_OF_UNIT.items()}
    year = int(parts["year"] or 0)
    microsecond = int((parts.get("fraction") or "").ljust(6, "0")[:6])
    second = min(numbers["second"], 59)
    try:
        day = _day(year, numbers["month"], numbers["day"])
        at = day.replace(hour=numbers["hour"], minute=numbers["minute"], second=second)
        return at.replace(microsecond=microsecond) - _offset(parts.get("zone"))
    except (ValueError, OverflowError):
        return None


def _day(year: int, month: int, day: int) -> datetime:
    if day > 31:
        return datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=day - 1)
    # ARC files and indexes hold months and days of 00.
    return datetime(year, max(month, 1), max(day, 1), tzinfo=UTC)


def _offset(zone: str | None) -> timedelta:
    if not zone or zone[0] not in "+-":
        return timedelta(0)
    digits = zone[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -offset if zone[0] == "-" else offset


def _in_utc(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
