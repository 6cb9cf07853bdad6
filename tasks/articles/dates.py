"""Machine dates (ISO 8601 with an offset) and printed ones (`Jun 27, 2014`)."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

_OFFSET = re.compile(r"(?:Z|[+-]\d\d:?\d\d)$", re.IGNORECASE)
_PRINTED = re.compile(r"([A-Za-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_PRINTED_DAY_FIRST = re.compile(r"(\d{1,2})\s+([A-Za-z]{3})[a-z]*\.?,?\s+(\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class MachineDate:
    """An instant in UTC, its offset as given (`+03:00`, None when none) and its day there."""

    at: datetime
    zone: str | None
    on: date


def read_machine_date(text: str | None) -> MachineDate | None:
    """Return the instant an ISO 8601 text states (UTC when it names no offset), or None."""
    if not text:
        return None
    text = text.strip()
    try:
        local = datetime.fromisoformat(text)
        at = (local if local.tzinfo else local.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return MachineDate(at, _read_offset(text) if local.tzinfo else None, local.date())


def read_printed_date(text: str | None) -> date | None:
    """Return the day an English text states (`Jun 27, 2014`, `27 June 2014`), or None."""
    if not text:
        return None
    if found := _PRINTED.search(text):
        return _make_date(found[3], found[1], found[2])
    if found := _PRINTED_DAY_FIRST.search(text):
        return _make_date(found[3], found[2], found[1])
    return None


def _read_offset(text: str) -> str | None:
    found = _OFFSET.search(text)
    if found is None:
        return None
    offset = found[0]
    if offset in "Zz":
        return "+00:00"
    return offset if ":" in offset else f"{offset[:3]}:{offset[3:]}"


def _make_date(year: str, month: str, day: str) -> date | None:
    name = month.lower()
    if name not in _MONTHS:
        return None
    try:
        return date(int(year), _MONTHS.index(name) + 1, int(day))
    except ValueError:
        return None
