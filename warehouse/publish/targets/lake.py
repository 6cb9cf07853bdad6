"""Copy a publication into a DuckLake: all tables in one transaction.

DuckDB 1.5.5 only: the packages of its extensions exist for no later version.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

from warehouse.db.connect import first_line
from warehouse.db.transactions import transaction
from warehouse.db.views import quoted
from warehouse.errors import TargetRefused, TargetUnavailable
from warehouse.publish.targets.address import Lake
from warehouse.publish.targets.optional_packages import needed
from warehouse.secrets import hide_secrets

LAKE = "lake"
# A writer that meets a conflict retries after one second, then two, ...
LAKE_ATTEMPTS = 6
# Parts of the messages of temporary errors of DuckDB and PostgreSQL.
TEMPORARY = ("conflict", "could not connect", "connection", "timeout", "timed out", "could not set")
LAKE_EXTENSIONS = {"postgres": ("ducklake", "postgres"), "sqlite": ("ducklake", "sqlite")}


def publish_to_lake(publication: Path, lake: Lake) -> str:
    """Replace all tables of a lake in one transaction; the lake keeps the old ones as versions.

    Of two writers at the same time, one gets a conflict and tries again.

    Raises:
        PackageMissing, TargetUnavailable, TargetRefused: see `publish_elsewhere`.
    """
    catalog = lake.catalog
    options = f" (data_path {quoted(lake.data_path)})" if lake.data_path else ""
    con = duckdb.connect(config={"autoinstall_known_extensions": False})
    try:
        _load_lake_extensions(con, catalog)
        con.execute(f"attach {quoted(str(publication))} as snapshot (read_only)")
        con.execute(f"attach {quoted(catalog)} as {LAKE}{options}")
        for attempt in range(1, LAKE_ATTEMPTS + 1):
            if _replace_lake(con, is_last=attempt == LAKE_ATTEMPTS):
                return hide_secrets(catalog)
            time.sleep(attempt)
    except duckdb.Error as error:
        is_temporary = any(word in str(error).lower() for word in TEMPORARY)
        kind = TargetUnavailable if is_temporary else TargetRefused
        refusal = f"{catalog} did not accept the publication: {first_line(error)}"
        raise kind(hide_secrets(refusal)) from error
    finally:
        con.close()
    return hide_secrets(catalog)


def _replace_lake(con: duckdb.DuckDBPyConnection, *, is_last: bool) -> bool:
    """Replace all tables; return False if it failed and was rolled back."""
    try:
        with transaction(con):
            for statement in _lake_statements(con):
                con.execute(statement)
    except duckdb.Error as error:
        if is_last or "conflict" not in str(error).lower():
            raise
        return False
    return True


def _lake_statements(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Yield the statements that create the tables and their comments."""
    tables = con.execute(
        "select table_name, coalesce(comment, '') from duckdb_tables()"
        " where database_name = 'snapshot' and schema_name = 'main' order by 1"
    ).fetchall()
    columns = con.execute(
        "select table_name, column_name, comment from duckdb_columns()"
        " where database_name = 'snapshot' and schema_name = 'main' and comment is not null"
        # Views have columns, too, but are not copied.
        " and table_name in (select table_name from duckdb_tables()"
        "  where database_name = 'snapshot' and schema_name = 'main')"
    ).fetchall()
    for name, comment in tables:
        yield f"create or replace table {LAKE}.{name} as from snapshot.{name}"
        yield f"comment on table {LAKE}.{name} is {quoted(comment)}"
    for name, column, comment in columns:
        yield f"comment on column {LAKE}.{name}.{column} is {quoted(comment)}"


def _load_lake_extensions(con: duckdb.DuckDBPyConnection, catalog: str) -> None:
    importer = needed(
        "duckdb_extensions.extension_importer", "duckdb-extension-ducklake and duckdb 1.5.5"
    )
    kind = catalog.removeprefix("ducklake:").split(":", 1)[0]
    for name in LAKE_EXTENSIONS.get(kind, ("ducklake",)):
        importer.import_extension(name, con=con)
        con.execute(f"load {name}")
