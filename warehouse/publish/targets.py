"""Take the latest publication elsewhere as well: to object storage, or into a lake.

    s3://bucket/path         the file and its Parquet folders, see `object_storage` (extra `s3`)
    ducklake:...             a DuckLake catalog, all tables in one transaction (duckdb 1.5.5 and
                             its extensions only); `?data=` names its folder of files

MotherDuck needs nothing of this: `md:` is a place DuckDB can attach, see README.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

from warehouse.db.connect import first_line
from warehouse.db.publications import latest_publication, published_folder
from warehouse.db.transactions import transaction
from warehouse.db.views import quoted
from warehouse.errors import BrokenWarehouse
from warehouse.publish.object_storage import publish_to_bucket
from warehouse.publish.optional_packages import needed
from warehouse.publish.release import KEPT

LAKE = "lake"
# Of two writers one waits a second, then two, ...
LAKE_ATTEMPTS = 6
LAKE_EXTENSIONS = {"postgres": ("ducklake", "postgres"), "sqlite": ("ducklake", "sqlite")}


def publish_elsewhere(home: Path, target: str, kept: int = KEPT) -> str:
    """Take the latest publication to `target`; return where it is now.

    Doing it again changes nothing. Of a bucket's publications the newest `kept` stay; a lake keeps
    what its own rules say.

    Raises:
        BrokenWarehouse: nothing is published, the target is not understood, a package is missing,
            or the other side refuses; the local publication stays as it is.
    """
    publication = latest_publication(home)
    if publication is None:
        raise BrokenWarehouse(f"nothing is published in {published_folder(home)} yet")
    if target.startswith("s3://"):
        return publish_to_bucket(home, publication, target, kept)
    if target.startswith("ducklake:"):
        return publish_file_to_lake(publication, target)
    raise BrokenWarehouse(f"{target} is no place to publish to: s3://bucket/path or ducklake:...")


def publish_file_to_lake(publication: Path, target: str) -> str:
    """Replace the tables of a lake, all at once; the lake keeps the ones before as versions.

    Two that write at once do not mix: one of them is told of the conflict and tries again.
    """
    catalog, _, data = target.partition("?data=")
    options = f" (data_path {quoted(data)})" if data else ""
    con = duckdb.connect(config={"autoinstall_known_extensions": False})
    try:
        _load_lake_extensions(con, catalog)
        con.execute(f"attach {quoted(str(publication))} as snapshot (read_only)")
        con.execute(f"attach {quoted(catalog)} as {LAKE}{options}")
        for attempt in range(1, LAKE_ATTEMPTS + 1):
            if _replace_lake(con, is_last=attempt == LAKE_ATTEMPTS):
                return catalog
            time.sleep(attempt)
    except duckdb.Error as error:
        raise BrokenWarehouse(f"{catalog} took no publication: {first_line(error)}") from error
    finally:
        con.close()
    return catalog


def _replace_lake(con: duckdb.DuckDBPyConnection, *, is_last: bool) -> bool:
    """Return whether it worked; if it did not, nothing of it is kept."""
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
    """Yield what makes the tables, with their comments."""
    tables = con.execute(
        "select table_name, coalesce(comment, '') from duckdb_tables()"
        " where database_name = 'snapshot' and schema_name = 'main' order by 1"
    ).fetchall()
    columns = con.execute(
        "select table_name, column_name, comment from duckdb_columns()"
        " where database_name = 'snapshot' and schema_name = 'main' and comment is not null"
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
