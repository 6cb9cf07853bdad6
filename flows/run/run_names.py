"""Names of runs in Prefect's lists."""

import re
from collections.abc import Mapping
from typing import Any

from prefect.runtime import flow_run

from flows.run.run_request import FIRST_DAY, LAST_DAY, Mode

VERBS = {Mode.MISSING: "load", Mode.REFETCH: "fetch again", Mode.REPARSE: "parse again"}

# Prefect's server gives a new run a name such as `calm-otter`, its run form `Rustic-Yak`.
GENERATED = re.compile(
    r"[a-z]+-[a-z]+|(Awesome|Rustic|Small|Gorgeous|Fantastic|Sleek|Intelligent|Unbranded|Refined"
    r"|Licensed|Generic|Practical|Ergonomic|Handcrafted|Tasty|Handmade|Incredible)-.{1,6}"
)


def typed_name() -> str | None:
    """Return the name that the operator gave the run; None if Prefect made it up."""
    name = flow_run.get_name()
    return None if not name or GENERATED.fullmatch(name) else name


def backfill_name(parameters: Mapping[str, Any]) -> str:
    """Return a name such as `plan: load live 2016-11-01 to 2016-11-30, opinion`."""
    mode = Mode(str(parameters.get("mode", Mode.MISSING)))
    plan = "plan: " if parameters.get("dry_run") else ""
    return (
        f"{plan}{VERBS[mode]} {parameters['source']} {_window(parameters)}{_sections(parameters)}"
    )


def _window(parameters: Mapping[str, Any]) -> str:
    since, until = str(parameters["since"]), str(parameters["until"])
    if (since, until) == (str(FIRST_DAY), str(LAST_DAY)):
        return "all years"
    return f"{since} to {until}"


def _sections(parameters: Mapping[str, Any]) -> str:
    named = [*parameters.get("sections", ()), *parameters.get("other_sections", ())]
    return f", {' + '.join(map(str, named))}" if named else ""
