"""Mark runs whose process was killed as crashed; Prefect would show them as running."""

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

# Number of characters of Prefect's run id at the end of ours: one pair in 16 million collides.
ID_LENGTH = 6


def new_run_id(flow_name: str, now: datetime) -> str:
    """Return an id that sorts by time and ends with the first characters of Prefect's run id."""
    prefect_id = str(flow_run.get_id() or uuid4().hex)
    return f"{flow_name}-{now:%Y%m%dT%H%M%S}-{prefect_id[:ID_LENGTH]}"


def mark_crashed(dead: Collection[str]) -> None:
    """Set runs to Crashed in Prefect, by our ids; their process no longer holds the warehouse."""
    if not dead:
        return
    for run_id in dead:
        get_run_logger().warning("run %s crashed; its captures are kept", run_id)
    ends = {run_id[-ID_LENGTH:] for run_id in dead}
    message = f"Its process died; its captures are kept. Found by {flow_run.get_name()}."
    with get_client(sync_client=True) as client:
        for found in _still_running(client):
            if str(found.id)[:ID_LENGTH] in ends:
                client.set_flow_run_state(found.id, Crashed(message=message), force=True)


def _still_running(client: SyncPrefectClient) -> Sequence[FlowRun]:
    running = FlowRunFilterStateType(any_=[StateType.RUNNING, StateType.CANCELLING])
    return client.read_flow_runs(
        flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=running))
    )
