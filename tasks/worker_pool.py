"""Share work out to processes of this machine, or do it in this one where that is cheaper.

Nothing here knows Prefect: worker processes import what they work with in 0.3 s instead of 5.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Protocol, Self, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Pool(Protocol):
    """Where a batch's work is done: here, in processes of this machine, or on a cluster."""

    def run(
        self, work: Callable[[Sequence[Item]], Result], items: Sequence[Item]
    ) -> Iterator[Result]:
        """Yield `work(part)` for every part of the items, in their order.

        `work` and what it is bound to must be picklable: a module's function, or a `partial` of it.
        """
        ...


class WorkerPool:
    """Runs a function over parts of a batch on `workers` processes; one means this process."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        if self._executor:
            self._executor.shutdown(cancel_futures=True)

    def run(
        self, work: Callable[[Sequence[Item]], Result], items: Sequence[Item]
    ) -> Iterator[Result]:
        """Yield `work(part)` for every part of the items, in their order.

        `work` and what it is bound to must be picklable: a module's function, or a `partial` of it.
        """
        if self._workers == 1:
            yield work(items)
            return
        executor = self._start()
        size = -(-len(items) // self._workers)
        parts = [items[at : at + size] for at in range(0, len(items), size)]
        jobs = [executor.submit(work, part) for part in parts]
        for job in jobs:
            yield job.result()

    def _start(self) -> ProcessPoolExecutor:
        # spawn: a forked child would inherit Prefect's threads and their locks.
        if self._executor is None:
            self._executor = ProcessPoolExecutor(self._workers, mp_context=get_context("spawn"))
        return self._executor
