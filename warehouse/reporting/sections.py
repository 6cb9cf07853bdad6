"""The sections the warehouse knows, to refuse a request for one that does not exist."""

from duckdb import DuckDBPyConnection

from warehouse.db.sql_files import read_query
from warehouse.reporting.runs import last_whole_discovery


def known_sections(con: DuckDBPyConnection, source: str) -> frozenset[str] | None:
    """Return the sections of all pages; None if the source was never discovered as a whole."""
    if last_whole_discovery(con, source) is None:
        return None
    rows = con.execute(read_query("reporting/section_names")).fetchall()
    return frozenset(str(name) for (name,) in rows)
