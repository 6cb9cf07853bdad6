"""Export the latest publication as Parquet, in folders that other engines read.

parquet/aawsat-<stamp>/articles/year=2009/data_0.parquet    tables with a date, by year
parquet/aawsat-<stamp>/authors/data_0.parquet               other tables
parquet/aawsat-<stamp>/datapackage.json, CODEBOOK.md        their description
parquet/latest                                              link to the newest
"""

import shutil
from pathlib import Path

from duckdb import DuckDBPyConnection

from warehouse.db.publications import (
    FILE_PREFIX,
    LINK_NAME,
    moment_of,
    open_published,
    published_folder,
    require_publication,
    stamp_of,
    switch_link,
)
from warehouse.db.views import quoted
from warehouse.publish.data_package import Table, codebook, datapackage, describe_tables

FOLDER_NAME = "parquet"
DAY_COLUMN = "published_on"
# Rows with texts are large: writing a group of the default 122,880 rows needs 600 MB.
ROW_GROUP_SIZE = 20_000
LEAST_KEPT = 1


def export_parquet(home: Path, kept: int = LEAST_KEPT) -> Path:
    """Export the latest publication, unless that is done already; return the folder.

    The folder gets its name when it is complete. The newest `kept` exports stay.

    Raises:
        NothingPublished: nothing is published yet.
    """
    publication = require_publication(home)
    folder = published_folder(home) / FOLDER_NAME
    final = folder / publication.stem
    if not final.exists():
        _write(home, folder / f".{publication.stem}", stamp_of(publication), final)
        switch_link(folder, final.name)
    _prune(folder, max(kept, LEAST_KEPT))
    return final


def write_tables(con: DuckDBPyConnection, target: str, tables: list[Table]) -> None:
    """Write each table below `target`, a folder or its address (s3://...)."""
    for table in tables:
        con.execute(copy_statement(table, target))


def copy_statement(table: Table, target: str) -> str:
    """Return the COPY statement of a table: by year if its rows have a date, else one file.

    An empty table is one file, too: split by year, it would have none.
    """
    options = f"format parquet, compression zstd, row_group_size {ROW_GROUP_SIZE}"
    if not is_dated(table) or not table.row_count:
        return f"copy {table.name} to {quoted(f'{target}/{table.name}/data_0.parquet')} ({options})"
    return (
        f"copy (select *, year({DAY_COLUMN}) as year from {table.name})"
        f" to {quoted(f'{target}/{table.name}')}"
        f" ({options}, partition_by (year), overwrite_or_ignore)"
    )


def is_dated(table: Table) -> bool:
    """Whether the rows of a table have a date of publication."""
    return any(column.name == DAY_COLUMN for column in table.columns)


def write_package(
    con: DuckDBPyConnection, folder: Path, stamp: str, descriptor: str = "datapackage.json"
) -> list[Table]:
    """Write all tables of a published file below `folder`, with data package and codebook."""
    tables = describe_tables(con)
    for table in tables:
        (folder / table.name).mkdir()
    write_tables(con, str(folder), tables)
    files = {table.name: _files_of(folder, table) for table in tables}
    text = datapackage(tables, files, stamp, moment_of(stamp).isoformat())
    (folder / descriptor).write_text(text, encoding="utf-8")
    (folder / "CODEBOOK.md").write_text(codebook(tables, stamp), encoding="utf-8")
    return tables


def _write(home: Path, unfinished: Path, stamp: str, final: Path) -> None:
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    with open_published(home) as con:
        write_package(con, unfinished, stamp)
    unfinished.replace(final)


def _files_of(folder: Path, table: Table) -> list[str]:
    found = (folder / table.name).rglob("*.parquet")
    return sorted(str(file.relative_to(folder)) for file in found)


def _prune(folder: Path, kept: int) -> None:
    for old in sorted(folder.glob(f"{FILE_PREFIX}*"))[:-kept]:
        if old.resolve() != (folder / LINK_NAME).resolve():
            shutil.rmtree(old)
    for left in folder.glob(f".{FILE_PREFIX}*"):
        shutil.rmtree(left)
