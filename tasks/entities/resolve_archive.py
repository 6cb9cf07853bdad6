"""Who is who across all articles of the warehouse: `resolve_archive(con)`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from duckdb import DuckDBPyConnection

from tasks.entities import resolve_corpus
from tasks.entities.models import EntityMerge
from tasks.entities.resolve_corpus import resolve_people
from tasks.entities.version import resolution_version
from warehouse.extractions import NameUse, load_resolution, names_to_resolve

JUDGEMENT = "judgement"


def resolve_archive(con: DuckDBPyConnection) -> int:
    """Resolve the people named in the archive; return how many ids changed their meaning.

    All names are resolved together, so the result does not depend on the order in which articles
    arrived. Nothing is done when neither names nor rules have changed.
    """
    rules = resolution_version()
    named = names_to_resolve(con, rules)
    if named is None:
        return 0
    resolved = resolve_people(_uses(named))
    # Ids of lists never change but by the judgement of a person.
    judged = {row.merged_id: row.kept_id for row in resolved.merges if row.rule == JUDGEMENT}
    listed = {
        resolved.ids[use.name]: use.local_id
        for use in named
        if use.is_listed and use.local_id not in judged
    }
    ids = {
        use.local_id: judged.get(use.local_id, use.local_id)
        if use.is_listed
        else _listed_id(resolved.ids[use.name], listed)
        for use in named
    }
    merges = [row for row in _relisted(resolved.merges, listed) if row.merged_id in ids]
    return load_resolution(con, ids, merges, rules)


def _uses(named: Sequence[NameUse]) -> Iterator[resolve_corpus.NameUse]:
    """One use a name: two ids may go by the same."""
    for name, uses in groupby(sorted(named, key=lambda use: use.name), lambda use: use.name):
        group = list(uses)
        companions = frozenset(one for use in group for one in use.companions)
        count = sum(use.mention_count for use in group)
        yield resolve_corpus.NameUse(name, count, companions)


def _listed_id(entity_id: str, listed: Mapping[str, str]) -> str:
    """The id of the list where one of a person's names is on it: ids of lists never change."""
    return listed.get(entity_id, entity_id)


def _relisted(merges: Sequence[EntityMerge], listed: Mapping[str, str]) -> Iterator[EntityMerge]:
    for row in merges:
        kept = _listed_id(row.kept_id, listed)
        if kept != row.merged_id:
            yield replace(row, kept_id=kept)
