"""Record a run in the warehouse: its start, counts and end."""

from collections.abc import Mapping
from dataclasses import dataclass

from tasks.run.context import Before
from tasks.run.record import RunRecord
from warehouse.db.address import WarehouseAddress
from warehouse.db.connect import open_warehouse
from warehouse.reporting.run_facts import articles_by_year, published_articles
from warehouse.reporting.runs import finish_run, start_run


@dataclass(frozen=True, slots=True)
class Beginning:
    """The counts from before a run, and the ids of runs that were found dead."""

    before: Before
    dead_runs: tuple[str, ...]


def begin_run(
    warehouse: WarehouseAddress,
    run_id: str,
    flow_name: str,
    source: str,
    parameters: Mapping[str, object],
) -> Beginning:
    """Record a run that starts now. The caller holds the writer lock."""
    with open_warehouse(warehouse) as con:
        dead = start_run(con, run_id, flow_name, source, parameters)
        return Beginning(Before(articles_by_year(con), published_articles(con)), tuple(dead))


def end_run(
    warehouse: WarehouseAddress, run_id: str, record: RunRecord, status: str, error: str | None
) -> None:
    """Record the end of a run, with its counts."""
    with open_warehouse(warehouse) as con:
        finish_run(con, run_id, status, record.counts, error)
