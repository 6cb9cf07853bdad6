"""The deployments of prefect.yaml, on a real Prefect server, run by a real process worker."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.flows.conftest import AAWSAT, ROOT

pytestmark = pytest.mark.flow

PREFECT = Path(sys.executable).with_name("prefect")
POOL = "local-process"
RUN_SECONDS = 300


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("deployed")


@pytest.fixture(scope="module")
def environment(prefect_api: str, home: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PREFECT_API_URL": prefect_api,
        "PREFECT_WORKER_QUERY_SECONDS": "1",
        "AAWSAT_ROOT": str(ROOT),
        "AAWSAT_HOME": str(home),
        # Nothing listens there: the live site cannot be reached, whatever network there is.
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "NO_PROXY": "127.0.0.1",
        "AAWSAT_REQUESTS_PER_SECOND": "50",
    }


@pytest.fixture(scope="module")
def worker(environment: dict[str, str], home: Path) -> Iterator[None]:
    subprocess.run([AAWSAT, "deploy"], env=environment, check=True, timeout=300)
    with (home / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            [PREFECT, "worker", "start", "--pool", POOL],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        yield
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def run_deployment(environment: dict[str, str], name: str, *parameters: str) -> str:
    words = [word for parameter in parameters for word in ("--param", parameter)]
    done = subprocess.run(
        [
            PREFECT,
            "deployment",
            "run",
            name,
            *words,
            "--watch",
            "--watch-timeout",
            str(RUN_SECONDS),
        ],
        env=environment,
        capture_output=True,
        text=True,
        timeout=RUN_SECONDS + 60,
        check=False,
    )
    return done.stdout + done.stderr


def last_messages(environment: dict[str, str]) -> list[str]:
    """Return what the runs' last states say, as the UI shows it."""
    answer = httpx.post(f"{environment['PREFECT_API_URL']}/flow_runs/filter", json={}, timeout=30)
    return [run["state"]["message"] or "" for run in answer.raise_for_status().json()]


def ask(environment: dict[str, str], sql: str) -> list[dict[str, object]]:
    done = subprocess.run(
        [AAWSAT, "query", "--warehouse", "--json", sql],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.usefixtures("worker")
def test_a_backfill_started_from_its_deployment_loads_the_sample(
    environment: dict[str, str],
) -> None:
    said = run_deployment(environment, "backfill/backfill", "source=sample", "dry_run=false")

    [row] = ask(environment, "select count(*) as articles from articles")
    assert "Completed" in said, said
    assert isinstance(row["articles"], int)
    assert row["articles"] > 100


@pytest.mark.usefixtures("worker")
def test_what_an_operator_paused_stays_paused_when_deployed_again(
    environment: dict[str, str],
) -> None:
    api = environment["PREFECT_API_URL"]
    night = _deployment(api, "nightly")
    schedule = f"{api}/deployments/{night['id']}/schedules/{night['schedules'][0]['id']}"
    httpx.patch(schedule, json={"active": False}, timeout=30).raise_for_status()
    backfill = _deployment(api, "backfill")
    httpx.patch(f"{api}/deployments/{backfill['id']}", json={"paused": True}, timeout=30)

    subprocess.run([AAWSAT, "deploy"], env=environment, check=True, timeout=300)

    assert [each["active"] for each in _deployment(api, "nightly")["schedules"]] == [False]
    assert _deployment(api, "backfill")["paused"]
    assert not _deployment(api, "nightly")["paused"]
    assert [each["active"] for each in _deployment(api, "housekeeping")["schedules"]] == [True]
    httpx.patch(f"{api}/deployments/{backfill['id']}", json={"paused": False}, timeout=30)


def _deployment(api: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{api}/deployments/name/{name}/{name}", timeout=30).json()
    return found


@pytest.mark.usefixtures("worker")
def test_a_publication_is_an_asset_that_says_what_it_is_made_from(
    environment: dict[str, str], sample_article_count: int
) -> None:
    run_deployment(environment, "backfill/backfill", "source=sample", "dry_run=false")

    body = {"filter": {"event": {"name": ["prefect.asset.materialization.succeeded"]}}}
    answer = httpx.post(
        f"{environment['PREFECT_API_URL']}/events/filter", json=body, timeout=30
    ).raise_for_status()

    last = answer.json()["events"][0]
    assert last["resource"]["prefect.resource.id"] == "aawsat://published/latest"
    assert last["payload"]["rows"]["articles"] == sample_article_count
    assert "aawsat://captures" in {each["prefect.resource.id"] for each in last["related"]}


@pytest.mark.usefixtures("worker")
def test_a_night_with_nothing_new_changes_nothing(environment: dict[str, str]) -> None:
    run_deployment(environment, "backfill/backfill", "source=sample", "dry_run=false")
    before = ask(environment, "select * from articles")

    said = run_deployment(environment, "nightly/nightly", "source=sample")

    assert "Completed" in said, said
    assert ask(environment, "select * from articles") == before


@pytest.mark.usefixtures("worker")
def test_a_run_without_the_site_fails_in_one_line_and_leaves_the_warehouse_as_it_was(
    environment: dict[str, str],
) -> None:
    run_deployment(environment, "backfill/backfill", "source=sample", "dry_run=false")
    before = ask(environment, "select count(*) as articles from articles")

    said = run_deployment(environment, "backfill/backfill", "source=live", "dry_run=false")

    last = ask(environment, "select flow, run_status, error from runs order by started_at desc")[0]
    assert "Failed" in said, said
    assert (last["flow"], last["run_status"]) == ("backfill", "failed")
    assert "\n" not in str(last["error"])
    assert ask(environment, "select count(*) as articles from articles") == before


@pytest.mark.usefixtures("worker")
def test_dates_the_wrong_way_round_end_the_run_before_it_begins(
    environment: dict[str, str],
) -> None:
    run_deployment(
        environment,
        "backfill/backfill",
        "source=sample",
        "dry_run=false",
        "since=2017-02-01",
        "until=2017-01-01",
    )

    assert "since (2017-02-01) is after until (2017-01-01)" in last_messages(environment)
