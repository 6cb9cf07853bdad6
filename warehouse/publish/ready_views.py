"""Write the views of a published file: tables joined to what one needs beside them.

Each view is a SELECT in `views/`. `sentence_at(text, start, end)` in it stands for the sentence of
a text around two offsets. It is expanded here, because a view of an attached file finds the tables
of its file but not its functions.
"""

import re
from functools import cache
from importlib.resources import files

import yaml
from duckdb import DuckDBPyConnection

from warehouse.db.old_names import create_former_names
from warehouse.db.read_models import column_comments
from warehouse.db.views import quoted
from warehouse.search.macros import create_macros

FOLDER = files("warehouse.publish") / "views"
COLUMNS = files("warehouse.publish") / "view_columns.yml"
# Longest part of a sentence shown before and after the words asked for.
REACH = 400
_SENTENCE = re.compile(r"sentence_at\(([\w.]+), ([\w.]+), ([\w.]+)\)")
# An abbreviation (Mr., Gen., U.S.) has fewer than three small letters before its full stop.
_END = r"(?:[a-z0-9)\]%]{3}[.!?…]+[\"”’)]*|[.!?…]+[”\"]+)"
# `trim` alone leaves the line break at the end of a paragraph.
_SPACES = "concat(' ', chr(9), chr(10), chr(13))"


@cache
def read_views() -> dict[str, str]:
    """Return the SELECT of each view, by name."""
    names = sorted(file.name.removesuffix(".sql") for file in FOLDER.iterdir())
    return {name: (FOLDER / f"{name}.sql").read_text(encoding="utf-8").strip() for name in names}


@cache
def _view_columns() -> dict[str, str]:
    comments: dict[str, str] = yaml.safe_load(COLUMNS.read_text(encoding="utf-8"))
    return comments


def create_views_and_macros(con: DuckDBPyConnection, database: str) -> None:
    """Create or replace the views and table macros of an attached file."""
    [before] = con.execute("select current_database() || '.' || current_schema()").fetchall()[0]
    con.execute(f"use {database}")
    try:
        for name, sql in read_views().items():
            _create_view(con, name, sql)
        create_macros(con)
        create_former_names(con)
    finally:
        con.execute(f"use {before}")


def _create_view(con: DuckDBPyConnection, name: str, sql: str) -> None:
    comment, _, select = sql.partition("\n")
    con.execute(f"create or replace view {name} as {_SENTENCE.sub(_sentence, select)}")
    con.execute(f"comment on view {name} is {quoted(comment.removeprefix('-- '))}")
    known, tables = column_comments()
    known = _view_columns() | known | tables.get(name, {})
    for row in con.execute(f"describe {name}").fetchall():
        if row[0] in known:
            con.execute(f"comment on column {name}.{row[0]} is {quoted(known[row[0]])}")


def _sentence(found: re.Match[str]) -> str:
    text, start, end = found.groups()
    before = f"substr({text}, greatest({start} - {REACH}, 0) + 1, least({start}, {REACH}))"
    after = f"substr({text}, {end} + 1, {REACH})"
    return (
        f"trim(regexp_extract({before}, '(?s)(?:.*(?:{_END}\\s+|\\n))?(.*)$', 1)"
        f" || substr({text}, {start} + 1, {end} - {start})"
        f" || regexp_extract({after}, '^(?:[^\\n]*?{_END}(?:\\s|$)|[^\\n]*)'), {_SPACES})"
    )
