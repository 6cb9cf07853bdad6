"""The sections that a source is known to have."""

from warehouse.db.address import WarehouseAddress
from warehouse.db.connect import open_warehouse
from warehouse.reporting import sections


def known_sections(warehouse: WarehouseAddress, source: str) -> frozenset[str] | None:
    """Return the sections of all pages; None before the source was discovered as a whole."""
    if not warehouse.path.exists():
        return None
    with open_warehouse(warehouse) as con:
        return sections.known_sections(con, source)
