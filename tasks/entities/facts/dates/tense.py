"""Whether the words around a date put it in the future or in the past."""

import re
from datetime import date, timedelta

from tasks.entities.facts.dates.readers import SEPTEMBER_11, day_in
from tasks.entities.models import DateKind

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
# `the vote is on Saturday`.
_IS_ON = re.compile(r"\b(?:is|are|falls) (?:on )?$")
# `demanded that X leave by Friday`, `adjourned the trial to Monday`.
_DEADLINE = re.compile(
    r"\b(?:demand\w*|order\w*|ask\w*|urge\w*|g[ai]ve\w*|deadline|ultimatum|must|should|"
    r"ha(?:s|ve) to|until)\b[^.!?;\n“”\"]*\bby (?:next )?$|"
    r"\b(?:adjourn|postpon|delay|deferr|extend|remand|suspend|put off)\w*\b[^.!?;\n“”\"]*"
    r"\b(?:until|till|to) $"
)
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
_EVENT_REACH = 40
_ATTACKS = re.compile(
    r"\b(?:attacks?|attacked|events|bombings?|hijack\w*|terror\w*|World Trade|Twin Towers|towers)\b"
)


def is_in_future(text: str, start: int) -> bool:
    """Return whether the words before say that the day is to come: `will meet on Monday`."""
    before = text[max(0, start - _AHEAD_REACH) : start]
    return any(form.search(before) for form in (_AHEAD, _IS_ON, _DEADLINE))


def opens_future(text: str, match: re.Match[str]) -> bool:
    """Return whether the day opens a sentence about the future: `By Friday, schools will open`."""
    opens = _OPENS.search(text, max(0, match.start() - _OPENING_REACH), match.end())
    return bool(opens and _GOES_ON_IN_FUTURE.match(text, match.end()))


def _opens_past(text: str, match: re.Match[str]) -> bool:
    """`On June 30 millions took to the streets`: the day opens a sentence about the past."""
    opens = _OPENS_ON.search(text, max(0, match.start() - _OPENING_REACH), match.start())
    return bool(opens and _GOES_ON_IN_PAST.match(text, match.end()))


def by_tense(
    text: str, match: re.Match[str], day: date, published: date | None
) -> tuple[DateKind, date] | None:
    """Return a day in its year: of the attacks 2001; to come if the sentence says so; else past."""
    around = text[max(0, match.start() - _EVENT_REACH) : match.end() + _EVENT_REACH]
    is_attack = (day.month, day.day) == (9, 11) and _ATTACKS.search(around)
    if is_attack and published and published >= SEPTEMBER_11:
        return DateKind.DAY, SEPTEMBER_11
    if not published or day <= published:
        return DateKind.DAY, day
    if text.lower().endswith("since ", 0, match.start()):
        return day_in(day.year - 1, day.month, day.day)
    if day <= published + timedelta(days=_SOON_DAYS) and not _opens_past(text, match):
        return DateKind.DAY, day
    sentence = _REST.match(text, match.end())
    is_ahead = is_in_future(text, match.start()) or _AHEAD_AFTER.search(
        sentence[0] if sentence else ""
    )
    return (DateKind.DAY, day) if is_ahead else day_in(day.year - 1, day.month, day.day)


def coming_day(day: date, published: date | None) -> date:
    """Return a day of the week that is to come: one in the past is a week later."""
    return day + timedelta(days=7) if published and day < published else day
