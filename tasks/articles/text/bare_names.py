"""Lines that are nothing but the name of a person, as columns print it below their title."""

import re

# A line that may be a name without `By`.
_NAME_WORD = re.compile(
    r"(?:Dr|Prof|Gen|Lt|Maj|Col|Brig|Eng|Sheikh|Amb)\.|(?:al-|el-)?[A-Z][\w’'-]*[a-zà-ÿ]|[A-Z]\.?|[^\W\d_a-zà-ÿ]{4,}|al|el|bin|ibn|de|von|van"
)
_NO_PERSON = re.compile(
    r"\b(?:news|report|special|exclusive|opinion|analysis|interviews?|features?|middle|east|west"
    r"|north|south|world|sports?|business|economy|culture|politics|print|printer|share|article|story|new"
    r"|comments?|home|page|more|read|related|latest|photos?|video|by|the|of|and|in|update\w*"
    r"|editorials?|email|security|press|release|department|bank|public|notice|company|council|issue|today|times|live|breaking|first|last|your|our)\b",
    re.IGNORECASE,
)
_MOST_BARE_WORDS = 4


def is_bare_name(line: str) -> bool:
    """Return whether a line is nothing but the name of a person: two to four capitalised words."""
    words = line.split()
    if not 2 <= len(words) <= _MOST_BARE_WORDS or not line[0].isupper() or line.isupper():
        return False
    return all(map(_NAME_WORD.fullmatch, words)) and _NO_PERSON.search(line) is None
