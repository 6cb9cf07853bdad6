"""How a run ended: well, in part, or badly."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from tasks.reports.markdown import counted, number

# So few failures are never a reason to wake somebody: pages rot one by one.
FEW = 10


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """`status` is that of the table of runs; `is_partial`: it ended well, but not all was had."""

    status: str
    text: str
    is_partial: bool = False

    @property
    def error(self) -> str | None:
        """What the table of runs says went wrong, if it did."""
        return None if self.status == "succeeded" else self.text

    def with_shortfall(self, text: str) -> "RunOutcome":
        """Return the outcome of a run that did all its work but what `text` says."""
        return replace(self, text=f"{self.text}; {text}", is_partial=True)


INTERRUPTED = RunOutcome("cancelled", "stopped before its end")


def succeeded(text: str) -> RunOutcome:
    """Return the end of a run that did all it was asked."""
    return RunOutcome("succeeded", text)


def failed(text: str) -> RunOutcome:
    """Return the end of a run that did not do what it was asked."""
    return RunOutcome("failed", text)


def assess(counts: Mapping[str, int], budget: float) -> RunOutcome:
    """Say how a run ended whose steps all ran: `budget` is the share of pages that may fail."""
    failures = counts.get("failed", 0)
    asked = failures + counts.get("captured", 0)
    done = describe(counts)
    if failures > max(FEW, budget * asked):
        return failed(
            f"{number(failures)} of {number(asked)} pages failed, more than the {budget:.0%} "
            f"AAWSAT_FAILURE_BUDGET allows; what was had is loaded: {done}"
        )
    return RunOutcome("succeeded", done, is_partial=failures > 0)


def describe(counts: Mapping[str, int]) -> str:
    """Say in one line what a run did."""
    return (
        f"{counted(counts.get('captured', 0), 'page')} captured, {counts.get('failed', 0)} failed, "
        f"{counts.get('parsed', 0)} parsed, {counts.get('searched', 0)} searched for entities; "
        f"{counted(counts.get('articles', 0), 'article')} in the warehouse"
    )


def as_state(outcome: RunOutcome) -> State[Any]:
    """Return the outcome as Prefect shows it: green, green and named Partial, or red."""
    if outcome.status != "succeeded":
        return Failed(message=outcome.text)
    if outcome.is_partial:
        return Completed(name="Partial", message=outcome.text)
    return Completed(message=outcome.text)
