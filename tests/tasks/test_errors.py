"""What code at a boundary may rely on about our errors."""

from importlib import import_module
from pkgutil import walk_packages

import pytest

from tasks.errors import AawsatError, PipelineError, TerminalError, TransientError
from warehouse.errors import WarehouseError


def _all_errors(root: type[AawsatError]) -> set[type[AawsatError]]:
    below = set(root.__subclasses__())
    return below.union(*map(_all_errors, below)) if below else below


@pytest.fixture(scope="module", autouse=True)
def _everything_imported() -> None:
    for room in ("http", "sources", "warc", "entities"):
        package = import_module(f"tasks.{room}")
        for module in walk_packages(package.__path__, f"tasks.{room}."):
            if ".training" not in module.name and ".evaluation" not in module.name:
                import_module(module.name)


def test_every_error_says_whether_trying_again_can_help() -> None:
    roots = {AawsatError, TransientError, TerminalError, PipelineError, WarehouseError}

    undecided = [
        error.__name__
        for error in _all_errors(AawsatError) - roots
        if issubclass(error, TransientError) == issubclass(error, TerminalError)
    ]

    assert undecided == []


def test_a_source_can_tell_every_failure_of_a_page_by_one_class() -> None:
    of_pages = {
        error
        for error in _all_errors(AawsatError)
        if error.__module__.startswith(("tasks.http", "tasks.sources", "tasks.warc"))
    }

    assert of_pages
    assert {error for error in of_pages if not issubclass(error, PipelineError)} == set()
