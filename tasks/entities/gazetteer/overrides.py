"""Manual overrides of entity merges: `read_overrides()` validates `overrides.yml`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tasks.entities.gazetteer.list_schema import (
    LISTS,
    OverridesFile,
    ReasonedPair,
    check_content,
    read_yaml,
    refuse,
)

# A single name may turn out to be a person, an unlisted town a listed one.
_TYPES = {
    "person": "person",
    "name": "person",
    "geo": "place",
    "place": "place",
    "country": "place",
}
OVERRIDES = LISTS / "overrides.yml"


@dataclass(frozen=True, slots=True)
class Overrides:
    """Pairs of ids: `same` in the order (kept, merged), `not_same` in alphabetical order."""

    same: tuple[tuple[str, str], ...] = ()
    not_same: frozenset[tuple[str, str]] = frozenset()

    def kept(self, entity_id: str) -> str:
        """Return the id an id is finally merged into, or itself."""
        kept_of = {merged: kept for kept, merged in self.same}
        while entity_id in kept_of:
            entity_id = kept_of[entity_id]
        return entity_id

    def forbids(self, one: str, other: str) -> bool:
        """Return whether two ids are listed as not the same."""
        return (min(one, other), max(one, other)) in self.not_same


def read_overrides(path: Path = OVERRIDES) -> Overrides:
    """Read and validate the file; a missing file holds no overrides.

    Raises `BadKnownEntities` with one line for each mistake: anything but pairs of ids of one type,
    an id merged into two others or in a circle, a pair listed both as same and as not same.
    """
    if not path.exists():
        return Overrides()
    content = check_content(path, read_yaml(path) or {}, OverridesFile)
    same = tuple(_pairs(content.same))
    not_same = frozenset((min(pair), max(pair)) for pair in _pairs(content.not_same))
    overrides = Overrides(same, not_same)
    mistakes = [
        *_wrong_pairs("same", same),
        *_wrong_pairs("not_same", _pairs(content.not_same)),
        *_wrong_merges(same),
        *(
            f"{one} and {other} are listed as same and not same"
            for one, other in same
            if overrides.forbids(one, other)
        ),
    ]
    if mistakes:
        refuse(path, mistakes)
    return overrides


def _pairs(rows: Sequence[list[str] | ReasonedPair]) -> Iterator[tuple[str, str]]:
    for row in rows:
        one, other = row.ids if isinstance(row, ReasonedPair) else row
        yield one, other


def _wrong_pairs(section: str, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    for one, other in pairs:
        types = {_TYPES.get(kind, kind) for kind in (one.split("/")[0], other.split("/")[0])}
        if one == other:
            yield f"{section}: {one} is paired with itself"
        elif len(types) > 1:
            yield f"{section}: {one} and {other} are of two types"


def _wrong_merges(same: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Each id may be merged into one other, and following the merges must come to an end."""
    kept_of: dict[str, str] = {}
    for kept, merged in same:
        if kept_of.setdefault(merged, kept) != kept:
            yield f"same: {merged} is merged into {kept_of[merged]} and into {kept}"
    seen: set[str] = set()
    for merged in kept_of:
        way, at = {merged}, kept_of[merged]
        while at in kept_of and at not in way:
            way.add(at)
            at = kept_of[at]
        if at in way and at not in seen and kept_of[at] != at:
            yield f"same: {at} is merged in a circle"
        seen |= way
