"""Recognise namesakes of listed people: `is_namesake(text, start, end)`.

No listed leader is a goalkeeper, a schoolboy or 23 years old. If the words beside a name say so,
the person gets an id with the profession: `person/mohammed-dahlan-footballer`. Only unambiguous
words count; without them the listed person is meant.
"""

import re

# Professions that no listed person has, in the forms used beside a name.
_CALLINGS = {
    "footballer": "footballer|goalkeeper|striker|midfielder|defender|winger|football player",
    "athlete": "swimmer|sprinter|wrestler|boxer|weightlifter|cyclist|tennis player|jockey",
    "coach": "coach|referee|linesman",
    "performer": "singer|actor|actress|comedian|dancer|drummer|guitarist|violinist",
    "pupil": "schoolboy|schoolgirl|pupil|teenager|toddler|infant|student(?! of| leader| union)",
    "driver": "(?:taxi |bus |truck |lorry |minibus )?driver(?! of)",
    "trader": "shopkeeper|grocer|butcher|baker|barber|greengrocer|street vendor|vendor|shop owner",
    "worker": "farmer|shepherd|fisherman|laborer|labourer|carpenter|mechanic|plumber|electrician|"
    "waiter|janitor|porter|bricklayer|nurse|housewife|schoolteacher|bank clerk|pensioner",
    "resident": "villager|eyewitness|passer-by|passerby|bystander|(?:local )?resident|"
    "(?:father|mother) of (?:two|three|four|five|six|seven|eight|nine|ten|\\d+)",
}
# With a bare surname these ranks are enough: `Captain Assad` is not the president.
_RANKS = {"officer": "captain|lieutenant|sergeant|corporal|private|judge|pharmacist"}
_OLDEST_YOUTH = 27
_WORDS = r"(?:[A-Za-z][\w’'-]*\s+){0,4}?"
_SAME_SENTENCE = 70
_YEARS = re.compile(
    r",\s+(?:aged\s+)?(\d{1,2})(?=[,.;)]|\s+(?:and|who|was|is)\b)|\s+\((\d{1,2})\)|"
    r",\s+an?\s+(\d{1,2})-year-old\b"
)
_YEARS_BEFORE = re.compile(rf"\b(\d{{1,2}})-year-old\s+{_WORDS}$")
YOUTH = "youth"


def is_namesake(text: str, start: int, end: int) -> str:
    """Return the profession or age that no listed person has, or an empty string."""
    before, after = text[max(0, start - _SAME_SENTENCE) : start], text[end : end + _SAME_SENTENCE]
    calling = _last_group(_BEFORE, before) or _first_group(_AFTER, after)
    return calling or (YOUTH if _is_young(before, after) else "")


def is_low_rank(text: str, start: int) -> bool:
    """Return whether a bare surname follows a profession or rank that no listed person has."""
    return bool(_RANK_BEFORE.search(text[max(0, start - _SAME_SENTENCE) : start]))


def namesake_id(listed_id: str, calling: str) -> str:
    """Return the id of a namesake of a listed person."""
    return f"{listed_id}-{calling}"


def _is_young(before: str, after: str) -> bool:
    match = _YEARS.match(after) or _YEARS_BEFORE.search(before)
    return match is not None and int(next(filter(None, match.groups()))) <= _OLDEST_YOUTH


def _last_group(pattern: re.Pattern[str], words: str) -> str:
    match = pattern.search(words)
    return str(match.lastgroup) if match else ""


def _first_group(pattern: re.Pattern[str], words: str) -> str:
    match = pattern.match(words)
    return str(match.lastgroup) if match else ""


def _grouped(callings: dict[str, str]) -> str:
    return "|".join(rf"(?P<{name}>(?:{words})\b)" for name, words in callings.items())


_NAMED = r"(?:\s+(?:named|called))?,?\s+(?:Mr\.?\s+)?$"
_BEFORE = re.compile(rf"\b(?:{_grouped(_CALLINGS)}){_NAMED}", re.IGNORECASE)
_AFTER = re.compile(
    rf"\s*,\s+(?:\d{{1,2}},\s+)?(?:an?|the|their|whose)\s+{_WORDS}(?:{_grouped(_CALLINGS)})",
    re.IGNORECASE,
)
_RANK_BEFORE = re.compile(rf"\b(?:{_grouped(_CALLINGS | _RANKS)})\s+$", re.IGNORECASE)
