"""Resolve only the names whose result may have changed: `resolve_changed(con, used, before, ...)`.

A name is resolved again with its whole group (see `name_groups`) if a name of the group is new, is
gone, or is used differently than before. The result equals a resolution of all names.

New names can only join groups, so the others stay as they were stored. A group that a name has left
may fall apart, so its names are grouped again.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from duckdb import DuckDBPyConnection

from tasks.entities.gazetteer.known_entities import read_known_entities
from tasks.entities.gazetteer.overrides import Overrides
from tasks.entities.linking.across_articles.name_groups import (
    NameGroups,
    Reading,
    block_numbers,
    blocks_of,
    read_listed,
    read_use,
)
from tasks.entities.linking.across_articles.people import (
    OVERRIDE,
    NameUse,
    ResolvedPeople,
    resolve_people,
)
from tasks.entities.models import EntityMerge
from tasks.entities.names.person_ids import unlisted_person_id
from warehouse.ingest.resolved_names import (
    ResolvedName,
    names_in_blocks,
    read_name_merges,
    replace_resolved_names,
)

# Names whose companions are in memory at a time.
RESOLVED_TOGETHER = 30_000
# For each id, the ids that are named in the same articles.
CompanionsOf = Callable[[Sequence[str]], Mapping[str, Collection[str]]]
_by_group = attrgetter("name_group")


@dataclass(frozen=True, slots=True)
class UsedName:
    """A name, its mentions, a digest of its companions, and the ids that articles give it."""

    name: str
    mention_count: int
    company: str
    local_ids: tuple[str, ...]


class _Grouped(NamedTuple):
    use: UsedName
    name_group: str
    known: ResolvedName | None


@dataclass(frozen=True, slots=True)
class _Changes:
    """What is grouped otherwise than before, as labels of groups.

    `joined` has the groups as new names join them. The groups in `touched`, as they were before,
    are resolved again; those in `left`, as they are joined, have lost a name.
    """

    joined: NameGroups
    touched: frozenset[str]
    left: frozenset[str]


@dataclass(frozen=True, slots=True)
class _NameRow:
    name: str
    mention_count: int
    company: str
    own_id: str
    entity_id: str
    name_group: str
    # None: as stored.
    blocks: list[int] | None


@dataclass(frozen=True, slots=True)
class _MergeRow:
    kept_id: str
    merged_id: str
    rule: str
    evidence: str
    name_group: str


def resolve_changed(
    con: DuckDBPyConnection,
    used: Mapping[str, UsedName],
    before: Mapping[str, ResolvedName],
    rules: str,
    overrides: Overrides,
    companions_of: CompanionsOf,
) -> ResolvedPeople:
    """Resolve all names used; of those resolved `before`, only the groups that changed."""
    changes = _changes(con, used, before)
    touched = changes.touched
    kept = {name: row.entity_id for name, row in before.items() if row.name_group not in touched}
    again = [use for name, use in used.items() if name not in kept]
    names, merges, ids = list[_NameRow](), list[_MergeRow](), dict[str, str]()
    for part in _parts(_grouped(again, before, changes)):
        resolved = resolve_people(_uses(part, companions_of), overrides=overrides)
        own = [_name_row(one, resolved) for one in part]
        names += own
        merges += _merge_rows(own, resolved)
        ids |= resolved.ids
    replace_resolved_names(con, rules, touched if before else None, names, merges)
    return ResolvedPeople(kept | ids, tuple(read_name_merges(con, EntityMerge)))


def _changes(
    con: DuckDBPyConnection, used: Mapping[str, UsedName], before: Mapping[str, ResolvedName]
) -> _Changes:
    joined = NameGroups()
    new = [name for name in used if name not in before]
    touched = _join_new(con, joined, new, before) if before and new else set[str]()
    left = {row.name_group for name, row in before.items() if name not in used}
    touched |= left
    touched |= {
        row.name_group
        for name, row in before.items()
        if name in used and not _is_unchanged(used[name], row)
    }
    return _Changes(joined, frozenset(touched), frozenset(map(joined.group, left)))


def _is_unchanged(use: UsedName, row: ResolvedName) -> bool:
    return use.mention_count == row.mention_count and use.company == row.company


def _join_new(
    con: DuckDBPyConnection,
    groups: NameGroups,
    names: Sequence[str],
    before: Mapping[str, ResolvedName],
) -> set[str]:
    """Join new names with the groups they belong to; return these groups as they were before."""
    new = [read_use(name) for name in names]
    new += _listed_beside(new)
    numbers = {number for one in new for number in block_numbers(one)}
    beside = [before[name] for name in names_in_blocks(con, numbers)]
    for row in beside:
        groups.join(row.name, row.name_group)
    groups.add(new, [read_use(row.name) for row in beside])
    met = {groups.group(one.label) for one in new}
    return {row.name_group for row in beside if groups.group(row.name) in met}


def _listed_beside(new: Sequence[Reading]) -> list[Reading]:
    """The listed people that new names may belong to, and others who may be one of these."""
    blocks = {block for one in new for block in blocks_of(one)}
    groups = _groups_of_listed()
    met = {groups.group(one.label) for one in _listed() if not blocks.isdisjoint(blocks_of(one))}
    return [one for one in _listed() if groups.group(one.label) in met]


def forget_listed() -> None:
    """Free the names of listed people that were read: 24 MB."""
    _listed.cache_clear()
    _groups_of_listed.cache_clear()


@cache
def _groups_of_listed() -> NameGroups:
    groups = NameGroups()
    groups.add(_listed())
    return groups


@cache
def _listed() -> tuple[Reading, ...]:
    return tuple(
        read_listed(entry.entity_id, entry.names)
        for entry in read_known_entities().entries
        if entry.entity_id.startswith("person/")
    )


def _grouped(
    again: Iterable[UsedName], before: Mapping[str, ResolvedName], changes: _Changes
) -> list[_Grouped]:
    """The names to resolve with the groups they are in now."""
    grouped, apart = list[_Grouped](), list[UsedName]()
    for use in again:
        row = before.get(use.name)
        group = changes.joined.group(row.name_group if row else use.name)
        if before and group not in changes.left:
            grouped.append(_Grouped(use, group, row))
        else:
            apart.append(use)
    groups = NameGroups()
    groups.add([*_listed(), *(read_use(use.name) for use in apart)] if apart else [])
    apart_in_groups = (_Grouped(use, groups.group(use.name), before.get(use.name)) for use in apart)
    return [*grouped, *apart_in_groups]


def _parts(grouped: Iterable[_Grouped]) -> Iterator[list[_Grouped]]:
    """Yield the names some whole groups at a time.

    Groups do not influence each other, so whom names are used with is only in memory for a part.
    """
    part: list[_Grouped] = []
    for _, members in groupby(sorted(grouped, key=_by_group), _by_group):
        part += members
        if len(part) >= RESOLVED_TOGETHER:
            yield part
            part = []
    if part:
        yield part


def _uses(part: Sequence[_Grouped], companions_of: CompanionsOf) -> Iterator[NameUse]:
    companions = companions_of([local for one in part for local in one.use.local_ids])
    for use, _, _ in part:
        named_with = (one for local in use.local_ids for one in companions.get(local, ()))
        yield NameUse(use.name, use.mention_count, frozenset(named_with))


def _name_row(one: _Grouped, resolved: ResolvedPeople) -> _NameRow:
    name = one.use.name
    return _NameRow(
        name=name,
        mention_count=one.use.mention_count,
        company=one.use.company,
        own_id=one.known.own_id if one.known else unlisted_person_id(name),
        entity_id=resolved.ids[name],
        name_group=one.name_group,
        blocks=None if one.known else block_numbers(read_use(name)),
    )


def _merge_rows(rows: Collection[_NameRow], resolved: ResolvedPeople) -> Iterator[_MergeRow]:
    """The reasons of merges with their groups; `update_warehouse` adds those of the overrides."""
    group_of = {row.own_id: row.name_group for row in rows}
    for one in resolved.merges:
        if one.rule != OVERRIDE:
            group = group_of[one.merged_id]
            yield _MergeRow(one.kept_id, one.merged_id, one.rule, one.evidence, group)
