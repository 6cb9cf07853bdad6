"""When the next nightly run starts, as Prefect's server has planned it."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

# The address file of `flows.local.serve_lock`, a module whose import takes long.
NOTE_NAME = "serve.json"
TIMEOUT_SECONDS = 3
ASKED = {
    "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
    "deployments": {"name": {"any_": ["nightly"]}},
    "sort": "EXPECTED_START_TIME_ASC",
    "limit": 1,
}


@dataclass(frozen=True, slots=True)
class NextNight:
    """The start of the next nightly run; None with the reason why it is not known."""

    starts_at: datetime | None
    reason: str = ""


def read_next_night(home: Path) -> NextNight:
    """Ask the server `PREFECT_API_URL`, or that of a running `aawsat serve`."""
    api_url = os.environ.get("PREFECT_API_URL") or _url_of_stack(home / "prefect")
    if not api_url:
        return NextNight(None, "not planned: aawsat serve does not run")
    runs = _planned_runs(api_url)
    if runs is None:
        return NextNight(None, "unknown: Prefect's server does not answer")
    if not runs:
        return NextNight(None, "not planned: the deployment nightly is paused or missing")
    return NextNight(datetime.fromisoformat(runs[0]["expected_start_time"]))


def _url_of_stack(folder: Path) -> str:
    """Return the API of `aawsat serve`; empty if it does not run."""
    if not (folder / NOTE_NAME).exists():
        return ""
    from flows.local.serve_lock import running_stack

    stack = running_stack(folder)
    return stack.api_url if stack else ""


def _planned_runs(api_url: str) -> list[dict[str, Any]] | None:
    """Return the next planned run, if there is one; None if the server does not say so."""
    # Most commands that read need no HTTP client, which takes long to import.
    import httpx

    user, _, password = os.environ.get("PREFECT_API_AUTH_STRING", "").partition(":")
    try:
        answer = httpx.post(
            f"{api_url}/flow_runs/filter",
            json=ASKED,
            auth=(user, password) if user else None,
            timeout=TIMEOUT_SECONDS,
        )
        found: list[dict[str, Any]] = answer.raise_for_status().json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        return None
    return found
