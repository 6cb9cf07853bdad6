"""One run from order to summary: what nightly and backfill share."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from prefect import get_run_logger
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Failed

from flows.as_is import as_is
from flows.deployment.concurrency_limits import host_slot, writer_slot
from flows.deployment.events import PUBLICATION_NOT_COPIED, PUBLICATION_STOPPED, tell
from flows.run.context import Run, RunCounts
from flows.run.crashed_runs import mark_crashed, new_run_id
from flows.run.log_filter import log_own_errors_in_one_line
from flows.run.outcome import INTERRUPTED, RunOutcome, as_state, assess, failed, succeeded
from flows.run.progress import Progress, StageTimer
from flows.run.report import report_run
from flows.run.run_request import Mode, RunRequest, SourceName, check_request
from flows.settings import Settings, read_settings
from tasks.articles.parse_captures import MIN_PAGES, CaptureParser, ParsedBatch
from tasks.articles.parse_page import PARSER_VERSION
from tasks.build import build
from tasks.check import check_marts
from tasks.discover import discover_pages
from tasks.entities.extract_articles import MIN_ARTICLES, ArticleSearch
from tasks.entities.version import extractor_version
from tasks.errors import AawsatError
from tasks.extract import extract_batch, resolve_people
from tasks.fetch import fetch_batch
from tasks.load import load_batch
from tasks.models import Capture, Purpose
from tasks.parse import parse_batch
from tasks.plan import show_plan
from tasks.publish import publish_marts, publish_to
from tasks.recover import recover_captures
from tasks.sources.registry import open_source
from tasks.sources.source import PageRequest, Source, Window
from tasks.warc.store import CaptureStore
from tasks.workers.process_pool import Pool, prefetch_one
from warehouse.db.connect import open_warehouse
from warehouse.db.writer_lock import Holder, current_holder, hold_writer
from warehouse.errors import ChecksFailed
from warehouse.ingest.extractions import DueText, captures_to_extract, read_article_texts
from warehouse.ingest.frontier import (
    Selection,
    captures_to_parse,
    known_captures,
    read_captures,
    select_due,
)
from warehouse.publish.release import RunEnd
from warehouse.reporting.run_facts import articles_by_year, published_articles
from warehouse.reporting.runs import finish_run, last_whole_discovery, start_run

T = TypeVar("T")

# The site's clock is not ours, and its caches lag; asking again for what is known costs little.
CLOCK_MARGIN = timedelta(days=1)
FROM_FILES = {SourceName.WARC, SourceName.SAMPLE}


@dataclass(frozen=True, slots=True)
class BatchInWork:
    """A batch that is being parsed: the pages it was made of, and what of them is to be parsed."""

    number: int
    pages: int
    captures: int
    parts: Iterator[ParsedBatch]


def load_archive(flow_name: str, make_request: Callable[[Settings], RunRequest]) -> State[Any]:
    """Do what is requested; return a Prefect state whose message says in one line how it ended.

    A setting or a request that cannot be used ends the run as *Refused*, which notifies nobody.

    Holds the writer's place from start to end: of two runs started together the second waits in
    line, at most `AAWSAT_WAIT_SECONDS`, or fails saying who holds it.
    """
    log_own_errors_in_one_line()
    try:
        settings = read_settings()
        request = check_request(make_request(settings))
    except AawsatError as error:
        # Not "Failed": a wrong entry in a form or a setting is not an incident.
        return Failed(name="Refused", message=str(error))
    try:
        with _place_in_line(flow_name, settings):
            return _record_run(flow_name, request, settings)
    except AawsatError as error:
        return Failed(message=str(error))


@contextmanager
def _place_in_line(flow_name: str, settings: Settings) -> Iterator[None]:
    """Hold the server's slot for writing and the lock of the warehouse's folder."""
    name = f"{flow_name} {flow_run.get_name()}"
    if holder := current_holder(settings.home):
        _say_waiting(holder)
    with (
        writer_slot(settings.wait_seconds),
        hold_writer(settings.home, name, settings.wait_seconds, _say_waiting),
    ):
        yield


def _say_waiting(holder: Holder | None) -> None:
    get_run_logger().info("waiting for %s", holder or "another process")


def _record_run(flow_name: str, request: RunRequest, settings: Settings) -> State[Any]:
    """Carry out the order between a row that says it began and one that says how it ended."""
    run_id = new_run_id(flow_name, datetime.now(UTC))
    with open_warehouse(settings.warehouse) as con:
        dead = start_run(con, run_id, flow_name, request.source, asdict(request))
        years, published = articles_by_year(con), published_articles(con)
    mark_crashed(dead)
    run = Run(
        run_id, request, settings, _selection(request), RunCounts(), StageTimer(), years, published
    )
    outcome = INTERRUPTED
    try:
        outcome = _carry_out(run)
    except AawsatError as error:
        outcome = failed(str(error))
        raise
    finally:
        with open_warehouse(settings.warehouse) as con:
            finish_run(con, run_id, outcome.status, run.counts, outcome.error)
    return as_state(outcome)


def _carry_out(run: Run) -> RunOutcome:
    settings, request, counts = run.settings, run.request, run.counts
    with run.timer.stage("recover"):
        counts["recovered"] = recover_captures(
            settings.captures_folder, settings.warehouse, run.run_id
        )
    with _opened(run) as (source, store):
        if request.mode is not Mode.REPARSE:
            _discover(run, source, store)
        if request.dry_run:
            return succeeded(_plan(run))
        if request.mode is not Mode.REPARSE:
            _fetch_and_parse(run, source, store)
        _parse_what_is_left(run)
    _extract_entities(run)
    with run.timer.stage("build"):
        counts["articles"] = build(settings.warehouse).rows["articles"]
    outcome = _publish(run)
    report_run(run, outcome.text)
    return outcome


def _publish(run: Run) -> RunOutcome:
    """Check what was built and publish it; the last publication stays where a check forbids it."""
    settings = run.settings
    outcome = assess(run.counts, settings.failure_budget)
    try:
        with run.timer.stage("publish"):
            check_marts(settings.warehouse, settings.home)
            end = RunEnd(run.run_id, outcome.status, run.counts, outcome.error)
            publish_marts(settings.warehouse, settings.home, end, settings.publications_kept)
    except ChecksFailed as error:
        tell(PUBLICATION_STOPPED, str(error))
        return failed(str(error))
    return _copy_publication(settings, outcome)


def _copy_publication(settings: Settings, outcome: RunOutcome) -> RunOutcome:
    """Copy the publication to the place in the settings; a failure makes the run *Partial*."""
    if not settings.publish_to:
        return outcome
    try:
        publish_to(settings.home, settings.publish_to, settings.publications_kept)
    except AawsatError as error:
        shortfall = f"published here, but not copied: {error}"
        tell(PUBLICATION_NOT_COPIED, shortfall)
        return outcome.with_shortfall(shortfall)
    return outcome


@contextmanager
def _opened(run: Run) -> Iterator[tuple[Source, CaptureStore]]:
    settings, source_name = run.settings, run.request.source
    known = _known_captures(settings)
    with (
        CaptureStore(settings.captures_folder, run.run_id, source_name, known=known) as store,
        closing(_source(run.request, settings, store)) as source,
    ):
        yield source, store


def _plan(run: Run) -> str:
    settings = run.settings
    rate = None if run.request.source in FROM_FILES else settings.requests_per_second
    looking = run.timer.seconds.get("discover")
    return show_plan(settings.warehouse, run.selection, rate, run.counts["unanswered"], looking)


def _known_captures(settings: Settings) -> frozenset[int]:
    with open_warehouse(settings.warehouse) as con:
        return known_captures(con)


def _source(request: RunRequest, settings: Settings, store: CaptureStore) -> Source:
    return open_source(
        request.source,
        store=store,
        site=settings.site,
        crawl_policy=settings.crawl_policy,
        path=request.path,
        routes=frozenset(settings.routes),
        archives=settings.archives,
    )


def _selection(request: RunRequest) -> Selection:
    reads_all = request.source is SourceName.LIVE or request.mode is Mode.REPARSE
    return Selection(
        since=request.since,
        until=request.until,
        sections=request.sections,
        mode=request.mode,
        max_pages=request.max_pages,
        now=datetime.now(UTC),
        # The site can be asked for any page; files only have the pages they have.
        source=None if reads_all else request.source,
    )


def _discover(run: Run, source: Source, store: CaptureStore) -> None:
    request = run.request
    since = _changes_since(run) if request.only_changes else None
    window = Window(request.since, request.until, request.sections, since)
    # Nobody waits for a night; a person at a backfill wants to hear at once that the site is away.
    step = discover_pages.with_options(retries=2) if request.only_changes else discover_pages
    with run.timer.stage("discover"), _host(run):
        discovery = step(source, store, window, run.settings.warehouse, run.run_id)
    run.counts["unanswered"] = discovery.unanswered
    if request.covers_everything and not discovery.unanswered:
        run.counts["whole_discoveries"] = 1


def _host(run: Run) -> AbstractContextManager[None]:
    """Hold the site's slot while it is asked; other sources are nobody's small web server."""
    if run.request.source is SourceName.LIVE:
        return host_slot(run.settings.site_url)
    return nullcontext()


def _changes_since(run: Run) -> datetime | None:
    with open_warehouse(run.settings.warehouse) as con:
        last = last_whole_discovery(con, run.request.source)
    return last - CLOCK_MARGIN if last else None


def _fetch_and_parse(run: Run, source: Source, store: CaptureStore) -> None:
    """Fetch what is due, batch by batch; parse and load each before the next is fetched."""
    with open_warehouse(run.settings.warehouse) as con:
        due = select_due(con, run.selection)
    get_run_logger().info("%d pages are due", len(due))
    requests = [PageRequest(page.url, page.etag, page.last_modified) for page in due]
    with _parser(run, len(requests)) as parser:
        fetched = _fetch_batches(run, source, store, requests, parser)
        _load_as_parsed(run, fetched, Progress("fetch", len(requests)))


def _fetch_batches(
    run: Run,
    source: Source,
    store: CaptureStore,
    requests: Sequence[PageRequest],
    parser: CaptureParser,
) -> Iterator[BatchInWork]:
    settings, is_stored = run.settings, run.request.source in FROM_FILES
    size = settings.stored_batch_pages if is_stored else settings.batch_pages
    for number, batch in _batches(requests, size):
        captures = _fetch(run, source, store, batch, number)
        yield BatchInWork(number, len(batch), len(captures), parser.parse(captures))


def _fetch(
    run: Run, source: Source, store: CaptureStore, batch: Sequence[PageRequest], number: int
) -> list[Capture]:
    """Fetch a batch; return what there is to parse of it."""
    with run.timer.stage("fetch"), _host(run):
        fetched = fetch_batch(
            source,
            store,
            as_is(batch),
            run.settings.warehouse,
            run.run_id,
            number,
            run.settings.site,
        )
    # An error page in a file is what the file has; one of the site is a page we have not got.
    refused = fetched.refused if run.request.source is SourceName.LIVE else 0
    run.counts["captured"] += len(fetched.captures) - refused
    run.counts["failed"] += len(fetched.failures) + refused
    return [capture for capture in fetched.captures if _has_new_body(capture)]


@contextmanager
def _parser(run: Run, pages: int) -> Iterator[CaptureParser]:
    settings = run.settings
    with settings.runner_of_batches.open_pool(pages, MIN_PAGES) as pool:
        yield CaptureParser(pool, settings.captures_folder, settings.site)


def _has_new_body(capture: Capture) -> bool:
    return capture.purpose is Purpose.PAGE and not capture.is_revisit


def _parse_what_is_left(run: Run) -> None:
    """Parse what an interrupted run captured and did not parse, or what is to be parsed again."""
    with open_warehouse(run.settings.warehouse) as con:
        captures = captures_to_parse(con, run.selection, PARSER_VERSION)
    with _parser(run, len(captures)) as parser:
        begun = (
            BatchInWork(number, len(batch), len(batch), parser.parse(_read(run, batch)))
            for number, batch in _batches(captures, run.settings.stored_batch_pages)
        )
        _load_as_parsed(run, begun, Progress("parse", len(captures)))


def _read(run: Run, capture_ids: Sequence[int]) -> list[Capture]:
    with open_warehouse(run.settings.warehouse) as con:
        return read_captures(con, capture_ids)


def _load_as_parsed(run: Run, batches: Iterable[BatchInWork], progress: Progress) -> None:
    """Load batches as they are parsed; while one is loaded, the next is in work."""
    for batch in prefetch_one(batches):
        if batch.captures:
            with run.timer.stage("parse"):
                parts = parse_batch(as_is(batch.parts), batch.number)
            with run.timer.stage("load"):
                load_batch(as_is(parts), run.settings.warehouse, batch.number)
            run.counts["parsed"] += batch.captures
        get_run_logger().info(progress.add(batch.pages))


def _extract_entities(run: Run) -> None:
    """Search the articles that are new, changed, or were searched by something else before."""
    settings, counts = run.settings, run.counts
    extractor = extractor_version(settings.entities_backend)
    with open_warehouse(settings.warehouse) as con:
        due = captures_to_extract(con, extractor)
    if due:
        get_run_logger().info("%d articles to search for entities with %s", len(due), extractor)
    progress = Progress("extract", len(due))
    with settings.runner_of_batches.open_pool(len(due), MIN_ARTICLES) as pool:
        searches = (
            _search(run, pool, batch, extractor)
            for _, batch in _batches(due, settings.stored_batch_pages)
        )
        for number, search in enumerate(prefetch_one(searches), start=1):
            with run.timer.stage("extract"):
                change = extract_batch(as_is(search), settings.warehouse, number)
            counts["searched"] += change.articles
            counts["mentions_added"] += change.mentions_added
            counts["mentions_removed"] += change.mentions_removed
            get_run_logger().info(progress.add(change.articles))
    with run.timer.stage("resolve"):
        counts["names_moved"] = resolve_people(settings.warehouse)


def _search(run: Run, pool: Pool, due: Sequence[DueText], extractor: str) -> ArticleSearch:
    """Read a batch of texts and have it searched."""
    with run.timer.stage("extract"), open_warehouse(run.settings.warehouse) as con:
        texts = read_article_texts(con, due)
    return ArticleSearch(pool, texts, run.settings.entities_backend, extractor, run.run_id)


def _batches(items: Sequence[T], size: int) -> Iterator[tuple[int, Sequence[T]]]:
    for number, start in enumerate(range(0, len(items), size), start=1):
        yield number, items[start : start + size]
