"""What every step of one run needs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flows.run.progress import StageTimer
from flows.run.run_request import RunRequest
from flows.settings import Settings
from warehouse.ingest.frontier import Selection
from warehouse.reporting.status import YearCount

RunCounts = Counter[str]


@dataclass(frozen=True, slots=True)
class Run:
    """One run: what was ordered, and what came of it so far.

    `years_before` are the articles the warehouse had when the run began, `published_before` those
    of the last publication.
    """

    run_id: str
    request: RunRequest
    settings: Settings
    selection: Selection
    counts: RunCounts
    timer: StageTimer
    years_before: Sequence[YearCount]
    published_before: int = 0
