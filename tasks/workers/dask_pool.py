"""Distribute work to a Dask cluster (extra `dask`).

A function and its items are sent to the workers, which return Arrow tables. They read captures from
the store, which must have the same path there. They need this package, but neither Prefect nor the
DuckDB file: this process is the only writer.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Self, TypeVar

from tasks.errors import BadRequest, HostUnavailable

Item = TypeVar("Item")
Result = TypeVar("Result")

# Parts of a killed worker are repeated by other workers, so they are small.
PART = 100
CONNECT_SECONDS = 30
# Retries after an error in our code, or for a part that kills every worker that runs it.
MOST_RETRIES = 2


class DaskPool:
    """Runs a function over parts of a batch on the workers of a Dask scheduler."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._client: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        if self._client is not None:
            self._client.close()

    def run(
        self, work: Callable[[Sequence[Item]], Result], items: Sequence[Item]
    ) -> Iterator[Result]:
        """Start the work; yield `work(part)` for every part of the items, in order.

        If a worker dies, another one repeats its part.

        Raises:
            HostUnavailable: the scheduler does not answer, or every worker that took a part died.
            BadRequest: the extra `dask` is not installed.
        """
        client = self._connect()
        parts = [items[at : at + PART] for at in range(0, len(items), PART)]
        # pure=False: otherwise Dask treats equal parts of two runs as one task.
        return self._results(client.map(work, parts, pure=False, retries=MOST_RETRIES))

    def _results(self, jobs: Sequence[Any]) -> Iterator[Any]:
        from distributed import KilledWorker

        try:
            for job in jobs:
                yield job.result()
        except KilledWorker as error:
            raise HostUnavailable(f"Dask workers of {self._address} died: {error}") from error

    def _connect(self) -> Any:
        if self._client is None:
            self._client = _open_client(self._address)
        return self._client


def _open_client(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise BadRequest("AAWSAT_RUNNER=dask:... needs the extra dask to be installed") from error
    try:
        return Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except OSError as error:
        raise HostUnavailable(f"no Dask scheduler answers at {address}") from error
