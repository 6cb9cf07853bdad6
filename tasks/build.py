"""Step build: link near copies and rebuild the tables of changed articles."""

from prefect import get_run_logger

from tasks.reports.markdown import counted, number
from tasks.run.context import Run
from tasks.run.steps import step
from warehouse.publish.build_check_publish import build_tables
from warehouse.transform.build import BuildReport


@step("build")
def build(run: Run) -> BuildReport:
    """Rebuild the tables of the articles that changed since the last build."""
    with run.record.stage("build"):
        report = build_tables(run.warehouse)
    run.record.counts["articles"] = report.rows["articles"]
    get_run_logger().info(
        "built the tables: %s, %s replaced, %.1f s",
        counted(report.rows["articles"], "article"),
        number(report.articles_replaced),
        report.seconds,
    )
    return report
