"""Open the source of a run, and the store for its responses."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from tasks.run.context import Run
from tasks.sources.source import Source, open_source
from tasks.warc.store import CaptureStore
from warehouse.db.connect import open_warehouse
from warehouse.ingest.frontier import known_captures


@dataclass(frozen=True, slots=True)
class Session:
    """An open source and the store it writes to: discovery and fetching share both."""

    source: Source
    store: CaptureStore


@contextmanager
def open_session(run: Run) -> Iterator[Session]:
    """Open the run's source and its store; close both at the end of the block.

    Raises:
        BadRequest: there is no such source, or no file at its path.
    """
    options = run.source
    with open_warehouse(run.warehouse) as con:
        known = known_captures(con)
    with (
        CaptureStore(run.captures_folder, run.run_id, options.name, known=known) as store,
        closing(open_source(options, store)) as source,
    ):
        yield Session(source, store)
