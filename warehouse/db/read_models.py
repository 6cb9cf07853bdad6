"""Read the models (staging views, tables of counts, marts) from their SQL files, in build order.

A model is one SELECT. Its first line describes a row and becomes the comment of the table. The
comment lines below it configure the model, in dbt's words:

    -- One row per article.
    -- unique_key: article_id              columns that identify a row
    -- order_by: published_on, article_id  order in which the rows are stored
    -- materialized: incremental by article_id
                      rows of an article depend on that article only, so a build replaces the rows
                      of changed articles alone
    -- materialized: incremental sums of marts.mentions
                      beside its key the table has only sums over the rows of that mart, so a build
                      subtracts the old rows of changed articles and adds the new ones
    -- refresh: on_article_change
                      the table reads only marts of articles, so a build in which no article changed
                      keeps it
    -- materialized: ephemeral
                      a staging view that every reader evaluates itself, since a table of it would
                      be a second copy of all texts
    -- part_rows: 25000
                      the table has long texts; it is sorted in parts of about so many rows (see
                      `transform/sorted_tables.py`)
    -- scope: archive
                      a staging view whose rows of an article depend on other articles too, so a
                      build reads it whole (see `transform/changed_rows.py`)

Without `materialized` a model is a table that every build creates (in `staging`: a view).
Comments of columns are in `models/columns.yml`, one per column name because a name has the same
meaning in all tables; its section `tables` has the exceptions.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from importlib.resources import files

import yaml
from duckdb import DuckDBPyConnection

MODELS = files("warehouse.transform") / "models"
# Views over the raw tables; tables for other models only; tables for users.
LAYERS = ("staging", "intermediate", "marts")


@dataclass(frozen=True, slots=True)
class Model:
    """One view or table: its SELECT and its configuration."""

    layer: str
    name: str
    sql: str
    comment: str
    unique_key: str
    order_by: str
    incremental: str
    sums_of: str
    is_ephemeral: bool
    refresh: str
    scope: str
    part_rows: int

    @property
    def full_name(self) -> str:
        """Name with its schema."""
        return f"{self.layer}.{self.name}"

    @property
    def digest(self) -> str:
        """Digest of the SQL and of the column comments; a changed digest rebuilds the model."""
        return hashlib.sha256((self.sql + _column_file()).encode()).hexdigest()


_TABLES_READ: dict[str, frozenset[str]] = {}


@cache
def read_models(layer: str) -> tuple[Model, ...]:
    """Return the models of a layer, one of `LAYERS`, by name."""
    folder = MODELS / layer
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".sql"))
    return tuple(
        _model(layer, name.removesuffix(".sql"), (folder / name).read_text(encoding="utf-8"))
        for name in names
    )


def in_build_order(con: DuckDBPyConnection, models: tuple[Model, ...]) -> list[Model]:
    """Sort the models so that each follows the models it reads."""
    by_name = {model.full_name: model for model in models}
    reads = {
        name: sorted(tables_read(con, model.sql) & set(by_name)) for name, model in by_name.items()
    }
    return [by_name[name] for name in TopologicalSorter(reads).static_order()]


def tables_read(con: DuckDBPyConnection, sql: str) -> frozenset[str]:
    """Return the schema-qualified names of the tables a SELECT reads, as DuckDB parses it."""
    # Parsing all models takes a tenth of a small build, and depends on nothing but their text.
    if sql not in _TABLES_READ:
        parsed = con.execute("select json_serialize_sql(?::varchar)", [sql]).fetchall()[0][0]
        _TABLES_READ[sql] = _tables_of(parsed)
    return _TABLES_READ[sql]


def _tables_of(parsed: str) -> frozenset[str]:
    found: set[str] = set()
    _collect_tables(json.loads(parsed), found)
    return frozenset(found)


@cache
def _column_file() -> str:
    return (MODELS / "columns.yml").read_text(encoding="utf-8")


@cache
def column_comments() -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Return the comments of columns: for all tables, and the exceptions of single tables."""
    content = yaml.safe_load(_column_file())
    return content["columns"], content["tables"]


def comment_of(model: Model, column: str) -> str:
    """Return the comment of a model's column.

    Raises:
        LookupError: it has none; the text says where to write one.
    """
    everywhere, tables = column_comments()
    comment = tables.get(model.name, {}).get(column) or everywhere.get(column)
    if comment is None:
        raise LookupError(
            f"{model.full_name}.{column} has no comment: add it to"
            " warehouse/transform/models/columns.yml"
        )
    return comment


def _model(layer: str, name: str, text: str) -> Model:
    first_line = text.split("\n", 1)[0]
    comment = first_line.removeprefix("-- ").strip()
    materialized = _header(text, "materialized")
    return Model(
        layer,
        name,
        text.strip().removesuffix(";"),
        comment,
        unique_key=_header(text, "unique_key"),
        order_by=_header(text, "order_by"),
        incremental=_argument(materialized, "incremental by "),
        sums_of=_argument(materialized, "incremental sums of "),
        is_ephemeral=materialized == "ephemeral",
        refresh=_header(text, "refresh"),
        scope=_header(text, "scope"),
        part_rows=int(_header(text, "part_rows") or 0),
    )


def _header(text: str, word: str) -> str:
    found = re.search(rf"^-- {word}: (.+)$", text, re.M)
    return found[1].strip() if found else ""


def _argument(materialized: str, prefix: str) -> str:
    return materialized.removeprefix(prefix) if materialized.startswith(prefix) else ""


def _collect_tables(node: object, found: set[str]) -> None:
    if isinstance(node, list):
        for item in node:
            _collect_tables(item, found)
    if isinstance(node, dict):
        if node.get("type") == "BASE_TABLE" and node.get("schema_name"):
            found.add(f"{node['schema_name']}.{node['table_name']}")
        for item in node.values():
            _collect_tables(item, found)
