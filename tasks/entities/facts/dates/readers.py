"""The day that the parts of a date mean: `READERS[form](parts, published_on)`.

A reader returns the kind of the period and its first day; None if the parts are not a day, or if
only the day of publication would tell which one.
"""

from collections.abc import Callable
from datetime import date, timedelta

from tasks.entities.facts.dates import hijri
from tasks.entities.facts.dates.forms import DECADES, MONTHS, NUMBERS, WEEKDAYS
from tasks.entities.models import DateKind

_LAST_MONTH = 12
_LONGEST_HIJRI_MONTH = 30
_FAR_MONTHS = 6
SEPTEMBER_11 = date(2001, 9, 11)


def _full(parts: dict[str, str], _: date | None) -> tuple[DateKind, date] | None:
    month = int(parts["number"]) if "number" in parts else _month(parts)
    return day_in(int(parts["year"]), month, int(parts["day"]))


def _month_and_day(parts: dict[str, str], published: date | None) -> tuple[DateKind, date] | None:
    if not published:
        return None
    month = _month(parts)
    read = day_in(published.year, month, int(parts["day"]))
    if not read:
        return None
    months = (read[1].year - published.year) * 12 + month - published.month
    year = published.year + (-1 if months > _FAR_MONTHS else 1 if months < -_FAR_MONTHS else 0)
    return day_in(year, month, int(parts["day"]))


def _slashed(parts: dict[str, str], _: date | None) -> tuple[DateKind, date] | None:
    """The newspaper writes the day first; a second number above twelve can only be the day."""
    number = parts.get("number") or parts.get("dotted") or parts["dashed"]
    day, month = int(parts["day"]), int(number)
    return day_in(int(parts["year"]), *((day, month) if month > _LAST_MONTH else (month, day)))


def _month_of_year(parts: dict[str, str], published: date | None) -> tuple[DateKind, date] | None:
    """`April last year`."""
    if not published:
        return None
    year = published.year + {"last": -1, "next": 1}.get(parts["which"], 0)
    return DateKind.MONTH, date(year, _month(parts), 1)


def _part_of_day(parts: dict[str, str], published: date | None) -> tuple[DateKind, date] | None:
    """`last night`, `this morning`."""
    back = parts["which"].lower() == "last"
    return (DateKind.DAY, published - timedelta(days=back)) if published else None


def _month_and_year(parts: dict[str, str], _: date | None) -> tuple[DateKind, date] | None:
    return DateKind.MONTH, date(int(parts["year"]), _month(parts), 1)


def _relative_month(parts: dict[str, str], published: date | None) -> tuple[DateKind, date] | None:
    if not published:
        return None
    month, which = _month(parts), parts["which"].lower()
    months = month - published.month
    if which == "next":
        year = published.year + (months <= 0)
    elif which == "last":
        year = published.year - (months >= 0)
    else:
        year = (
            published.year
            - (months > _FAR_MONTHS)
            + (months < -_FAR_MONTHS and which in ("by", "until"))
        )
    return DateKind.MONTH, date(year, month, 1)


def _relative_day(parts: dict[str, str], published: date | None) -> tuple[DateKind, date] | None:
    if not published:
        return None
    weekday = WEEKDAYS[parts["weekday"].lower()]
    back = (published.weekday() - weekday) % 7
    which = parts.get("which", "").lower()
    if which in ("next", "coming"):
        return DateKind.DAY, published + timedelta(days=7 - back)
    if which == "last":
        back = back or 7
    return DateKind.DAY, published - timedelta(days=back)


def _day_word(parts: dict[str, str], published: date | None) -> tuple[DateKind, date] | None:
    shift = {"yesterday": -1, "tomorrow": 1}.get(parts["word"].lower(), 0)
    shift *= 2 if "far" in parts else 1
    return (DateKind.DAY, published + timedelta(days=shift)) if published else None


def _relative_unit(parts: dict[str, str], published: date | None) -> tuple[DateKind, date] | None:
    if not published:
        return None
    which = parts["which"].lower()
    steps = {"last": -1, "the past": -1, "this": 0}.get(which, 1)
    return _shifted(published, parts["unit"].lower(), steps)


def _ago(parts: dict[str, str], published: date | None) -> tuple[DateKind, date] | None:
    """`three days ago`, `two weeks from now`, `in two days`."""
    which = parts.get("which", "from now")
    if not published or which == "earlier":
        return None
    count = parts["count"].lower()
    steps = int(count) if count.isdigit() else NUMBERS[count]
    return _shifted(published, parts["unit"].lower(), -steps if which == "ago" else steps)


def _day_of_month(parts: dict[str, str], published: date | None) -> tuple[DateKind, date] | None:
    """`the 14th of this month`."""
    steps = {"last": -1, "this": 0, "the current": 0}.get(" ".join(parts["which"].split()), 1)
    shifted = _shifted(published, "month", steps) if published else None
    return day_in(shifted[1].year, shifted[1].month, int(parts["day"])) if shifted else None


def _attacks(_: dict[str, str], published: date | None) -> tuple[DateKind, date] | None:
    """`9/11`."""
    is_after = not published or published >= SEPTEMBER_11
    return (DateKind.DAY, SEPTEMBER_11) if is_after else None


def _year_alone(parts: dict[str, str], _: date | None) -> tuple[DateKind, date] | None:
    return DateKind.YEAR, date(int(parts["year"]), 1, 1)


def _decade(parts: dict[str, str], _: date | None) -> tuple[DateKind, date] | None:
    """`the 1990s`, `the early nineties`."""
    first = int(parts["decade"]) if "decade" in parts else DECADES[parts["word"]]
    return DateKind.DECADE, date(first, 1, 1)


def _hijri(parts: dict[str, str], published: date | None) -> tuple[DateKind, date] | None:
    """`15 Ramadan 1434`, `Ramadan 1434`, `1434 AH`, `last Ramadan`."""
    if "hijri" not in parts:
        return DateKind.YEAR, hijri.first_day(int(parts["hyear"]), 1)
    month, which = hijri.read_month(parts["hijri"]), parts.get("which", "").lower()
    if "hyear" in parts:
        year = int(parts["hyear"])
    elif published:
        year = hijri.nearest_year(month, published, which)
    else:
        return None
    first = hijri.first_day(year, month)
    if "day" not in parts:
        return DateKind.MONTH, first
    is_day = 1 <= int(parts["day"]) <= _LONGEST_HIJRI_MONTH
    return (DateKind.DAY, first + timedelta(days=int(parts["day"]) - 1)) if is_day else None


def _shifted(day: date, unit: str, steps: int) -> tuple[DateKind, date] | None:
    try:
        return _shift(day, unit, steps)
    except (ValueError, OverflowError):  # before year 1, or after 9999
        return None


def _shift(day: date, unit: str, steps: int) -> tuple[DateKind, date]:
    if unit == "day":
        return DateKind.DAY, day + timedelta(days=steps)
    if unit == "week":
        return DateKind.WEEK, day - timedelta(days=day.weekday()) + timedelta(weeks=steps)
    if unit == "month":
        months = day.year * 12 + day.month - 1 + steps
        return DateKind.MONTH, date(months // 12, months % 12 + 1, 1)
    return DateKind.YEAR, date(day.year + steps, 1, 1)


def _month(parts: dict[str, str]) -> int:
    return MONTHS[parts["month"].rstrip(".").lower()]


def day_in(year: int, month: int, day: int) -> tuple[DateKind, date] | None:
    """Return a day, or None if the month has no such day."""
    try:
        return DateKind.DAY, date(year, month, day)
    except ValueError:
        return None


_Reader = Callable[[dict[str, str], date | None], tuple[DateKind, date] | None]
READERS: dict[str, _Reader] = {
    "mdy": _full,
    "dmy": _full,
    "iso": _full,
    "slashed": _slashed,
    "m_rel": _month_of_year,
    "part": _part_of_day,
    "dom": _day_of_month,
    "md": _month_and_day,
    "dm": _month_and_day,
    "my": _month_and_year,
    "rel_month": _relative_month,
    "rel_day": _relative_day,
    "day_word": _day_word,
    "rel_unit": _relative_unit,
    "ago": _ago,
    "ahead": _ago,
    "attacks": _attacks,
    "y": _year_alone,
    "ythe": _year_alone,
    "yin": _year_alone,
    "dec": _decade,
    "decword": _decade,
    "hdmy": _hijri,
    "hdm": _hijri,
    "hmdy": _hijri,
    "hmy": _hijri,
    "hmd": _hijri,
    "hm": _hijri,
    "hy": _hijri,
}
