"""Forget runs of ours that ended long ago."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterFlowRunId,
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterEndTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType

OUR_FLOWS = ["nightly", "backfill", "housekeeping"]
ENDS = {
    "good": [StateType.COMPLETED],
    "failed": [StateType.FAILED, StateType.CRASHED, StateType.CANCELLED],
}
# The most runs Prefect's API gives at once.
PAGE = 200


class Pruned(NamedTuple):
    """How much was forgotten."""

    runs: int
    artifacts: int

    def __add__(self, other: object) -> "Pruned":
        """Return the sums."""
        if not isinstance(other, Pruned):
            return NotImplemented
        return Pruned(self.runs + other.runs, self.artifacts + other.artifacts)


@task(task_run_name="prune-{ended}", cache_policy=NO_CACHE)
def prune_runs(ended: Literal["good", "failed"], before: datetime) -> Pruned:
    """Delete runs of our flows that ended so, before that moment; their logs go with them."""
    runs = artifacts = 0
    with get_client(sync_client=True) as client:
        while old := _old_runs(client, ended, before):
            artifacts += sum(_delete_artifacts(client, run) for run in old)
            for run in old:
                client.delete_flow_run(run.id)
            runs += len(old)
    get_run_logger().info("%d %s runs from before %s forgotten", runs, ended, before.date())
    return Pruned(runs, artifacts)


def _old_runs(client: SyncPrefectClient, ended: str, before: datetime) -> Sequence[FlowRun]:
    return client.read_flow_runs(
        flow_filter=FlowFilter(name=FlowFilterName(any_=OUR_FLOWS)),
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=ENDS[ended])),
            end_time=FlowRunFilterEndTime(before_=before),
        ),
        limit=PAGE,
    )


def _delete_artifacts(client: SyncPrefectClient, run: FlowRun) -> int:
    """Delete a run's artifacts: Prefect keeps them when their run is deleted."""
    wanted = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run.id]))
    found = client.read_artifacts(artifact_filter=wanted)
    for artifact in found:
        client.delete_artifact(artifact.id)
    return len(found)
