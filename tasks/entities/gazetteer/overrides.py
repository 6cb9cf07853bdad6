"""What a person decided about two entities, over the head of the rules: `read_overrides()`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tasks.entities.errors import BadKnownEntities

_ID = re.compile(r"[a-z]+/[\w.-]+")
# A bare name may turn out to be a person, a town of no list one that is.
_TYPES = {
    "person": "person",
    "name": "person",
    "geo": "place",
    "place": "place",
    "country": "place",
}
OVERRIDES = Path(__file__).parents[1] / "lists" / "overrides.yml"


@dataclass(frozen=True, slots=True)
class Overrides:
    """Pairs of ids: `same` in the order (kept, merged), `not_same` in alphabetical order."""

    same: tuple[tuple[str, str], ...] = ()
    not_same: frozenset[tuple[str, str]] = frozenset()

    def kept(self, entity_id: str) -> str:
        """The id an id goes to in the end: itself where nobody judged it another's."""
        kept_of = {merged: kept for kept, merged in self.same}
        while entity_id in kept_of:
            entity_id = kept_of[entity_id]
        return entity_id

    def forbids(self, one: str, other: str) -> bool:
        """Whether somebody said that these are two."""
        return (min(one, other), max(one, other)) in self.not_same


def read_overrides(path: Path = OVERRIDES) -> Overrides:
    """Read the file; one that is not there holds no judgement.

    Raises `BadKnownEntities`, in one line, for anything but pairs of ids of one type, an id merged
    into two others or in a circle, or a pair judged both ways.
    """
    if not path.exists():
        return Overrides()
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problem = " ".join(str(error).split())
        raise BadKnownEntities(f"{path.name} is not YAML: {problem}") from error
    if not isinstance(content, dict) or set(content) - {"same", "not_same"}:
        raise BadKnownEntities(f"{path.name}: only `same:` and `not_same:` are known")
    same = tuple(_pairs("same", content))
    not_same = frozenset((min(pair), max(pair)) for pair in _pairs("not_same", content))
    _check_merges(same)
    judged = Overrides(same, not_same)
    for one, other in same:
        if judged.forbids(one, other):
            raise BadKnownEntities(f"{one} and {other} are judged same and not same")
    return judged


def _pairs(kind: str, content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    rows = content.get(kind) or ()
    if not isinstance(rows, list | tuple):
        raise BadKnownEntities(f"{kind}: is no list of pairs")
    for row in rows:
        ids: Any = row.get("ids") if isinstance(row, dict) else row
        is_pair = isinstance(ids, list) and len(ids) == 2 and all(isinstance(i, str) for i in ids)
        if not is_pair or ids[0] == ids[1]:
            raise BadKnownEntities(f"{kind}: {row!r} is no pair of two ids")
        _check_ids(kind, ids)
        yield ids[0], ids[1]


def _check_ids(kind: str, ids: list[str]) -> None:
    for one in ids:
        if not _ID.fullmatch(one):
            raise BadKnownEntities(f"{kind}: {one!r} is no id such as person/nuri-al-maliki")
    types = {_TYPES.get(kind_of, kind_of) for kind_of in (one.partition("/")[0] for one in ids)}
    if len(types) > 1:
        raise BadKnownEntities(f"{kind}: {ids[0]} and {ids[1]} are of two types")


def _check_merges(same: tuple[tuple[str, str], ...]) -> None:
    """Each id goes to one other, and following them comes to an end."""
    kept_of: dict[str, str] = {}
    for kept, merged in same:
        if kept_of.setdefault(merged, kept) != kept:
            raise BadKnownEntities(f"same: {merged} goes to {kept_of[merged]} and to {kept}")
    for merged in kept_of:
        way, at = {merged}, kept_of[merged]
        while at in kept_of and at not in way:
            way.add(at)
            at = kept_of[at]
        if at in way:
            raise BadKnownEntities(f"same: {merged} goes round in a circle")
