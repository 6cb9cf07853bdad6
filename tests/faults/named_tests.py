"""Check that the tests named in a document exist: `tests/file.py::test_name`."""

import ast
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]


def missing_tests(names: Iterable[str]) -> list[str]:
    """Return the names without a test."""
    return [name for name in names if not _exists(name)]


def _exists(name: str) -> bool:
    file, _, test = name.partition("::")
    path = ROOT / file
    if not path.is_file():
        return False
    tree = ast.parse(path.read_text())
    return test in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
