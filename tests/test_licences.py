"""What is installed to run the pipeline may be used in an Apache-2.0 project."""

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

import pytest
from packaging.requirements import Requirement

OURS = "aawsat-warehouse"
EXTRAS = ("dask", "s3")
COPYLEFT = re.compile(r"\b(A?GPL|GNU (Affero )?General Public)", re.IGNORECASE)
# Each may also be used under the permissive licence that it names beside the GPL.
CHOICE = re.compile(r"\b(Artistic|MPL|MIT|BSD|Apache)", re.IGNORECASE)


def run_time_distributions() -> dict[str, Distribution]:
    """Return every distribution that is installed for users, with its dependencies, by name."""
    found: dict[str, Distribution] = {}
    waiting: list[tuple[str, tuple[str, ...]]] = [(OURS, EXTRAS)]
    while waiting:
        name, extras = waiting.pop()
        try:
            package = distribution(name)
        except PackageNotFoundError:
            # Of another platform, or an extra that is not installed.
            continue
        if package.name in found and not extras:
            continue
        found[package.name] = package
        waiting += [
            (needed.name, tuple(needed.extras)) for needed in _requirements(package, extras)
        ]
    return found


def _requirements(package: Distribution, extras: tuple[str, ...]) -> Iterator[Requirement]:
    for line in package.requires or []:
        requirement = Requirement(line)
        environments = [{"extra": extra} for extra in (*extras, "")]
        marker = requirement.marker
        if marker is None or any(marker.evaluate(each) for each in environments):
            yield requirement


def licence_of(package: Distribution) -> str:
    fields = package.metadata
    stated = fields.get_all("License-Expression") or []
    classifiers = fields.get_all("Classifier") or []
    stated += [text for text in classifiers if text.startswith("License")]
    return "; ".join(stated or fields.get_all("License") or []).split("\n")[0]


@pytest.mark.slow
def test_no_dependency_is_under_the_gpl_only() -> None:
    found = {name: licence_of(package) for name, package in run_time_distributions().items()}

    copyleft = {
        name: text
        for name, text in found.items()
        if COPYLEFT.search(text) and not CHOICE.search(text)
    }
    assert len(found) > 60
    assert copyleft == {}


@pytest.mark.slow
def test_every_dependency_states_its_licence() -> None:
    silent = [name for name, package in run_time_distributions().items() if not licence_of(package)]

    assert silent == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["prefect", "httpx", "selectolax", "duckdb", "trafilatura"])
def test_the_packages_of_this_project_are_among_them(name: str) -> None:
    assert name in run_time_distributions()
