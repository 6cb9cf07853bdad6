"""The steps of a run, in order: what nightly and backfill share."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from prefect import get_run_logger
from prefect.client.schemas.objects import State
from prefect.runtime import deployment, flow_run
from prefect.states import Failed

from flows.deployment.concurrency_limits import host_slot, writer_slot
from flows.deployment.events import (
    COVERAGE_DROPPED,
    PUBLICATION_NOT_COPIED,
    PUBLICATION_STOPPED,
    emit_warehouse_event,
)
from flows.run.context import make_run
from flows.run.crashed_runs import mark_crashed, new_run_id
from flows.run.log_filter import log_own_errors_in_one_line
from flows.run.outcome import INTERRUPTED, RunOutcome, as_state, assess, describe, failed, succeeded
from flows.run.run_request import Mode, RunRequest, check_request, refuse_unknown_sections
from flows.settings import Settings, read_settings
from tasks.discover import discover, discover_changes
from tasks.errors import AawsatError, BadRequest, ChecksFailed
from tasks.extract import extract
from tasks.fetch import fetch
from tasks.link import link
from tasks.parse import parse
from tasks.plan import plan
from tasks.publish import copy_publication, release
from tasks.recover import recover
from tasks.report import report, show_report
from tasks.run.context import Run
from tasks.run.ledger import begin_run, end_run
from tasks.run.sections import known_sections
from tasks.run.session import Session, open_session
from tasks.run.writer import hold_warehouse
from tasks.verify import verify


def load_archive(flow_name: str, make_request: Callable[[Settings], RunRequest]) -> State[Any]:
    """Run the pipeline; return a Prefect state whose message summarises the result in one line.

    An invalid setting or request ends the run as *Refused*, which sends no notification. The run
    holds the warehouse from start to end: a second run waits at most `AAWSAT_WAIT_SECONDS`, then
    fails and names the run that holds it.
    """
    log_own_errors_in_one_line()
    try:
        settings = read_settings()
        request = check_request(make_request(settings))
    except AawsatError as error:
        return _refused(error)
    name, wait = f"{flow_name} {flow_run.get_name()}", settings.wait_seconds
    try:
        with hold_warehouse(settings.home, name, wait, writer_slot(wait)):
            try:
                _refuse_unknown_sections(request, settings)
            except BadRequest as error:
                return _refused(error)
            return _record_run(flow_name, request, settings)
    except AawsatError as error:
        return Failed(message=str(error))
    except OSError as error:
        return Failed(message=_file_problem(error))


def _file_problem(error: OSError) -> str:
    """Return what is wrong with a file or folder of the home, and what to do."""
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{error.strerror or error}; nothing is lost; correct this and run again"


def _refused(error: AawsatError) -> State[Any]:
    """Return a state that is not "Failed": a wrong entry in a form is not an incident."""
    return Failed(name="Refused", message=str(error))


def _refuse_unknown_sections(request: RunRequest, settings: Settings) -> None:
    """Raise BadRequest for a section without pages, once the source has been discovered whole."""
    if not request.sections:
        return
    known = known_sections(settings.warehouse, request.source)
    if known is not None:
        refuse_unknown_sections(request.sections, known)


def _record_run(flow_name: str, request: RunRequest, settings: Settings) -> State[Any]:
    """Run the steps, and record the start and the end of the run in the warehouse."""
    run_id = new_run_id(flow_name, datetime.now(UTC))
    beginning = begin_run(settings.warehouse, run_id, flow_name, request.source, asdict(request))
    mark_crashed(beginning.dead_runs)
    run = make_run(run_id, request, settings, beginning.before)
    outcome, is_whole = INTERRUPTED, False
    try:
        outcome = _run_steps(run, request, settings)
        is_whole = True
    except AawsatError as error:
        outcome = failed(str(error))
        raise
    finally:
        if not is_whole:
            _report_what_was_done(run, outcome)
        end_run(run.warehouse, run_id, run.record, outcome.status, outcome.error)
    return as_state(outcome)


def _report_what_was_done(run: Run, outcome: RunOutcome) -> None:
    """Show the report of a run that was cancelled or failed, unless that fails as well."""
    done = f"{outcome.text}: {describe(run.record.counts)}"
    # An error may begin with the address of a page.
    verdict = done if "://" in done.partition(" ")[0] else done[:1].upper() + done[1:]
    with suppress(Exception):
        get_run_logger().warning("%s", verdict)
        show_report(run, verdict, is_whole=False)


def _run_steps(run: Run, request: RunRequest, settings: Settings) -> RunOutcome:
    recover(run)
    if run.only_changes:
        verify(run)
    is_fetching = request.mode is not Mode.REPARSE or request.dry_run
    if is_fetching and (planned := _fetch_in_session(run, request)):
        return succeeded(planned)
    parse(run)
    extract(run)
    link(run)
    outcome = _publish(run, settings.failure_budget)
    if warning := report(run, outcome.text):
        emit_warehouse_event(COVERAGE_DROPPED, warning)
    return outcome


def _fetch_in_session(run: Run, request: RunRequest) -> str | None:
    """Fetch with an open source, then release it: it holds a kilobyte for each page."""
    with open_session(run) as session, _host(run):
        return _fetch_what_is_due(run, session, request)


def _fetch_what_is_due(run: Run, session: Session, request: RunRequest) -> str | None:
    """Discover and fetch; in a dry run, return the plan instead of fetching."""
    if request.mode is not Mode.REPARSE:
        # A scheduled night is retried, since the site may be back soon. A person sees the error.
        is_scheduled = run.only_changes and deployment.id is not None
        (discover_changes if is_scheduled else discover)(run, session)
    if request.dry_run:
        return plan(run)
    fetch(run, session)
    return None


def _host(run: Run) -> AbstractContextManager[None]:
    """Hold the site's slot while its pages are requested; other sources need none."""
    return host_slot(run.source.site.origin) if run.source.is_live else nullcontext()


def _publish(run: Run, failure_budget: float) -> RunOutcome:
    """Build, check and publish; if a `stop` check fails, the last publication stays."""

    def outcome() -> RunOutcome:
        return assess(run.record.counts, failure_budget, run.disagreement_budget)

    try:
        release(run, outcome)
    except ChecksFailed as error:
        emit_warehouse_event(PUBLICATION_STOPPED, str(error))
        return failed(str(error))
    return _copy(run, outcome()) if run.publish_to else outcome()


def _copy(run: Run, outcome: RunOutcome) -> RunOutcome:
    """Copy the publication to AAWSAT_PUBLISH_TO; a failure makes the run *Partial*."""
    try:
        copy_publication(run)
    except AawsatError as error:
        shortfall = f"published here, but not copied: {error}"
        emit_warehouse_event(PUBLICATION_NOT_COPIED, shortfall)
        return outcome.with_shortfall(shortfall)
    return outcome
