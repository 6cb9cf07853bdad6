"""Find listed people by any spelling of their names: `KnownPeople(entries, ...).find(name)`.

The gazetteer looks up exact names; here an unlisted spelling is matched by transliteration, if
exactly one listed person fits. Single names match only aliases of the list, and only if they are
long and very similar.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler

from tasks.entities.gazetteer.lookup import Entry, ListKind
from tasks.entities.gazetteer.overrides import Overrides
from tasks.entities.names.honorifics import strip_titles
from tasks.entities.names.name_keys import NameKey, read_name
from tasks.entities.names.name_tokens import same_token
from tasks.entities.names.person_ids import unlisted_person_id
from tasks.entities.names.transliteration import longer_form, nearly_same_name, same_name

# Rules of matches, in decreasing certainty; `across_articles` uses them too.
SAME_LETTERS = "same letters"
LONGER_FORM = "longer form"
SLIP = "slip"
SURNAME = "surname"
FAMILY_FIRST = "family first"
_SHORTEST_SURNAME = 5
_ALIKE = 0.84


class Link(NamedTuple):
    """A listed person that a spelling matches, and the rule of the match."""

    entry: Entry
    rule: str


class KnownPeople:
    """An index by consonants; results are cached."""

    def __init__(self, entries: Iterable[Entry], overrides: Overrides) -> None:
        self._overrides = overrides
        self._by_block: dict[str, list[tuple[NameKey, Entry]]] = {}
        for entry in entries:
            if entry.kind is ListKind.LEADER:
                self._add(entry)
        self.link = lru_cache(maxsize=50_000)(self._link)

    def find(self, name: str) -> Entry | None:
        """Return the only listed person that a name without titles matches, or None."""
        link = self.link(name)
        return link.entry if link else None

    def _add(self, entry: Entry) -> None:
        for name in entry.names:
            plain = strip_titles(name)
            key = read_name(plain)
            # `King Hussein` is unambiguous, `Hussein` alone is not.
            if plain != name and len(key.tokens) < 2:
                continue
            for block in (*_blocks(key), *_slip_blocks(key)):
                self._by_block.setdefault(block, []).append((key, entry))

    def _link(self, name: str) -> Link | None:
        key = read_name(name)
        near = self._near(name, _blocks(key))
        if len(key.tokens) == 1:
            return _only(near, key, SURNAME, _same_surname)
        return (
            _only(near, key, SAME_LETTERS, same_name)
            or _only(near, key, LONGER_FORM, _is_form)
            or _only(self._near(name, _slip_blocks(key)), key, SLIP, nearly_same_name)
        )

    def _near(self, name: str, blocks: Iterable[str]) -> list[tuple[NameKey, Entry]]:
        found = [pair for block in blocks for pair in self._by_block.get(block, ())]
        return [pair for pair in found if not self._is_forbidden(name, pair[1])]

    def _is_forbidden(self, name: str, entry: Entry) -> bool:
        return self._overrides.forbids(unlisted_person_id(name), entry.entity_id)


def _blocks(key: NameKey) -> set[str]:
    """Keys a name shares with its spellings and longer forms: both ends, or two neighbours."""
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
    """Keys a name shares with one that differs by a letter: one end and the number of parts."""
    parts = [token.block for token in key.tokens]
    if len(parts) < 2:
        return set()
    return {f"first {parts[0]} {len(parts)}", f"last {parts[-1]} {len(parts)}"}


def _only(
    near: Iterable[tuple[NameKey, Entry]],
    key: NameKey,
    rule: str,
    fits: Callable[[NameKey, NameKey], bool],
) -> Link | None:
    found = {entry.entity_id: entry for other, entry in near if fits(key, other)}
    return Link(next(iter(found.values())), rule) if len(found) == 1 else None


def _is_form(one: NameKey, other: NameKey) -> bool:
    return longer_form(one, other) or longer_form(other, one)


def _same_surname(one: NameKey, other: NameKey) -> bool:
    a, b = one.tokens[0], other.tokens[0]
    is_long = min(len(a.text), len(b.text)) >= _SHORTEST_SURNAME
    return is_long and same_token(a, b) and JaroWinkler.similarity(a.text, b.text) >= _ALIKE
