"""Step 0: finish what a killed run left, and see whether all captures are still there."""

from pathlib import Path

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.warc.store import recover_store
from warehouse.db.connect import WarehouseAddress, open_warehouse
from warehouse.ingest.frontier import indexed_ends
from warehouse.ingest.load import load_captures
from warehouse.reporting.coverage import indexed_files, note_lost_files


@task(task_run_name="recover", cache_policy=NO_CACHE)
def recover_captures(folder: Path, warehouse: WarehouseAddress, run_id: str) -> int:
    """Index the records of WARC files whose run died before it could; return how many.

    Pages whose WARC file is gone from the folder become due again.
    """
    with open_warehouse(warehouse) as con:
        captures = list(recover_store(folder, indexed_ends(con)))
        load_captures(con, captures, [], run_id)
        gone = [name for name in indexed_files(con) if not (folder / name).exists()]
        lost = note_lost_files(con, gone, run_id)
    if lost.files:
        get_run_logger().warning(
            "%d WARC files are gone from %s; %d pages are due again", lost.files, folder, lost.pages
        )
    if captures:
        get_run_logger().info("recovered %d captures of a killed run", len(captures))
    return len(captures)
