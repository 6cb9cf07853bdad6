"""Columns that were renamed: former names in new publications, present names in old ones.

A publication has a view with the former names, beside the present ones, for each table in the
schema `deprecated`; with `use deprecated` a query from before the change runs as it is. A reader
of an older publication gets temporary views with the present names, which hide its tables.

Entries are removed one release after the renaming.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from duckdb import DuckDBPyConnection

SCHEMA = "deprecated"
# Renamed in 0.3.0: former and present names by table or view.
RENAMED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "articles_wide": {"copy_of": "canonical_id"},
        "entities": {"first_seen": "first_published_on", "last_seen": "last_published_on"},
        "entities_wide": {"first_seen": "first_published_on", "last_seen": "last_published_on"},
        "entity_merges": {"kept_id": "entity_id"},
        "entity_offices": {"office_of": "office_of_id"},
        "entity_pairs": {"entity_a": "entity_id", "entity_b": "neighbour_id"},
        "mentions": {"name": "full_name"},
        "paragraphs": {"kind": "paragraph_kind"},
    }
)


def create_former_names(con: DuckDBPyConnection) -> None:
    """Create the views with former names in the current database, instead of those it has."""
    con.execute(f"drop schema if exists {SCHEMA} cascade")
    con.execute(f"create schema {SCHEMA}")
    for table, names in RENAMED.items():
        former = _renamed((present, old) for old, present in names.items())
        con.execute(f"create view {SCHEMA}.{table} as select *, {former} from main.{table}")
        comment = f"{table} with the column names of before 0.3.0: {', '.join(names)}."
        con.execute(f"comment on view {SCHEMA}.{table} is '{comment}'")


def views_with_present_names(con: DuckDBPyConnection, catalog: str) -> tuple[str, ...]:
    """Return the statements that give an attached older publication the present names.

    The views are temporary, so each cursor of the connection needs them. There are none for a
    publication that has the present names already.
    """
    rows = con.execute(
        "select table_name, list(column_name) from duckdb_columns()"
        " semi join duckdb_tables() using (database_name, schema_name, table_name)"
        " where database_name = ? and schema_name = 'main' group by table_name",
        [catalog],
    ).fetchall()
    views = (_present_view(catalog, table, set(columns)) for table, columns in sorted(rows))
    return tuple(view for view in views if view)


def _present_view(catalog: str, table: str, columns: set[str]) -> str:
    lacking = [
        (old, present)
        for old, present in RENAMED.get(table, {}).items()
        if old in columns and present not in columns
    ]
    if not lacking:
        return ""
    return (
        f"create or replace temp view {table} as"
        f" select *, {_renamed(lacking)} from {catalog}.main.{table}"
    )


def _renamed(pairs: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{given} as {wanted}" for given, wanted in pairs)
