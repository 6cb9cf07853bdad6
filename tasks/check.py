"""Step check: run the data checks before publication."""

from collections.abc import Sequence

from prefect import get_run_logger
from prefect.artifacts import create_table_artifact

from tasks.run.context import Run
from tasks.run.steps import step
from warehouse.db.connect import open_warehouse
from warehouse.publish.build_check_publish import check_tables
from warehouse.reporting.run_facts import read_compared_posts
from warehouse.transform.checks import CheckResult


@step("check")
def check(run: Run) -> list[CheckResult]:
    """Run the checks and show failing rows. The step publish stops if a `stop` check failed."""
    with run.record.stage("check"):
        results = check_tables(run.warehouse, run.home)
    _count_compared_posts(run)
    failed = [result for result in results if result.failing_count]
    _show(failed, len(results))
    for result in failed:
        get_run_logger().warning(
            "check %s: %d failing rows", result.check_name, result.failing_count
        )
    return results


def _count_compared_posts(run: Run) -> None:
    """Count the posts read both ways, and those that differ: a large share makes a run Partial."""
    with open_warehouse(run.warehouse) as con:
        compared = read_compared_posts(con)
    run.record.counts["compared"], run.record.counts["differing"] = compared


def _show(failed: Sequence[CheckResult], total: int) -> None:
    create_table_artifact(
        key="checks",
        table=[
            {
                "check": result.check_name,
                "severity": result.severity,
                "rows": result.failing_count,
                "meaning of a row": result.description,
                "examples": "\n".join(result.sample),
            }
            for result in failed
        ],
        description=f"{total} checks, {len(failed)} failed",
    )
