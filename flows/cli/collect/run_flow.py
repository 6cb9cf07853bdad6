"""Run a flow from the command line and return its result."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterFlowRunId,
    ArtifactFilterKey,
)
from prefect.client.schemas.objects import State
from prefect.logging.handlers import APILogHandler
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from flows.backfill import backfill
from flows.housekeeping import housekeeping
from flows.local.server_errors import server_errors_in_one_line
from flows.local.temporary_server import is_own_server
from flows.nightly import nightly

log = logging.getLogger(__name__)

FLOWS: dict[str, Any] = {"backfill": backfill, "nightly": nightly}


class Result(NamedTuple):
    """The end of a run: its final message in one line, and the plan of a dry run in Markdown."""

    is_completed: bool
    message: str
    plan: str = ""


def run_flow(name: str, parameters: dict[str, Any]) -> Result:
    """Run the flow; return how it ended.

    A nightly run started by cron has no deployment that keeps Prefect's database small, so old
    runs are deleted here.
    """
    with server_errors_in_one_line(), heartbeats_where_watched():
        return _run(name, parameters)


@contextmanager
def heartbeats_where_watched() -> Iterator[None]:
    """Run flows without heartbeats in the block, if the server ends with this command.

    Nothing there watches them, and at the end of a run Prefect waits up to a second for the thread
    that sends them.
    """
    changes = {PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None} if is_own_server() else {}
    with temporary_settings(changes):
        yield


def _run(name: str, parameters: dict[str, Any]) -> Result:
    try:
        state = FLOWS[name](**parameters, return_state=True)
        if name == "nightly":
            _delete_old_runs()
        plan = _read_plan(state) if parameters.get("dry_run") and state.is_completed() else ""
    finally:
        _send_last_logs()
    return Result(state.is_completed(), state.message or state.name or "", plan)


def _read_plan(state: State[Any]) -> str:
    """Return the artifact `plan` of the run that ended in this state."""
    wanted = ArtifactFilter(
        key=ArtifactFilterKey(any_=["plan"]),
        flow_run_id=ArtifactFilterFlowRunId(any_=[state.state_details.flow_run_id]),
    )
    with get_client(sync_client=True) as client:
        found = client.read_artifacts(artifact_filter=wanted)
    return str(found[0].data) if found else ""


def _delete_old_runs() -> None:
    """Delete old runs, as the deployment `housekeeping` does. A failure does not fail the run."""
    state = housekeeping(return_state=True)
    if not state.is_completed():
        log.warning("old runs stay in Prefect's database: %s", state.message)


def _send_last_logs() -> None:
    """Flush the logs of the background thread while the server is still running."""
    for handler in logging.getLogger("prefect.flow_runs").handlers:
        if isinstance(handler, APILogHandler):
            handler.flush()
