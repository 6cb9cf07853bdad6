"""Step report: show the report of the run on its page."""

import sys
from dataclasses import replace
from pathlib import Path
from shlex import quote

from prefect.artifacts import create_markdown_artifact

from tasks.reports.markdown import number
from tasks.reports.run_report import CheckLine, RunReport, report_markdown
from tasks.run.context import Run
from tasks.run.links import links_of
from tasks.run.steps import step
from warehouse.db.connect import open_warehouse
from warehouse.ingest.frontier import select_due
from warehouse.reporting.run_facts import articles_by_year, read_checks, read_run_facts


@step("report")
def report(run: Run, verdict: str) -> str | None:
    """Show the report as an artifact; return a warning if the number of articles dropped."""
    found = show_report(run, verdict)
    return _coverage_warning(run.before.published, sum(row.articles for row in found.years_after))


def show_report(run: Run, verdict: str, *, is_whole: bool = True) -> RunReport:
    """Show the report of a run; `is_whole`: it was neither cancelled nor ended by an error."""
    found = replace(_read_report(run, verdict), is_whole=is_whole)
    create_markdown_artifact(
        report_markdown(found, links_of(run)), key="report", description=verdict
    )
    return found


def _read_report(run: Run, verdict: str) -> RunReport:
    fetches_missing = run.selection.mode == "missing"
    with open_warehouse(run.warehouse) as con:
        return RunReport(
            verdict=verdict,
            counts=run.record.counts,
            seconds=run.record.seconds,
            facts=read_run_facts(con, run.run_id),
            years_before=run.before.years,
            years_after=articles_by_year(con),
            left_due=len(select_due(con, run.selection)) if fetches_missing else 0,
            checks=[CheckLine(*check) for check in read_checks(con)],
            command=_command(run.home),
            notes=tuple(run.record.notes),
        )


def _command(home: Path) -> str:
    """Return how to run `aawsat` for a home from any folder."""
    program = Path(sys.executable).with_name("aawsat")
    return f"AAWSAT_HOME={quote(str(home))} {quote(str(program))}"


def _coverage_warning(before: int, after: int) -> str | None:
    if after >= before:
        return None
    return (
        f"The last publication had {number(before)} articles; the warehouse has"
        f" {number(after)} now."
    )
