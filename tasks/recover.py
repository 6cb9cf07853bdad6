"""Step recover: index captures left by a killed run, and check that all WARC files exist."""

from prefect import get_run_logger

from tasks.run.context import Run
from tasks.sources.captured_posts import read_captured_posts
from tasks.steps import step
from tasks.warc.store import recover_store
from warehouse.db.connect import open_warehouse
from warehouse.ingest.frontier import indexed_ends
from warehouse.ingest.identify import identify_articles
from warehouse.ingest.load import load_captures
from warehouse.reporting.coverage import indexed_files, note_lost_files


@step("recover")
def recover(run: Run) -> None:
    """Index the WARC records that a killed run wrote but did not index.

    Pages whose WARC file is missing from the folder become due again.
    """
    folder = run.captures_folder
    with run.record.stage("recover"), open_warehouse(run.warehouse) as con:
        captures = list(recover_store(folder, indexed_ends(con)))
        captures += read_captured_posts(folder, captures, run.source.site)
        load_captures(con, captures, [], run.run_id)
        missing = [name for name in indexed_files(con) if not (folder / name).exists()]
        lost = note_lost_files(con, missing, run.run_id)
        identify_articles(con, run.host_ends)
    run.record.counts["recovered"] = len(captures)
    if lost.files:
        get_run_logger().warning(
            "%d WARC files are missing from %s; %d pages are due again",
            lost.files,
            folder,
            lost.pages,
        )
    if captures:
        get_run_logger().info("recovered %d captures of a killed run", len(captures))
