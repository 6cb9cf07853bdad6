"""Count the rows that differ from the last publication, by mart and cause.

Rows are compared by key and hash. For rows that belong to an article, the sum of the row hashes per
article is compared first, and only the rows of differing articles one by one. Causes:

    content     the page is new, gone, or was captured again with different bytes
    parser      the same capture, parsed by another version of the parser
    discovery   the same parse, but discovery supplies another date
    entities    the same article, but different extracted entities
    model       the SQL of the table has changed

Rows that count over many articles have all causes of the build, joined by commas.
"""

from collections.abc import Collection
from dataclasses import dataclass

import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse.db.read_models import Model, read_models
from warehouse.db.sql_files import stage_query
from warehouse.transform.build import columns_of, has_unpublished_articles, marts_made_whole

_TEXT: pa.DataType = pa.string()
_COUNT: pa.DataType = pa.int64()
CHANGES = pa.schema(
    [
        ("mart_name", _TEXT),
        ("cause", _TEXT),
        ("added", _COUNT),
        ("changed", _COUNT),
        ("removed", _COUNT),
    ]
)
# Columns over a full join of the rows before (`old`) and now (`new`).
_COUNTS = (
    "count(*) filter (where old is null) as added,"
    " count(*) filter (where old is not null and new is not null) as changed,"
    " count(*) filter (where new is null) as removed"
)
# These tables describe runs, not the archive, so they differ in every publication.
NOT_COMPARED = frozenset({"runs", "check_results", "publications", "publication_changes"})


@dataclass(frozen=True, slots=True)
class Change:
    """Numbers of rows of a mart that differ from the previous publication, for one cause."""

    mart_name: str
    cause: str
    added: int
    changed: int
    removed: int


def count_changes(con: DuckDBPyConnection, previous: str | None) -> list[Change]:
    """Compare the marts with an attached publication (None before the first).

    If it is the last one published, only rows of articles built since then are compared.
    """
    if previous is None:
        return []
    known = _marts_with_known_changes(con, previous)
    _stage_causes(con, previous, known)
    same = NOT_COMPARED | (_marts_left_alone(con) if known else frozenset())
    models = [model for model in read_models("marts") if model.name not in same]
    changes = [change for model in models for change in _changes_of(con, model, previous, known)]
    con.execute("drop table temp.article_causes")
    return changes


def is_published_last(con: DuckDBPyConnection, previous: str) -> bool:
    """Return whether the attached publication is the last one the warehouse published."""
    stamps = con.execute(
        "select (select max(stamp) from raw.publications),"
        f" (select max(stamp) from {previous}.publications)"
    ).fetchall()[0]
    return stamps[0] is not None and stamps[0] == stamps[1]


def _marts_with_known_changes(con: DuckDBPyConnection, previous: str) -> frozenset[str]:
    """Return the marts for which builds have recorded every row that may differ."""
    if not is_published_last(con, previous):
        return frozenset()
    made_whole = marts_made_whole(con)
    return frozenset(
        model.name
        for model in read_models("marts")
        if model.incremental and model.full_name not in made_whole
    )


def _marts_left_alone(con: DuckDBPyConnection) -> frozenset[str]:
    """Return the marts that cannot have changed: they depend on articles, and none was built."""
    if has_unpublished_articles(con):
        return frozenset()
    made_whole = marts_made_whole(con)
    return frozenset(
        model.name
        for model in read_models("marts")
        if model.refresh and model.full_name not in made_whole
    )


def _stage_causes(con: DuckDBPyConnection, previous: str, known: Collection[str]) -> None:
    """Stage the articles that differ, with the cause of each."""
    articles = next(model for model in read_models("marts") if model.name == "articles")
    _stage_differing(con, articles, previous, known)
    stage_query(con, "transform/diff_article_causes", {})
    con.execute("create or replace temp table article_causes as from diff_article_causes")
    con.execute("drop table temp.diff_article_causes")


def _changes_of(
    con: DuckDBPyConnection, model: Model, previous: str, known: Collection[str]
) -> list[Change]:
    if _columns_before(con, model, previous) != columns_of(con, model):
        return _model_change(con, model, previous)
    if model.incremental:
        _stage_differing(con, model, previous, known)
        rows = _count_by_cause(con, model, previous)
    else:
        rows = _count_rows(con, model, previous)
    return [Change(model.name, *row) for row in rows]


def _columns_before(con: DuckDBPyConnection, model: Model, previous: str) -> list[str]:
    rows = con.execute(
        "select column_name from duckdb_columns() where database_name = ? and schema_name = 'main'"
        " and table_name = ? order by column_index",
        [previous, model.name],
    ).fetchall()
    return [name for (name,) in rows]


def _model_change(con: DuckDBPyConnection, model: Model, previous: str) -> list[Change]:
    """Count the changes of a mart whose columns changed: every remaining row counts as changed.

    If its key has other columns than before, all rows are new.
    """
    before = _columns_before(con, model, previous)
    if not before:
        rows = con.execute(f"select count(*), 0, 0 from {model.full_name}").fetchall()
    elif not set(model.unique_key.split(", ")) <= set(before):
        rows = con.execute(
            f"select (select count(*) from {model.full_name}), 0,"
            f" (select count(*) from {previous}.{model.name})"
        ).fetchall()
    else:
        rows = con.execute(
            f"select {_COUNTS} from (select {model.unique_key}, 1 as new"
            f" from {model.full_name}) as ours full join (select {model.unique_key}, 1 as old"
            f" from {previous}.{model.name}) as theirs on {_same_key(model)}"
        ).fetchall()
    return [Change(model.name, "model", *row) for row in rows if any(row)]


def _hash(con: DuckDBPyConnection, model: Model, previous: str) -> str:
    """Return the SQL hash of a row over the shared columns; long texts are hashed by digest."""
    before = _columns_before(con, model, previous)
    columns = [column for column in columns_of(con, model) if column in before]
    return f"hash({', '.join(c for c in columns if f'{c}_sha256' not in columns)})"


def _stage_differing(
    con: DuckDBPyConnection, model: Model, previous: str, known: Collection[str]
) -> None:
    """Stage the ids of articles whose rows differ."""
    row = _hash(con, model, previous)
    some = " where article_id in (select article_id from raw.unpublished_articles)"
    sums = (
        "select article_id, sum({0}::hugeint) as total, count(*) as uses from {1}"
        f"{some if model.name in known else ''} group by 1"
    )
    con.execute(
        "create or replace temp table differing as select article_id"
        f" from ({sums.format(row, model.full_name)}) as new"
        f" full join ({sums.format(row, f'{previous}.{model.name}')}) as old using (article_id)"
        " where (new.total, new.uses) is distinct from (old.total, old.uses)"
    )


def _count_by_cause(
    con: DuckDBPyConnection, model: Model, previous: str
) -> list[tuple[str, int, int, int]]:
    """Count the rows of differing articles by the cause of their article."""
    some = (
        f"select {model.unique_key}, {_hash(con, model, previous)} as {{0}} from {{1}}"
        " semi join differing using (article_id)"
    )
    return con.execute(
        f"select coalesce(cause, '{_cause_of_its_own(con, model)}') as cause, {_COUNTS}"
        f" from ({some.format('new', model.full_name)})"
        f" full join ({some.format('old', f'{previous}.{model.name}')}) using ({model.unique_key})"
        f" left join article_causes using (article_id)"
        " where old is distinct from new group by 1 order by 1"
    ).fetchall()


def _count_rows(
    con: DuckDBPyConnection, model: Model, previous: str
) -> list[tuple[str, int, int, int]]:
    rows_of = f"select {model.unique_key}, {_hash(con, model, previous)} as {{0}} from {{1}}"
    rows = con.execute(
        f"select {_COUNTS} from ({rows_of.format('new', model.full_name)}) as ours"
        f" full join ({rows_of.format('old', f'{previous}.{model.name}')}) as theirs"
        f" on {_same_key(model)} where old is distinct from new"
    ).fetchall()
    cause = _all_causes(con, model)
    return [(cause, *row) for row in rows if any(row)]


def _same_key(model: Model) -> str:
    """Return the condition that joins two versions of a row; a key column may be null."""
    return " and ".join(
        f"ours.{column} is not distinct from theirs.{column}"
        for column in model.unique_key.split(", ")
    )


def _all_causes(con: DuckDBPyConnection, model: Model) -> str:
    rows = con.execute("select distinct cause from article_causes order by 1").fetchall()
    causes = {cause for (cause,) in rows}
    if not causes or _has_new_sql(con, model):
        causes.add(_cause_of_its_own(con, model))
    return ", ".join(sorted(causes))


def _cause_of_its_own(con: DuckDBPyConnection, model: Model) -> str:
    """Return the cause of differing rows if no article differs."""
    if _has_new_sql(con, model):
        return "model"
    return "entities" if "entit" in model.sql or "raw.text_dates" in model.sql else "content"


def _has_new_sql(con: DuckDBPyConnection, model: Model) -> bool:
    rows = con.execute(
        "select mart_digests[?] from raw.publications order by stamp desc limit 1", [model.name]
    ).fetchall()
    return bool(rows) and rows[0][0] != model.digest
