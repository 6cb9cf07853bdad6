"""Dates of a text, resolved against the day of publication: `find_dates(text, published_on)`.

"On Saturday" is the last Saturday up to the day of publication, or the coming one after "will",
"would" or "is due"; "next Saturday" is the coming one; "last March" is the March before. A day of
the week before a date chooses its year. Months and years of the Hijri calendar are given as the
Gregorian day they begin. Names that contain a date are skipped: the March 14 alliance, the April 6
movement, Black September. Without a day of publication only dates with a year are resolved.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from tasks.entities.facts import hijri
from tasks.entities.models import DatedText, DateKind

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_WEEKDAYS = {
    name: number
    for number, name in enumerate(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    )
}
_NUMBERS = {"a": 1, "an": 1} | {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=1
    )
}
_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_BY = r"[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Dd]uring|[Oo]f|[Mm]id-?|[Ee]arly-?|[Ll]ate-?"
_COUNT = (
    r"\d{1,2}|[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en"
)
_UNIT = r"(?P<unit>day|week|month|year)"
# `in 2003 soldiers`, `2,000`: a number, not a year.
_NO_YEAR = (
    r"(?![\d,.]\d|%|\s*(?:soldiers|people|persons|men|women|children|troops|dead|wounded|families|"
    r"fighters|prisoners|km|kilomet\w+|met(?:er|re)s|miles|barrels|dollars|pounds|riyals|dinars|euros|"
    r"points|percent|per cent|tons|tonnes|hours|votes|seats|copies|rooms|houses|cars)\b)"
)
# What a year before it belongs to: `the 1989 coup`, `the 2006 Lebanon war`, `the 2010 elections`.
_OF_THE_YEAR = (
    r"(?=[A-Z]|[a-z-]*(?:[a-rt-z]|ss)\b|(?:elections|talks|protests|attacks|events|clashes|bombings|"
    r"riots|polls|uprisings|revolutions|negotiations|accords|killings|demonstrations|wars|borders)\b)"
)
_DECADES = {
    name: 1900 + 10 * tens
    for tens, name in enumerate(
        (
            "twenties",
            "thirties",
            "forties",
            "fifties",
            "sixties",
            "seventies",
            "eighties",
            "nineties",
        ),
        start=2,
    )
}
_HIJRI_MONTH = rf"(?P<hijri>{hijri.MONTH})"
_HIJRI_YEAR = r"(?P<hyear>1[34]\d\d)\b(?:\s*(?:AH|A\.H\.|H\b|Hijri))?"
_FORMS = {
    "mdy": rf"{_MONTH}\s+{_DAY}(?:\s*,\s*|\s+){_YEAR}\b",
    "dmy": rf"{_DAY}\s+(?:of\s+)?{_MONTH}\s*,?\s+{_YEAR}\b",
    "iso": rf"{_YEAR}-(?P<number>[01]\d)-(?P<day>[0-3]\d)\b",
    "slashed": rf"(?P<day>[0-3]?\d)(?:/(?P<number>[0-3]?\d)/|\.(?P<dotted>[0-3]?\d)\.|"
    rf"-(?P<dashed>[0-3]?\d)-){_YEAR}\b",
    "hdmy": rf"{_DAY}\s+(?:of\s+)?{_HIJRI_MONTH},?\s+{_HIJRI_YEAR}",
    "hdm": rf"{_DAY}\s+(?:of\s+)?{_HIJRI_MONTH}(?!\s+[A-Z])",
    "hmdy": rf"{_HIJRI_MONTH}\s+{_DAY}(?:\s*,\s*|\s+){_HIJRI_YEAR}",
    "hmy": rf"{_HIJRI_MONTH},?\s+{_HIJRI_YEAR}",
    "hmd": rf"{_HIJRI_MONTH}\s+{_DAY}\b(?!\d|[:%])",
    "hm": r"(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his)|[Ii]n|[Dd]uring|[Oo]f|[Ss]ince|[Uu]ntil|"
    r"[Bb]efore|[Aa]fter|[Bb]y|[Tt]hroughout|[Ff]or|[Mm]onth)\s+(?:the\s+)?(?:holy\s+|fasting\s+)?"
    rf"(?:month\s+(?:of\s+)?)?{_HIJRI_MONTH}(?!\s+[A-Z\d]|[-’'])",
    "hy": r"(?P<hyear>1[34]\d\d)\s*(?:AH\b|A\.H\.|H\b|Hijri\b)",
    "dec": r"(?P<decade>(?:18|19|20)\d0)[’']?s\b",
    "decword": r"[Tt]he\s+(?:[Ee]arly\s+|[Ll]ate\s+|[Mm]id-?\s*)?(?P<word>"
    + "|".join(_DECADES)
    + r")\b",
    "md": rf"{_MONTH}\s+{_DAY}\b(?!\d|[:%])",
    "dm": rf"{_DAY}\s+(?:of\s+)?{_MONTH}\b",
    "m_rel": rf"{_MONTH}\s+(?:of\s+)?(?P<which>last|this|next)\s+year\b",
    "my": rf"{_MONTH}(?:\s+of)?\s*,?\s+{_YEAR}\b",
    "rel_month": rf"(?P<which>[Ll]ast|[Nn]ext|[Tt]his|{_BY})\s*{_MONTH}"
    r"(?!\w|[\s,]+\d|\s+(?:of\s+)?(?:last|this|next)\s+year)",
    "rel_day": rf"(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Cc]oming)\s+)?{_WEEKDAY}\b",
    "part": r"(?P<which>[Ll]ast|[Tt]his)\s+(?:night|evening|morning|afternoon|noon)\b",
    "day_word": r"(?P<far>[Tt]he day (?:before|after)\s+)?"
    r"(?P<word>[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight)\b",
    "rel_unit": rf"(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Tt]he coming|[Tt]he past)\s+{_UNIT}\b(?!-)",
    "ago": rf"(?P<count>{_COUNT})\s+{_UNIT}s?\s+(?P<which>ago|earlier|from now)\b",
    "ahead": rf"[Ii]n\s+(?P<count>{_COUNT})\s+{_UNIT}s?(?:[’']s?\s+(?P<time>time))?\b",
    "attacks": r"(?P<short>(?<!/)9/11)(?![/\d])",
    "y": rf"(?:{_BY}|[Ff]rom|[Bb]efore|[Aa]fter|[Bb]etween|[Tt]ill|[Aa]round|[Yy]ear|[Tt]hroughout)"
    rf"(?:\s+|(?<=-)){_YEAR}\b{_NO_YEAR}",
    "ythe": rf"(?:[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Aa])\s+{_YEAR}\s+{_NO_YEAR}{_OF_THE_YEAR}",
    "yin": rf"(?<=\(){_YEAR}(?=\)|\s?[-–])",
}
# One word boundary for all alternatives: inside a word none is tried.
_PATTERN = re.compile(
    r"\b(?:" + "|".join(form.replace("(?P<", f"(?P<{name}_") for name, form in _FORMS.items()) + ")"
)
_FORM_OF_GROUP = {
    group: next(form for form in _FORMS if re.fullmatch(rf"{form}_[a-z]+", group))
    for group in _PATTERN.groupindex
}
_GROUPS_OF_FORM = {
    form: [
        (name, name.removeprefix(f"{form}_")) for name, of in _FORM_OF_GROUP.items() if of == form
    ]
    for form in _FORMS
}
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
_OTHER_YEAR = re.compile(rf"\s?(?:and|to|or|until|till|through|[-–])\s?{_YEAR}\b{_NO_YEAR}")
_LAST_MONTH = 12
_LONGEST_HIJRI_MONTH = 30
# What a pattern needs before a date and does not belong to it.
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
_AHEAD_REACH = 90
# From the cue to the day, without a verb of speaking or the end of a sentence between them.
_AHEAD = re.compile(
    r"\b(?:will|shall|would(?! have\b)|(?:is|are|was|were) (?:due|set|scheduled|expected|to)|"
    r"(?:due|scheduled|slated|planned|set) (?:to|for)|ahead of|plans to|intends to|"
    r"(?:begin|start|resume|open|reopen|convene|expire|end)s|"
    r"meets?|holds|hosts|faces|plays|flies|arrives|convenes|votes|"
    r"takes? (?:place|effect)|kicks? off|gets? under way)\b"
    r"(?:(?!\b(?:said|says|told|added|announced|reported|stated|after|since|but|"
    r"and (?:he|she|they|it)|(?<!be )held|which|who)\b)"
    r"[^.!?;\n“”\"])*$"
)
# `demanded that X leave by Friday`, `adjourned the trial to Monday`.
_DEADLINE = re.compile(
    r"\b(?:demand\w*|order\w*|ask\w*|urge\w*|g[ai]ve\w*|deadline|ultimatum|must|should|"
    r"ha(?:s|ve) to|until)\b[^.!?;\n“”\"]*\bby (?:next )?$|"
    r"\b(?:adjourn|postpon|delay|deferr|extend|remand|suspend|put off)\w*\b[^.!?;\n“”\"]*"
    r"\b(?:until|till|to) $"
)
_FAR_MONTHS = 6
# A day this near ahead needs no word about the future.
_SOON_DAYS = 75
_REST = re.compile(r"[^.!?\n“”\"]{0,120}")
_AHEAD_AFTER = re.compile(
    r"\b(?:will|shall|would|to be held|is due|are due|scheduled|upcoming|next year|deadline|"
    r"elections?|expires?)\b"
)
_OPENING_REACH = 16
_OPENS = re.compile(
    r"(?:^|[.!?\n]\s*)(?:On |By |This )(?:this |coming )?"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$"
)
_GOES_ON_IN_FUTURE = re.compile(
    r",?(?:\s(?!(?:said|says|told|announced|added|that|who|which)\b)[\w’'-]+){1,6}?"
    r"\s(?:will|is to|are to|is due|are due)\b"
)
_OPENS_ON = re.compile(r"(?:^|[.!?\n”]\s*)(?:It was )?[Oo]n $")
_GOES_ON_IN_PAST = re.compile(
    r",?(?:\s(?!(?:said|told|announced|added|that|who|which|is|are|will)\b)[\w’'-]+){0,5}?"
    r"\s(?!said|announced|added|scheduled|planned|expected|proposed|invited|need|based)"
    r"(?:[a-z]{2,}ed|took|fell|was|were|had|came|went|began|broke|met|won|lost|left|saw|gave|held|"
    r"led|shot|rose|sent|made|became|spoke|drove|stood|fled|swept|wrote|fought)\b"
)
_SEPTEMBER_11 = date(2001, 9, 11)
_EVENT_REACH = 40
_ATTACKS = re.compile(
    r"\b(?:attacks?|attacked|events|bombings?|hijack\w*|terror\w*|World Trade|Twin Towers|towers)\b"
)


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
        read = _READERS[form](parts, published_on)
        start = match.start() + _lead(match.group(), form)
        if read and form in ("md", "dm"):
            read = _by_tense(text, match, read[1], published_on)
        is_bare_day = form == "rel_day" and parts.get("which", "this").lower() == "this"
        if read and is_bare_day and (_is_ahead(text, start) or _opens_future(text, match)):
            read = read[0], _coming(read[1], published_on)
        if read and read[1].year >= 1:
            end = match.start() + len(match.group().rstrip())
            yield DatedText(start, end, text[start:end], *read)
        other = _OTHER_YEAR.match(text, match.end()) if form in ("y", "yin", "ythe") else None
        if other:
            yield _whole_year(other)


def _read_match(match: re.Match[str]) -> tuple[str, dict[str, str]]:
    """The form of a match, and its parts by name."""
    form = _FORM_OF_GROUP[str(match.lastgroup)]
    return form, {key: value for name, key in _GROUPS_OF_FORM[form] if (value := match[name])}


def _whole_year(other: re.Match[str]) -> DatedText:
    """The second year of `between 1999 and 2000`."""
    start, end = other.span("year")
    return DatedText(start, end, other["year"], DateKind.YEAR, date(int(other["year"]), 1, 1))


def _day_of(
    text: str, match: re.Match[str], after: re.Match[str], published: date | None
) -> DatedText | None:
    """`Monday, October 7`: the day of the date, in the nearest year with this day of the week."""
    found = _PATTERN.match(text, after.end())
    form, parts = _read_match(found) if found else ("", {})
    if not found or form not in _DATED:
        return None
    read = _READERS[form](parts, published)
    if read and form in ("md", "dm"):
        weekday = _WEEKDAYS[_read_match(match)[1]["weekday"].lower()]
        read = _on_weekday(read[1], weekday) or read
    start, end = match.start(), found.end()
    return DatedText(start, end, text[start:end], *read) if read else None


def _on_weekday(day: date, weekday: int) -> tuple[DateKind, date] | None:
    """The same day of the nearest year in which it is this day of the week."""
    for years in (0, -1, 1):
        read = _day(day.year + years, day.month, day.day)
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
            match = _PATTERN.match(text, word.start())
            if match:
                done = _end_of(text, match)
                yield match
                break


def _end_of(text: str, match: re.Match[str]) -> int:
    """Where the next date may begin: after the date that a day of the week stands before."""
    after = _DATE_AFTER.match(text, match.end()) if match["rel_day_weekday"] else None
    found = _PATTERN.match(text, after.end()) if after else None
    is_one = found and _FORM_OF_GROUP[str(found.lastgroup)] in _DATED
    return found.end() if found and is_one else match.end()


def _is_ahead(text: str, start: int) -> bool:
    """Whether the day is in the future: `will meet on Monday`, `is due in Riyadh on Thursday`."""
    before = text[max(0, start - _AHEAD_REACH) : start]
    return bool(_AHEAD.search(before) or _DEADLINE.search(before))


def _opens_future(text: str, match: re.Match[str]) -> bool:
    """`By this Friday, schools will open`: the day opens a sentence about the future."""
    opens = _OPENS.search(text, max(0, match.start() - _OPENING_REACH), match.end())
    return bool(opens and _GOES_ON_IN_FUTURE.match(text, match.end()))


def _opens_past(text: str, match: re.Match[str]) -> bool:
    """`On June 30 millions took to the streets`: the day opens a sentence about the past."""
    opens = _OPENS_ON.search(text, max(0, match.start() - _OPENING_REACH), match.start())
    return bool(opens and _GOES_ON_IN_PAST.match(text, match.end()))


def _by_tense(
    text: str, match: re.Match[str], day: date, published: date | None
) -> tuple[DateKind, date] | None:
    """A day without a year: the attacks of 2001; ahead if the sentence says so; else the past."""
    around = text[max(0, match.start() - _EVENT_REACH) : match.end() + _EVENT_REACH]
    is_attack = (day.month, day.day) == (9, 11) and _ATTACKS.search(around)
    if is_attack and published and published >= _SEPTEMBER_11:
        return DateKind.DAY, _SEPTEMBER_11
    if not published or day <= published:
        return DateKind.DAY, day
    if text.lower().endswith("since ", 0, match.start()):
        return _day(day.year - 1, day.month, day.day)
    if day <= published + timedelta(days=_SOON_DAYS) and not _opens_past(text, match):
        return DateKind.DAY, day
    sentence = _REST.match(text, match.end())
    is_ahead = _is_ahead(text, match.start()) or _AHEAD_AFTER.search(
        sentence[0] if sentence else ""
    )
    return (DateKind.DAY, day) if is_ahead else _day(day.year - 1, day.month, day.day)


def _coming(day: date, published: date | None) -> date:
    return day + timedelta(days=7) if published and day < published else day


def _lead(words: str, form: str) -> int:
    """Strip prepositions: `in March`, `since 2003`."""
    lead = _LEADS[form].match(words) if form in _LEADS else None
    return lead.end() if lead else 0


def _is_no_date(text: str, match: re.Match[str]) -> bool:
    """`the March 14 alliance`, `Black September`; `killed ten in two days` is no date either."""
    if _NAME_BEFORE.search(text, max(0, match.start() - 12), match.start()):
        return True
    if _NAME_AFTER.match(text, match.end()) and not match.group().endswith("day"):
        return True
    if match["ahead_count"] and not match["ahead_time"] and not _is_ahead(text, match.start()):
        return True
    side = _MARCH_SIDE.fullmatch(match.group())
    return bool(side and _SIDE_BEFORE.search(text, max(0, match.start() - 6), match.start()))


def _full(parts: dict[str, str], _: date | None) -> tuple[DateKind, date] | None:
    month = int(parts["number"]) if "number" in parts else _month(parts)
    return _day(int(parts["year"]), month, int(parts["day"]))


def _month_and_day(parts: dict[str, str], published: date | None) -> tuple[DateKind, date] | None:
    if not published:
        return None
    month = _month(parts)
    read = _day(published.year, month, int(parts["day"]))
    if not read:
        return None
    months = (read[1].year - published.year) * 12 + month - published.month
    year = published.year + (-1 if months > _FAR_MONTHS else 1 if months < -_FAR_MONTHS else 0)
    return _day(year, month, int(parts["day"]))


def _slashed(parts: dict[str, str], _: date | None) -> tuple[DateKind, date] | None:
    """The paper writes the day first; a second number above twelve can only be the day."""
    number = parts.get("number") or parts.get("dotted") or parts["dashed"]
    day, month = int(parts["day"]), int(number)
    return _day(int(parts["year"]), *((day, month) if month > _LAST_MONTH else (month, day)))


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
    weekday = _WEEKDAYS[parts["weekday"].lower()]
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
    steps = int(count) if count.isdigit() else _NUMBERS[count]
    return _shifted(published, parts["unit"].lower(), -steps if which == "ago" else steps)


def _attacks(_: dict[str, str], published: date | None) -> tuple[DateKind, date] | None:
    """`9/11`."""
    is_after = not published or published >= _SEPTEMBER_11
    return (DateKind.DAY, _SEPTEMBER_11) if is_after else None


def _year_alone(parts: dict[str, str], _: date | None) -> tuple[DateKind, date] | None:
    return DateKind.YEAR, date(int(parts["year"]), 1, 1)


def _decade(parts: dict[str, str], _: date | None) -> tuple[DateKind, date] | None:
    """`the 1990s`, `the early nineties`."""
    first = int(parts["decade"]) if "decade" in parts else _DECADES[parts["word"]]
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
    return _MONTHS[parts["month"].rstrip(".").lower()]


def _day(year: int, month: int, day: int) -> tuple[DateKind, date] | None:
    try:
        return DateKind.DAY, date(year, month, day)
    except ValueError:
        return None


_Reader = Callable[[dict[str, str], date | None], tuple[DateKind, date] | None]
_READERS: dict[str, _Reader] = {
    "mdy": _full,
    "dmy": _full,
    "iso": _full,
    "slashed": _slashed,
    "m_rel": _month_of_year,
    "part": _part_of_day,
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
