"""Write the table macros of a published file: `from search('"oil prices" opec')` in any DuckDB.

A macro is a SELECT in `macros/`, with `$name` for its parameters, which its header line names:

    -- macro: trend(query)

DuckDB looks up the tables of a macro in the current database, not in the macro's. All macros
therefore have a parameter `db`, the name under which the file is attached if it is not the current
database: `from archive.search('opec', db := 'archive')`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from duckdb import DuckDBPyConnection

from warehouse.db.sql_files import read_query
from warehouse.db.views import quoted

FOLDER = files("warehouse.search") / "macros"
# Parts of several macros, in place of tables of these names; `concordance` is a macro too.
SHARED = ("hits", "stop_words", "sections_called", "concordance")
_PARTS_ONLY = {"hits", "stop_words", "sections_called"}
_TABLE = re.compile(r"\b(from|join) ((?:main|search)\.\w+)\b")
# The query that finds the entities of a name, for the parameter in parentheses.
_CALLED = re.compile(r"\b(from|join) entities_called\((\$\w+)\)")
_SHARED = re.compile(rf"\b(from|join) ({'|'.join(SHARED)})\b(?: as (\w+))?")


@dataclass(frozen=True, slots=True)
class Macro:
    """A table macro: its name, its parameters with defaults, its SELECT and what it returns."""

    name: str
    parameters: str
    body: str
    comment: str

    @property
    def statement(self) -> str:
        """The statement that creates it in the current database."""
        return f'create or replace macro "{self.name}"({self.parameters}) as table {self.body}'


@cache
def read_macros() -> tuple[Macro, ...]:
    """Return all macros, by name."""
    names = sorted(file.name.removesuffix(".sql") for file in FOLDER.iterdir())
    return tuple(_macro(name) for name in names if name not in _PARTS_ONLY)


def create_macros(con: DuckDBPyConnection) -> None:
    """Create the macros in the current database."""
    for macro in read_macros():
        con.execute(macro.statement)
        con.execute(f'comment on macro table "{macro.name}" is {quoted(macro.comment)}')


def _macro(name: str) -> Macro:
    text = _read(name)
    found = re.search(r"^-- macro: \w+\((.*)\)$", text, re.M)
    assert found, f"{name}.sql has no macro line"
    body = _CALLED.sub(lambda match: f"{match[1]} ({_entities_called(match[2])})", _whole(name))
    body = _TABLE.sub(lambda match: f"{match[1]} {_anywhere(match[2])}", body)
    body = re.sub(r"\$(\w+)", r"\1", body)
    comment = text.split("\n", 1)[0].removeprefix("-- ").strip()
    return Macro(name, f"{found[1]}, db := ''", body, comment)


def select_of_articles(name: str, table: str) -> str:
    """Return the SELECT of a macro over the articles (id, score) of a table of the reader.

    They are in place of those that match `$query`. Parameters keep their `$`.
    """
    return _whole(name, {"hits": table})


def _whole(name: str, given: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the SELECT of a macro with its shared parts, some of which are given as tables."""

    def part(match: re.Match[str]) -> str:
        table = given.get(match[2]) or f"({_whole(match[2], given)})"
        return f"{match[1]} {table} as {match[3] or match[2]}"

    return _SHARED.sub(part, _without_comments(_read(name)))


def _read(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8").strip()


def _entities_called(parameter: str) -> str:
    """Return the SELECT of the entities with the name that a parameter of a macro has."""
    return _without_comments(read_query("search/search_entities")).replace("$name", parameter)


def _without_comments(text: str) -> str:
    return re.sub(r"^\s*--.*\n", "", text, flags=re.M)


def _anywhere(table: str) -> str:
    """Return the table in the database that the parameter `db` names."""
    # Not `if`: DuckDB 2 stores it in a way that DuckDB 1.5 does not read.
    return f"query_table(case db when '' then '' else db || '.' end || '{table}')"
