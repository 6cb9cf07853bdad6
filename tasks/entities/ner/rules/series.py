"""Names in a series have one type: `of_one_type(words, names, sure)`.

`Warplanes struck Qamra, Sarjah and Tal Amin`: what most names of a series are, its unlisted others
are as well, and an unlisted name between them that the tagger missed is one. A series of two that
was tagged as one name (`Sarjah and Tal Amin`) is taken apart where another name stands before it.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tasks.entities.gazetteer.places import open_places
from tasks.entities.models import EntityType
from tasks.entities.names.word_lists import ORGANISATION_HEADS, PLACE_HEADS
from tasks.entities.ner.rules.name import Name

_LEAST = 3
_LONGEST = 3
_MARKS = (",", ";")
_JOINS = ("and", "or", "nor")


@dataclass(frozen=True, slots=True)
class _Item:
    """A name of a series; `label` is None where nothing was tagged."""

    first: int
    last: int
    label: EntityType | None
    is_sure: bool


def of_one_type(
    words: Sequence[str], names: Sequence[Name], sure: Collection[tuple[int, int]]
) -> list[Name]:
    """Return the names in order; `sure` are the words of sure listed names."""
    names = _with_pairs(words, names, sure)
    if "," not in words and ";" not in words:
        return names
    names = [one for name in names for one in _taken_apart(words, name, names, sure)]
    settled = {(first, last): label for first, last, label in names}
    for series in _series(words, names, sure):
        label = _type_of(series)
        if label:
            settled |= {(one.first, one.last): label for one in series if not one.is_sure}
    return sorted((first, last, label) for (first, last), label in settled.items())


def _with_pairs(
    words: Sequence[str], names: Sequence[Name], sure: Collection[tuple[int, int]]
) -> list[Name]:
    """`Eldad Regev and Ehud Goldwasser`: a full name, if no place is known."""
    found = list(names)
    for at, (one, other) in enumerate(pairwise(names)):
        if list(words[one[1] : other[0]]) != ["and"]:
            continue
        labels = (one[2], other[2])
        if labels == (EntityType.PLACE, EntityType.PERSON):
            number, name, beside = at, one, other
        elif labels == (EntityType.PERSON, EntityType.PLACE):
            number, name, beside = at + 1, other, one
        else:
            continue
        if beside[1] - beside[0] > 1 and _may_be_full_name(words, name, sure):
            found[number] = (name[0], name[1], EntityType.PERSON)
    return found


def _may_be_full_name(words: Sequence[str], name: Name, sure: Collection[tuple[int, int]]) -> bool:
    first, last, _ = name
    own = words[first:last]
    is_short = len(own) == 2 and all(map(_is_capital, own)) and (first, last) not in sure
    is_head = any(word.lower() in ORGANISATION_HEADS | PLACE_HEADS for word in own)
    return is_short and not is_head and not open_places().named(" ".join(own))


def _taken_apart(
    words: Sequence[str], name: Name, names: Sequence[Name], sure: Collection[tuple[int, int]]
) -> Iterator[Name]:
    """`Sarjah and Tal Amin` after `Qamra,` is two names."""
    first, last, label = name
    before = next((one for one in names if one[1] == first - 1), None)
    at = next((at for at in range(first + 1, last - 1) if words[at] in _JOINS), 0)
    is_after = before is not None and words[first - 1] in _MARKS
    if not at or not is_after or (first, last) in sure or not _are_short(words, first, at, last):
        yield name
        return
    kind = before[2] if before else label
    yield first, at, kind
    yield at + 1, last, kind


def _are_short(words: Sequence[str], first: int, at: int, last: int) -> bool:
    """Whether both parts can be names alone: `Foreign, Trade and Labour Ministry` is one."""
    own = [*words[first:at], *words[at + 1 : last]]
    is_short = at - first <= _LONGEST and last - at - 1 <= _LONGEST
    return is_short and not any(word.lower() in ORGANISATION_HEADS for word in own)


def _series(
    words: Sequence[str], names: Sequence[Name], sure: Collection[tuple[int, int]]
) -> Iterator[list[_Item]]:
    """Yield runs of names with nothing but commas and conjunctions between them."""
    items = list(_items(words, names, sure))
    run: list[_Item] = []
    for item in items:
        if run and not _is_joint(words[run[-1].last : item.first]):
            yield from [run] if len(run) >= _LEAST else []
            run = []
        run.append(item)
    if len(run) >= _LEAST:
        yield run


def _is_joint(between: Sequence[str]) -> bool:
    own = tuple(between)
    return own in {(mark,) for mark in _MARKS} | {(one,) for one in _JOINS} or (
        len(own) == 2 and own[0] in _MARKS and own[1] in _JOINS
    )


def _items(
    words: Sequence[str], names: Sequence[Name], sure: Collection[tuple[int, int]]
) -> Iterator[_Item]:
    """The names, and runs of capitalised words outside them."""
    starts = {first: (last, label) for first, last, label in names}
    at = 0
    while at < len(words):
        if at in starts:
            last, label = starts[at]
            is_body = any(word.lower() in ORGANISATION_HEADS for word in words[at:last])
            is_sure = is_body or (at, last) in sure or label is EntityType.DEMONYM
            yield _Item(at, last, label, is_sure)
            at = last
        elif at and _is_capital(words[at]):
            last = at + 1
            while last < len(words) and last not in starts and _is_capital(words[last]):
                last += 1
            if last - at <= _LONGEST:
                yield _Item(at, last, None, False)
            at = last
        else:
            at += 1


def _is_capital(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and word[1:].islower() and word.isalpha()


def _type_of(series: Sequence[_Item]) -> EntityType | None:
    """The type of most names, if two names at least have it and the tagger left one open."""
    votes = Counter[EntityType]()
    for one in series:
        if one.label:
            votes[one.label] += 2 if one.is_sure else 1
    if not votes or EntityType.DEMONYM in votes:
        return None
    (label, most), *others = votes.most_common()
    listed = {one.label for one in series if one.is_sure}
    bearers = sum(one.label is label for one in series)
    is_clear = bearers >= 2 and bearers * 2 >= len(series) and most > sum(n for _, n in others)
    return label if is_clear and listed <= {label} else None
