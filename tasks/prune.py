"""Step prune: delete old runs from Prefect's database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from prefect import get_run_logger
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

from tasks.run.steps import step

OUR_FLOWS = ["nightly", "backfill", "housekeeping"]
ENDS = {
    "good": [StateType.COMPLETED],
    "failed": [StateType.FAILED, StateType.CRASHED, StateType.CANCELLED],
}
# Page size limit of Prefect's API.
PAGE = 200


class Pruned(NamedTuple):
    """Numbers of deleted runs and artifacts."""

    runs: int
    artifacts: int

    def __add__(self, other: object) -> "Pruned":
        """Return the sums."""
        if not isinstance(other, Pruned):
            return NotImplemented
        return Pruned(self.runs + other.runs, self.artifacts + other.artifacts)


@step("prune")
def prune_runs(ended: Literal["good", "failed"], before: datetime) -> Pruned:
    """Delete runs of our flows that ended like this before a time, with logs and artifacts."""
    runs = artifacts = 0
    with get_client(sync_client=True) as client:
        while old := _old_runs(client, ended, before):
            artifacts += sum(_delete_artifacts(client, run) for run in old)
            for run in old:
                client.delete_flow_run(run.id)
            runs += len(old)
    get_run_logger().info("deleted %d %s runs that ended before %s", runs, ended, before.date())
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
