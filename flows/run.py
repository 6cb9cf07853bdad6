"""What every step of one run needs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flows.order import Order
from flows.progress import Stopwatch
from flows.settings import Settings
from warehouse.frontier import Selection
from warehouse.status import YearCount

Tally = Counter[str]


@dataclass(frozen=True, slots=True)
class Run:
    """One run: what was ordered, and what came of it so far.

    `years_before` are the articles the warehouse had when the run began, `published_before` those
    of the last publication.
    """

    run_id: str
    order: Order
    settings: Settings
    selection: Selection
    tally: Tally
    watch: Stopwatch
    years_before: Sequence[YearCount]
    published_before: int = 0
