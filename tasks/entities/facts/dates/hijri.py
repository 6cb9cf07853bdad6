"""The Hijri calendar: `read_month("Dhul-Hijja")`, `first_day(1434, 9)`, `nearest_year(9, day)`.

Months begin by observation, so days follow the tabular calendar, which is right within a day.
"""

import re
from datetime import date, timedelta

MONTH = (
    r"(?:Muharram|Safar|Rabi[’'ae]*\s?(?:al-|ul-|el-)?\s?(?:Awwal|Awal|Thani|Akhir|Akhar|II?\b)|"
    r"Jumada\s?(?:al-|ul-)?\s?(?:Awwal|Ula|Thani|Thaniy?ah?|Akhir[ah]*|II?\b)|Rajab|"
    r"Sha[’'a]?a?ban|Rama(?:dh?|z)an|Shawwal|"
    r"(?:Dhu|Dh|Zu|Th)[’'\s]?l?[’'\s-]?\s?(?:al-|ul-|el-)?\s?(?:Q[ai’']*dah?|Hij+ah?))\b"
)
_BEGINNINGS = (
    (1, "muharram"),
    (2, "safar"),
    (7, "rajab"),
    (10, "shaw"),
    (8, "sha"),
    (9, "rama"),
)
_SECOND = re.compile(r"than|akhi|akha|ii", re.IGNORECASE)
_MONTHS_OF_TWELVE = 12
# The day before 1 Muharram 1, as Python counts days.
_EPOCH = 227_014


def read_month(name: str) -> int:
    """Return the number of a month whose name matches `MONTH`."""
    lower = name.lower()
    for number, beginning in _BEGINNINGS:
        if lower.startswith(beginning):
            return number
    if lower.startswith(("rabi", "jumada")):
        first = 3 if lower.startswith("rabi") else 5
        return first + bool(_SECOND.search(lower))
    return 12 if "hij" in lower else 11


def first_day(year: int, month: int) -> date:
    """Return the Gregorian day on which a month begins."""
    days = (59 * (month - 1) + 1) // 2 + (year - 1) * 354 + (3 + 11 * year) // 30
    return date.fromordinal(_EPOCH + days + 1)


def year_on(day: date) -> int:
    """Return the Hijri year of a Gregorian day."""
    guess = (day.toordinal() - _EPOCH) * 30 // 10_631 + 1
    return guess if first_day(guess, 1) <= day else guess - 1


def nearest_year(month: int, day: date, which: str = "") -> int:
    """Return the year of the nearest, the `last` or the `next` month of this name."""
    year = year_on(day)
    years = range(year - 1, year + 2)
    if which == "last":
        return max(one for one in years if _end(one, month) <= day)
    if which == "next":
        return min(one for one in years if first_day(one, month) > day)
    return min(years, key=lambda one: abs(first_day(one, month) - day))


def _end(year: int, month: int) -> date:
    if month == _MONTHS_OF_TWELVE:
        return first_day(year + 1, 1)
    return first_day(year, month) + timedelta(days=29)
