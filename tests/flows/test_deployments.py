"""prefect.yaml names flows that exist, and nothing in flows/ hides another package."""

import importlib
import importlib.metadata
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DEPLOYMENTS: list[dict[str, Any]] = yaml.safe_load((ROOT / "prefect.yaml").read_text())[
    "deployments"
]


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda deployment: deployment["name"])
def test_a_deployment_its_file_and_its_flow_have_one_name(deployment: dict[str, Any]) -> None:
    name = deployment["name"]

    assert deployment["entrypoint"] == f"flows/{name}.py:{name}"
    assert getattr(importlib.import_module(f"flows.{name}"), name).name == name


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda deployment: deployment["name"])
def test_a_deployment_says_what_it_does_and_never_runs_twice_at_once(
    deployment: dict[str, Any],
) -> None:
    assert deployment["description"]
    assert deployment["concurrency_limit"]["limit"] == 1
    assert deployment["work_pool"]["name"]


def test_the_night_is_that_of_the_site() -> None:
    schedules = [schedule for each in DEPLOYMENTS for schedule in each.get("schedules", [])]

    assert [schedule["timezone"] for schedule in schedules] == ["Europe/London"]


def test_every_field_of_the_run_form_explains_itself() -> None:
    backfill = importlib.import_module("flows.backfill").backfill

    silent = [
        name
        for name, field in backfill.parameters.properties.items()
        if not field.get("description")
    ]

    assert silent == []


def test_no_module_of_flows_hides_a_package() -> None:
    # Prefect puts flows/ first on sys.path, so flows/tasks.py would replace tasks/.
    stems = {file.stem for file in (ROOT / "flows").glob("*.py")} - {"__init__"}
    taken = set(sys.stdlib_module_names) | set(importlib.metadata.packages_distributions())

    assert stems & (taken | {"tasks", "warehouse"}) == set()
