"""The plan of a run: what it would fetch, what is there already, and what is skipped and why."""

from prefect import get_run_logger, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE

from tasks.reports.plan_report import PlanReport, plan_by_month, plan_markdown, plan_sentence
from warehouse.db.connect import WarehouseAddress, open_warehouse
from warehouse.ingest.frontier import Selection, plan
from warehouse.reporting.run_facts import page_weight


@task(task_run_name="plan", cache_policy=NO_CACHE)
def show_plan(
    warehouse: WarehouseAddress,
    selection: Selection,
    requests_per_second: float | None,
    unanswered: int = 0,
    looking_seconds: float | None = None,
) -> str:
    """Show the plan on the run's page; return its sum in one line."""
    with open_warehouse(warehouse) as con:
        report = PlanReport(
            plan(con, selection),
            requests_per_second,
            page_weight(con),
            unanswered,
            looking_seconds,
        )
    sentence = plan_sentence(report)
    create_markdown_artifact(plan_markdown(report), key="plan", description=sentence)
    create_table_artifact(
        plan_by_month(report.plan.rows), key="plan-by-month", description="The plan by month"
    )
    get_run_logger().info(sentence)
    return sentence
