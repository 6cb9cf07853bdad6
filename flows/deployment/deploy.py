"""Deploy flows, schedules and limits to a Prefect server; safe to repeat."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectNotFound
from prefect.settings import PREFECT_API_URL
from prefect.workers.process import ProcessWorker

from flows.deployment.automations import put_automations
from flows.deployment.concurrency_limits import WRITER, host_limit
from flows.deployment.pauses import kept_pauses
from flows.deployment.server_exposure import exposures
from flows.local.stack import POOL
from flows.local.temporary_server import refuse_unreachable
from flows.project_root import ROOT
from flows.settings import Settings, hide_secrets
from tasks.errors import BadRequest, TerminalError


def deploy_all(settings: Settings, show: Callable[[str], None]) -> None:
    """Create or update pool, deployments, limits and automations.

    Raises:
        BadRequest: no server is configured, in the environment or in Prefect's profile.
        HostUnavailable: the server does not answer.
        RuntimeError: the server is of another major version of Prefect.
        TerminalError: the deployments of prefect.yaml could not be created.
    """
    api_url = PREFECT_API_URL.value()
    if not api_url:
        # Prefect would start a server for this command only, and leave it running.
        raise BadRequest(
            "set PREFECT_API_URL to the API of your Prefect server; aawsat serve needs no deploy"
        )
    refuse_unreachable(api_url)
    asyncio.run(_put_deployments(settings))
    asyncio.run(put_automations(settings.notify.get_secret_value()))
    for sentence in exposures(api_url):
        show(f"Warning: {sentence}; see docs/operations.md.")
    show(f"Deployed to {hide_secrets(api_url)}.")


async def _put_deployments(settings: Settings) -> None:
    async with get_client() as client:
        # A server of another version answers in a form that cannot be read.
        await client.raise_for_api_version_mismatch()
        await _put_pool(client)
        for name in (WRITER, host_limit(settings.site_url)):
            await client.upsert_global_concurrency_limit_by_name(name, 1)
        async with kept_pauses(client):
            await asyncio.to_thread(_deploy_flows, settings)


async def _put_pool(client: PrefectClient) -> None:
    """Create the pool unless it exists: its owner may have changed its settings."""
    try:
        await client.read_work_pool(POOL)
    except ObjectNotFound:
        template = ProcessWorker.get_default_base_job_template()
        await client.create_work_pool(
            WorkPoolCreate(name=POOL, type="process", base_job_template=template)
        )


def _deploy_flows(settings: Settings) -> None:
    """Create the deployments of prefect.yaml, with the schedule's time zone filled in."""
    done = subprocess.run(
        (sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all"),
        cwd=ROOT,
        env={
            **os.environ,
            # Prefect works without a folder of its own, as in this process.
            "PYTHONWARNINGS": "ignore:Failed to create the Prefect home",
            "AAWSAT_ROOT": str(ROOT),
            "AAWSAT_SITE_TIMEZONE": settings.site_timezone,
        },
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise TerminalError("prefect.yaml could not be deployed; see above")
