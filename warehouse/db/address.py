"""Where a warehouse is, and the resources DuckDB may use. Does not import DuckDB."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class WarehouseAddress:
    """Path of the warehouse and DuckDB's resource limits, passed between steps as one value."""

    path: Path
    memory_limit: str = "2GB"
    threads: int = 2
    wait_seconds: float = 60
