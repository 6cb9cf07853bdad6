"""Runs whose process was killed: Prefect shows them as running until somebody says otherwise."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import uuid4

from prefect import get_run_logger
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.runtime import flow_run
from prefect.states import Crashed

# As many signs of Prefect's id as ours carries: one in 16 million is alike.
ID_SIGNS = 6


def new_run_id(flow_name: str, now: datetime) -> str:
    """Return an id that sorts by time and ends as Prefect's id of the run begins."""
    prefect_id = str(flow_run.get_id() or uuid4().hex)
    return f"{flow_name}-{now:%Y%m%dT%H%M%S}-{prefect_id[:ID_SIGNS]}"


def mark_crashed(dead: Collection[str]) -> None:
    """Mark runs as crashed, by our ids, which the holder of the writer lock found dead."""
    if not dead:
        return
    for run_id in dead:
        get_run_logger().warning("run %s died; what it captured is kept", run_id)
    signs = {run_id[-ID_SIGNS:] for run_id in dead}
    message = f"Its process died; what it captured is kept. Found by {flow_run.get_name()}."
    with get_client(sync_client=True) as client:
        for found in _still_running(client):
            if str(found.id)[:ID_SIGNS] in signs:
                client.set_flow_run_state(found.id, Crashed(message=message), force=True)


def _still_running(client: SyncPrefectClient) -> Sequence[FlowRun]:
    running = FlowRunFilterStateType(any_=[StateType.RUNNING, StateType.CANCELLING])
    return client.read_flow_runs(
        flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=running))
    )
