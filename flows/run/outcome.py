"""Outcome of a run: completed, partial or failed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from tasks.reports.markdown import counted, number

# Up to this many failed pages never fail a run: single pages disappear all the time.
FEW = 10
# Fewer pages than this are not most of a run.
FEWEST_OF_MOST = 3


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """`status` is the value in `raw.runs`; `shortfall` says what a run that succeeded left undone.

    `has_failures`: some pages failed, or discovery requests had no answer, so the run is partial
    whatever else it left undone.
    """

    status: str
    text: str
    shortfall: str = ""
    has_failures: bool = False

    @property
    def is_partial(self) -> bool:
        """Whether it did all its work except for some pages, or for the shortfall."""
        return self.has_failures or bool(self.shortfall)

    @property
    def ending(self) -> str:
        """The status in the published table `runs`."""
        return "partial" if self.status == "succeeded" and self.is_partial else self.status

    @property
    def error(self) -> str | None:
        """The error for the table `runs`; None if the run left nothing undone but failed pages."""
        return (self.shortfall or None) if self.status == "succeeded" else self.text

    def with_shortfall(self, text: str) -> "RunOutcome":
        """Return the outcome of a run that did all its work except what `text` says."""
        shortfall = "; ".join(filter(None, (self.shortfall, text)))
        return replace(self, text=f"{self.text}; {text}", shortfall=shortfall)


INTERRUPTED = RunOutcome("cancelled", "stopped before its end")


def succeeded(text: str) -> RunOutcome:
    """Return the outcome of a successful run."""
    return RunOutcome("succeeded", text)


def failed(text: str) -> RunOutcome:
    """Return the outcome of a failed run."""
    return RunOutcome("failed", text)


def assess(
    counts: Mapping[str, int], budget: float, disagreement_budget: float = 1.0
) -> RunOutcome:
    """Return the outcome of a run whose steps all ran.

    `budget` is the share of pages that may fail, `disagreement_budget` the share of posts read by
    REST that may differ from their page.
    """
    waiting, given_up = counts.get("failed", 0), counts.get("given_up", 0)
    failures = waiting + given_up
    asked = failures + counts.get("captured", 0) + counts.get("posts", 0)
    done = describe(counts)
    if failures > max(FEW, budget * asked):
        return failed(
            f"{number(failures)} of {number(asked)} pages {_lost(counts)}, more than the"
            f" {budget:.0%} AAWSAT_FAILURE_BUDGET allows: {done}"
        )
    # A discovery that was cut short is done again, as a page that failed is fetched again.
    is_cut = counts.get("unanswered", 0) > 0
    outcome = RunOutcome("succeeded", done, has_failures=waiting > 0 or is_cut)
    compared, differing = counts.get("compared", 0), counts.get("differing", 0)
    if differing > max(FEW, disagreement_budget * compared):
        outcome = outcome.with_shortfall(
            f"{number(differing)} of {number(compared)} posts read by REST differ from their page, "
            f"more than the {disagreement_budget:.0%} AAWSAT_DISAGREEMENT_BUDGET allows; see "
            "source_conflicts"
        )
    gone = counts.get("gone", 0) + given_up
    # A site that is away has its own sentence.
    is_most = gone >= FEWEST_OF_MOST and 2 * gone > asked
    if (is_most or gone > max(FEW, budget * asked)) and not counts.get("site_away", 0):
        return outcome.with_shortfall(
            f"{number(gone)} of {number(asked)} listed pages are gone or gave no article"
        )
    return outcome


def _lost(counts: Mapping[str, int]) -> str:
    if not counts.get("given_up", 0):
        return "failed"
    return "failed or are excluded" if counts.get("failed", 0) else "are gone or excluded"


def describe(counts: Mapping[str, int]) -> str:
    """Return a one-line summary of what a run did."""
    given_up = f"{number(lost)} gone or excluded, " if (lost := counts.get("given_up", 0)) else ""
    empty = f"{number(gone)} without an article, " if (gone := counts.get("gone", 0)) else ""
    open_ones = counts.get("unanswered", 0)
    unlisted = f"{counted(open_ones, 'discovery request')} unanswered, " if open_ones else ""
    posts = f"{counted(posts, 'post')} by REST, " if (posts := counts.get("posts", 0)) else ""
    away = "; the site does not answer as itself, its pages come from web archives"
    postponed = counts.get("postponed", 0)
    later = f", {number(postponed)} postponed" if postponed else ""
    # Known once the tables are built: a run that ended before has not counted them.
    articles = counts.get("articles")
    total = "" if articles is None else f"; {counted(articles, 'article')} in the warehouse"
    return (
        f"{posts}{counted(counts.get('captured', 0), 'page')} captured, "
        f"{number(counts.get('failed', 0))} failed{later}, {unlisted}{given_up}{empty}"
        f"{number(counts.get('parsed', 0))} parsed, "
        f"{number(counts.get('searched', 0))} searched for entities{total}"
        f"{away if counts.get('site_away', 0) else ''}"
    )


def as_state(outcome: RunOutcome) -> State[Any]:
    """Return the outcome as a Prefect state: Completed, Completed named Partial, or Failed."""
    if outcome.status != "succeeded":
        return Failed(message=outcome.text)
    if outcome.is_partial:
        return Completed(name="Partial", message=outcome.text)
    return Completed(message=outcome.text)
