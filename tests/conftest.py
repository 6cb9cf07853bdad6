"""Fixtures for tests of every layer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.wordpress_site import WordPress, running_wordpress
from warehouse.db.connect import open_warehouse

# A busy machine must not fail a property test: nothing here is tested by its duration.
settings.register_profile("no_deadline", deadline=None)
settings.load_profile("no_deadline")


@pytest.fixture(scope="session")
def empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated warehouse to copy: migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("empty") / "warehouse.duckdb"
    with open_warehouse(path):
        pass
    return path


@pytest.fixture(scope="session")
def wordpress() -> Iterator[WordPress]:
    """A real WordPress on this machine (mark such tests `wordpress`)."""
    with running_wordpress() as site:
        yield site
