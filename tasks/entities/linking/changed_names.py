"""Resolve the names that a night concerns: `resolve_changed(con, used, before, ...)`.

A name is resolved again with its whole group (see `name_groups`) if a name of the group is new, is
gone, or is used otherwise than before. The result equals a resolution of all names.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from duckdb import DuckDBPyConnection

from tasks.entities.gazetteer.known_entities import read_known_entities
from tasks.entities.gazetteer.overrides import Overrides
from tasks.entities.linking.across_articles import (
    OVERRIDE,
    NameUse,
    ResolvedPeople,
    resolve_people,
)
from tasks.entities.linking.name_groups import (
    NameGroups,
    Reading,
    block_numbers,
    blocks_of,
    read_listed,
    read_use,
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
# Whom ids are named with.
CompanionsOf = Callable[[Sequence[str]], Mapping[str, Collection[str]]]
_by_group = attrgetter("name_group")


@dataclass(frozen=True, slots=True)
class UsedName:
    """A name, its mentions, a digest of its company, and the ids that articles give it."""

    name: str
    mention_count: int
    company: str
    local_ids: tuple[str, ...]


class _Grouped(NamedTuple):
    use: UsedName
    name_group: str


@dataclass(frozen=True, slots=True)
class _NameRow:
    name: str
    mention_count: int
    company: str
    own_id: str
    entity_id: str
    name_group: str
    blocks: list[int]


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
    touched = _touched_groups(con, used, before)
    kept = {name: row.entity_id for name, row in before.items() if row.name_group not in touched}
    again = [use for name, use in used.items() if name not in kept]
    names, merges, ids = list[_NameRow](), list[_MergeRow](), dict[str, str]()
    for part in _parts(again):
        resolved = resolve_people(_uses(part, companions_of), overrides=overrides)
        own = [_name_row(use, group, resolved) for use, group in part]
        names += own
        merges += _merge_rows(own, resolved)
        ids |= resolved.ids
    replace_resolved_names(con, rules, touched if before else None, names, merges)
    return ResolvedPeople(kept | ids, tuple(read_name_merges(con, EntityMerge)))


def _touched_groups(
    con: DuckDBPyConnection, used: Mapping[str, UsedName], before: Mapping[str, ResolvedName]
) -> set[str]:
    """The groups of names that are gone or used otherwise, and those that new names belong to."""
    touched = {
        row.name_group
        for name, row in before.items()
        if name not in used or not _is_unchanged(used[name], row)
    }
    new = [name for name in used if name not in before]
    return touched | _groups_met(con, new, before) if before and new else touched


def _is_unchanged(use: UsedName, row: ResolvedName) -> bool:
    return use.mention_count == row.mention_count and use.company == row.company


def _groups_met(
    con: DuckDBPyConnection, names: Sequence[str], before: Mapping[str, ResolvedName]
) -> set[str]:
    """The groups before that new names belong to, directly or by a listed person."""
    new = [read_use(name) for name in names]
    new += _listed_beside(new)
    numbers = {number for one in new for number in block_numbers(one)}
    beside = [before[name] for name in names_in_blocks(con, numbers)]
    groups = NameGroups()
    for row in beside:
        groups.join(row.name, row.name_group)
    groups.add(new, [read_use(row.name) for row in beside])
    met = {groups.group(one.label) for one in new}
    return {row.name_group for row in beside if groups.group(row.name) in met}


def _listed_beside(new: Sequence[Reading]) -> list[Reading]:
    blocks = {block for one in new for block in blocks_of(one)}
    return [one for one in _listed() if not blocks.isdisjoint(blocks_of(one))]


@cache
def _listed() -> tuple[Reading, ...]:
    return tuple(
        read_listed(entry.entity_id, entry.names)
        for entry in read_known_entities().entries
        if entry.entity_id.startswith("person/")
    )


def _parts(again: Sequence[UsedName]) -> Iterator[list[_Grouped]]:
    """Yield the names with their groups, some whole groups at a time.

    Groups do not influence each other, so whom names are used with is only in memory for a part.
    """
    groups = NameGroups()
    groups.add([*_listed(), *(read_use(use.name) for use in again)])
    part: list[_Grouped] = []
    grouped = [_Grouped(use, groups.group(use.name)) for use in again]
    for _, members in groupby(sorted(grouped, key=_by_group), _by_group):
        part += members
        if len(part) >= RESOLVED_TOGETHER:
            yield part
            part = []
    if part:
        yield part


def _uses(part: Sequence[_Grouped], companions_of: CompanionsOf) -> Iterator[NameUse]:
    companions = companions_of([local for use, _ in part for local in use.local_ids])
    for use, _ in part:
        named_with = (one for local in use.local_ids for one in companions.get(local, ()))
        yield NameUse(use.name, use.mention_count, frozenset(named_with))


def _name_row(use: UsedName, group: str, resolved: ResolvedPeople) -> _NameRow:
    return _NameRow(
        name=use.name,
        mention_count=use.mention_count,
        company=use.company,
        own_id=unlisted_person_id(use.name),
        entity_id=resolved.ids[use.name],
        name_group=group,
        blocks=block_numbers(read_use(use.name)),
    )


def _merge_rows(rows: Collection[_NameRow], resolved: ResolvedPeople) -> Iterator[_MergeRow]:
    """The reasons of merges with their groups; `update_warehouse` adds those of the overrides."""
    group_of = {row.own_id: row.name_group for row in rows}
    for one in resolved.merges:
        if one.rule != OVERRIDE:
            group = group_of[one.merged_id]
            yield _MergeRow(one.kept_id, one.merged_id, one.rule, one.evidence, group)
