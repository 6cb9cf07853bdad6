"""Group names whose resolution may depend on each other: `group_names(names, known)`.

Resolution compares two names only if they share a block and then asks whether they match. Names
that no chain of matches connects can therefore be resolved apart, with the same result. Counts and
companions decide only among names that match, so a group does not depend on them: a night resolves
the groups of its names again and leaves the others as they are.

A group may be larger than needed, never smaller.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from zlib import crc32

import numpy as np

from tasks.entities.linking.across_articles.name_blocks import (
    exact_key,
    form_blocks,
    is_form,
    reordered_blocks,
    slip_blocks,
)
from tasks.entities.names.honorifics import strip_titles
from tasks.entities.names.name_keys import NameKey, read_name
from tasks.entities.names.person_ids import unlisted_person_id
from tasks.entities.names.transliteration import family_first, nearly_same_name, same_name

_Match = Callable[[NameKey, NameKey], bool]
_Blocks = Callable[[NameKey], Iterable[str]]
# Two people of one name get `person/name` and `person/name-2`.
_NUMBER = re.compile(r"(?:-\d+)+$")


@dataclass(frozen=True, slots=True)
class Reading:
    """A name as resolution compares it; `label` is the name, or the id of a listed person.

    Readings that share one of `equals` are in one group; the others are if their keys match.
    """

    label: str
    equals: tuple[str, ...]
    keys: tuple[NameKey, ...]


def read_use(name: str) -> Reading:
    """Return the reading of a name in articles."""
    plain = strip_titles(name)
    key = read_name(plain)
    equals = {f"={exact_key(name)}", f"={exact_key(plain)}", _same_id(unlisted_person_id(name))}
    return Reading(name, tuple(sorted(equals)), (key,) if key.tokens else ())


def read_listed(entity_id: str, names: Iterable[str]) -> Reading:
    """Return the reading of a listed person."""
    listed = list(names)
    keys = tuple(key for key in map(read_name, listed) if len(key.tokens) > 1)
    equals = {_same_id(entity_id), *(f"={exact_key(name)}" for name in listed)}
    return Reading(entity_id, tuple(sorted(equals)), keys)


def blocks_of(reading: Reading) -> Iterator[str]:
    """Yield what a reading shares with every reading that may be in its group."""
    yield from reading.equals
    for key in reading.keys:
        for blocks, _ in _ROUNDS:
            yield from blocks(key)


def block_numbers(reading: Reading) -> list[int]:
    """Return the blocks as numbers, to be stored; two blocks may have one number."""
    return sorted(_numbers(blocks_of(reading)))


class _Labelled(NamedTuple):
    label: str
    key: NameKey


class NameGroups:
    """Joins labels of readings that may depend on each other; a group has its smallest label."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def add(self, new: Iterable[Reading], beside: Iterable[Reading] = ()) -> None:
        """Join the new readings with each other and with those beside them."""
        first: dict[str, str] = {}
        different: dict[object, _Labelled] = {}
        keys = self._join_equal(new, first, different)
        both = [*keys, *self._join_equal(beside, first, different)]
        for blocks, match in _ROUNDS:
            for one, other in _pairs(both, len(keys), blocks):
                self._join_matching(one, other, match)

    def join(self, one: str, other: str) -> None:
        """Join the groups of two labels."""
        low, high = sorted((self.group(one), self.group(other)))
        self._above[high] = low

    def group(self, label: str) -> str:
        """Return the smallest label of a group."""
        above = self._above
        while (upper := above.setdefault(label, label)) != label:
            above[label] = above[upper]
            label = upper
        return label

    def _join_equal(
        self,
        readings: Iterable[Reading],
        first: dict[str, str],
        different: dict[object, _Labelled],
    ) -> list[_Labelled]:
        """Join what is equal to a reading before; return the keys that none before has."""
        found = []
        for reading in readings:
            for one in reading.equals:
                self.join(first.setdefault(one, reading.label), reading.label)
            for key in reading.keys:
                own = _Labelled(reading.label, key)
                seen = different.setdefault(_letters(key), own)
                self.join(seen.label, reading.label)
                if seen is own:
                    found.append(own)
        return found

    def _join_matching(self, one: _Labelled, other: _Labelled, match: _Match) -> None:
        if self.group(one.label) != self.group(other.label) and match(one.key, other.key):
            self.join(one.label, other.label)


def _letters(key: NameKey) -> tuple[object, ...]:
    """The parts of a key, which are cheaper to compare than the key."""
    signs = (key.has_son, key.is_western, key.has_family, key.generation)
    return (*signs, *(token.text for token in key.tokens))


def _pairs(
    keys: Sequence[_Labelled], new: int, blocks: _Blocks
) -> Iterator[tuple[_Labelled, _Labelled]]:
    """Yield the pairs of keys that share a block, of which one is among the `new` first keys."""
    for run in _runs(keys, blocks):
        for at in range(bisect_left(run, new)):
            for other in run[at + 1 :]:
                yield keys[run[at]], keys[other]


def _runs(keys: Sequence[_Labelled], blocks: _Blocks) -> Iterator[list[int]]:
    """Yield the places of keys that share a block, in ascending order, block by block.

    Numbers in arrays take a tenth of the memory of a dictionary of blocks.
    """
    numbers, places = array("I"), array("I")
    for place, one in enumerate(keys):
        own = _numbers(blocks(one.key))
        numbers.extend(own)
        places.extend([place] * len(own))
    values = np.array(numbers, dtype=np.uint32)
    order = np.argsort(values, kind="stable")
    ends = np.flatnonzero(np.diff(values[order])) + 1
    bounds = np.concatenate([[0], ends, [len(order)]])
    sorted_places = np.array(places, dtype=np.uint32)[order]
    for at in np.flatnonzero(np.diff(bounds) > 1):
        yield sorted_places[bounds[at] : bounds[at + 1]].tolist()


def _numbers(blocks: Iterable[str]) -> set[int]:
    return {crc32(block.encode()) for block in blocks}


def _all_blocks(key: NameKey) -> Iterator[str]:
    yield f"all:{key.block}"


def _reordered_blocks(key: NameKey) -> Iterator[str]:
    return (f"turned:{block}" for block in reordered_blocks(key))


def _slip_blocks(key: NameKey) -> Iterator[str]:
    return (f"slip:{block}" for block in slip_blocks(key))


# The blocks of each round of resolution, with the test of two names in one block.
_ROUNDS: tuple[tuple[_Blocks, _Match], ...] = (
    (_all_blocks, same_name),
    (_reordered_blocks, family_first),
    (_slip_blocks, nearly_same_name),
    (form_blocks, is_form),
)


def _same_id(entity_id: str) -> str:
    return f"id:{_NUMBER.sub('', entity_id)}"
