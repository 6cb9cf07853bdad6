"""Where a warehouse is, and the resources DuckDB may use. Does not import DuckDB."""

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(\D+)")


@dataclass(frozen=True, slots=True)
class WarehouseAddress:
    """Path of the warehouse and DuckDB's resource limits, passed between steps as one value."""

    path: Path
    memory_limit: str = "2GB"
    threads: int = 2
    wait_seconds: float = 60

    def with_half_memory(self) -> Self:
        """Return the address with half the limit, for steps in which Python needs memory too."""
        return replace(self, memory_limit=_part_of(self.memory_limit, 2))

    def beside_workers(self) -> Self:
        """Return the address with a third of the limit and one thread.

        For steps beside worker processes, which need memory and the other cores. Small statements
        take less CPU time and half the memory with one thread.
        """
        return replace(self, memory_limit=_part_of(self.memory_limit, 3), threads=1)


def _part_of(limit: str, divisor: int) -> str:
    """Return a part of the limit; one that does not begin with a number stays as it is."""
    size = _SIZE.fullmatch(limit)
    return f"{float(size[1]) / divisor:g}{size[2]}" if size else limit
