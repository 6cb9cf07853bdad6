"""Build the mart tables from the raw tables.

A full build creates every mart, with its rows in a fixed order. An incremental build replaces only
the rows of changed articles, as each model's `materialized` header says (see `db/read_models.py`),
and recreates the few other marts unless no article changed. Both give the same rows, which do not
depend on the time of the build.

An incremental build has two transactions. DuckDB keeps what it deletes in memory until a checkpoint
(see `replace_rows`), which the marts that read whole tables need themselves. They are marked as due
in the first transaction, so a build that was killed between the two is completed by the next one.
"""

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse.db.read_models import Model, comment_of, in_build_order, read_models
from warehouse.db.transactions import transaction
from warehouse.db.views import quoted, refresh_views
from warehouse.errors import NotBuilt
from warehouse.ingest.identify import identify_articles
from warehouse.transform.changed_rows import (
    ChangedRows,
    stage_changed_rows,
    stage_shared_views,
    substitute,
)
from warehouse.transform.incremental_aggregates import add_difference, stage_summed
from warehouse.transform.replace_rows import replace_rows
from warehouse.transform.sorted_tables import create_sorted

# Above this share of changed articles a full build is cheaper than an incremental one.
LARGEST_SHARE = 0.2
# Follows the digest of a mart that the second transaction of a build has not made yet.
DUE = " due"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """Rows of each mart after a build, the marts built in full, and the seconds it took."""

    rows: dict[str, int]
    made_whole: tuple[str, ...]
    articles_replaced: int
    seconds: float


def build_marts(con: DuckDBPyConnection, changed: Collection[int] | None = None) -> BuildReport:
    """Build all marts; readers see the old ones until the build is complete.

    `changed` are the article_ids whose rows may be out of date (see `changed_articles`); None means
    all. Marts that do not exist yet or whose SQL has changed are always built in full.
    """
    started = time.monotonic()
    refresh_views(con)
    if changed is None:
        identify_articles(con)
    ids = None if changed is None or _is_most(con, len(changed)) else changed
    models = in_build_order(con, (*read_models("intermediate"), *read_models("marts")))
    first = [one for one in models if ids and (one.incremental or one.sums_of)]
    with transaction(con):
        whole = _models_to_make(con, models, ids)
        _drop_unknown_marts(con, models)
        _stage_changed(con, ids or ())
        others = [one for one in models if one not in first and one.name in whole]
        if first:
            _update(con, first, whole)
            _mark_as_due(con, others)
        else:
            _make_all(con, others)
        _record_new_rows(con, models, whole)
        con.execute("delete from raw.changed_articles")
    if first:
        con.execute("checkpoint")
        with transaction(con):
            _make_all(con, others)
    rows = {model.name: _row_count(con, model) for model in models if model.layer == "marts"}
    return BuildReport(rows, whole, len(ids or ()), time.monotonic() - started)


def _update(con: DuckDBPyConnection, models: list[Model], whole: Collection[str]) -> None:
    """Replace the rows of changed articles, and correct sums; build those that are due in full."""
    stage_summed(con, models, "summed_before")
    replaced = [one for one in models if one.incremental and one.name not in whole]
    changed_rows = stage_changed_rows(con, replaced)
    shared = stage_shared_views(con, [one for one in models if one.name in whole])
    for model in models:
        if model.name in whole:
            _make(con, model, shared)
        elif model.incremental:
            _replace_rows(con, model, changed_rows)
        else:
            stage_summed(con, [model], "summed_after")
            if add_difference(con, model):
                comment_mart(con, model, model.full_name)


def _make_all(con: DuckDBPyConnection, models: list[Model]) -> None:
    shared = stage_shared_views(con, models)
    for model in models:
        _make(con, model, shared)


def _mark_as_due(con: DuckDBPyConnection, models: list[Model]) -> None:
    names = [model.full_name for model in models]
    con.execute(
        f"update raw.built_models set sha256 = sha256 || '{DUE}'"
        " where name in (select unnest(?::varchar []))",
        [names],
    )


def changed_articles(con: DuckDBPyConnection) -> list[int]:
    """Return the articles whose captures, text or date have changed since the last build."""
    identify_articles(con)
    rows = con.execute("select distinct article_id from raw.changed_articles order by 1").fetchall()
    return [article_id for (article_id,) in rows]


def refuse_unbuilt(con: DuckDBPyConnection) -> None:
    """Raise NotBuilt if a table of this version of the program is not built yet."""
    rows = con.execute(
        "select name from raw.built_models where not ends_with(sha256, ?)", [DUE]
    ).fetchall()
    if missing := {model.full_name for model in read_models("marts")} - {name for (name,) in rows}:
        raise NotBuilt(f"{sorted(missing)[0]} has not been built yet; run aawsat publish")


def marts_made_whole(con: DuckDBPyConnection) -> frozenset[str]:
    """Return the full names of marts that were built in full since the last publication."""
    rows = con.execute("select name from raw.unpublished_models").fetchall()
    return frozenset(name for (name,) in rows)


def has_unpublished_articles(con: DuckDBPyConnection) -> bool:
    """Return whether rows of articles were built since the last publication."""
    return bool(con.execute("from raw.unpublished_articles limit 1").fetchall())


def make_mart(con: DuckDBPyConnection, name: str) -> None:
    """Build one mart in full, in the caller's transaction."""
    _make(con, next(model for model in read_models("marts") if model.name == name))


def _is_most(con: DuckDBPyConnection, changed_count: int) -> bool:
    total = con.execute("select count(distinct article_id) from raw.articles").fetchall()[0][0]
    return bool(changed_count > LARGEST_SHARE * total)


def _models_to_make(
    con: DuckDBPyConnection, models: list[Model], ids: Collection[int] | None
) -> tuple[str, ...]:
    in_place = dict(con.execute("select name, sha256 from raw.built_models").fetchall())
    new = {model.name for model in models if in_place.get(model.full_name) != model.digest}
    if ids is None:
        return tuple(model.name for model in models)
    return tuple(
        model.name
        for model in models
        if model.name in new
        or (model.sums_of and model.sums_of.removeprefix("marts.") in new)
        or not (model.incremental or model.sums_of or (model.refresh and not ids and not new))
    )


def _drop_unknown_marts(con: DuckDBPyConnection, models: list[Model]) -> None:
    """Drop marts whose model file was deleted, since they would never be updated again."""
    known = {model.name for model in models if model.layer == "marts"}
    rows = con.execute(
        "select table_name from duckdb_tables()"
        " where schema_name = 'marts' and database_name = current_database()"
    ).fetchall()
    for (name,) in rows:
        if name not in known:
            con.execute(f"drop table marts.{name}")
            con.execute("delete from raw.built_models where name = ?", [f"marts.{name}"])


def _stage_changed(con: DuckDBPyConnection, ids: Collection[int]) -> None:
    table = pa.table({"article_id": pa.array(ids, pa.int64())})
    con.register("changed_ids", table)
    con.execute("create or replace temp table changed as select distinct * from changed_ids")
    con.unregister("changed_ids")


def _record_new_rows(con: DuckDBPyConnection, models: list[Model], whole: Collection[str]) -> None:
    """Record new rows and marts for the next publication and the next checks."""
    con.execute("insert into raw.unpublished_articles from changed")
    con.execute("insert into raw.unchecked_articles from changed")
    made = [model.full_name for model in models if model.incremental and model.name in whole]
    # With changed articles, checks of the marts that follow articles are due in any case.
    has_new = bool(con.execute("from changed limit 1").fetchall())
    if made or (not has_new and any(one.refresh and one.name in whole for one in models)):
        con.execute("delete from raw.passed_checks")
    con.execute("insert into raw.unpublished_models select unnest(?::varchar [])", [made])


def _make(con: DuckDBPyConnection, model: Model, shared: Mapping[str, str] | None = None) -> None:
    create_sorted(con, model, substitute(model.sql, shared or {}))
    comment_mart(con, model, model.full_name)
    con.execute(
        "insert into raw.unpublished_models select ? where not exists"
        " (from raw.built_models where name = ? and sha256 in (?, ?))",
        [model.full_name, model.full_name, model.digest, model.digest + DUE],
    )
    con.execute("delete from raw.built_models where name = ?", [model.full_name])
    con.execute("insert into raw.built_models values (?, ?)", [model.full_name, model.digest])


def comment_mart(con: DuckDBPyConnection, model: Model, table: str) -> None:
    """Set the comments of a table and its columns from the model."""
    comments = [f"comment on table {table} is {quoted(model.comment)}"]
    comments += [
        f"comment on column {table}.{column} is {quoted(comment_of(model, column))}"
        for column in columns_of(con, model)
    ]
    con.execute("; ".join(comments))


def columns_of(con: DuckDBPyConnection, model: Model) -> list[str]:
    """Return the column names of an existing mart."""
    return [row[0] for row in con.execute(f"describe {model.full_name}").fetchall()]


def _replace_rows(con: DuckDBPyConnection, model: Model, changed_rows: ChangedRows) -> None:
    changed = f"{model.incremental} in (select article_id from changed)"
    new = f"from ({changed_rows.sql_of(con, model)}\n) where {changed}"
    if replace_rows(con, model.full_name, old=changed, new=new, order_by=model.order_by):
        comment_mart(con, model, model.full_name)


def _row_count(con: DuckDBPyConnection, model: Model) -> int:
    return int(con.execute(f"select count(*) from {model.full_name}").fetchall()[0][0])
