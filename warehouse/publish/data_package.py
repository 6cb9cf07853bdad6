"""Describe the tables of a published file: a codebook in Markdown and a Frictionless data package.

Types, comments and counts come from the file itself, keys from the models.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from duckdb import DuckDBPyConnection

from warehouse.db.read_models import read_models
from warehouse.db.sql_files import read_query

# Frictionless names of DuckDB's types; nested types other than lists are objects.
_TYPES = {
    "BIGINT": "integer",
    "INTEGER": "integer",
    "HUGEINT": "integer",
    "SMALLINT": "integer",
    "UBIGINT": "integer",
    "DOUBLE": "number",
    "FLOAT": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP WITH TIME ZONE": "datetime",
    "TIMESTAMP": "datetime",
    "VARCHAR": "string",
}
# Columns that refer to another table: its name and key column.
_REFERENCES = {
    "article_id": ("articles", "article_id"),
    "capture_id": ("captures", "capture_id"),
    "author_id": ("authors", "author_id"),
    "tag_slug": ("tags", "tag_slug"),
    "run_id": ("runs", "run_id"),
    "stamp": ("publications", "stamp"),
    "entity_id": ("entities", "entity_id"),
    "neighbour_id": ("entities", "entity_id"),
}
# Not every mentioned or merged entity is in the table of entities: it does not count captions.
_NO_REFERENCE = frozenset({("mentions", "entity_id"), ("entity_merges", "entity_id")})


@dataclass(frozen=True, slots=True)
class FileFormat:
    """The format of the files of a data package, and what its resources state of it."""

    name: str
    mediatype: str
    stated: Mapping[str, object] = field(default_factory=dict)


PARQUET = FileFormat("parquet", "application/vnd.apache.parquet")
JSON_LINES = FileFormat(
    "jsonl", "application/jsonl", {"compression": "gz", "dialect": {"json": {"keyed": True}}}
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its DuckDB type, its comment, and the number of rows in which it is not null."""

    name: str
    type_name: str
    comment: str
    filled: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a published file."""

    name: str
    comment: str
    key: tuple[str, ...]
    row_count: int
    columns: tuple[Column, ...]


def describe_tables(con: DuckDBPyConnection) -> list[Table]:
    """Return the tables of the published file that `con` reads, ordered by name."""
    rows = con.execute(read_query("publish/table_columns")).fetchall()
    return [_table(con, name, comment, columns) for name, comment, columns in rows]


def codebook(tables: Sequence[Table], stamp: str) -> str:
    """Return the codebook as Markdown: one section a table, one line a column."""
    lines = [
        "# Codebook",
        "",
        f"Asharq Al-Awsat English archive, publication {stamp}. Days are in the site's own time,",
        "instants in UTC. Ids are 64-bit integers: read them as such, never as floating point.",
        "",
    ]
    for table in tables:
        lines += [f"## {table.name}", "", table.comment, ""]
        lines += [f"Key: {', '.join(table.key)}. Rows: {table.row_count:,}.", ""]
        lines += ["| column | type | filled | meaning |", "|---|---|---|---|"]
        lines += [_codebook_line(column, table.row_count) for column in table.columns]
        lines.append("")
    return "\n".join(lines)


def datapackage(
    tables: Sequence[Table],
    files: Mapping[str, Sequence[str]],
    stamp: str,
    created: str,
    file_format: FileFormat = PARQUET,
) -> str:
    """Return the data package as JSON; `files` are the files of each table."""
    known = {table.name for table in tables}
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "aawsat-english-archive",
        "title": "Asharq Al-Awsat English archive, 2005-2017",
        "description": "Articles, people, places and lineage of a closed news site. The articles"
        " belong to their publisher.",
        "version": stamp,
        "created": created,
        "resources": [_resource(table, files[table.name], known, file_format) for table in tables],
    }
    return json.dumps(package, indent=2) + "\n"


def _table(
    con: DuckDBPyConnection, name: str, comment: str, columns: Sequence[Mapping[str, str]]
) -> Table:
    counts = ", ".join(f'count("{column["name"]}")' for column in columns)
    row_count, *filled = con.execute(f'select count(*), {counts} from "{name}"').fetchall()[0]
    keys = {model.name: tuple(model.unique_key.split(", ")) for model in read_models("marts")}
    described = tuple(
        Column(column["name"], column["type_name"], column["comment"] or "", count)
        for column, count in zip(columns, filled, strict=True)
    )
    return Table(name, comment or "", keys.get(name, ()), row_count, described)


def _codebook_line(column: Column, rows: int) -> str:
    comment = column.comment.replace("|", "\\|")
    share = _share(column.filled, rows)
    return f"| {column.name} | {column.type_name.lower()} | {share} | {comment} |"


def _share(filled: int, rows: int) -> str:
    if not rows or filled == rows:
        return "always" if rows else ""
    return f"{100 * filled / rows:.1f} %"


def _resource(
    table: Table, files: Sequence[str], known: set[str], file_format: FileFormat
) -> dict[str, object]:
    return {
        "name": table.name,
        "description": table.comment,
        "path": files[0] if len(files) == 1 else list(files),
        "format": file_format.name,
        "mediatype": file_format.mediatype,
        **file_format.stated,
        "rowCount": table.row_count,
        "schema": {
            "fields": [
                {
                    "name": column.name,
                    "type": _frictionless_type(column.type_name),
                    "description": column.comment,
                }
                for column in table.columns
            ],
            **_primary_key(table),
            "foreignKeys": _foreign_keys(table, known),
        },
    }


def _primary_key(table: Table) -> dict[str, object]:
    """Return the key, unless one of its columns has nulls: a primary key must not."""
    filled = {column.name: column.filled for column in table.columns}
    has_nulls = any(filled[name] < table.row_count for name in table.key)
    return {} if has_nulls else {"primaryKey": list(table.key)}


def _frictionless_type(type_name: str) -> str:
    if type_name.endswith("[]"):
        return "array"
    return _TYPES.get(type_name, "object")


def _foreign_keys(table: Table, known: set[str]) -> list[dict[str, object]]:
    return [
        {
            "fields": [column.name],
            "reference": {"resource": target, "fields": [key]},
        }
        for column in table.columns
        if (table.name, column.name) not in _NO_REFERENCE
        for target, key in [_REFERENCES.get(column.name, ("", ""))]
        if target in known and (target, key) != (table.name, column.name)
    ]
