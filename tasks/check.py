"""Check what was built before people get to see it."""

from pathlib import Path

from prefect import get_run_logger, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE

from tasks.retry import is_transient
from warehouse.db.connect import WarehouseAddress, open_warehouse
from warehouse.transform.checks import CheckResult, run_due_checks


@task(
    task_run_name="check-marts",
    cache_policy=NO_CACHE,
    retries=1,
    retry_delay_seconds=30,
    retry_condition_fn=is_transient,
)
def check_marts(warehouse: WarehouseAddress, home: Path) -> list[CheckResult]:
    """Run all checks and show the rows that fail; stopping a publication is for publishing."""
    with open_warehouse(warehouse) as con:
        results = run_due_checks(con, home)
    failed = [result for result in results if result.failing_count]
    create_table_artifact(
        key="checks",
        table=[
            {
                "check": result.check_name,
                "severity": result.severity,
                "rows": result.failing_count,
                "what a row is": result.description,
                "some of them": "\n".join(result.sample),
            }
            for result in failed
        ],
        description=f"{len(results)} checks, {len(failed)} with rows that fail",
    )
    for result in failed:
        get_run_logger().warning("check %s: %d rows", result.check_name, result.failing_count)
    return results
