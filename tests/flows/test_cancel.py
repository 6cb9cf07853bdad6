"""The button "Cancel" of Prefect's pages: the run ends in order and the next one goes on from there."""

import os
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.faults.killed_runs import captured_pages, leftovers, marts
from tests.faults.small_site import SmallSite, small_site
from tests.flows.conftest import AAWSAT
from tests.flows.serving import Serving, serving
from warehouse.db.connect import open_reader

pytestmark = [pytest.mark.flow, pytest.mark.slow]

ENDED = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
SECONDS = 240


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallSite]:
    with small_site(tmp_path_factory.mktemp("site"), pages=60, seed=11) as served:
        yield served


@pytest.fixture(scope="module")
def settings(site: SmallSite) -> dict[str, str]:
    return site.settings(per_second=8, batch_pages=20)


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory, settings: dict[str, str]) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("served"), None, **settings) as served:
        yield served


def cancel(stack: Serving, run_id: str) -> None:
    """Do what the button does."""
    answer = stack.ask(f"flow_runs/{run_id}/set_state", state={"type": "CANCELLING"})
    assert answer["status"] == "ACCEPT"


def wait_until(is_so: Callable[[], object]) -> None:
    deadline = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def slots_taken(stack: Serving) -> dict[str, int]:
    limits: list[dict[str, Any]] = stack.ask("v2/concurrency_limits/filter")
    return {limit["name"]: limit["active_slots"] for limit in limits}


def test_a_cancelled_run_ends_in_order_and_the_next_fetches_only_the_rest(
    tmp_path: Path, stack: Serving, site: SmallSite, settings: dict[str, str]
) -> None:
    run = stack.start_run("backfill")
    wait_until(lambda: len(site.asked) > 25)

    cancel(stack, run)

    ended = stack.wait_for(run, *ENDED)
    assert ended["type"] == "CANCELLED", ended
    wait_until(lambda: not leftovers(stack.home))
    with open_reader(stack.home / "warehouse.duckdb") as con:
        [(status,)] = con.execute("select run_status from runs").fetchall()
    assert status == "cancelled"
    [report] = stack.ask(
        "artifacts/filter", artifacts={"flow_run_id": {"any_": [run]}, "key": {"any_": ["report"]}}
    )
    assert report["data"].startswith("## Stopped before its end: ")
    wait_until(lambda: not any(slots_taken(stack).values()))
    captured, asked = captured_pages(stack.home), Counter(site.asked)
    assert len(captured) > 10

    after = stack.start_run("backfill")

    ended = stack.wait_for(after, *ENDED)
    assert ended["type"] == "COMPLETED", ended
    paths = {urlsplit(url).path for url in captured} & site.articles
    assert not {path for path in paths if site.asked[path] > asked[path]}
    assert marts(stack.home) == marts(an_undisturbed_home(tmp_path, stack, settings))


def an_undisturbed_home(folder: Path, stack: Serving, settings: dict[str, str]) -> Path:
    environment = {
        **os.environ,
        **settings,
        "AAWSAT_REQUESTS_PER_SECOND": "50",
        "AAWSAT_HOME": str(folder),
        "PREFECT_API_URL": stack.environment["PREFECT_API_URL"],
    }
    subprocess.run([AAWSAT, "backfill"], env=environment, check=True, timeout=SECONDS)
    return folder


@pytest.mark.soak
def test_a_run_cancelled_while_it_waits_in_line_leaves_the_other_alone(
    stack: Serving, site: SmallSite
) -> None:
    asked = site.asked.total()
    first = stack.start_run("backfill", mode="refetch")
    wait_until(lambda: site.asked.total() > asked + 5)
    waiting = stack.start_run("nightly")
    stack.wait_for(waiting, "RUNNING")

    cancel(stack, waiting)

    assert stack.wait_for(waiting, *ENDED)["type"] == "CANCELLED"
    assert stack.wait_for(first, *ENDED)["type"] == "COMPLETED"
    wait_until(lambda: not any(slots_taken(stack).values()))
    assert leftovers(stack.home) == []
