"""The warehouse: DuckDB, its SQL, and what runs it. Python users start at `open_archive`."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from warehouse.archive import Archive as Archive
    from warehouse.archive import Rows as Rows
    from warehouse.archive import open_archive as open_archive

__all__ = ["Archive", "Rows", "open_archive"]


def __getattr__(name: str) -> Any:
    # Imported on first use: the command line imports this package to show its help.
    if name not in __all__:
        raise AttributeError(f"module 'warehouse' has no attribute {name!r}")
    from warehouse import archive

    return getattr(archive, name)
