"""Choose the worker pool from the setting AAWSAT_RUNNER."""

from dataclasses import dataclass

from tasks.workers.dask_pool import DaskPool
from tasks.workers.process_pool import Share, WorkerPool

PROCESSES = "processes"
DASK = "dask:"


@dataclass(frozen=True, slots=True)
class Runner:
    """`name` is local (this process), processes (`workers` of them), or dask:ADDRESS."""

    name: str = PROCESSES
    workers: int = 2

    def open_pool(
        self, items: int, fewest: int, share: Share | None = None
    ) -> WorkerPool | DaskPool:
        """Return a pool for this many items; below `fewest`, starting processes costs too much.

        `share` writes what local processes share; see `WorkerPool`.
        """
        if self.name.startswith(DASK):
            return DaskPool(self.name.removeprefix(DASK))
        workers = self.workers if self.name == PROCESSES and items >= fewest else 1
        return WorkerPool(workers, share)
