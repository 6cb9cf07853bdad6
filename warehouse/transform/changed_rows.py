"""Stage what several models read: in a build of changed articles, their rows only.

A full build evaluates each staging view once, into a temporary table, instead of once per mart. The
rows of a mart that is `incremental by article_id` depend on that article only: on its captures,
and on what is known of their URLs. So an incremental build evaluates them on copies that have only
those rows, instead of on the whole archive, to filter the result afterwards. A staging view with
the header `scope: archive` looks at other articles too, and is read whole.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from duckdb import DuckDBPyConnection

from warehouse.db.read_models import Model, in_build_order, read_models, tables_read
from warehouse.db.sql_files import stage_query

# How the rows of changed articles are found in a table of the warehouse, by the column it has.
_CONDITIONS = {
    "capture_id": "capture_id in (select capture_id from captures_in_scope)",
    "url": "url in (select url from captures_in_scope)",
}
_TABLE = re.compile(r"\b(?:raw|staging|marts)\.\w+\b")


@dataclass(frozen=True, slots=True)
class ChangedRows:
    """Maps tables, by full name, to the temporary tables with the changed rows only."""

    stand_ins: dict[str, str] = field(default_factory=dict)

    def sql_of(self, con: DuckDBPyConnection, model: Model) -> str:
        """Return the SELECT of the model, reading the changed rows only."""
        for name in sorted(tables_read(con, model.sql)):
            if name.startswith("marts.") and name not in self.stand_ins:
                self.stand_ins[name] = _stage_mart(con, name)
        return substitute(model.sql, self.stand_ins)


def stage_shared_views(con: DuckDBPyConnection, models: Iterable[Model]) -> dict[str, str]:
    """Stage the staging views that would be evaluated more than once; map each to its table.

    A model that reads one view twice counts too: DuckDB estimates the rows of a table much better
    than those of a view in a view, and would keep all texts in memory for a join.
    """
    views = {view.full_name: view for view in read_models("staging")}
    shared = {name for name, count in _evaluations(con, models, views).items() if count > 1}
    stand_ins: dict[str, str] = {}
    for view in in_build_order(con, tuple(views[name] for name in sorted(shared))):
        stand_in = f"shared_{view.name}"
        con.execute(f"create or replace temp table {stand_in} as {substitute(view.sql, stand_ins)}")
        stand_ins[view.full_name] = stand_in
    return stand_ins


def _evaluations(
    con: DuckDBPyConnection, models: Iterable[Model], views: Mapping[str, Model]
) -> dict[str, int]:
    """Return how often each view is evaluated if those above it are staged where they are shared.

    A view that only one staged view reads is evaluated once, without the columns not asked for.
    """
    counts = Counter[str]()
    for model in models:
        counts += _reads_of(con, model, views)
    for view in reversed(in_build_order(con, tuple(views.values()))):
        of_view = _reads_of(con, view, views)
        times = counts[view.full_name] if view.is_ephemeral else min(1, counts[view.full_name])
        counts += Counter({name: count * times for name, count in of_view.items()})
    return {name: counts[name] for name in views if not views[name].is_ephemeral}


def _reads_of(con: DuckDBPyConnection, model: Model, views: Mapping[str, Model]) -> Counter[str]:
    """Return how often the SELECT of a model reads each view."""
    here = Counter(_TABLE.findall(model.sql))
    return Counter({name: max(1, here[name]) for name in tables_read(con, model.sql) & set(views)})


def stage_changed_rows(con: DuckDBPyConnection, models: Iterable[Model]) -> ChangedRows:
    """Stage the rows of the articles in the temporary table `changed` that the models read."""
    stage_query(con, "transform/captures_in_scope", {})
    views = {view.full_name: view for view in read_models("staging") if view.scope != "archive"}
    read = _tables_behind(con, models, views)
    stand_ins = _stage_raw_tables(con, read)
    for view in in_build_order(con, tuple(views[name] for name in sorted(read & set(views)))):
        stand_in = f"changed_staging_{view.name}"
        con.execute(f"create or replace temp table {stand_in} as {substitute(view.sql, stand_ins)}")
        stand_ins[view.full_name] = stand_in
    return ChangedRows(stand_ins)


def _tables_behind(
    con: DuckDBPyConnection, models: Iterable[Model], views: Mapping[str, Model]
) -> set[str]:
    """Return the tables that the models read, also by way of views."""
    found: set[str] = set()
    due = list(models)
    while due:
        new = tables_read(con, due.pop().sql) - found
        found |= new
        due += [views[name] for name in new & set(views)]
    return found


def _stage_raw_tables(con: DuckDBPyConnection, read: Iterable[str]) -> dict[str, str]:
    columns = con.execute(
        "select 'raw.' || table_name, min(column_name) from duckdb_columns()"
        " where schema_name = 'raw' and database_name = current_database()"
        " and column_name in ('capture_id', 'url') group by table_name order by table_name"
    ).fetchall()
    stand_ins = {name: f"changed_{name.replace('.', '_')}" for name, _ in columns if name in read}
    for name, column in columns:
        if name in stand_ins:
            con.execute(
                f"create or replace temp table {stand_ins[name]} as"
                f" from {name} where {_CONDITIONS[column]}"
            )
    return stand_ins


def _stage_mart(con: DuckDBPyConnection, name: str) -> str:
    stand_in = f"changed_{name.replace('.', '_')}"
    con.execute(
        f"create or replace temp table {stand_in} as"
        f" from {name} where article_id in (select article_id from changed)"
    )
    return stand_in


def substitute(sql: str, stand_ins: Mapping[str, str]) -> str:
    """Return the SELECT with tables replaced by what stands in for them."""
    return _TABLE.sub(lambda found: stand_ins.get(found[0], found[0]), sql)
