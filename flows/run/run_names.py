"""Names of runs in Prefect's lists."""

from collections.abc import Mapping
from typing import Any

from flows.run.run_request import FIRST_DAY, LAST_DAY, Mode

VERBS = {Mode.MISSING: "load", Mode.REFETCH: "fetch again", Mode.REPARSE: "parse again"}


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
