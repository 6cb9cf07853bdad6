"""Run a flow from the command line and return its result."""

import logging
from typing import Any

from prefect.logging.handlers import APILogHandler

from flows.backfill import backfill
from flows.housekeeping import housekeeping
from flows.nightly import nightly

log = logging.getLogger(__name__)

FLOWS: dict[str, Any] = {"backfill": backfill, "nightly": nightly}


def run_flow(name: str, parameters: dict[str, Any]) -> tuple[bool, str]:
    """Run the flow; return whether it completed, and its final message in one line.

    A nightly run started by cron has no deployment that keeps Prefect's database small, so old
    runs are deleted here.
    """
    try:
        state = FLOWS[name](**parameters, return_state=True)
        if name == "nightly":
            _delete_old_runs()
    finally:
        _send_last_logs()
    return state.is_completed(), state.message or state.name or ""


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
