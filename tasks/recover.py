"""Step recover: index captures left by a killed run, and check that all WARC files are whole."""

from contextlib import suppress
from pathlib import Path

from duckdb import DuckDBPyConnection
from prefect import get_run_logger

from tasks.reports.markdown import counted
from tasks.run.context import Run
from tasks.run.steps import step
from tasks.sources.captured_listings import read_archived_listings
from tasks.sources.captured_posts import read_captured_posts
from tasks.warc.recovery import recover_store
from tasks.warc.store import require_folder
from tasks.warc.verification import verify_returned
from warehouse.db.captures_folder import mark_folder
from warehouse.db.connect import open_warehouse
from warehouse.ingest.frontier import indexed_ends
from warehouse.ingest.identify import identify_articles
from warehouse.ingest.load import load_captures, load_discoveries
from warehouse.ingest.verification import DamagedCapture, load_verified
from warehouse.reporting.coverage import LostCaptures, indexed_files, note_lost_files
from warehouse.reporting.stored_files import find_unstored, size_of


@step("recover")
def recover(run: Run) -> None:
    """Index the WARC records that a killed run wrote but did not index.

    Pages whose WARC file is missing from the folder, or cut before their capture, become due again.
    """
    folder = run.captures_folder
    with run.record.stage("recover"), open_warehouse(run.warehouse) as con:
        _require_folder(folder, len(indexed_files(con)))
        restored = verify_returned(con, folder)
        captures = list(recover_store(folder, indexed_ends(con)))
        captures += read_captured_posts(folder, captures, run.source.site)
        load_captures(con, captures, [], run.run_id)
        # The killed run stored these listings and would have read them next.
        hints = list(read_archived_listings(folder, captures, run.source.site))
        if hints:
            load_discoveries(con, hints, [], run.run_id)
        lost, cut = note_damage(con, folder, run.run_id)
        identify_articles(con, run.host_ends)
    run.record.counts["recovered"] = len(captures)
    run.record.counts["damaged"] += cut
    if lost.files or cut:
        get_run_logger().warning(
            "%s: %s missing, %s cut off; %s made due again",
            folder,
            counted(lost.files, "WARC file"),
            counted(cut, "capture"),
            counted(lost.pages, "page"),
        )
    if restored:
        get_run_logger().info("%s whole again", counted(restored, "damaged or lost capture"))
    if captures:
        get_run_logger().info("recovered %s of a killed run", counted(len(captures), "capture"))


def _require_folder(folder: Path, stored: int) -> None:
    require_folder(folder, stored)
    # A folder that may only be read can still be parsed again.
    with suppress(OSError):
        if stored:
            mark_folder(folder)


def note_damage(con: DuckDBPyConnection, folder: Path, run_id: str) -> tuple[LostCaptures, int]:
    """Record missing files and cut captures, and make their pages due.

    Return the missing files, and the number of captures newly found to be cut off.
    """
    missing = [name for name in indexed_files(con) if size_of(folder / name) is None]
    cut = [
        DamagedCapture(each.capture_id, each.url, each.detail)
        for each in find_unstored(con, folder)
        if each.file_bytes is not None
    ]
    load_verified(con, [each.capture_id for each in cut], cut)
    return note_lost_files(con, missing, run_id), len(cut)
