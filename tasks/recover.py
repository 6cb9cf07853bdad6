"""Step 0: finish what a killed run left, so that nothing it fetched is fetched again."""

from pathlib import Path

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.archive.store import recover_store
from warehouse.connect import WarehouseAddress, open_warehouse
from warehouse.frontier import indexed_ends
from warehouse.load import load_captures


@task(task_run_name="recover", cache_policy=NO_CACHE)
def recover_captures(folder: Path, warehouse: WarehouseAddress, run_id: str) -> int:
    """Index the records of WARC files whose run died before it could; return how many."""
    with open_warehouse(warehouse) as con:
        captures = list(recover_store(folder, indexed_ends(con)))
        load_captures(con, captures, [], run_id)
    if captures:
        get_run_logger().info("recovered %d captures of a killed run", len(captures))
    return len(captures)
