"""Who may do what at the same time, across all runs of one Prefect server.

The lock in the warehouse's folder keeps two writers apart on one machine, whatever started them.
These limits add what a lock cannot: they are seen in Prefect's pages, hold across machines, and
let a run wait in line. A slot is a lease: that of a run that died is free again when it ends.
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
# How long the slot of a killed run stays taken. Prefect renews a lease at three quarters of it.
LEASE_SECONDS = 60


def host_limit(site_url: str) -> str:
    """Return the name of the limit for requests to a site's host."""
    return f"host-{urlsplit(site_url).hostname}"


@contextmanager
def writer_slot(wait_seconds: float) -> Iterator[None]:
    """Hold the only slot for writing; where the server has no such limit, hold nothing.

    Raises:
        WriterBusy: it was not free within `wait_seconds`.
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
    """Hold the only slot for asking a site's host; wait for it as long as it takes."""
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
    """Whether the server has the limit; one started for a single command has none.

    Nor has one that is away: the lock in the warehouse's folder holds without it.
    """
    with get_client(sync_client=True) as client:
        try:
            client.read_global_concurrency_limit_by_name(name)
        except (ObjectNotFound, httpx.TransportError):
            return False
    return True
