"""The steps of a run, named once and in their order; flows, plan and report take them from here."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from prefect import Task, task
from prefect.cache_policies import NO_CACHE

from tasks.retry import RETRIES

P = ParamSpec("P")
R = TypeVar("R")

STEPS: dict[str, str] = {
    "recover": "index what a killed run left in the store",
    "verify": "compare a share of the stored captures with their digests (nightly only)",
    "discover": "ask the source which pages there are",
    "plan": "show what would be fetched (dry run only; the run ends here)",
    "fetch": "fetch the pages that are due; parse and load each batch while the next is fetched",
    "parse": "parse and load stored captures that are not parsed by this version",
    "extract": "find entities, quotes, events and dates in new and changed articles",
    "link": "resolve which names in all articles belong to the same person",
    "build": "link near copies and rebuild the tables of what changed",
    "check": "check the tables",
    "publish": "publish a snapshot, if no check stops it",
    "copy": "copy the snapshot to AAWSAT_PUBLISH_TO, if that is set",
    "report": "show the report of the run",
}


def describe_steps() -> str:
    """Return the steps as a Markdown list, for the description of a flow."""
    return "\n".join(
        f"{number}. **{name}**: {text}" for number, (name, text) in enumerate(STEPS.items(), 1)
    )


def step(name: str) -> Callable[[Callable[P, R]], Task[P, R]]:
    """Make a function the Prefect task of a step, with the retries of `tasks.retry`."""
    return task(**step_options(name))


def step_options(name: str) -> dict[str, Any]:
    """Return the arguments of Prefect's `task` for a step."""
    return {
        "name": name,
        "task_run_name": name,
        "cache_policy": NO_CACHE,
        **RETRIES[name].task_options,
    }
