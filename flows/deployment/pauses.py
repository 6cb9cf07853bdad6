"""Keep deployments and schedules paused when the deployments are updated.

`prefect deploy` replaces the schedules of a deployment by those in prefect.yaml, which are active.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
from prefect.client.schemas.responses import DeploymentResponse

TAG = "aawsat"


@dataclass(frozen=True, slots=True)
class Pauses:
    """Names of deployments that are paused, and of those whose schedules are all switched off."""

    paused: frozenset[str]
    unscheduled: frozenset[str]


@asynccontextmanager
async def kept_pauses(client: PrefectClient) -> AsyncIterator[Pauses]:
    """Restore the pauses after the block."""
    before = _pauses(await _deployments(client))
    yield before
    for deployment in await _deployments(client):
        if deployment.name in before.paused:
            await client.pause_deployment(deployment.id)
        if deployment.name in before.unscheduled:
            for schedule in deployment.schedules:
                await client.update_deployment_schedule(deployment.id, schedule.id, active=False)


async def _deployments(client: PrefectClient) -> list[DeploymentResponse]:
    tagged = DeploymentFilter(tags=DeploymentFilterTags(all_=[TAG]))
    return await client.read_deployments(deployment_filter=tagged)


def _pauses(deployments: list[DeploymentResponse]) -> Pauses:
    return Pauses(
        paused=frozenset(each.name for each in deployments if each.paused),
        unscheduled=frozenset(
            each.name
            for each in deployments
            if each.schedules and not any(schedule.active for schedule in each.schedules)
        ),
    )
