"""Read the models (staging views, tables of counts, marts) from their SQL files, in build order.

A model is one SELECT. Comment lines at its top tell what it is, some in a form this module reads:

    -- One row per article.             what a row is; becomes the comment of the table
    -- key: article_id                  columns no two rows share
    -- order: published_on, article_id  the order the rows are stored in
    -- incremental: article_id          rows of one article depend on that article only, so they
                                        can be replaced alone
    -- additive: marts.mentions         beside its key it has nothing but sums over the rows of that
                                        mart, article by article, so that the share of an article
                                        can be taken off and added
    -- made: when articles change       it reads nothing but marts of articles: left alone in a
                                        build without any changed article

Comments of columns are in `models/columns.yml`: one for a name wherever it occurs, since a name
means the same everywhere, and `tables` for the few that need their own.
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
# Views over the raw tables; tables only other models read; tables people query.
LAYERS = ("staging", "intermediate", "marts")


@dataclass(frozen=True, slots=True)
class Model:
    """One view or table: its SELECT, and what the comment lines at its top say."""

    layer: str
    name: str
    sql: str
    comment: str
    key: str
    order: str
    incremental: str
    additive: str
    made: str

    @property
    def full_name(self) -> str:
        """Name with its schema."""
        return f"{self.layer}.{self.name}"

    @property
    def digest(self) -> str:
        """What changes when the model or a comment of its columns does."""
        return hashlib.sha256((self.sql + _column_file()).encode()).hexdigest()


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
    """Return the models so that each comes after those its SQL reads."""
    by_name = {model.full_name: model for model in models}
    reads = {
        name: sorted(tables_read(con, model.sql) & set(by_name)) for name, model in by_name.items()
    }
    return [by_name[name] for name in TopologicalSorter(reads).static_order()]


def tables_read(con: DuckDBPyConnection, sql: str) -> frozenset[str]:
    """Return the schema-qualified names of the tables a SELECT reads, as DuckDB parses it."""
    parsed = con.execute("select json_serialize_sql(?::varchar)", [sql]).fetchall()[0][0]
    return _tables_of(parsed)


@cache
def _tables_of(parsed: str) -> frozenset[str]:
    found: set[str] = set()
    _collect_tables(json.loads(parsed), found)
    return frozenset(found)


@cache
def _column_file() -> str:
    return (MODELS / "columns.yml").read_text(encoding="utf-8")


@cache
def column_comments() -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Return the comments of columns: those that hold everywhere, and those of single tables."""
    content = yaml.safe_load(_column_file())
    return content["columns"], content["tables"]


def comment_of(model: Model, column: str) -> str:
    """Return the comment of a model's column; KeyError when nobody wrote one."""
    everywhere, tables = column_comments()
    return tables.get(model.name, {}).get(column) or everywhere[column]


def _model(layer: str, name: str, text: str) -> Model:
    first_line = text.split("\n", 1)[0]
    comment = first_line.removeprefix("-- ").strip()
    headers = (_header(text, word) for word in ("key", "order", "incremental", "additive", "made"))
    return Model(layer, name, text.strip().removesuffix(";"), comment, *headers)


def _header(text: str, word: str) -> str:
    found = re.search(rf"^-- {word}: (.+)$", text, re.M)
    return found[1].strip() if found else ""


def _collect_tables(node: object, found: set[str]) -> None:
    if isinstance(node, list):
        for item in node:
            _collect_tables(item, found)
    if isinstance(node, dict):
        if node.get("type") == "BASE_TABLE" and node.get("schema_name"):
            found.add(f"{node['schema_name']}.{node['table_name']}")
        for item in node.values():
            _collect_tables(item, found)
