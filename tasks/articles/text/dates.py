"""Parse dates: ISO 8601 timestamps, and printed dates in words or numbers.

A numeric date may be ambiguous (`03/04/2010`). It is read only if the order of day and month is
known, or if one reading is impossible.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from tasks.articles.text.month_names import month_of, with_gulf_months

# Dates before this are placeholders: the Unix epoch, and the zero date of databases.
FIRST_DAY = date(1971, 1, 1)

_OFFSET = re.compile(r"(?:Z|[+-]\d\d:?\d\d)$", re.IGNORECASE)
_WORD = r"[^\W\d_]{3,12}"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_MONTH_FIRST = re.compile(
    rf"(?<![^\W\d_])(?P<month>{_WORD})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s?[.,]?\s+(?:-\s)?{_YEAR}"
)
_DAY_FIRST = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|er|º)?[.,]?[\s-]*(?:de\s|of\s)?"
    rf"(?P<month>{_WORD})[.,]*[\s-]*(?:de\s|del\s)?{_YEAR}"
)
# `Fri Apr 28 19:20:36 CEST 2023`, as Java prints a date.
_WITH_TIME = re.compile(
    rf"(?<![^\W\d_])(?P<month>{_WORD})\s(?P<day>\d{{1,2}})\s\d\d:\d\d:\d\d\s[A-Z]{{2,5}}\s{_YEAR}"
)
# `12 Tishreen al-Thani (November) 2007`
_TWO_MONTHS = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})\s+(?:[^\W\d_][\w’'-]*\s*){{1,3}}[(/]\s*(?P<month>{_WORD})\s*\)?,?\s+{_YEAR}"
)
_LAST_MONTH = 12
_YEAR_AND_WORD = re.compile(
    rf"(?<!\d)(?P<year>(?:19|20)\d\d)[\s-](?P<month>{_WORD})\.?[\s-](?P<day>\d{{1,2}})(?!\d)"
)
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:\s*年\s*|[-/.])(?P<month>\d{1,2})(?:\s*月\s*|[-/.])"
    r"(?P<day>\d{1,2})(?!\d)"
)
_NUMERIC = re.compile(
    rf"(?<!\d)(?P<one>\d{{1,2}})(?P<mark>[./-])(?P<two>\d{{1,2}})(?P=mark){_YEAR}"
)
_DAY_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)(?:[/-](\d\d)[/-](\d\d)|(\d\d)(\d\d))(?=[/-]|$)")
_DATE_AT_MOST = 40
_LETTERS = re.compile(r"[^\W\d_]+")
_OF_DATE = re.compile(
    r"(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?|st|nd|rd|th|of|at|[ap]m?|m",
    re.IGNORECASE,
)
# Every printed date has a year.
_HAS_YEAR = re.compile(r"(?:19|20)\d\d")
# `Sept. 4th '14`, and lines that are only a date: `03.24.07`
_SHORT_YEAR = re.compile(r"(?<=[\s,])['’](\d\d)(?!\d)")
_SHORT_NUMERIC = re.compile(
    r"\W*(?:(?:published|posted|date)\W+)?(\d{1,2}([./-])\d{1,2}\2)(\d\d)(?:\W+\d\d:\d\d\b.*)?\s*",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", re.IGNORECASE)
_LAST_SHORT_YEAR = 50
# Arabic-Indic digits, and those of Persian.
_DIGITS = {start + digit: str(digit) for start in (0x0660, 0x06F0) for digit in range(10)}


@dataclass(frozen=True, slots=True)
class MachineDate:
    """An instant in UTC, its offset as stated (`+03:00` or None), and the local date."""

    at: datetime
    zone: str | None
    on: date
    has_time: bool = True


def read_machine_date(text: str | None) -> MachineDate | None:
    """Parse an ISO 8601 timestamp (UTC if it has no offset); return None if it is invalid."""
    if not text:
        return None
    text = text.strip()
    try:
        local = datetime.fromisoformat(text)
        at = (local if local.tzinfo else local.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    if local.date() < FIRST_DAY:
        return None
    zone = _read_offset(text) if local.tzinfo else None
    return MachineDate(at, zone, local.date(), has_time=":" in text)


def read_printed_date(text: str | None, day_first: bool | None = None) -> date | None:
    """Return the first date in a text, or None.

    Args:
        text: A short text, such as a line of the page's header.
        day_first: The site's order of day and month in numeric dates; None if unknown.
    """
    readings = read_days(text)
    if len(readings) < 2:
        return readings[0] if readings else None
    return readings[0 if day_first else 1] if day_first is not None else None


def read_days(text: str | None) -> tuple[date, ...]:
    """Return the readings of the first date in a text: none, one, or (day first, month first)."""
    text = with_full_year(text or "")
    if not _HAS_YEAR.search(text):
        return ()
    found = [
        (match.start(), days)
        for pattern, read in _READERS
        for match in pattern.finditer(text)
        if (days := read(match))
    ]
    return _by_weekday(min(found, key=lambda pair: pair[0])[1], text) if found else ()


def _by_weekday(days: tuple[date, ...], text: str) -> tuple[date, ...]:
    """Return the reading that a weekday beside the date agrees with: `Thu, 12/07/2012`."""
    weekday = _WEEKDAY.search(text) if len(days) > 1 else None
    if weekday is None:
        return days
    name = weekday[1].lower()
    return tuple(day for day in days if f"{day:%a}".lower() == name) or days


def day_in_address(address: str) -> date | None:
    """Return the day in the path of a URL: `/2014/06/27/`, `/20140627/`; or None."""
    found = _DAY_IN_ADDRESS.search(address)
    return read_printed_date("-".join(filter(None, found.groups()))) if found else None


def is_only_date(line: str) -> bool:
    """Return whether a line is nothing but a date, with its weekday or time: `4 May 2007, Fri`."""
    is_short = len(line) <= _DATE_AT_MOST and bool(read_days(line))
    words = _LETTERS.findall(line) if is_short else ["no"]
    return all(month_of(word) or _OF_DATE.fullmatch(word) for word in words)


def with_full_year(text: str) -> str:
    """Return a text with digits of ASCII, and with four digits of the year in a short date."""
    if not text.isascii():
        text = with_gulf_months(text.translate(_DIGITS))
    if len(text) > _DATE_AT_MOST or _HAS_YEAR.search(text):
        return text
    if found := _SHORT_NUMERIC.fullmatch(text):
        # With two digits of the year, dots separate the month from the day, too.
        return found[1].replace(".", "/") + _century_of(found[3]) + found[3]
    return _SHORT_YEAR.sub(lambda year: _century_of(year[1]) + year[1], text)


def _century_of(year: str) -> str:
    return "20" if int(year) <= _LAST_SHORT_YEAR else "19"


def is_month_first(text: str | None) -> bool | None:
    """Return whether a text has the month first, None if it does not show it."""
    found = _NUMERIC.search(text) if text else None
    if found is None or found["mark"] == ".":
        return None
    one, two = int(found["one"]), int(found["two"])
    return (two > 12) if (one > 12) != (two > 12) else None


def _read_words(found: re.Match[str]) -> tuple[date, ...]:
    month = month_of(found["month"])
    return _days((found["year"], month, found["day"])) if month else ()


def _read_year_first(found: re.Match[str]) -> tuple[date, ...]:
    return _days((found["year"], found["month"], found["day"]))


def _read_numeric(found: re.Match[str]) -> tuple[date, ...]:
    day_first = (found["year"], found["two"], found["one"])
    if found["mark"] == "." and int(found["two"]) <= _LAST_MONTH:
        return _days(day_first)
    return _days(day_first, (found["year"], found["one"], found["two"]))


_READERS = (
    (_MONTH_FIRST, _read_words),
    (_DAY_FIRST, _read_words),
    (_WITH_TIME, _read_words),
    (_TWO_MONTHS, _read_words),
    (_YEAR_AND_WORD, _read_words),
    (_YEAR_FIRST, _read_year_first),
    (_NUMERIC, _read_numeric),
)


def _days(*readings: tuple[str, int | str, str]) -> tuple[date, ...]:
    days = (_make_date(int(year), int(month), int(day)) for year, month, day in readings)
    return tuple(dict.fromkeys(day for day in days if day is not None))


def _make_date(year: int, month: int, day: int) -> date | None:
    try:
        made = date(year, month, day)
    except ValueError:
        return None
    return made if made >= FIRST_DAY else None


def _read_offset(text: str) -> str | None:
    found = _OFFSET.search(text)
    if found is None:
        return None
    offset = found[0]
    if offset in "Zz":
        return "+00:00"
    return offset if ":" in offset else f"{offset[:3]}:{offset[3:]}"
