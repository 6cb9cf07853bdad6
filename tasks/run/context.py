"""Values needed by every step of a run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from tasks.run.record import RunRecord
from tasks.sources.source import Content, SourceOptions
from tasks.workers.runner import Runner
from warehouse.db.address import WarehouseAddress
from warehouse.ingest.frontier import Selection
from warehouse.reporting.status import YearCount

__all__ = ["Before", "Run", "Selection", "SourceOptions"]

# Factor by which batches read from disk are larger: fewer, larger writes are cheaper.
STORED_BATCH_FACTOR = 4


@dataclass(frozen=True, slots=True)
class Before:
    """Counts from before a run: articles in the warehouse by year, and published articles."""

    years: Sequence[YearCount] = ()
    published: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """One run: its settings, its request, and (in `record`) its results so far.

    `only_changes` limits discovery to changes since the last complete one. With `is_plan`, the run
    shows its plan and fetches no article. `content` says how articles of the site are read.
    `batch_pages` is the number of pages fetched in one batch. Captures of a host taken at or after
    its instant in `host_ends` rank last. Plans and reports link to `explorer_url`.
    """

    run_id: str
    home: Path
    warehouse: WarehouseAddress
    source: SourceOptions
    selection: Selection
    content: Content = Content.PAGES
    disagreement_budget: float = 0.05
    only_changes: bool = False
    is_plan: bool = False
    batch_pages: int = 500
    runner: Runner = Runner()  # noqa: RUF009 - frozen
    entities_backend: str = "builtin"
    host_ends: Mapping[str, datetime] = field(default_factory=dict)
    publications_kept: int = 7
    publish_to: str = ""
    explorer_url: str = ""
    before: Before = Before()
    record: RunRecord = field(default_factory=RunRecord)

    @property
    def captures_folder(self) -> Path:
        """The folder of the WARC files of all runs."""
        return self.home / "captures"

    @property
    def stored_batch_pages(self) -> int:
        """The number of pages in a batch that is read from disk."""
        return STORED_BATCH_FACTOR * self.batch_pages
