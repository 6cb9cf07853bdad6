import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from warehouse.db.connect import open_warehouse


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "warehouse.duckdb"


@pytest.fixture
def con(path: Path, empty_warehouse: Path) -> Iterator[DuckDBPyConnection]:
    shutil.copyfile(empty_warehouse, path)
    with open_warehouse(path, memory_limit="1GB", threads=1) as connection:
        yield connection
