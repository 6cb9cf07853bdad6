"""One run from order to summary: what nightly and backfill share."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from prefect import get_run_logger
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Failed

from flows.as_is import as_is
from flows.dead_runs import bury, new_run_id
from flows.ending import INTERRUPTED, Ending, as_state, failed, judge, succeeded
from flows.events import PUBLICATION_STOPPED, tell
from flows.limits import host_slot, writer_slot
from flows.one_line_errors import log_own_errors_in_one_line
from flows.order import Mode, Order, SourceName, check_order
from flows.progress import Progress, Stopwatch
from flows.report_run import report_run
from flows.run import Run, Tally
from flows.settings import Settings, read_settings
from tasks.archive.open_source import open_source
from tasks.archive.source import PageRequest, Source, Window
from tasks.archive.store import CaptureStore
from tasks.articles.parse_captures import MIN_PAGES, CaptureParser, ParsedBatch
from tasks.articles.parse_page import PARSER_VERSION
from tasks.build import build
from tasks.check import check_marts
from tasks.discover import discover_pages
from tasks.entities.extract_articles import MIN_ARTICLES, ArticleSearch
from tasks.entities.version import extractor_version
from tasks.errors import PipelineError
from tasks.extract import extract_batch, resolve_people
from tasks.fetch import fetch_batch
from tasks.load import load_batch
from tasks.models import Capture, Purpose
from tasks.parse import parse_batch
from tasks.plan import show_plan
from tasks.publish import publish_marts, publish_to
from tasks.recover import recover_captures
from tasks.worker_pool import Pool, one_ahead
from warehouse.connect import open_warehouse
from warehouse.errors import ChecksFailed, WarehouseError
from warehouse.extractions import DueText, captures_to_extract, read_article_texts
from warehouse.frontier import (
    Selection,
    StoredCapture,
    captures_to_parse,
    known_captures,
    select_due,
)
from warehouse.publish import RunEnd
from warehouse.run_facts import articles_by_year, published_articles
from warehouse.runs import finish_run, last_whole_discovery, start_run
from warehouse.writer_lock import Holder, current_holder, hold_writer

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


def load_archive(flow_name: str, order: Order) -> State[Any]:
    """Carry out an order; return how it ended, as a Prefect state with one line for a person.

    Holds the writer's place from start to end: of two runs started together the second waits in
    line, at most `AAWSAT_WAIT_SECONDS`, or fails saying who holds it.
    """
    log_own_errors_in_one_line()
    try:
        settings = read_settings()
        check_order(order)
    except PipelineError as error:
        # Not "Failed": nobody is to be woken for a wrong entry in a form.
        return Failed(name="Refused", message=str(error))
    try:
        with _place_in_line(flow_name, settings):
            return _record_run(flow_name, order, settings)
    except (PipelineError, WarehouseError) as error:
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


def _record_run(flow_name: str, order: Order, settings: Settings) -> State[Any]:
    """Carry out the order between a row that says it began and one that says how it ended."""
    run_id = new_run_id(flow_name, datetime.now(UTC))
    with open_warehouse(settings.warehouse) as con:
        dead = start_run(con, run_id, flow_name, order.source, asdict(order))
        years, published = articles_by_year(con), published_articles(con)
    bury(dead)
    run = Run(run_id, order, settings, _selection(order), Tally(), Stopwatch(), years, published)
    ending = INTERRUPTED
    try:
        ending = _carry_out(run)
    except (PipelineError, WarehouseError) as error:
        ending = failed(str(error))
        raise
    finally:
        with open_warehouse(settings.warehouse) as con:
            finish_run(con, run_id, ending.status, run.tally, ending.error)
    return as_state(ending)


def _carry_out(run: Run) -> Ending:
    settings, order, tally = run.settings, run.order, run.tally
    with run.watch.stage("recover"):
        tally["recovered"] = recover_captures(
            settings.captures_folder, settings.warehouse, run.run_id
        )
    with _opened(run) as (source, store):
        if order.mode is not Mode.REPARSE:
            _discover(run, source, store)
        if order.dry_run:
            return succeeded(_plan(run))
        if order.mode is not Mode.REPARSE:
            _fetch_and_parse(run, source, store)
        _parse_what_is_left(run)
    _extract_entities(run)
    with run.watch.stage("build"):
        tally["articles"] = build(settings.warehouse).rows["articles"]
    ending = _publish(run)
    report_run(run, ending.text)
    return ending


def _publish(run: Run) -> Ending:
    """Check what was built and publish it; the last publication stays where a check forbids it."""
    settings = run.settings
    ending = judge(run.tally, settings.failure_budget)
    try:
        with run.watch.stage("publish"):
            check_marts(settings.warehouse, settings.home)
            end = RunEnd(run.run_id, ending.status, run.tally, ending.error)
            publish_marts(settings.warehouse, settings.home, end, settings.publications_kept)
            if settings.publish_to:
                publish_to(settings.home, settings.publish_to, settings.publications_kept)
    except ChecksFailed as error:
        tell(PUBLICATION_STOPPED, str(error))
        return failed(str(error))
    return ending


@contextmanager
def _opened(run: Run) -> Iterator[tuple[Source, CaptureStore]]:
    settings, source_name = run.settings, run.order.source
    known = _known_captures(settings)
    with (
        CaptureStore(settings.captures_folder, run.run_id, source_name, known=known) as store,
        closing(_source(run.order, settings, store)) as source,
    ):
        yield source, store


def _plan(run: Run) -> str:
    settings = run.settings
    rate = None if run.order.source in FROM_FILES else settings.requests_per_second
    looking = run.watch.seconds.get("discover")
    return show_plan(settings.warehouse, run.selection, rate, run.tally["unanswered"], looking)


def _known_captures(settings: Settings) -> frozenset[int]:
    with open_warehouse(settings.warehouse) as con:
        return known_captures(con)


def _source(order: Order, settings: Settings, store: CaptureStore) -> Source:
    return open_source(
        order.source,
        store=store,
        site=settings.site,
        manners=settings.manners,
        path=order.path,
        routes=frozenset(settings.routes),
        archives=settings.archives,
    )


def _selection(order: Order) -> Selection:
    reads_all = order.source is SourceName.LIVE or order.mode is Mode.REPARSE
    return Selection(
        since=order.since,
        until=order.until,
        sections=order.sections,
        mode=order.mode,
        max_pages=order.max_pages,
        now=datetime.now(UTC),
        # The site can be asked for any page; files only have the pages they have.
        source=None if reads_all else order.source,
    )


def _discover(run: Run, source: Source, store: CaptureStore) -> None:
    order = run.order
    since = _changes_since(run) if order.only_changes else None
    window = Window(order.since, order.until, order.sections, since)
    # Nobody waits for a night; a person at a backfill wants to hear at once that the site is away.
    step = discover_pages.with_options(retries=2) if order.only_changes else discover_pages
    with run.watch.stage("discover"), _host(run):
        discovery = step(source, store, window, run.settings.warehouse, run.run_id)
    run.tally["unanswered"] = discovery.unanswered
    if order.covers_everything and not discovery.unanswered:
        run.tally["whole_discoveries"] = 1


def _host(run: Run) -> AbstractContextManager[None]:
    """Hold the site's slot while it is asked; other sources are nobody's small web server."""
    if run.order.source is SourceName.LIVE:
        return host_slot(run.settings.site_url)
    return nullcontext()


def _changes_since(run: Run) -> datetime | None:
    with open_warehouse(run.settings.warehouse) as con:
        last = last_whole_discovery(con, run.order.source)
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
    settings, is_stored = run.settings, run.order.source in FROM_FILES
    size = settings.stored_batch_pages if is_stored else settings.batch_pages
    for number, batch in _batches(requests, size):
        captures = _fetch(run, source, store, batch, number)
        yield BatchInWork(number, len(batch), len(captures), parser.parse(captures))


def _fetch(
    run: Run, source: Source, store: CaptureStore, batch: Sequence[PageRequest], number: int
) -> list[Capture]:
    """Fetch a batch; return what there is to parse of it."""
    with run.watch.stage("fetch"), _host(run):
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
    refused = fetched.refused if run.order.source is SourceName.LIVE else 0
    run.tally["captured"] += len(fetched.captures) - refused
    run.tally["failed"] += len(fetched.failures) + refused
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
            BatchInWork(number, len(batch), len(batch), parser.parse(list(map(_as_capture, batch))))
            for number, batch in _batches(captures, run.settings.stored_batch_pages)
        )
        _load_as_parsed(run, begun, Progress("parse", len(captures)))


def _as_capture(stored: StoredCapture) -> Capture:
    return Capture(**{**stored._asdict(), "purpose": Purpose(stored.purpose)})


def _load_as_parsed(run: Run, batches: Iterable[BatchInWork], progress: Progress) -> None:
    """Load batches as they are parsed; while one is loaded, the next is in work."""
    for batch in one_ahead(batches):
        if batch.captures:
            with run.watch.stage("parse"):
                parts = parse_batch(as_is(batch.parts), batch.number)
            with run.watch.stage("load"):
                load_batch(as_is(parts), run.settings.warehouse, batch.number)
            run.tally["parsed"] += batch.captures
        get_run_logger().info(progress.add(batch.pages))


def _extract_entities(run: Run) -> None:
    """Search the articles that are new, changed, or were searched by something else before."""
    settings, tally = run.settings, run.tally
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
        for number, search in enumerate(one_ahead(searches), start=1):
            with run.watch.stage("extract"):
                change = extract_batch(as_is(search), settings.warehouse, number)
            tally["searched"] += change.articles
            tally["mentions_added"] += change.mentions_added
            tally["mentions_removed"] += change.mentions_removed
            get_run_logger().info(progress.add(change.articles))
    with run.watch.stage("resolve"):
        tally["names_moved"] = resolve_people(settings.warehouse)


def _search(run: Run, pool: Pool, due: Sequence[DueText], extractor: str) -> ArticleSearch:
    """Read a batch of texts and have it searched."""
    with run.watch.stage("extract"), open_warehouse(run.settings.warehouse) as con:
        texts = read_article_texts(con, due)
    return ArticleSearch(pool, texts, run.settings.entities_backend, extractor, run.run_id)


def _batches(items: Sequence[T], size: int) -> Iterator[tuple[int, Sequence[T]]]:
    for number, start in enumerate(range(0, len(items), size), start=1):
        yield number, items[start : start + size]
