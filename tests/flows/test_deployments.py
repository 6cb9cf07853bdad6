"""prefect.yaml names flows that exist, and nothing in flows/ hides another package."""

import asyncio
import importlib
import importlib.metadata
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from prefect.server.schemas.schedules import CronSchedule

from tasks.sources.registry import all_sources

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

    zones = {schedule["timezone"] for schedule in schedules}
    assert zones == {"{{ $AAWSAT_SITE_TIMEZONE }}"}


@pytest.mark.parametrize(
    ("day", "in_utc"),
    [
        (date(2026, 3, 28), "2026-03-28T02:15:00+00:00"),
        # The clocks go forward at 01:00 UTC, the night after back at 01:00 UTC in October.
        (date(2026, 3, 29), "2026-03-29T01:15:00+00:00"),
        (date(2026, 10, 24), "2026-10-24T01:15:00+00:00"),
        (date(2026, 10, 25), "2026-10-25T02:15:00+00:00"),
    ],
    ids=str,
)
def test_every_night_has_one_run_across_clock_changes(day: date, in_utc: str) -> None:
    nightly = next(each for each in DEPLOYMENTS if each["name"] == "nightly")
    schedule = CronSchedule(cron=nightly["schedules"][0]["cron"], timezone="Europe/London")
    midnight = datetime.combine(day, time(), ZoneInfo("Europe/London"))

    runs = asyncio.run(schedule.get_dates(start=midnight, end=midnight + timedelta(hours=23)))

    assert [run.astimezone(UTC).isoformat() for run in runs] == [in_utc]


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda deployment: deployment["name"])
def test_every_field_of_a_run_form_has_a_label_a_help_text_and_a_default(
    deployment: dict[str, Any],
) -> None:
    name = deployment["name"]
    fields = getattr(importlib.import_module(f"flows.{name}"), name).parameters.properties

    unfinished = [
        parameter
        for parameter, field in fields.items()
        if field["title"] == parameter or not field.get("description") or "default" not in field
    ]

    assert fields
    assert unfinished == []


def test_the_run_form_offers_the_widgets_a_person_expects() -> None:
    backfill = importlib.import_module("flows.backfill").backfill
    fields, definitions = backfill.parameters.properties, backfill.parameters.definitions

    assert fields["since"]["format"] == fields["until"]["format"] == "date"
    assert fields["source"]["enum"] == list(all_sources())
    assert fields["source"]["default"] == "auto"
    assert definitions["Mode"]["enum"] == ["missing", "refetch", "reparse"]
    assert "opinion" in definitions["Section"]["enum"]
    assert fields["sections"]["items"] == {"$ref": "#/definitions/Section"}
    assert (fields["dry_run"]["type"], fields["dry_run"]["default"]) == ("boolean", True)
    assert (fields["max_pages"]["minimum"], fields["max_pages"]["maximum"]) == (1, 1_000_000)


def test_the_run_form_asks_in_the_order_in_which_a_person_decides() -> None:
    backfill = importlib.import_module("flows.backfill").backfill
    fields = backfill.parameters.properties

    in_order = sorted(fields, key=lambda name: fields[name]["position"])
    assert in_order[:5] == ["source", "path", "mode", "since", "until"]
    assert in_order[-1] == "dry_run"


@pytest.mark.slow
def test_no_module_of_flows_hides_a_package() -> None:
    # Prefect puts flows/ first on sys.path, so flows/tasks.py would replace tasks/.
    stems = {file.stem for file in (ROOT / "flows").glob("*.py")} - {"__init__"}
    taken = set(sys.stdlib_module_names) | set(importlib.metadata.packages_distributions())

    assert stems & (taken | {"tasks", "warehouse"}) == set()
