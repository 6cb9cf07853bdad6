import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from tests.made_once import made_once
from tests.warehouse.stories import publish_stories
from warehouse.db.connect import open_warehouse


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "warehouse.duckdb"


@pytest.fixture
def con(path: Path, empty_warehouse: Path) -> Iterator[DuckDBPyConnection]:
    shutil.copyfile(empty_warehouse, path)
    with open_warehouse(path, memory_limit="1GB", threads=1) as connection:
        yield connection


@pytest.fixture(scope="session")
def stories_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the published stories of `tests/warehouse/stories.py`, for reading."""
    return made_once(tmp_path_factory, "stories", publish_stories)
