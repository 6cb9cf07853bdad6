"""Step check: run the data checks before publication."""

from collections.abc import Sequence

from prefect import get_run_logger
from prefect.artifacts import create_table_artifact

from tasks.run.context import Run
from tasks.steps import step
from warehouse.publish.build_check_publish import check_tables
from warehouse.transform.checks import CheckResult


@step("check")
def check(run: Run) -> list[CheckResult]:
    """Run the checks and show failing rows. The step publish stops if a `stop` check failed."""
    with run.record.stage("check"):
        results = check_tables(run.warehouse, run.home)
    failed = [result for result in results if result.failing_count]
    _show(failed, len(results))
    for result in failed:
        get_run_logger().warning(
            "check %s: %d failing rows", result.check_name, result.failing_count
        )
    return results


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
