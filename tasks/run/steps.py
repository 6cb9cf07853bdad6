"""The steps of a run, defined once and in order. Flows, plan and report use this list."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from prefect import Task, task
from prefect.cache_policies import NO_CACHE

from tasks.run.retry import RETRIES

P = ParamSpec("P")
R = TypeVar("R")

STEPS: dict[str, str] = {
    "recover": "index captures left by a killed run",
    "verify": "compare a share of the stored captures with their digests (nightly only)",
    "discover": "list the pages of the source",
    "plan": "show what would be fetched (dry run only; the run ends here)",
    "fetch": "fetch the pages that are due; parse and load each batch while the next is fetched",
    "parse": "parse and load stored captures that this parser version has not parsed",
    "extract": "find entities, quotes, events and dates in new and changed articles",
    "link": "resolve which names in all articles belong to the same person",
    "build": "link near copies and rebuild the tables of changed articles",
    "check": "check the tables",
    "publish": "publish a snapshot, unless a `stop` check failed",
    "copy": "copy the snapshot to AAWSAT_PUBLISH_TO, if set",
    "report": "write the report of the run",
}


def describe_steps() -> str:
    """Return the steps as a Markdown list, for the description of a flow."""
    return "\n".join(
        f"{number}. **{name}**: {text}" for number, (name, text) in enumerate(STEPS.items(), 1)
    )


def step(name: str) -> Callable[[Callable[P, R]], Task[P, R]]:
    """Make a function the Prefect task of a step, with the retries of `tasks.run.retry`."""
    return task(**step_options(name))


def step_options(name: str) -> dict[str, Any]:
    """Return the arguments of Prefect's `task` for a step."""
    return {
        "name": name,
        "task_run_name": name,
        "cache_policy": NO_CACHE,
        **RETRIES[name].task_options,
    }
