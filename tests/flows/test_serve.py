"""`aawsat serve` from its start to its end, with everything going wrong in between."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.flows.conftest import AAWSAT, ROOT
from tests.flows.receivers import WebReceiver
from tests.flows.serving import Serving, free_port, marked_processes, serving
from warehouse.db.connect import open_reader

pytestmark = [pytest.mark.flow, pytest.mark.slow, pytest.mark.soak]

ENDED = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")


@pytest.fixture(scope="module")
def receiver() -> Iterator[WebReceiver]:
    with WebReceiver() as started:
        yield started


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory, receiver: WebReceiver) -> Iterator[Serving]:
    home = tmp_path_factory.mktemp("serve") / "data"
    with serving(
        home,
        AAWSAT_NOTIFY=receiver.url,
        # Many batches, so that there is a middle to kill.
        AAWSAT_BATCH_PAGES="20",
        # Nothing listens there: the live site cannot be reached, whatever network there is.
        HTTPS_PROXY="http://127.0.0.1:9",
        NO_PROXY="127.0.0.1",
    ) as running:
        yield running


def pids(stack: Serving, *words: str) -> list[int]:
    """Return the processes of the stack whose command has all these words."""
    lines = [line.split(maxsplit=4) for line in marked_processes(stack.home)]
    return [int(line[0]) for line in lines if all(word in line[4] for word in words)]


def middle_of_a_run(stack: Serving, run_id: str) -> None:
    """Wait until the run has loaded a batch."""
    stack.wait_for(run_id, "RUNNING", *ENDED)
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        # The progress bar of the step fetch appears when its first batch is loaded.
        shown = {"flow_run_id": {"any_": [run_id]}, "key": {"any_": ["fetch-progress"]}}
        if stack.ask("artifacts/filter", artifacts=shown):
            return
        time.sleep(0.3)
    raise AssertionError("no batch was loaded")


def count(stack: Serving, sql: str) -> int:
    with open_reader(stack.home / "warehouse.duckdb", wait_seconds=60) as con:
        return int(con.execute(sql).fetchall()[0][0])


def test_a_second_start_says_where_the_first_is(stack: Serving) -> None:
    again = subprocess.run(
        [AAWSAT, "serve", "--port", str(free_port())],
        env=stack.environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert again.returncode == 1
    assert f"runs already for {stack.home}: {stack.url}" in again.stderr


def test_a_port_that_is_taken_is_named(stack: Serving, tmp_path: Path) -> None:
    port = stack.url.rsplit(":", 1)[1]

    other = subprocess.run(
        [AAWSAT, "serve", "--port", port, "--home", str(tmp_path / "other")],
        env={**os.environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert other.returncode == 1
    assert f"port {port} is taken by another program; choose one with --port" in other.stderr


def test_limits_and_automations_are_there(stack: Serving) -> None:
    limits = stack.ask("v2/concurrency_limits/filter")
    automations = stack.ask("automations/filter")

    names = {limit["name"]: limit["limit"] for limit in limits}
    assert names["warehouse-writer"] == 1
    assert names["host-eng-archive.aawsat.com"] == 1
    assert {automation["name"] for automation in automations} == {
        "aawsat: mark silent runs as crashed",
        "aawsat: notify about failed runs",
        "aawsat: notify about aawsat.publication.stopped",
        "aawsat: notify about aawsat.publication.not_copied",
        "aawsat: notify about aawsat.coverage.dropped",
    }


def test_two_backfills_and_a_night_started_together_end_well(stack: Serving) -> None:
    runs = [
        stack.start_run("backfill", source="sample", sections=["opinion"]),
        stack.start_run("nightly", source="sample"),
        stack.start_run("backfill", source="sample", sections=["features"]),
    ]

    ends = [stack.wait_for(run, *ENDED) for run in runs]

    assert [end["type"] for end in ends] == ["COMPLETED"] * 3, ends
    assert count(stack, "select count(*) from runs where run_status = 'succeeded'") == 3


def test_a_failed_run_notifies_the_receiver(stack: Serving, receiver: WebReceiver) -> None:
    run = stack.start_run("backfill", source="live")
    assert stack.wait_for(run, *ENDED)["type"] == "FAILED"

    message = receiver.wait_for("aawsat: load live all years Failed")
    assert f"/runs/flow-run/{run}" in message["text"]


def test_nights_missed_while_the_machine_was_off_are_caught_up_by_one(stack: Serving) -> None:
    nightly = stack.ask("deployments/filter", deployments={"name": {"any_": ["nightly"]}})[0]
    now = datetime.now(UTC)
    missed = [
        stack.ask(
            f"deployments/{nightly['id']}/create_flow_run",
            parameters={"source": "sample"},
            state={
                "type": "SCHEDULED",
                "state_details": {"scheduled_time": (now - timedelta(days=days)).isoformat()},
            },
        )["id"]
        for days in (3, 2, 1)
    ]

    ends = sorted(stack.wait_for(run, *ENDED)["type"] for run in missed)

    assert ends == ["CANCELLED", "CANCELLED", "COMPLETED"]


def test_a_killed_worker_is_replaced_and_its_run_ends_cleanly(stack: Serving) -> None:
    run = stack.start_run("backfill", source="sample", mode="reparse")
    middle_of_a_run(stack, run)

    [worker] = pids(stack, "worker", "start")
    os.kill(worker, signal.SIGKILL)

    assert stack.wait_for(run, *ENDED)["type"] == "CRASHED"
    after = stack.start_run("backfill", source="sample", mode="reparse")
    assert stack.wait_for(after, *ENDED)["type"] == "COMPLETED"
    assert "The worker exited and was restarted" in stack.output.read_text()
    assert len(pids(stack, "worker", "start")) == 1


def test_a_restarted_server_does_not_end_a_run(stack: Serving) -> None:
    run = stack.start_run("backfill", source="sample", mode="reparse")
    middle_of_a_run(stack, run)

    [server] = pids(stack, "flows.local.server_app")
    os.kill(server, signal.SIGKILL)

    assert stack.wait_for(run, *ENDED)["type"] == "COMPLETED"
    assert "The server exited and was restarted" in stack.output.read_text()


def test_a_suspended_run_continues(stack: Serving) -> None:
    run = stack.start_run("backfill", source="sample", mode="reparse")
    middle_of_a_run(stack, run)
    asleep = pids(stack)

    for pid in asleep:
        os.kill(pid, signal.SIGSTOP)
    time.sleep(float(os.environ.get("AAWSAT_TEST_SLEEP", "20")))
    for pid in asleep:
        os.kill(pid, signal.SIGCONT)

    assert stack.wait_for(run, *ENDED)["type"] == "COMPLETED"


def test_a_killed_run_loses_nothing_and_the_next_marks_it_crashed(stack: Serving) -> None:
    before = count(stack, "select count(*) from articles")
    run = stack.start_run("backfill", source="sample", mode="reparse")
    middle_of_a_run(stack, run)

    for pid in pids(stack, "prefect", "flow-run", "execute") or pids(stack, "engine"):
        os.kill(pid, signal.SIGKILL)

    assert stack.wait_for(run, *ENDED)["type"] == "CRASHED"
    after = stack.start_run("backfill", source="sample")
    assert stack.wait_for(after, *ENDED)["type"] == "COMPLETED"
    assert (
        count(stack, "select count(*) from runs where run_status in ('crashed', 'cancelled')") >= 1
    )
    assert count(stack, "select count(*) from articles") == before


def test_housekeeping_forgets_old_runs_with_their_artifacts(stack: Serving) -> None:
    assert stack.ask("artifacts/filter")
    prune = (
        "from datetime import UTC, datetime, timedelta; from tasks.prune import prune_runs;"
        "print(prune_runs('good', datetime.now(UTC) + timedelta(days=1)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", prune],
        env=stack.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert "Pruned(runs=" in done.stdout, done.stderr
    ended_well = {"state": {"type": {"any_": ["COMPLETED"]}}}
    assert stack.ask("flow_runs/filter", flow_runs=ended_well) == []
    assert stack.ask("flow_runs/filter", flow_runs={"state": {"type": {"any_": ["CRASHED"]}}})


def test_a_stack_stopped_during_a_run_leaves_no_process_and_the_next_run_continues(
    stack: Serving,
) -> None:
    run = stack.start_run("backfill", source="sample", mode="reparse")
    middle_of_a_run(stack, run)

    assert stack.stop(signal.SIGTERM) == 0
    assert marked_processes(stack.home) == []
    assert "Stopped all processes" in stack.output.read_text()
    with serving(stack.home) as again:
        after = again.start_run("backfill", source="sample")
        assert again.wait_for(after, *ENDED)["type"] == "COMPLETED"
