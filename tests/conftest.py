"""Fixtures for tests of every layer."""

import gc
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from flows.local.temporary_server import prefect_server
from tests.empty_warehouse import empty_warehouse_file, share_between_workers
from tests.made_once import made_once
from tests.wordpress_site import WordPress, running_wordpress

# Collecting the tests makes nothing but objects that stay: a sixth of its time would be wasted.
gc.disable()

# A busy machine must not fail a property test: nothing here is tested by its duration.
settings.register_profile("no_deadline", deadline=None)
settings.load_profile("no_deadline")


_MARKS_OF_FILE = re.compile(r"^pytestmark = (.*(?:\n .*)*)", re.MULTILINE)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not import a file whose tests `-m` excludes by the mark of the whole file.

    Such files import browsers, cloud simulators and servers, in every worker of pytest-xdist.
    """
    named = {Path(argument.partition("::")[0]).resolve() for argument in config.args}
    if collection_path.suffix != ".py" or collection_path in named:
        return None
    excluded = set(re.findall(r"\bnot (\w+)", config.option.markexpr))
    found = _MARKS_OF_FILE.search(collection_path.read_text("utf-8")) if excluded else None
    marks = set(re.findall(r"mark\.(\w+)", found[1])) if found else set()
    return True if marks & excluded else None


def pytest_collection_finish() -> None:
    """Keep the garbage collector from walking all modules and tests again and again."""
    gc.collect()
    gc.freeze()
    gc.enable()


class _FilesWithOneWordPress(LoadFileScheduling):  # type: ignore[misc]
    """All tests of a file on one worker, and all files that share the WordPress on one."""

    def _split_scope(self, nodeid: str) -> str:
        file = str(super()._split_scope(nodeid))
        return "wordpress" if _uses_wordpress(file) else file


@cache
def _uses_wordpress(file: str) -> bool:
    return "mark.wordpress" in Path(file).read_text("utf-8")


def pytest_xdist_make_scheduler(
    config: pytest.Config, log: Producer
) -> _FilesWithOneWordPress | None:
    if config.getvalue("dist") != "loadfile":
        return None
    return _FilesWithOneWordPress(config, log)


@pytest.fixture(scope="session", autouse=True)
def _one_empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> None:
    share_between_workers(tmp_path_factory)


@pytest.fixture(scope="session")
def empty_warehouse() -> Path:
    """A migrated warehouse to copy."""
    return empty_warehouse_file()


@pytest.fixture(scope="session")
def stories_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the published stories of `tests/warehouse/stories.py`, for reading."""
    # Not every test needs what the stories import.
    from tests.warehouse.stories import publish_stories

    return made_once(tmp_path_factory, "stories", publish_stories)


@pytest.fixture(scope="session")
def prefect_api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a Prefect server that lives as long as the tests; starting one takes 10 s."""
    with prefect_server(tmp_path_factory.mktemp("prefect")) as url:
        yield url


@pytest.fixture(scope="session")
def wordpress() -> Iterator[WordPress]:
    """A real WordPress on this machine (mark such tests `wordpress`)."""
    with running_wordpress() as site:
        yield site
