"""Take the latest publication elsewhere as well: to object storage, or into a lake.

    s3://bucket/path         the file, its Parquet folders, and latest.json, which is written last:
                             who reads it finds whole publications only (extra `s3`)
    ducklake:...             a DuckLake catalog, all tables in one transaction (duckdb 1.5.5 and
                             its extensions only); `?data=` names its folder of files

MotherDuck needs nothing of this: `md:` is a place DuckDB can attach, see README.
"""

import json
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import duckdb

from warehouse.connect import first_line
from warehouse.errors import BrokenWarehouse
from warehouse.export import export_parquet
from warehouse.published import latest_publication, published_folder, stamp_of
from warehouse.transactions import transaction
from warehouse.views import quoted

POINTER_NAME = "latest.json"
LAKE = "lake"
# Of two writers one waits a second, then two, ...
LAKE_ATTEMPTS = 6
LAKE_EXTENSIONS = {"postgres": ("ducklake", "postgres"), "sqlite": ("ducklake", "sqlite")}


def publish_elsewhere(home: Path, target: str) -> str:
    """Take the latest publication to `target`; return where it is now.

    Doing it again changes nothing. What was there of older publications stays.

    Raises:
        BrokenWarehouse: nothing is published, the target is not understood, a package is missing,
            or the other side refuses; the local publication stays as it is.
    """
    publication = latest_publication(home)
    if publication is None:
        raise BrokenWarehouse(f"nothing is published in {published_folder(home)} yet")
    if target.startswith("s3://"):
        return _to_bucket(home, publication, target)
    if target.startswith("ducklake:"):
        return publish_file_to_lake(publication, target)
    raise BrokenWarehouse(f"{target} is no place to publish to: s3://bucket/path or ducklake:...")


def _to_bucket(home: Path, publication: Path, target: str) -> str:
    parts = urlsplit(target)
    prefix = parts.path.strip("/")
    folder = export_parquet(home)
    keys = {publication: publication.name}
    keys |= {
        file: f"parquet/{folder.name}/{file.relative_to(folder)}"
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
    client = _bucket_client()
    try:
        for file, key in keys.items():
            client.upload_file(str(file), parts.netloc, _joined(prefix, key))
        client.put_object(
            Bucket=parts.netloc,
            Key=_joined(prefix, POINTER_NAME),
            Body=_pointer(publication, folder).encode(),
            ContentType="application/json",
        )
    except _bucket_errors() as error:
        raise BrokenWarehouse(f"{target} took no publication: {error}") from error
    return f"s3://{parts.netloc}/{_joined(prefix, publication.name)}"


def _pointer(publication: Path, folder: Path) -> str:
    return json.dumps(
        {
            "stamp": stamp_of(publication),
            "file": publication.name,
            "parquet": f"parquet/{folder.name}/",
            "datapackage": f"parquet/{folder.name}/datapackage.json",
        }
    )


def _joined(prefix: str, key: str) -> str:
    return f"{prefix}/{key}" if prefix else key


def _bucket_client() -> Any:
    """Return a client with the keys and the endpoint of the usual AWS variables."""
    return _needed("boto3", "aawsat-warehouse[s3]").client("s3")


def _bucket_errors() -> tuple[type[Exception], ...]:
    errors = import_module("botocore.exceptions")
    upload = import_module("boto3.exceptions")
    return (errors.BotoCoreError, errors.ClientError, upload.S3UploadFailedError)


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
    importer = _needed(
        "duckdb_extensions.extension_importer", "duckdb-extension-ducklake and duckdb 1.5.5"
    )
    kind = catalog.removeprefix("ducklake:").split(":", 1)[0]
    for name in LAKE_EXTENSIONS.get(kind, ("ducklake",)):
        importer.import_extension(name, con=con)
        con.execute(f"load {name}")


def _needed(module: str, package: str) -> Any:
    try:
        return import_module(module)
    except ImportError as error:
        raise BrokenWarehouse(f"publishing there needs {module}: install {package}") from error
