"""Global concurrency limits.

The lock in the warehouse's folder prevents two writers on one machine, however they were started.
The limits add three things: they are visible in Prefect's pages, apply across machines, and let a
run wait in a queue. A slot is a lease: the slot of a crashed run is free when its lease expires.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx
from prefect.client.orchestration import get_client
from prefect.concurrency.sync import concurrency
from prefect.exceptions import ObjectNotFound

from tasks.errors import WriterBusy

WRITER = "warehouse-writer"
# How long the slot of a killed run stays occupied. Prefect renews a lease at three quarters of it.
LEASE_SECONDS = 60


def host_limit(site_url: str) -> str:
    """Return the name of the limit for requests to a site's host."""
    return f"host-{urlsplit(site_url).hostname}"


@contextmanager
def writer_slot(wait_seconds: float) -> Iterator[None]:
    """Hold the only slot for writing; do nothing if the server has no such limit.

    Raises:
        WriterBusy: the slot was not free within `wait_seconds`.
    """
    try:
        with _slot(WRITER, wait_seconds):
            yield
    except TimeoutError as error:
        raise WriterBusy(
            f"another run holds the limit {WRITER}; waited {wait_seconds:.0f} s"
        ) from error


@contextmanager
def host_slot(site_url: str) -> Iterator[None]:
    """Hold the only slot for requests to a site's host; wait without a limit."""
    with _slot(host_limit(site_url), None):
        yield


@contextmanager
def _slot(name: str, timeout_seconds: float | None) -> Iterator[None]:
    if not _is_known(name):
        yield
        return
    # A lease that could not be renewed (server restarted, laptop asleep) does not end the run:
    # the lock in the warehouse's folder still keeps other writers out.
    with concurrency(
        name,
        timeout_seconds=timeout_seconds,
        lease_duration=LEASE_SECONDS,
        raise_on_lease_renewal_failure=False,
    ):
        yield


def _is_known(name: str) -> bool:
    """Return whether the server has the limit; a server for a single command has none.

    Return False if the server is unreachable: the lock in the warehouse's folder still applies.
    """
    with get_client(sync_client=True) as client:
        try:
            client.read_global_concurrency_limit_by_name(name)
        except (ObjectNotFound, httpx.TransportError):
            return False
    return True
