"""Step 6 of 6: rebuild the tables people query."""

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.retry import is_transient
from warehouse.db.connect import WarehouseAddress
from warehouse.publish.build_check_publish import build_tables
from warehouse.transform.build import BuildReport


@task(
    task_run_name="build-marts",
    cache_policy=NO_CACHE,
    retries=1,
    retry_delay_seconds=30,
    retry_condition_fn=is_transient,
)
def build(warehouse: WarehouseAddress) -> BuildReport:
    """Rebuild what changed since the last build; all of it in one transaction."""
    report = build_tables(warehouse)
    get_run_logger().info(
        "marts: %d articles, %d replaced, %.1f s",
        report.rows["articles"],
        report.articles_replaced,
        report.seconds,
    )
    return report
