"""People with nothing between their names are several people: `people_in_a_row(...)`.

Captions, line-ups, lists of those present and signatures lose their line breaks: `Gloria Tanner
Wes Aldridge Dana Kowal`, `Regards, Otis Otis Lorna, I left`. What is not part of a
name ends one: `Felix P.S.`, `Denise Plummer 03/14/2001`.
"""

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from tasks.entities.models import EntityType
from tasks.entities.names.word_lists import read_words
from tasks.entities.ner.crf.name_lists import FIRST_NAMES, read_names
from tasks.entities.ner.rules.name import Name

_WESTERN = read_words("western_names")
_ARABIC = read_words("given_names")
# Words that are capitalised by their position; they end the name before them.
_AFTER = read_words("words_after_names")
# Words of a letter after the name of the person it addresses: `Carla, Please`.
_ADDRESSING = read_words("addressing_words")
_SEPARATORS = frozenset({",", ":", "-", "–", "—", ";"})
_LONG_RUN = 5
_OPENING, _CLOSING = ("“", '"', "‘"), ("”", '"', "’")
# A nickname of two words and its marks.
_NICKNAME = 4


def people_in_a_row(
    words: Sequence[str], names: Sequence[Name], known: Collection[tuple[str, ...]]
) -> list[Name]:
    """Return the names with every person apart; `known` are people named elsewhere in the text."""
    return [
        (start, end, one[2])
        for one in _over_nicknames(words, names)
        for start, end in (
            _people(words, one[0], one[1], known)
            if one[2] is EntityType.PERSON
            else ((one[0], one[1]),)
        )
    ]


def _over_nicknames(words: Sequence[str], names: Sequence[Name]) -> list[Name]:
    """`Steve “Sully” Prentice` is one name, however it was tagged."""
    joined: list[Name] = []
    for name in names:
        start = next((one for one in joined[-2:] if _is_around_nickname(words, one, name)), None)
        if start:
            joined = [*joined[: joined.index(start)], (start[0], *name[1:])]
        else:
            joined.append(name)
    return joined


def _is_around_nickname(words: Sequence[str], before: Name, name: Name) -> bool:
    inside = words[before[0] + 1 : name[0]]
    is_quoted = 2 < len(inside) <= _NICKNAME and inside[0] in _OPENING and inside[-1] in _CLOSING
    return is_quoted and before[2] is name[2] is EntityType.PERSON


def _people(
    words: Sequence[str], first: int, last: int, known: Collection[tuple[str, ...]]
) -> Iterator[tuple[int, int]]:
    stops = [at for at in range(first + 1, last) if _ends_name(words[at])]
    start = first
    for stop in (*stops, last):
        if start < stop:
            yield from _apart(words, start, stop, known)
        start = stop + 1


def _ends_name(word: str) -> bool:
    return word in _AFTER or word[0].isdigit()


def _apart(
    words: Sequence[str], first: int, last: int, known: Collection[tuple[str, ...]]
) -> Iterator[tuple[int, int]]:
    """Take off one person after the other from the left."""
    is_run = last - first >= _LONG_RUN and words[first] in _WESTERN
    while first < last:
        end = _end_of_person(words, first, last, known)
        if is_run and end == last:
            end = first + _length_of_first(words[first:last])
        yield first, end
        first = end


def _end_of_person(
    words: Sequence[str], first: int, last: int, known: Collection[tuple[str, ...]]
) -> int:
    own = tuple(words[first:last])
    for length in range(len(own) // 2, 0, -1):
        # `Abdullah Abdullah` and `Boutros Boutros Ghali` are one person each.
        is_twice = length > 1 or own[0] not in _ARABIC
        if is_twice and own[:length] == own[length : 2 * length] and own[0].istitle():
            return first + length
    for length in range(len(own) - 1, 1, -1):
        if own[:length] in known and (own[length:] in known or _is_given(own[length])):
            return first + length
    if len(own) == 2 and _is_address(words, first, last):
        return first + 1
    return last


def _is_address(words: Sequence[str], first: int, last: int) -> bool:
    """Whether a signature is followed by an address: `Vince Carla, Please` at the start."""
    is_start = first == 0 or words[first - 1] in {",", "."}
    after = words[last : last + 2]
    is_addressed = len(after) == 2 and after[0] in _SEPARATORS and after[1] in _ADDRESSING
    return is_start and is_addressed and all(map(_is_given, words[first:last]))


def _length_of_first(own: Sequence[str]) -> int:
    """The length of the first name: two words, and those up to the next given name."""
    for length in range(2, len(own)):
        if _is_given(own[length]):
            return length
    return len(own)


@lru_cache(maxsize=20_000)
def _is_given(word: str) -> bool:
    return word[:1].isupper() and word.lower() in read_names(FIRST_NAMES)
