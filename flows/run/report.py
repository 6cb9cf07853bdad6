"""Gather what a run's report tells, show it, and say so when coverage has dropped."""

from flows.deployment.events import COVERAGE_DROPPED, tell
from flows.run.context import Run
from flows.run.run_request import Mode
from tasks.report import show_report
from tasks.reports.markdown import number
from tasks.reports.run_report import CheckLine, RunReport
from warehouse.db.connect import open_warehouse
from warehouse.ingest.frontier import select_due
from warehouse.reporting.run_facts import articles_by_year, read_checks, read_run_facts


def report_run(run: Run, verdict: str) -> None:
    """Show the report of a run whose steps all ran."""
    with open_warehouse(run.settings.warehouse) as con:
        report = RunReport(
            verdict=verdict,
            counts=run.counts,
            seconds=run.timer.seconds,
            facts=read_run_facts(con, run.run_id),
            years_before=run.years_before,
            years_after=articles_by_year(con),
            left_due=len(select_due(con, run.selection)) if run.request.mode is Mode.MISSING else 0,
            checks=[CheckLine(*check) for check in read_checks(con)],
        )
    show_report(report)
    _tell_of_drop(run.published_before, sum(row.articles for row in report.years_after))


def _tell_of_drop(before: int, after: int) -> None:
    if after < before:
        tell(
            COVERAGE_DROPPED,
            f"The last publication had {number(before)} articles; the warehouse holds "
            f"{number(after)} now.",
        )
