"""The last step: the report of the run, on its page."""

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE

from tasks.reports.run_report import RunReport, report_markdown


@task(task_run_name="report", cache_policy=NO_CACHE, retries=2, retry_delay_seconds=30)
def show_report(report: RunReport) -> None:
    """Show the report as an artifact of the run."""
    create_markdown_artifact(report_markdown(report), key="report", description=report.verdict)
