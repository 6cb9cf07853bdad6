"""Fixtures for tests of every layer."""

from collections.abc import Iterator

import pytest

from tests.wordpress_site import WordPress, running_wordpress


@pytest.fixture(scope="session")
def wordpress() -> Iterator[WordPress]:
    """A real WordPress on this machine (mark such tests `wordpress`)."""
    with running_wordpress() as site:
        yield site
