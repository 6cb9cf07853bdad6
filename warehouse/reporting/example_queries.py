"""The query book: questions an analyst asks of the archive, each an SQL file in `examples/`.

They name tables without a schema, so they run on the working file and on a published one.
"""

import difflib
from dataclasses import dataclass
from importlib.resources import files

from warehouse.errors import BadQuery

EXAMPLES = files("warehouse.reporting") / "examples"


@dataclass(frozen=True, slots=True)
class Example:
    """One question: the name of its file, its first line, and its SQL."""

    name: str
    question: str
    sql: str


def list_examples() -> list[Example]:
    """Return all questions, by name."""
    names = (file.name for file in EXAMPLES.iterdir() if file.name.endswith(".sql"))
    return [_read(name.removesuffix(".sql")) for name in sorted(names)]


def read_example(name: str) -> Example:
    """Return the question of this name.

    Raises:
        BadQuery: there is none; the text names those that are nearest.
    """
    names = [example.name for example in list_examples()]
    if name not in names:
        near = ", ".join(difflib.get_close_matches(name, names)) or "see aawsat query --examples"
        raise BadQuery(f"there is no example {name!r}: {near}")
    return _read(name)


def _read(name: str) -> Example:
    text = (EXAMPLES / f"{name}.sql").read_text(encoding="utf-8")
    question = text.split("\n", 1)[0].removeprefix("-- ").strip()
    return Example(name, question, text.strip())
