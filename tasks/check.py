"""Step check: check the tables before they are published."""

from collections.abc import Sequence

from prefect import get_run_logger
from prefect.artifacts import create_table_artifact

from tasks.run.context import Run
from tasks.steps import step
from warehouse.publish.build_check_publish import check_tables
from warehouse.transform.checks import CheckResult


@step("check")
def check(run: Run) -> list[CheckResult]:
    """Run the checks and show the rows that fail; the step publish refuses what a check stops."""
    with run.record.stage("check"):
        results = check_tables(run.warehouse, run.home)
    failed = [result for result in results if result.failing_count]
    _show(failed, len(results))
    for result in failed:
        get_run_logger().warning("check %s: %d rows fail", result.check_name, result.failing_count)
    return results


def _show(failed: Sequence[CheckResult], total: int) -> None:
    create_table_artifact(
        key="checks",
        table=[
            {
                "check": result.check_name,
                "severity": result.severity,
                "rows": result.failing_count,
                "what a row is": result.description,
                "examples": "\n".join(result.sample),
            }
            for result in failed
        ],
        description=f"{total} checks, {len(failed)} with rows that fail",
    )
