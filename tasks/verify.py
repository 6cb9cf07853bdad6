"""Step verify: read stored captures back and compare them with their digests.

Each night verifies a share, the captures verified longest ago first, so that all are verified once
a month; small homes are verified whole. Pages whose capture is damaged become due again.
"""

from prefect import get_run_logger

from tasks.reports.markdown import counted
from tasks.run.context import Run
from tasks.run.steps import step
from tasks.warc.verification import verify_captures

NIGHTLY_SHARE = 1 / 30
# The captures of the sample several times over; some seconds of reading.
NIGHTLY_BYTES = 16 << 20


@step("verify")
def verify(run: Run) -> None:
    """Verify a share of the captures."""
    with run.record.stage("verify"):
        found = verify_captures(
            run.captures_folder,
            run.warehouse,
            run.run_id,
            NIGHTLY_SHARE,
            least_bytes=NIGHTLY_BYTES,
        )
    run.record.counts["verified"] = found.verified
    run.record.counts["damaged"] += len(found.damaged)
    for capture in found.damaged:
        get_run_logger().warning("%s: %s", capture.url, capture.detail)
    if found.damaged:
        get_run_logger().warning(
            "%s damaged; %s due again",
            counted(len(found.damaged), "capture"),
            counted(found.pages_due, "page"),
        )
