"""Run one of the flows from the command line and say how it ended."""

import logging
from typing import Any

from prefect.logging.handlers import APILogHandler

from flows.backfill import backfill
from flows.nightly import nightly

FLOWS: dict[str, Any] = {"backfill": backfill, "nightly": nightly}


def run_flow(name: str, parameters: dict[str, Any]) -> tuple[bool, str]:
    """Run the flow; return whether it ended well, and its last word in one line."""
    try:
        state = FLOWS[name](**parameters, return_state=True)
    finally:
        _send_last_logs()
    return state.is_completed(), state.message or state.name or ""


def _send_last_logs() -> None:
    """Send what the background thread still holds while the server is there to take it."""
    for handler in logging.getLogger("prefect.flow_runs").handlers:
        if isinstance(handler, APILogHandler):
            handler.flush()
