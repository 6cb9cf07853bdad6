"""What a person decided about two entities, over the head of the rules: `read_judgements()`."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tasks.entities.errors import BadKnownEntities

JUDGEMENTS = Path(__file__).parent / "judgements.yml"


@dataclass(frozen=True, slots=True)
class Judgements:
    """Pairs of ids: `same` in the order (kept, merged), `not_same` in alphabetical order."""

    same: tuple[tuple[str, str], ...] = ()
    not_same: frozenset[tuple[str, str]] = frozenset()

    def forbids(self, one: str, other: str) -> bool:
        """Whether somebody said that these are two."""
        return (min(one, other), max(one, other)) in self.not_same


def read_judgements(path: Path = JUDGEMENTS) -> Judgements:
    """Read the file; one that is not there holds no judgement.

    Raises `BadKnownEntities` for anything but pairs of ids, or a pair judged both ways.
    """
    if not path.exists():
        return Judgements()
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadKnownEntities(f"{path.name} is not YAML: {error}") from error
    if not isinstance(content, dict) or set(content) - {"same", "not_same"}:
        raise BadKnownEntities(f"{path.name}: only `same:` and `not_same:` are known")
    same = tuple(_pairs(content.get("same")))
    not_same = frozenset((min(pair), max(pair)) for pair in _pairs(content.get("not_same")))
    for one, other in same:
        if (min(one, other), max(one, other)) in not_same:
            raise BadKnownEntities(f"{one} and {other} are judged same and not same")
    return Judgements(same, not_same)


def _pairs(rows: Any) -> Iterator[tuple[str, str]]:
    for row in rows or ():
        ids: Any = row.get("ids") if isinstance(row, dict) else row
        is_pair = isinstance(ids, list) and len(ids) == 2 and all(isinstance(i, str) for i in ids)
        if not is_pair or ids[0] == ids[1]:
            raise BadKnownEntities(f"judgement {row!r} is no pair of two ids")
        yield ids[0], ids[1]
