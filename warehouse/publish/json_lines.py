"""Write the tables of a release as JSON lines, which the validator of data packages can read.

frictionless reads lists and whole numbers of Parquet as other types, and of a table in several
files the first only. Ids are text: they have more than 53 bits, which many readers of JSON round.
"""

from collections.abc import Sequence
from pathlib import Path

from duckdb import DuckDBPyConnection

from warehouse.db.publications import moment_of
from warehouse.db.views import quoted
from warehouse.publish.data_package import JSON_LINES, Table, datapackage

FOLDER_NAME = "jsonl"
_OPTIONS = "format json, compression gzip, timestampformat '%Y-%m-%dT%H:%M:%SZ'"


def write_json_lines(
    con: DuckDBPyConnection, folder: Path, tables: Sequence[Table], stamp: str
) -> None:
    """Write each table that has rows to `jsonl/<table>.jsonl.gz`, and their `datapackage.json`.

    Tables without rows are left out, since the validator cannot read an empty file.
    """
    filled = [table for table in tables if table.row_count]
    files = {table.name: [f"{FOLDER_NAME}/{table.name}.jsonl.gz"] for table in filled}
    (folder / FOLDER_NAME).mkdir()
    for table in filled:
        con.execute(_copy_statement(table, folder / files[table.name][0]))
    text = datapackage(filled, files, stamp, moment_of(stamp).isoformat(), JSON_LINES)
    (folder / "datapackage.json").write_text(text, encoding="utf-8")


def _copy_statement(table: Table, file: Path) -> str:
    ids = [column.name for column in table.columns if _is_large_id(column.name, column.type_name)]
    texts = ", ".join(f"{name}::varchar as {name}" for name in ids)
    chosen = f"* replace ({texts})" if texts else "*"
    return f"copy (select {chosen} from {table.name}) to {quoted(str(file))} ({_OPTIONS})"


def _is_large_id(name: str, type_name: str) -> bool:
    return type_name == "BIGINT" and name.endswith("_id")
