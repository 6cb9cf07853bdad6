"""Listed people by any spelling of their names: `KnownPeople(entries).find("Muammar Qadhafi")`.

The exact names of the list are looked up elsewhere; here a spelling nobody wrote down finds its
bearer by transliteration, when exactly one listed person fits. Of single names only those that
the list gives a person as an alias count, and only when they are long and much alike.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

from tasks.entities.gazetteer import Entry, ListKind
from tasks.entities.judgements import Judgements
from tasks.entities.name_keys import slug
from tasks.entities.person_titles import strip_titles
from tasks.entities.transliteration import (
    NameKey,
    longer_form,
    nearly_same_name,
    read_name,
    same_name,
    same_token,
)

_SHORTEST_SURNAME = 5
_ALIKE = 0.84


class KnownPeople:
    """An index by consonants; built once, answers are kept."""

    def __init__(self, entries: Iterable[Entry], judgements: Judgements) -> None:
        self._judgements = judgements
        self._by_block: dict[str, list[tuple[NameKey, Entry]]] = {}
        for entry in entries:
            if entry.kind is ListKind.LEADER:
                self._add(entry)
        self.find = lru_cache(maxsize=50_000)(self._find)

    def _add(self, entry: Entry) -> None:
        for name in entry.names:
            key = read_name(strip_titles(name))
            for block in (*_blocks(key), *_slip_blocks(key)):
                self._by_block.setdefault(block, []).append((key, entry))

    def _find(self, name: str) -> Entry | None:
        """The one listed person a name without titles can be; None for nobody, or for several."""
        key = read_name(name)
        near = self._near(name, _blocks(key))
        if len(key.tokens) == 1:
            return _only(near, key, _same_surname)
        return (
            _only(near, key, same_name)
            or _only(near, key, _is_form)
            or _only(self._near(name, _slip_blocks(key)), key, nearly_same_name)
        )

    def _near(self, name: str, blocks: Iterable[str]) -> list[tuple[NameKey, Entry]]:
        found = [pair for block in blocks for pair in self._by_block.get(block, ())]
        return [pair for pair in found if not self._is_forbidden(name, pair[1])]

    def _is_forbidden(self, name: str, entry: Entry) -> bool:
        return self._judgements.forbids(f"person/{slug(name)}", entry.entity_id)


def _blocks(key: NameKey) -> set[str]:
    """What a spelling or a longer form of a name shares with it: both ends, or two neighbours."""
    parts = [token.block for token in key.tokens]
    if not parts:
        return set()
    if len(parts) == 1:
        return {f"only {parts[0]}"}
    return {
        f"ends {parts[0]} {parts[-1]}",
        f"head {parts[0]} {parts[1]}",
        f"tail {parts[-2]} {parts[-1]}",
        f"all {key.block}",
    }


def _slip_blocks(key: NameKey) -> set[str]:
    """What a name with one slip shares with it: one end, and how many parts there are."""
    parts = [token.block for token in key.tokens]
    if len(parts) < 2:
        return set()
    return {f"first {parts[0]} {len(parts)}", f"last {parts[-1]} {len(parts)}"}


def _only(
    near: Iterable[tuple[NameKey, Entry]], key: NameKey, fits: Callable[[NameKey, NameKey], bool]
) -> Entry | None:
    found = {entry.entity_id: entry for other, entry in near if fits(key, other)}
    return next(iter(found.values())) if len(found) == 1 else None


def _is_form(one: NameKey, other: NameKey) -> bool:
    return longer_form(one, other) or longer_form(other, one)


def _same_surname(one: NameKey, other: NameKey) -> bool:
    a, b = one.tokens[0], other.tokens[0]
    is_long = min(len(a.text), len(b.text)) >= _SHORTEST_SURNAME
    return is_long and same_token(a, b) and JaroWinkler.similarity(a.text, b.text) >= _ALIKE
