"""Distribute work to local processes, or run it in this process if that is cheaper.

This module does not import Prefect, so worker processes start in 0.3 s instead of 5 s.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol, Self, TypeVar

# Small enough for a progress that moves: 100 articles take seconds.
PART_IN_THIS_PROCESS = 100

# A process that extracts names grows by a quarter in so many parts of 1,000 articles, which take
# three minutes; starting it with the lists takes two seconds.
PARTS_OF_A_PROCESS = 6

# Writes to a folder what worker processes share; returns what each of them calls first.
Share = Callable[[Path], Callable[[], None]]

Item = TypeVar("Item")
Result = TypeVar("Result")


class Pool(Protocol):
    """Where a batch is processed: in this process, in local processes, or on a cluster."""

    def run(
        self, work: Callable[[Sequence[Item]], Result], items: Sequence[Item]
    ) -> Iterator[Result]:
        """Start the work; yield `work(part)` for every part of the items, in order.

        Worker processes run in the background; without them the work runs when results are
        consumed. `work` must be picklable: a function of a module, or a `partial` of it.
        """
        ...


class WorkerPool:
    """Runs a function over parts of a batch on `workers` processes; one means this process.

    The processes share what `share` writes to a temporary folder; this process does not call it.
    They are replaced after some parts each, since their memory grows with what they have seen.
    """

    def __init__(self, workers: int, share: Share | None = None) -> None:
        self._workers = workers
        self._share = share
        self._folder: TemporaryDirectory[str] | None = None
        self._initializer: Callable[[], None] | None = None
        self._executor: ProcessPoolExecutor | None = None
        self._begun = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        if self._executor:
            self._executor.shutdown(cancel_futures=True)
        if self._folder:
            self._folder.cleanup()

    def run(
        self, work: Callable[[Sequence[Item]], Result], items: Sequence[Item]
    ) -> Iterator[Result]:
        """Start the work; yield `work(part)` for every part of the items, in order.

        `work` must be picklable: a function of a module, or a `partial` of it.
        """
        if self._workers == 1:
            return map(work, _parts(items, PART_IN_THIS_PROCESS))
        executor = self._start()
        size = max(1, -(-len(items) // self._workers))
        jobs = [executor.submit(work, part) for part in _parts(items, size)]
        self._begun += len(jobs)
        return (job.result() for job in jobs)

    def _start(self) -> ProcessPoolExecutor:
        if self._executor and self._begun >= PARTS_OF_A_PROCESS * self._workers:
            # Waits for what was begun, so that there are never twice as many processes.
            self._executor.shutdown()
            self._executor, self._begun = None, 0
        if self._executor is None:
            # spawn: a forked child would inherit Prefect's threads and their locks.
            self._executor = ProcessPoolExecutor(
                self._workers, mp_context=get_context("spawn"), initializer=self._shared()
            )
        return self._executor

    def _shared(self) -> Callable[[], None] | None:
        if self._share is None:
            return None
        if self._initializer is None:
            self._folder = TemporaryDirectory(prefix="aawsat-workers-")
            self._initializer = self._share(Path(self._folder.name))
        return self._initializer


def run_once(pool: Pool, make: Callable[[], Iterable[Item]]) -> Iterator[Item]:
    """Yield what `make` returns; it is called in the pool when the first item is read.

    Whatever `make` loads stays in a worker process. `make` and its items must be picklable.
    """
    for made in pool.run(_make_all, [make]):
        yield from made


def _make_all(makes: Sequence[Callable[[], Iterable[Item]]]) -> list[Item]:
    return [item for make in makes for item in make()]


def _parts(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    return (items[at : at + size] for at in range(0, len(items), size))


def prefetch_one(begun: Iterable[Item]) -> Iterator[Item]:
    """Yield the items with a delay of one, so that the next is started before one is consumed.

    If starting an item fails, the previous item is still yielded before the error is raised.
    """
    waiting: list[Item] = []
    try:
        for item in begun:
            yield from waiting
            waiting = [item]
    except Exception:
        yield from waiting
        raise
    yield from waiting
