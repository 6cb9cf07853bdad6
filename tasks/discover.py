"""Step discover: list the pages of the source, and add them to the frontier."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from prefect import get_run_logger

from tasks.errors import PipelineError
from tasks.models import FIRST_DAY, LAST_DAY, Candidate, Expectation
from tasks.reports.markdown import counted, duration, size
from tasks.run.context import Run
from tasks.run.retry import RETRIES
from tasks.run.session import Session
from tasks.run.steps import step
from tasks.sources.live.discovery_client import UNANSWERED
from tasks.sources.source import (
    SITE_AWAY,
    Content,
    Finding,
    Known,
    NewCapture,
    WholeListing,
    Window,
)
from tasks.warc.store import CaptureStore
from warehouse.db.connect import open_warehouse
from warehouse.ingest.frontier import (
    discovery_answers,
    held_urls,
    known_urls,
    listed_entries,
    listed_posts,
    stated_posts,
)
from warehouse.ingest.load import (
    DiscoveryCounts,
    load_captures,
    load_discoveries,
    make_unlisted_due,
)
from warehouse.reporting.runs import end_of_whole_discovery, last_whole_discovery

# Findings per transaction: few commits, and an interrupted discovery loses little.
CHUNK = 5_000
# A discovery of the live site takes many minutes, and its length is unknown in advance.
LOG_SECONDS = 30.0
# The site's clock may differ from ours and its caches lag. Listing known pages again is cheap.
CLOCK_MARGIN = timedelta(days=1)
# Answers of an interrupted discovery up to this age are used instead of asking again.
OLDEST_REPLAYED = timedelta(days=7)


@step("discover")
def discover(run: Run, session: Session) -> None:
    """Add every page that the source lists to the frontier, with the source's hints about it."""
    with run.record.stage("discover"):
        findings = session.source.discover(_window(run))
        counts, unanswered = load_findings(_logged(findings, session.store), run, session)
    run.record.discovery_requests = session.store.responses
    _record(run, unanswered)
    get_run_logger().info(
        "%s lists %s: %d new, %d changed, %s unanswered",
        session.source.name,
        counted(counts.named, "page"),
        counts.new,
        counts.changed,
        counted(unanswered, "request"),
    )


discover_changes = discover.with_options(**RETRIES["discover changes"].task_options)


def load_findings(
    findings: Iterator[Finding], run: Run, session: Session
) -> tuple[DiscoveryCounts, int]:
    """Load findings in chunks; return their counts, and the number of unanswered requests."""
    counts = DiscoveryCounts()
    unanswered = 0
    routes: list[str] = []
    for chunk in _chunks(findings):
        counts += _load(chunk, run, session)
        unanswered += sum(map(_is_unanswered, chunk))
        routes += [finding.route for finding in chunk if isinstance(finding, WholeListing)]
        _note_absence(chunk, run)
    # The last responses, such as a page past the end, were captured but list no pages.
    counts += _load([], run, session)
    _load_unlisted(run, routes)
    return counts, unanswered


def _load_unlisted(run: Run, routes: list[str]) -> None:
    """Make the pages due that these routes listed before, and that no route lists now."""
    with open_warehouse(run.warehouse) as con:
        unlisted = make_unlisted_due(con, routes, run.run_id)
    if unlisted:
        get_run_logger().info("%s not listed any more: due once", counted(unlisted, "page"))


def _window(run: Run) -> Window:
    selection = run.selection
    return Window(
        selection.since or FIRST_DAY,
        selection.until or LAST_DAY,
        selection.sections,
        _changes_since(run) if run.only_changes else None,
        _known(run),
        # A plan needs only the URLs; the run itself requests the content.
        with_content=run.content is not Content.PAGES and not run.is_plan,
        turn=datetime.now(UTC).toordinal(),
        is_nightly=run.only_changes,
    )


def _known(run: Run) -> Known:
    """Return the results of earlier discoveries."""
    with open_warehouse(run.warehouse) as con:
        answers = {capture.url: capture for capture in discovery_answers(con)}
        last = end_of_whole_discovery(con, run.source.name)
        oldest = datetime.now(UTC) - OLDEST_REPLAYED
        return Known(
            known_urls(con),
            answers,
            max(last, oldest) if last else oldest,
            listed_posts(con),
            stated_posts(con),
            held_urls(con),
            listed_entries(con),
        )


def _changes_since(run: Run) -> datetime | None:
    with open_warehouse(run.warehouse) as con:
        last = last_whole_discovery(con, run.source.name)
    return last - CLOCK_MARGIN if last else None


def _record(run: Run, unanswered: int) -> None:
    selection, counts = run.selection, run.record.counts
    counts["unanswered"] = unanswered
    # A web archive does not say what the site would list if it answered.
    is_answered = not unanswered and not counts["site_away"]
    if selection.is_whole_archive and not selection.sections and is_answered:
        counts["whole_discoveries"] = 1


def _is_unanswered(finding: Finding) -> bool:
    return isinstance(finding, Expectation) and finding.denominator == UNANSWERED


def _note_absence(chunk: list[Finding], run: Run) -> None:
    for finding in chunk:
        if isinstance(finding, Expectation) and finding.denominator == SITE_AWAY:
            run.record.note_absence(finding.scope, finding.stated_by)


def _logged(findings: Iterator[Finding], store: CaptureStore) -> Iterator[Finding]:
    """Log the findings and responses so far every `LOG_SECONDS`."""
    started = logged = time.monotonic()
    for count, finding in enumerate(findings, start=1):
        if time.monotonic() - logged >= LOG_SECONDS:
            get_run_logger().info(
                "discovery continues: %s findings so far, %s responses, %s stored, %s",
                f"{count:,}",
                f"{store.responses:,}",
                size(store.bytes_written),
                duration(time.monotonic() - started),
            )
            logged = time.monotonic()
        yield finding


def _chunks(findings: Iterator[Finding]) -> Iterator[list[Finding]]:
    """Yield the findings in chunks; those from before an error are yielded before it is raised."""
    chunk: list[Finding] = []
    try:
        for finding in findings:
            chunk.append(finding)
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
    except PipelineError:
        yield chunk
        raise
    if chunk:
        yield chunk


def _load(chunk: list[Finding], run: Run, session: Session) -> DiscoveryCounts:
    """Load a chunk of findings, then the posts in the responses, whose pages it lists."""
    candidates = [finding for finding in chunk if isinstance(finding, Candidate)]
    expectations = [finding for finding in chunk if isinstance(finding, Expectation)]
    captured = [finding.url for finding in chunk if isinstance(finding, NewCapture)]
    captures = session.store.take()
    with open_warehouse(run.warehouse) as con:
        counts = load_discoveries(
            con, candidates, expectations, run.run_id, newly_captured=captured
        )
        load_captures(con, captures, [], run.run_id)
    run.record.counts["posts"] += sum(capture.item is not None for capture in captures)
    return counts
