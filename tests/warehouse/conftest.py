import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from tests.duckdb_pool import open_in_pool


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "warehouse.duckdb"


@pytest.fixture
def con(path: Path, empty_warehouse: Path) -> Iterator[DuckDBPyConnection]:
    shutil.copyfile(empty_warehouse, path)
    with open_in_pool(path, threads=1) as connection:
        yield connection
