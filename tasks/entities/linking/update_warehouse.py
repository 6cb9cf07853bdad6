"""Who is who across all articles of the warehouse: `resolve_archive(con)`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from duckdb import DuckDBPyConnection

from tasks.entities.gazetteer.overrides import OVERRIDES, Overrides, read_overrides
from tasks.entities.linking import across_articles
from tasks.entities.linking.across_articles import JUDGEMENT, resolve_people
from tasks.entities.linking.merge_reasons import explain_merges
from tasks.entities.models import EntityMerge
from tasks.entities.names.person_ids import unlisted_person_id
from tasks.entities.version import resolution_version
from warehouse.ingest.extractions import (
    NameUse,
    load_resolution,
    names_to_resolve,
    spellings_of_listed,
)


def resolve_archive(con: DuckDBPyConnection, judgements: Path = OVERRIDES) -> int:
    """Resolve the people named in the archive; return how many ids changed their meaning.

    All names are resolved together, so the result does not depend on the order in which articles
    arrived. Nothing is done when neither names nor rules nor judgements have changed.
    """
    rules = resolution_version(judgements)
    named = names_to_resolve(con, rules)
    if named is None:
        return 0
    judged = read_overrides(judgements)
    ids, merges = _resolved(named, judged)
    ids |= _moved_by_judgement(ids, judged)
    links = explain_merges(spellings_of_listed(con), judged)
    return load_resolution(con, ids, _one_each([*_judged(judged), *merges, *links]), rules)


def _resolved(
    named: Sequence[NameUse], judged: Overrides
) -> tuple[dict[str, str], list[EntityMerge]]:
    """The id of each article-level id, before judgements of ids, and why spellings have moved."""
    alike = [use for use in named if not _is_told_apart(use)]
    resolved = resolve_people(_uses(alike), judgements=judged)
    # Ids of lists never change but by the judgement of a person.
    listed = {resolved.ids[use.name]: use.local_id for use in alike if use.is_listed}
    ids = {
        use.local_id: use.local_id
        if use.is_listed
        else listed.get(resolved.ids[use.name], resolved.ids[use.name])
        for use in alike
    }
    merges = [row for row in _relisted(resolved.merges, listed) if row.merged_id in ids]
    return ids, merges


def _is_told_apart(use: NameUse) -> bool:
    """A namesake of a listed person, whose id is more than his name: its articles know best."""
    return not use.is_listed and use.local_id != unlisted_person_id(use.name)


def _moved_by_judgement(ids: Mapping[str, str], judged: Overrides) -> dict[str, str]:
    """What was resolved to an id that somebody judged another's, and judged ids of any type."""
    moved = {local: judged.kept(own) for local, own in ids.items()}
    return {merged: judged.kept(merged) for _, merged in judged.same} | moved


def _judged(judged: Overrides) -> Iterator[EntityMerge]:
    for _, merged in judged.same:
        yield EntityMerge(judged.kept(merged), merged, JUDGEMENT, "same: in judgements.yml")


def _one_each(rows: Iterable[EntityMerge]) -> Iterator[EntityMerge]:
    """The first reason of each id; what is kept may itself have been judged another's."""
    seen = set[str]()
    for row in rows:
        if row.merged_id not in seen and row.merged_id != row.kept_id:
            seen.add(row.merged_id)
            yield row


def _uses(named: Sequence[NameUse]) -> Iterator[across_articles.NameUse]:
    """One use a name: two ids may go by the same."""
    for name, uses in groupby(sorted(named, key=lambda use: use.name), lambda use: use.name):
        group = list(uses)
        companions = frozenset(one for use in group for one in use.companions)
        count = sum(use.mention_count for use in group)
        yield across_articles.NameUse(name, count, companions)


def _relisted(merges: Sequence[EntityMerge], listed: Mapping[str, str]) -> Iterator[EntityMerge]:
    """With the id of the list where one of a person's names is on it."""
    for row in merges:
        kept = listed.get(row.kept_id, row.kept_id)
        if kept != row.merged_id:
            yield replace(row, kept_id=kept)
