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
        size = _SIZE.fullmatch(self.memory_limit)
        if size is None:
            return self
        return replace(self, memory_limit=f"{float(size[1]) / 2:g}{size[2]}")
