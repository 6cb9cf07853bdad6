"""Update sums over a mart's rows from the rows of changed articles.

A model with `materialized: incremental sums of ...` has only its key and sums (or counts) to which
every article contributes separately. An update subtracts the old contribution of the changed
articles and adds the new one, so its cost does not depend on the size of the archive.
"""

from collections.abc import Iterable

from duckdb import DuckDBPyConnection

from warehouse.db.read_models import Model
from warehouse.transform.replace_rows import replace_rows


def stage_summed(con: DuckDBPyConnection, models: Iterable[Model], name: str) -> None:
    """Stage the current rows of the `changed` articles in the summed mart, as table `name`."""
    in_place = {row[0] for row in con.execute("select name from raw.built_models").fetchall()}
    for source in {model.sums_of for model in models if model.sums_of} & in_place:
        con.execute(
            f"create or replace temp table {name} as"
            f" from {source} where article_id in (select article_id from changed)"
        )


def add_difference(con: DuckDBPyConnection, model: Model) -> bool:
    """Subtract the sums of `summed_before` from the model, and add those of `summed_after`.

    Rows whose sums are all 0 are deleted, since a full build would not contain them. Returns
    whether the table was written again, which loses its comments.
    """
    columns = [row[0] for row in con.execute(f"describe {model.full_name}").fetchall()]
    key = model.unique_key.split(", ")
    sums = [column for column in columns if column not in key]
    _stage_difference(con, model, sums)
    same = " and ".join(
        f"{model.name}.{name} is not distinct from difference.{name}" for name in key
    )
    con.execute(
        f"create or replace temp table corrected as select {model.unique_key}, {_totals(sums)}"
        f" from (from difference union all by name"
        f" from {model.full_name} semi join difference on {same})"
        f" group by {model.unique_key}"
    )
    is_left = " or ".join(f"{name} <> 0" for name in sums)
    return replace_rows(
        con,
        model.full_name,
        old=f"exists (from difference where {same})",
        new=f"from corrected where {is_left}",
        order_by=model.order_by,
    )


def _stage_difference(con: DuckDBPyConnection, model: Model, sums: list[str]) -> None:
    before, after = (
        model.sql.replace(model.sums_of, table) for table in ("summed_before", "summed_after")
    )
    negated = ", ".join(f"-{name} as {name}" for name in sums)
    changed = " or ".join(f"sum({name}) <> 0" for name in sums)
    con.execute(
        f"create or replace temp table difference as select {model.unique_key}, {_totals(sums)}"
        f" from (from ({after}\n) union all by name"
        f" select {model.unique_key}, {negated} from ({before}\n))"
        f" group by {model.unique_key} having {changed}"
    )


def _totals(sums: list[str]) -> str:
    return ", ".join(f"sum({name})::bigint as {name}" for name in sums)
