"""The plan of a run: what it would fetch, what is there already, and what is skipped and why."""

from prefect import get_run_logger, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE

from warehouse.connect import WarehouseAddress, open_warehouse
from warehouse.frontier import Plan, Selection, plan


@task(task_run_name="plan", cache_policy=NO_CACHE)
def show_plan(warehouse: WarehouseAddress, selection: Selection, requests_per_second: float) -> str:
    """Show the plan as a table on the run's page; return its sum in one line."""
    with open_warehouse(warehouse) as con:
        planned = plan(con, selection)
    create_table_artifact(
        key="plan",
        table=[{key: str(value) for key, value in row._asdict().items()} for row in planned.rows],
        description="Pages by month and section: what this run would do",
    )
    text = describe_plan(planned, requests_per_second)
    get_run_logger().info(text)
    return text


def describe_plan(planned: Plan, requests_per_second: float) -> str:
    """Say in one line how much there is to do and what is left out."""
    minutes = planned.to_fetch / requests_per_second / 60
    left_out = {
        "over the budget": planned.over_budget,
        "of unknown date": planned.undated,
        "of unknown section": planned.unsectioned,
    }
    parts = [f"dry run: {planned.to_fetch} pages to fetch, {minutes:.0f} minutes at this rate"]
    parts += [f"{planned.to_parse} to parse"] if planned.to_parse else []
    parts += [f"{count} {why} left out" for why, count in left_out.items() if count]
    return ", ".join(parts)
