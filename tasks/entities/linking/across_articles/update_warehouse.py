"""Resolve people across all articles of the warehouse: `resolve_archive(con)`."""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from pathlib import Path

from duckdb import DuckDBPyConnection

from tasks.entities.garbage_collection import garbage_collection_paused
from tasks.entities.gazetteer.former_ids import read_former_ids
from tasks.entities.gazetteer.overrides import OVERRIDES, Overrides, read_overrides
from tasks.entities.linking.across_articles.changed_names import (
    UsedName,
    forget_listed,
    resolve_changed,
)
from tasks.entities.linking.across_articles.merge_reasons import explain_merges
from tasks.entities.linking.across_articles.people import OVERRIDE
from tasks.entities.models import EntityMerge
from tasks.entities.names.normalize import match_key, slug
from tasks.entities.names.person_ids import unlisted_person_id
from tasks.entities.names.transliteration import forget_names
from tasks.entities.version import resolution_version
from warehouse.ingest.extractions import (
    NameUse,
    companions_of,
    load_resolution,
    names_digest,
    names_to_resolve,
    spellings_of_listed,
    stage_latest_captures,
)
from warehouse.ingest.resolved_names import ResolvedName, read_resolved_names

# Rule of the merges that lead the former id of a place to its present one.
RENAMED = "renamed"


def resolve_archive(con: DuckDBPyConnection, overrides_file: Path = OVERRIDES) -> int:
    """Resolve the people named in the archive; return how many ids now mean another entity.

    The result is that of a resolution of all names together, so it does not depend on the order in
    which articles arrived; only names that may have changed are resolved again. Does nothing if
    names, rules and overrides are unchanged.
    """
    rules = resolution_version(overrides_file)
    stage_latest_captures(con)
    digest = names_digest(con, rules)
    named = names_to_resolve(con, digest)
    if named is None:
        return 0
    overrides = read_overrides(overrides_file)
    with garbage_collection_paused():
        ids, merges = _resolved(con, named, rules, overrides)
    ids |= _moved_by_override(ids, overrides)
    links = explain_merges(spellings_of_listed(con), overrides)
    reasons = _one_each([*_override_merges(overrides), *merges, *links, *_renamed()])
    moved = load_resolution(con, ids, reasons, digest)
    _forget_names()
    return moved


def _resolved(
    con: DuckDBPyConnection, named: Sequence[NameUse], rules: str, overrides: Overrides
) -> tuple[dict[str, str], list[EntityMerge]]:
    """The entity of each article-level id before overrides, and the reasons of merges."""
    before = read_resolved_names(con, rules)
    alike = [use for use in named if not _is_distinct(use, before)]
    nearest = partial(companions_of, con)
    resolved = resolve_changed(con, _by_name(alike), before, rules, overrides, nearest)
    # Listed ids change only by a manual override.
    listed = {resolved.ids[use.name]: use.local_id for use in alike if use.is_listed}
    ids = {
        use.local_id: use.local_id
        if use.is_listed
        else listed.get(resolved.ids[use.name], resolved.ids[use.name])
        for use in alike
    }
    merges = [row for row in _relisted(resolved.merges, listed) if row.merged_id in ids]
    return ids, merges


def _forget_names() -> None:
    """Free the memory of names that were read, 130 MB for 80,000 names: the build needs it next."""
    forget_names()
    forget_listed()
    for read in (unlisted_person_id, slug, match_key):
        read.cache_clear()
    gc.collect()


def _is_distinct(use: NameUse, before: Mapping[str, ResolvedName]) -> bool:
    """Whether the id is that of a namesake of a listed person, which only articles can tell."""
    if use.is_listed:
        return False
    row = before.get(use.name)
    return use.local_id != (row.own_id if row else unlisted_person_id(use.name))


def _moved_by_override(ids: Mapping[str, str], overrides: Overrides) -> dict[str, str]:
    """Ids that a manual override merges into others."""
    moved = {local: overrides.kept(own) for local, own in ids.items()}
    return {merged: overrides.kept(merged) for _, merged in overrides.same} | moved


def _override_merges(overrides: Overrides) -> Iterator[EntityMerge]:
    for _, merged in overrides.same:
        yield EntityMerge(overrides.kept(merged), merged, OVERRIDE, "same: in overrides.yml")


def _renamed() -> Iterator[EntityMerge]:
    for former, present in read_former_ids().items():
        yield EntityMerge(present, former, RENAMED, "id of an earlier version")


def _one_each(rows: Iterable[EntityMerge]) -> Iterator[EntityMerge]:
    """The first reason of each id, with the id that is finally kept."""
    seen = set[str]()
    for row in rows:
        if row.merged_id not in seen and row.merged_id != row.kept_id:
            seen.add(row.merged_id)
            yield row


def _by_name(named: Sequence[NameUse]) -> dict[str, UsedName]:
    """One use for each name: two ids may have the same name."""
    used = {}
    for name, uses in groupby(sorted(named, key=lambda use: use.name), lambda use: use.name):
        group = list(uses)
        used[name] = UsedName(
            name,
            sum(use.mention_count for use in group),
            " ".join(use.company for use in group),
            tuple(use.local_id for use in group),
        )
    return used


def _relisted(merges: Sequence[EntityMerge], listed: Mapping[str, str]) -> Iterator[EntityMerge]:
    """Add the listed id if one of the names of a person is listed."""
    for row in merges:
        kept = listed.get(row.kept_id, row.kept_id)
        if kept != row.merged_id:
            yield row if kept == row.kept_id else replace(row, kept_id=kept)
