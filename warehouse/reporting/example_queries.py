"""Example queries for analysts, one SQL file each in `examples/`.

Tables are named without a schema, so the queries run on the warehouse and on a published file.
"""

import difflib
from dataclasses import dataclass
from importlib.resources import files

from warehouse.errors import BadQuery

EXAMPLES = files("warehouse.reporting") / "examples"


@dataclass(frozen=True, slots=True)
class Example:
    """One example query: file name, question (the first line) and SQL."""

    name: str
    question: str
    sql: str


def list_examples() -> list[Example]:
    """Return all example queries, by name."""
    names = (file.name for file in EXAMPLES.iterdir() if file.name.endswith(".sql"))
    return [_read(name.removesuffix(".sql")) for name in sorted(names)]


def read_example(name: str) -> Example:
    """Return the example query of this name.

    Raises:
        BadQuery: there is none; the text suggests similar names.
    """
    names = [example.name for example in list_examples()]
    if name not in names:
        near = ", ".join(difflib.get_close_matches(name, names))
        advice = f"similar: {near}" if near else "see aawsat query --examples"
        raise BadQuery(f"there is no example {name!r}; {advice}")
    return _read(name)


def _read(name: str) -> Example:
    text = (EXAMPLES / f"{name}.sql").read_text(encoding="utf-8")
    question = text.split("\n", 1)[0].removeprefix("-- ").strip()
    return Example(name, question, text.strip())
