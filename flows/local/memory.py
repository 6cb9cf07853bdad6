"""Memory of this machine or container, compared with what a run needs.

A run that needs more is killed by the kernel without a message, so it is refused before it starts.
"""

import os
import resource
from collections.abc import Iterator
from pathlib import Path

from tasks.errors import BadRequest

MEGABYTE = 1 << 20
# Measured on the bundled sample: 635 MB with Prefect's server, 210 MB of them for it.
RUN = 440 * MEGABYTE
SERVER = 210 * MEGABYTE
# Server, worker and explorer beside a run.
STACK = 1_000 * MEGABYTE
CGROUPS = Path("/sys/fs/cgroup")


def refuse_little_memory(needed: int, limit: int | None = None) -> None:
    """Raise `BadRequest` if this machine or container has less memory than needed.

    `limit` is for tests; None: read it.
    """
    there = memory_limit() if limit is None else limit
    if there < needed:
        raise BadRequest(
            f"this machine, container or shell has {there // MEGABYTE} MB of memory, and this needs"
            f" {needed // MEGABYTE} MB: give it more, or run it elsewhere with the same AAWSAT_HOME"
        )


def memory_limit(cgroups: Path = CGROUPS, own: Path = Path("/proc/self/cgroup")) -> int:
    """Return the bytes of memory that this process may use: the machine's, or a smaller limit."""
    return min([_machine_memory(), _own_limit(), *_limits(cgroups, own)])


def _own_limit() -> int:
    """Return the limit of the shell (`ulimit -v`)."""
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    return limit if limit != resource.RLIM_INFINITY else 1 << 62


def _machine_memory() -> int:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return 1 << 62


def _limits(cgroups: Path, own: Path) -> Iterator[int]:
    """Yield the limits of the control groups (versions 2 and 1) that this process is in."""
    try:
        lines = own.read_text().splitlines()
    except OSError:
        return
    for line in lines:
        _, controllers, place = line.split(":", 2)
        if controllers == "":
            yield from _limits_above(cgroups, place, "memory.max")
        elif "memory" in controllers.split(","):
            yield from _limits_above(cgroups / "memory", place, "memory.limit_in_bytes")


def _limits_above(root: Path, place: str, name: str) -> Iterator[int]:
    """Yield the limits of a group and of those above it; in a container the root has its limit."""
    group = root / place.strip("/")
    for folder in (group, *group.parents):
        try:
            stated = (folder / name).read_text().strip()
        except OSError:
            stated = "max"
        if stated.isdecimal():
            yield int(stated)
        if folder == root:
            return
