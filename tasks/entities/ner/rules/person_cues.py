"""Cues that a name tagged as place or organisation is a person: `is_person_by_cues(...)`.

The cues are a given name at the start (`Rania al-Zahrani`) and words that follow only people
(`Bakri told`, `Norcross’s aides`, `Alan Ellery, a tribal leader`). Listed names are not checked.
"""

import re
from collections.abc import Iterator, Sequence

from tasks.entities.names.word_lists import ORGANISATION_HEADS, PLACE_HEADS, TITLE_WORDS, read_words

_GIVEN = read_words("given_names")
# Many companies have Western personal names: for tagged organisations the name alone is not a cue.
_WESTERN = read_words("western_names")
_SPEAKING = read_words("speaking_words")
_BELONGINGS = read_words("belongings_of_people")
_ROLES = read_words("role_words") | TITLE_WORDS | {"minister", "leader", "ambassador", "envoy"}
_ARTICLES = ("al-", "el-", "as-", "ad-", "an-", "ar-", "ash-")
_PARTS = frozenset({"al", "el", "bin", "bint", "ibn", "ben", "abu", "de", "van", "von"})
_FIRST_HALVES = ("Al", "al", "El", "Abu")
_CLOSING = ("”", '"')
# Titles before a name of a person and before nothing else.
_ONLY_PEOPLE = read_words("titles_of_people")
_LONGEST_TITLED = 4
_PRONOUNS = frozenset({"She", "They", "You", "Who", "This", "That", "The", "One", "And", "But"})
_AGE = re.compile(r"\d{1,2}-year-old")
_MOST_WORDS = 5
_ROLE_REACH = 7


def is_person_by_cues(words: Sequence[str], first: int, last: int, *, is_body: bool) -> bool:
    """Return whether words `first` to `last` are a person; `is_body`: they were tagged ORG."""
    own = words[first:last]
    if len(own) > _MOST_WORDS or not all(map(_may_be_of_person, own)):
        return False
    if len(own) > 1 and own[0] in _GIVEN:
        return True
    if len(own) > 1 and own[0] in _WESTERN and not is_body:
        return True
    if len(own) > 1 and _has_age_after(words[last : last + 3]):
        return True
    return not is_body and _acts_as_person(words, last, is_full=len(own) > 1)


def find_speakers(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Return words between a quote that ends in a comma and a verb: `,” Suwaidi stressed`.

    Inside a sentence only names are capitalised, and an unlisted name that speaks is a person.
    """
    for at, word in enumerate(words):
        if word not in _CLOSING or not at or words[at - 1] != ",":
            continue
        last = at + 3 if " ".join(words[at + 1 : at + 2]) in _FIRST_HALVES else at + 2
        own = words[at + 1 : last]
        is_spoken = bool(own) and last < len(words) and words[last] in _SPEAKING
        if is_spoken and all(map(_may_be_of_person, own)) and _is_written_as_name(own[-1]):
            yield at + 1, last


def find_titled(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Return two to four capitalised words after a title of people: `Hajj Wafiq Safa`."""
    for at, word in enumerate(words):
        if word not in _ONLY_PEOPLE or words[at + 1 : at + 2] == ["."]:
            continue
        last = at + 1
        while last < len(words) and last - at <= _LONGEST_TITLED and _is_titled_word(words[last]):
            last += 1
        if last - at > 2 and words[last - 1].lower() not in _PARTS:
            yield at + 1, last


def _is_titled_word(word: str) -> bool:
    return _may_be_of_person(word) and word not in _ONLY_PEOPLE and not word.isupper()


def _is_written_as_name(word: str) -> bool:
    return len(word) > 2 and word[-1].islower() and word not in _PRONOUNS


def _acts_as_person(words: Sequence[str], last: int, *, is_full: bool) -> bool:
    following = words[last : last + 2]
    if following and following[0] in _SPEAKING:
        return True
    if len(following) == 2 and following[0] in ("’s", "'s") and following[1] in _BELONGINGS:
        return True
    return is_full and _has_role_after(words[last : last + _ROLE_REACH])


def _has_role_after(after: Sequence[str]) -> bool:
    """`, a former tribal leader from ...`"""
    if len(after) < 3 or after[0] != "," or after[1] not in ("a", "an", "the"):
        return False
    return any(word.lower() in _ROLES for word in after[2:])


def _has_age_after(after: Sequence[str]) -> bool:
    """`, a 22-year-old member of ...`"""
    return len(after) == 3 and after[0] == "," and bool(_AGE.fullmatch(after[2]))


def _may_be_of_person(word: str) -> bool:
    lower = word.lower()
    is_written = word[0].isupper() or word.startswith(_ARTICLES) or lower in _PARTS
    return is_written and lower not in ORGANISATION_HEADS and lower not in PLACE_HEADS
