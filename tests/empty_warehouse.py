"""A migrated warehouse to copy: migrating takes longer than most tests."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests.made_once import made_once
from warehouse.db.connect import open_warehouse

_factories: list[pytest.TempPathFactory] = []


def share_between_workers(factory: pytest.TempPathFactory) -> None:
    """Let the workers of pytest-xdist use one file. Benchmarks make their own."""
    _factories.append(factory)


@cache
def empty_warehouse_file() -> Path:
    """Return the file; do not write to it."""
    if _factories:
        return made_once(_factories[0], "empty", _migrate) / "warehouse.duckdb"
    return _migrate(Path(mkdtemp(prefix="aawsat-empty-")))


def _migrate(folder: Path) -> Path:
    with open_warehouse(folder / "warehouse.duckdb"):
        return folder / "warehouse.duckdb"
