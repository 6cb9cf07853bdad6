"""Step link: resolve which names in all articles belong to the same person."""

from prefect import get_run_logger

from tasks.entities.linking.across_articles.update_warehouse import resolve_archive
from tasks.reports.markdown import counted
from tasks.run.context import Run
from tasks.run.steps import step
from warehouse.db.connect import open_warehouse


@step("link")
def link(run: Run) -> None:
    """Resolve the people of all articles, if names or rules have changed since the last time."""
    # All names of the archive are in Python's memory beside DuckDB's.
    address = run.warehouse.with_half_memory()
    with run.record.stage("link"), open_warehouse(address) as con:
        moved = resolve_archive(con)
    run.record.counts["names_moved"] = moved
    get_run_logger().info("%s linked to another person than before", counted(moved, "name"))
