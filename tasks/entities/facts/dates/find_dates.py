"""Dates of a text, resolved against the day of publication: `find_dates(text, published_on)`.

"On Saturday" is the last Saturday up to the day of publication, or the coming one after "will",
"would" or "is due"; "next Saturday" is the coming one; "last March" is the March before. A day of
the week before a date chooses its year. Months and years of the Hijri calendar are given as the
Gregorian day they begin. Names that contain a date are skipped: the March 14 alliance, the April 6
movement, Black September. Without a day of publication only dates with a year are resolved.
"""

import re
from collections.abc import Iterator
from datetime import date

from tasks.entities.facts.dates.forms import (
    FORM_OF_GROUP,
    GROUPS_OF_FORM,
    NO_YEAR,
    PATTERN,
    WEEKDAYS,
    YEAR,
)
from tasks.entities.facts.dates.readers import READERS, day_in
from tasks.entities.facts.dates.tense import by_tense, coming_day, is_in_future, opens_future
from tasks.entities.models import DatedText, DateKind

# Words every date contains; trying the patterns only around them is many times as fast.
# The look-ahead skips the alternatives at most letters.
_ANCHOR = re.compile(
    r"(?=[0-9JFMASONDTYtyWwmdneaRSZfs])(?:(?:18|19|20)\d\d|1[34]\d\d(?=\s*(?:A\.?H|H\b|Hijri))|"
    r"(?:Muharram|Safar|Rabi|Jumada|Rajab|Sha..?ban|Rama[dz]h?an|Shawwal|Dhu|Zul?|Thul?)|"
    r"\b(?:twen|thir|for|fif|six|seven|eigh|nine)ties\b|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z.]|\bMay\b|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[Tt]o(?:day|night|morrow)|[Yy]esterday|"
    r"\b(?:week|month|year|day)s?\b|(?<![\d/])9/11\b|\b(?:night|evening|morning|afternoon|noon)\b|"
    r"\b[0-3]?\d([/.-])[0-3]?\d\1(?=[12]))"
)
_WINDOW = 24
# Between a day of the week and its date.
_DATE_AFTER = re.compile(r",?\s+(?:the\s+)?(?=[\dJFMASOND])")
_DATED = frozenset({"mdy", "dmy", "md", "dm", "iso", "slashed"})
_OTHER_YEAR = re.compile(rf"\s?(?:and|to|or|until|till|through|[-–])\s?{YEAR}\b{NO_YEAR}")
# Words that a pattern needs before a date, but that are not part of the date.
_BEFORE_DATE = re.compile(
    r"(?:in|since|until|by|during|of|from|before|after|between|till|around|year|throughout)\s+",
    re.IGNORECASE,
)
_LEADS = {
    "rel_month": _BEFORE_DATE,
    "y": _BEFORE_DATE,
    "ythe": re.compile(r"\w+\s+"),
    "decword": re.compile(r"the\s+(?:early\s+|late\s+|mid-?\s*)?", re.IGNORECASE),
    "hm": re.compile(
        r"(?!last|next|this)\w+\s+(?:the\s+)?(?:holy\s+|fasting\s+)?(?:month\s+(?:of\s+)?)?",
        re.IGNORECASE,
    ),
}
_WORD = re.compile(r"\b\w+")
# A name with a date in it: the March 14 alliance, the April 6 movement, the July 17 revolution.
_NAME_AFTER = re.compile(
    r"\s*(?:th|st)?[’'\"”]?\s*(?:Alliance|forces?|coalition|bloc|camp|Movement|Youth|Group|Party|Brigades?|"
    r"Revolution|Martyrs|team|Hospital|Square|Bridge|Street|Mosque|University|leaders?|MPs?|politicians?|"
    r"members?|figures|parties|ministers?|deput(?:y|ies)|supporters|prayers?|sermons?|Front)\b",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(
    r"\b(?:Black|Bloody|Arab|pro-|anti-)\s?$|(?:between|and|the)\s+8\s+and\s+$"
)
# The two camps of Lebanon: `the March 14`, `with March 8`.
_MARCH_SIDE = re.compile(r"March (?:14|8)|(?:14|8) March")
_SIDE_BEFORE = re.compile(r"\b(?:the|pro-|both|with|from)\s*$")


def find_dates(text: str, published_on: date | None) -> list[DatedText]:
    """Return the dates in reading order; `day` is the first day of the period."""
    return list(_find_dates(text, published_on))


def _find_dates(text: str, published_on: date | None) -> Iterator[DatedText]:
    for match in _candidates(text):
        if _is_no_date(text, match):
            continue
        form, parts = _read_match(match)
        after = _DATE_AFTER.match(text, match.end()) if form == "rel_day" else None
        if after and (dated := _day_of(text, match, after, published_on)):
            yield dated
            continue
        read = READERS[form](parts, published_on)
        start = match.start() + _lead(match.group(), form)
        if read and form in ("md", "dm"):
            read = by_tense(text, match, read[1], published_on)
        is_bare_day = form == "rel_day" and parts.get("which", "this").lower() == "this"
        if read and is_bare_day and (is_in_future(text, start) or opens_future(text, match)):
            read = read[0], coming_day(read[1], published_on)
        if read and read[1].year >= 1:
            end = match.start() + len(match.group().rstrip())
            yield DatedText(start, end, text[start:end], *read)
        other = _OTHER_YEAR.match(text, match.end()) if form in ("y", "yin", "ythe") else None
        if other:
            yield _whole_year(other)


def _read_match(match: re.Match[str]) -> tuple[str, dict[str, str]]:
    """The form of a match, and its parts by name."""
    form = FORM_OF_GROUP[str(match.lastgroup)]
    return form, {key: value for name, key in GROUPS_OF_FORM[form] if (value := match[name])}


def _whole_year(other: re.Match[str]) -> DatedText:
    """The second year of `between 1999 and 2000`."""
    start, end = other.span("year")
    return DatedText(start, end, other["year"], DateKind.YEAR, date(int(other["year"]), 1, 1))


def _day_of(
    text: str, match: re.Match[str], after: re.Match[str], published: date | None
) -> DatedText | None:
    """`Monday, October 7`: the day of the date, in the nearest year with this day of the week."""
    found = PATTERN.match(text, after.end())
    form, parts = _read_match(found) if found else ("", {})
    if not found or form not in _DATED:
        return None
    read = READERS[form](parts, published)
    if read and form in ("md", "dm"):
        weekday = WEEKDAYS[_read_match(match)[1]["weekday"].lower()]
        read = _on_weekday(read[1], weekday) or read
    start, end = match.start(), found.end()
    return DatedText(start, end, text[start:end], *read) if read else None


def _on_weekday(day: date, weekday: int) -> tuple[DateKind, date] | None:
    """The same day of the nearest year in which it is this day of the week."""
    for years in (0, -1, 1):
        read = day_in(day.year + years, day.month, day.day)
        if read and read[1].weekday() == weekday:
            return read
    return None


def _candidates(text: str) -> Iterator[re.Match[str]]:
    """Matches of the patterns that begin at an anchor or at one of the few words before it."""
    done = 0
    for anchor in _ANCHOR.finditer(text):
        if anchor.start() < done:
            continue
        first = max(done, text.rfind(" ", 0, max(anchor.start() - _WINDOW, 0)) + 1)
        for word in _WORD.finditer(text, first, anchor.end()):
            match = PATTERN.match(text, word.start())
            if match:
                done = _end_of(text, match)
                yield match
                break


def _end_of(text: str, match: re.Match[str]) -> int:
    """Where the next date may begin: after the date that a day of the week stands before."""
    after = _DATE_AFTER.match(text, match.end()) if match["rel_day_weekday"] else None
    found = PATTERN.match(text, after.end()) if after else None
    is_one = found and FORM_OF_GROUP[str(found.lastgroup)] in _DATED
    return found.end() if found and is_one else match.end()


def _lead(words: str, form: str) -> int:
    """Strip prepositions: `in March`, `since 2003`."""
    lead = _LEADS[form].match(words) if form in _LEADS else None
    return lead.end() if lead else 0


def _is_no_date(text: str, match: re.Match[str]) -> bool:
    """`the March 14 alliance`, `Black September`; `killed ten in two days` is not a date either."""
    if _NAME_BEFORE.search(text, max(0, match.start() - 12), match.start()):
        return True
    if _NAME_AFTER.match(text, match.end()) and not match.group().endswith("day"):
        return True
    if match["ahead_count"] and not match["ahead_time"] and not is_in_future(text, match.start()):
        return True
    side = _MARCH_SIDE.fullmatch(match.group())
    return bool(side and _SIDE_BEFORE.search(text, max(0, match.start() - 6), match.start()))
