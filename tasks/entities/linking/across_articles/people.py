"""Resolve names of people across all articles: `resolve_names(names)`, `resolve_people(uses)`.

Spellings are compared by `transliteration` within blocks of equal consonants, in three rounds of
decreasing certainty: same letters, one typing error, a longer form of the name. A bare surname is
never merged. The lists and the manual overrides take precedence over every rule, and each merged
spelling is explained by an `EntityMerge`.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations

from rapidfuzz.distance import JaroWinkler

from tasks.entities.garbage_collection import garbage_collection_paused
from tasks.entities.gazetteer.known_entities import KnownEntities, read_known_entities
from tasks.entities.gazetteer.known_people import FAMILY_FIRST, LONGER_FORM, SAME_LETTERS, SLIP
from tasks.entities.gazetteer.overrides import Overrides, read_overrides
from tasks.entities.linking.across_articles.name_blocks import (
    exact_key,
    form_blocks,
    is_form,
    reordered_blocks,
    slip_blocks,
)
from tasks.entities.models import EntityMerge
from tasks.entities.names.honorifics import strip_titles
from tasks.entities.names.name_keys import NameKey, read_name
from tasks.entities.names.person_ids import is_bare_name, unlisted_person_id
from tasks.entities.names.transliteration import (
    family_first,
    longer_form,
    nearly_same_name,
    same_name,
)

OVERRIDE = "override"
_Blocks = Callable[[NameKey], Iterator[str]]
_Match = Callable[[Sequence[NameKey], Sequence[NameKey]], bool]
_Index = dict[int, list[list["_Cluster"]]]
# If the companions of both names are known, a typing error must be supported by them.
_COMPANY = 0.1
_ENOUGH_COMPANIONS = 3


@dataclass(frozen=True, slots=True)
class NameUse:
    """Use of one name in the archive: `count` mentions, with `companions` (ids), in a `country`."""

    name: str
    count: int = 1
    companions: frozenset[str] = frozenset()
    country: str = ""


@dataclass(frozen=True, slots=True)
class ResolvedPeople:
    """The id of each name, and the reasons of merges."""

    ids: dict[str, str]
    merges: tuple[EntityMerge, ...]


@dataclass(slots=True, eq=False)
class _Cluster:
    """Spellings of one person; the first is the one that names it."""

    uses: list[NameUse]
    keys: list[NameKey]
    known_id: str = ""
    known_keys: list[NameKey] = field(default_factory=list)
    reasons: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.uses[0].name if self.uses else ""

    @property
    def all_keys(self) -> list[NameKey]:
        return self.known_keys + self.keys


def resolve_names(names: list[str]) -> list[str]:
    """Return the entity id of each name of a person, in order; names may repeat."""
    resolved = resolve_people([NameUse(name, count) for name, count in Counter(names).items()])
    return [resolved.ids[name] for name in names]


def resolve_people(
    uses: Iterable[NameUse],
    known: KnownEntities | None = None,
    overrides: Overrides | None = None,
) -> ResolvedPeople:
    """Resolve the names of people of a corpus; the order of `uses` does not matter."""
    overrides = read_overrides() if overrides is None else overrides
    with garbage_collection_paused():
        resolver = _Resolver(known or read_known_entities(), overrides)
        resolver.add(sorted(uses, key=lambda use: (-use.count, len(use.name), use.name)))
        resolver.merge_reordered()
        resolver.merge_slips()
        resolver.merge_longer_forms()
        return resolver.result()


class _Resolver:
    """Clusters by block; every merge goes through `_join`, which obeys the overrides."""

    def __init__(self, known: KnownEntities, overrides: Overrides) -> None:
        self._overrides = overrides
        self._exact: dict[str, _Cluster] = {}
        self._clusters: list[_Cluster] = []
        self._by_block: defaultdict[str, list[_Cluster]] = defaultdict(list)
        for entry in known.entries:
            if entry.entity_id.startswith("person/"):
                self._add_known(entry.entity_id, entry.names)

    def add(self, uses: Sequence[NameUse]) -> None:
        """Assign each name to a listed spelling, a name of the same letters, or a new person."""
        for use in uses:
            self._place(use)

    def merge_reordered(self) -> None:
        """Merge names with their parts in the other order."""
        self._merge(self._index(reordered_blocks), _any_of(family_first), FAMILY_FIRST)

    def merge_slips(self) -> None:
        """Merge names that differ by one typing error."""
        self._merge(self._index(slip_blocks), _any_of(nearly_same_name), SLIP)

    def merge_longer_forms(self) -> None:
        """Merge a name with a longer or shorter form of it."""
        self._merge(self._index_by_length(), _have_form, LONGER_FORM)

    def _merge(self, index: _Index, match: _Match, rule: str) -> None:
        """Merge each unlisted cluster with the one that matches, or with several alike ones."""
        unknown = self._unknown()
        if rule == LONGER_FORM:
            # The longest first: it has few shorter forms, a short name has longer ones of many.
            unknown.sort(key=lambda one: -max(len(key.tokens) for key in one.keys))
        for cluster in unknown:
            near = self._candidates(cluster, index, match)
            if rule != LONGER_FORM:
                near = [one for one in near if _may_be_one(cluster, one)]
            if near and all(_are_alike(a, b) for a, b in combinations(near, 2)):
                best = max(near, key=lambda one: (bool(one.known_id), *_weight(one)))
                evidence = f"{cluster.name} = {best.name or best.known_id}"
                self._join(best, cluster, rule, evidence)

    def result(self) -> ResolvedPeople:
        """Ids and reasons, after the manual overrides."""
        self._clusters = [one for one in self._clusters if one.known_id or one.uses]
        ids = self._cluster_ids()
        by_name = dict[str, str]()
        merges: dict[tuple[str, str], EntityMerge] = {}
        for cluster, own_id in zip(self._clusters, ids, strict=True):
            kept = self._overrides.kept(own_id)
            if kept != own_id:
                merges[kept, own_id] = EntityMerge(kept, own_id, OVERRIDE, "same: in overrides.yml")
            for use in cluster.uses:
                by_name[use.name] = kept
                row = _explain(cluster, use.name, kept)
                merges.setdefault((row.kept_id, row.merged_id), row)
        rows = (row for row in merges.values() if row.kept_id != row.merged_id)
        return ResolvedPeople(
            by_name, tuple(sorted(rows, key=lambda row: (row.kept_id, row.merged_id)))
        )

    def _add_known(self, entity_id: str, names: Iterable[str]) -> None:
        keys = [read_name(name) for name in names]
        full = [key for key in keys if len(key.tokens) > 1]
        cluster = _Cluster([], [], entity_id, full)
        self._clusters.append(cluster)
        for number, name in enumerate(names):
            # A listed surname is for articles, where the context says more than the name.
            if number == 0 or not is_bare_name(unlisted_person_id(name)):
                self._exact[exact_key(name)] = cluster
        for block in {key.block for key in full}:
            self._by_block[block].append(cluster)

    def _place(self, use: NameUse) -> None:
        name = strip_titles(use.name)
        listed = self._exact.get(exact_key(use.name)) or self._exact.get(exact_key(name))
        key = read_name(name)
        if listed:
            self._put(listed, use, key, "list", f"{use.name} is a listed name")
            return
        if not key.tokens:
            self._start(use, key)
            return
        fits = [one for one in self._by_block[key.block] if self._fits(one, name, key)]
        if fits:
            best = max(fits, key=lambda one: _likeness(name, one))
            self._put(best, use, key, SAME_LETTERS, f"{use.name} = {best.name or best.known_id}")
        else:
            self._start(use, key)

    def _fits(self, cluster: _Cluster, name: str, key: NameKey) -> bool:
        is_listed = any(same_name(key, known) for known in cluster.known_keys)
        if not (is_listed or (cluster.keys and all(same_name(key, own) for own in cluster.keys))):
            return False
        return not self._overrides.forbids(
            unlisted_person_id(name), cluster.known_id or unlisted_person_id(cluster.name)
        )

    def _put(self, cluster: _Cluster, use: NameUse, key: NameKey, rule: str, evidence: str) -> None:
        cluster.uses.append(use)
        if key.tokens:
            cluster.keys.append(key)
        cluster.reasons[use.name] = (rule, evidence)

    def _start(self, use: NameUse, key: NameKey) -> None:
        cluster = _Cluster([use], [key] if key.tokens else [])
        self._clusters.append(cluster)
        self._exact[exact_key(use.name)] = cluster
        if key.tokens:
            self._by_block[key.block].append(cluster)

    def _unknown(self) -> list[_Cluster]:
        return [one for one in self._clusters if not one.known_id and one.keys]

    def _index(self, blocks: _Blocks) -> _Index:
        """The clusters that share a block with a key, for each key, by its id()."""
        by_block: dict[str, list[_Cluster]] = {}
        blocks_of: dict[int, tuple[str, ...]] = {}
        for cluster in self._clusters:
            own = {id(key): tuple(blocks(key)) for key in cluster.all_keys}
            blocks_of |= own
            for block in set(chain.from_iterable(own.values())):
                by_block.setdefault(block, []).append(cluster)
        shared = {block: near for block, near in by_block.items() if len(near) > 1}
        return {
            key: [shared[block] for block in own if block in shared]
            for key, own in blocks_of.items()
        }

    def _index_by_length(self) -> _Index:
        """As `_index` of `form_blocks`, but only clusters whose name there is longer or shorter.

        In a large archive most names that share a block have as many parts.
        """
        by_block: dict[str, dict[int, list[_Cluster]]] = {}
        blocks_of: dict[int, tuple[int, tuple[str, ...]]] = {}
        for cluster in self._clusters:
            own = {id(key): (len(key.tokens), tuple(form_blocks(key))) for key in cluster.all_keys}
            blocks_of |= own
            for length, block in {(each, block) for each, some in own.values() for block in some}:
                by_block.setdefault(block, {}).setdefault(length, []).append(cluster)
        return {
            key: [
                near for block in own for other, near in by_block[block].items() if other != length
            ]
            for key, (length, own) in blocks_of.items()
        }

    def _candidates(self, cluster: _Cluster, index: _Index, match: _Match) -> list[_Cluster]:
        """Other clusters that a spelling of this one matches, unless an override forbids it."""
        others = {id(one): one for key in cluster.keys for near in index[id(key)] for one in near}
        return [
            other
            for other in others.values()
            if other is not cluster
            and match(cluster.keys, other.all_keys)
            and not self._forbidden(cluster, other)
        ]

    def _forbidden(self, one: _Cluster, other: _Cluster) -> bool:
        ids, others = self._own_ids(one), self._own_ids(other)
        return any(self._overrides.forbids(a, b) for a in ids for b in others)

    def _own_ids(self, cluster: _Cluster) -> list[str]:
        own = [unlisted_person_id(use.name) for use in cluster.uses]
        return [cluster.known_id, *own] if cluster.known_id else own

    def _join(self, kept: _Cluster, merged: _Cluster, rule: str, evidence: str) -> None:
        if not kept.known_id and _weight(merged) > _weight(kept):
            kept.uses, merged.uses = merged.uses, kept.uses
            kept.reasons, merged.reasons = merged.reasons, kept.reasons
        for use in merged.uses:
            merged.reasons.setdefault(use.name, (rule, evidence))
        kept.uses += merged.uses
        kept.keys += merged.keys
        kept.reasons |= merged.reasons
        merged.uses, merged.keys = [], []

    def _cluster_ids(self) -> list[str]:
        taken = {cluster.known_id for cluster in self._clusters if cluster.known_id}
        ids = []
        for cluster in self._clusters:
            own = cluster.known_id or _free_id(unlisted_person_id(cluster.name), taken)
            taken.add(own)
            ids.append(own)
        return ids


def _likeness(name: str, cluster: _Cluster) -> float:
    spellings = [use.name for use in cluster.uses]
    spellings += [" ".join(token.text for token in key.tokens) for key in cluster.known_keys]
    plain = " ".join(token.text for token in read_name(name).tokens)
    return max(JaroWinkler.similarity(plain, spelling.lower()) for spelling in spellings)


def _any_of(match: Callable[[NameKey, NameKey], bool]) -> _Match:
    """Return a function that tells whether a key matches any of several others."""
    return lambda keys, others: any(match(one, other) for one in keys for other in others)


def _have_form(keys: Sequence[NameKey], others: Sequence[NameKey]) -> bool:
    """Whether a name is a longer form of any of several others; most have as many parts."""
    for one in keys:
        parts = len(one.tokens)
        for other in others:
            more = len(other.tokens) - parts
            if more and (longer_form(one, other) if more > 0 else longer_form(other, one)):
                return True
    return False


def _are_alike(one: _Cluster, other: _Cluster) -> bool:
    """Whether a spelling of each can be the same name: then a longer form of both is one person."""
    pairs = [(a, b) for a in one.all_keys for b in other.all_keys]
    return any(same_name(a, b) or nearly_same_name(a, b) or is_form(a, b) for a, b in pairs)


def _may_be_one(one: _Cluster, other: _Cluster) -> bool:
    """Whether companions and country, if known, do not contradict a merge."""
    countries = {use.country for use in (*one.uses, *other.uses)} - {""}
    if len(countries) > 1:
        return False
    mine = frozenset[str]().union(*(use.companions for use in one.uses))
    theirs = frozenset[str]().union(*(use.companions for use in other.uses))
    if min(len(mine), len(theirs)) < _ENOUGH_COMPANIONS:
        return True
    return len(mine & theirs) >= _COMPANY * math.sqrt(len(mine) * len(theirs))


def _weight(cluster: _Cluster) -> tuple[int, int]:
    return sum(use.count for use in cluster.uses), len(cluster.uses)


def _free_id(wanted: str, taken: set[str]) -> str:
    number, own = 1, wanted
    while own in taken:
        number += 1
        own = f"{wanted}-{number}"
    return own


def _explain(cluster: _Cluster, name: str, kept: str) -> EntityMerge:
    rule, evidence = cluster.reasons.get(name, ("spelling", f"{name} names it"))
    return EntityMerge(kept, unlisted_person_id(name), rule, evidence)
