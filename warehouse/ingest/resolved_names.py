"""Keep the result of the last resolution of names, so that the next resolves only some again."""

from collections.abc import Collection, Iterable
from itertools import starmap
from typing import Any, NamedTuple

import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse.db.sql_files import read_query, stage_query
from warehouse.db.transactions import registered, transaction
from warehouse.ingest.arrow_schemas import records_table
from warehouse.ingest.extraction_schemas import ENTITY_MERGES, NAME_MERGES, RESOLVED_NAMES
from warehouse.ingest.extractions import remember, remembered

# Name of the version of the rules in raw.extraction_state.
_STATE = "resolved names"


class ResolvedName(NamedTuple):
    """A name as it was last resolved; see the comments of raw.resolved_names."""

    name: str
    mention_count: int
    company: str
    own_id: str
    entity_id: str
    name_group: str


def read_resolved_names(con: DuckDBPyConnection, rules: str) -> dict[str, ResolvedName]:
    """Return the names as they were last resolved; none if that was by other rules."""
    if remembered(con, _STATE) != rules:
        return {}
    columns = ", ".join(ResolvedName._fields)
    rows = con.execute(f"select {columns} from raw.resolved_names").fetchall()
    return {row[0]: ResolvedName._make(row) for row in rows}


def names_in_blocks(con: DuckDBPyConnection, blocks: Collection[int]) -> list[str]:
    """Return the resolved names that have one of the blocks."""
    wanted = pa.table({"block": pa.array(blocks, pa.uint32())})
    with registered(con, {"wanted_blocks": wanted}):
        rows = con.execute(read_query("ingest/names_in_blocks")).fetchall()
    return [str(name) for (name,) in rows]


def read_name_merges(con: DuckDBPyConnection, make: Any) -> list[Any]:
    """Return the reasons of all merges as records that `make(kept, merged, rule, evidence)` makes.

    They are ordered by their ids.
    """
    columns = ", ".join(ENTITY_MERGES.names)
    rows = con.execute(f"select {columns} from raw.name_merges order by kept_id, merged_id")
    return list(starmap(make, rows.fetchall()))


def replace_resolved_names(
    con: DuckDBPyConnection,
    rules: str,
    groups: Collection[str] | None,
    names: Iterable[Any],
    merges: Iterable[Any],
) -> None:
    """Replace the names and merges of these groups, or of all (None), in one transaction.

    Names whose `blocks` are None keep those that are stored.
    """
    tables = {
        "batch_names": records_table(names, RESOLVED_NAMES),
        "batch_name_merges": records_table(merges, NAME_MERGES),
        "old_groups": pa.table({"name_group": pa.array(groups or (), pa.string())}),
    }
    which = "" if groups is None else " where name_group in (select name_group from old_groups)"
    with registered(con, tables), transaction(con):
        stage_query(con, "ingest/names_with_blocks", {})
        con.execute(f"delete from raw.resolved_names{which}")
        con.execute(f"delete from raw.name_merges{which}")
        con.execute("insert into raw.resolved_names by name from names_with_blocks")
        con.execute("insert into raw.name_merges by name from batch_name_merges")
        remember(con, _STATE, rules)
