"""One run from order to summary: what nightly and backfill share."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import uuid4

from prefect import get_run_logger
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from flows.one_line_errors import log_own_errors_in_one_line
from flows.order import Mode, Order, SourceName, check_order
from flows.settings import Settings, read_settings
from tasks.archive.open_source import open_source
from tasks.archive.source import PageRequest, Source, Window
from tasks.archive.store import CaptureStore
from tasks.articles.parse_captures import ParserPool
from tasks.articles.parse_page import PARSER_VERSION
from tasks.build import build
from tasks.discover import discover_pages
from tasks.entities.extract_articles import MIN_ARTICLES
from tasks.entities.version import extractor_version
from tasks.errors import PipelineError
from tasks.extract import extract_batch, resolve_people
from tasks.fetch import fetch_batch
from tasks.load import load_batch
from tasks.models import Capture, Purpose
from tasks.parse import parse_batch
from tasks.plan import show_plan
from tasks.recover import recover_captures
from tasks.worker_pool import WorkerPool
from warehouse.connect import open_warehouse
from warehouse.errors import WarehouseError
from warehouse.extractions import captures_to_extract
from warehouse.frontier import (
    Selection,
    StoredCapture,
    captures_to_parse,
    known_captures,
    select_due,
)
from warehouse.runs import finish_run, last_whole_discovery, start_run
from warehouse.writer_lock import Holder, hold_writer

T = TypeVar("T")
Tally = Counter[str]

# The site's clock is not ours, and its caches lag; asking again for what is known costs little.
CLOCK_MARGIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Run:
    """What every step of one run needs."""

    run_id: str
    order: Order
    settings: Settings
    selection: Selection
    source: Source
    store: CaptureStore
    tally: Tally


def load_archive(flow_name: str, order: Order) -> State[Any]:
    """Carry out an order; return how it ended, as a Prefect state with one line for a person.

    Holds the writer lock from start to end: of two runs started together the second waits, at
    most `AAWSAT_WAIT_SECONDS`, or fails saying who holds it.
    """
    log_own_errors_in_one_line()
    try:
        settings = read_settings()
        check_order(order)
        with hold_writer(
            settings.home, f"{flow_name} {flow_run.get_name()}", settings.wait_seconds, _say_waiting
        ):
            return Completed(message=_record_run(flow_name, order, settings))
    except (PipelineError, WarehouseError) as error:
        return Failed(message=str(error))


def _say_waiting(holder: Holder | None) -> None:
    get_run_logger().info("waiting for %s", holder or "another process")


def _record_run(flow_name: str, order: Order, settings: Settings) -> str:
    """Carry out the order between a row that says it began and one that says how it ended."""
    run_id = f"{flow_name}-{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid4().hex[:6]}"
    with open_warehouse(settings.warehouse) as con:
        dead = start_run(con, run_id, flow_name, order.source, asdict(order))
    for dead_run in dead:
        get_run_logger().warning("run %s died; what it captured is kept", dead_run)
    status: str = "cancelled"
    error_text: str | None = "stopped before its end"
    tally = Tally()
    try:
        message = _carry_out(run_id, order, settings, tally)
        status, error_text = "succeeded", None
    except (PipelineError, WarehouseError) as error:
        status, error_text = "failed", str(error)
        raise
    finally:
        with open_warehouse(settings.warehouse) as con:
            finish_run(con, run_id, status, tally, error_text)
    return message


def _carry_out(run_id: str, order: Order, settings: Settings, tally: Tally) -> str:
    tally["recovered"] = recover_captures(settings.captures_folder, settings.warehouse, run_id)
    with (
        CaptureStore(
            settings.captures_folder, run_id, order.source, known=_known_captures(settings)
        ) as store,
        closing(_source(order, settings, store)) as source,
    ):
        run = Run(run_id, order, settings, _selection(order), source, store, tally)
        if order.mode is not Mode.REPARSE:
            _discover(run)
        if order.dry_run:
            return show_plan(settings.warehouse, run.selection, settings.requests_per_second)
        if order.mode is not Mode.REPARSE:
            _fetch_and_parse(run)
        _parse_what_is_left(run)
    _extract_entities(run_id, settings, tally)
    tally["articles"] = build(settings.warehouse).rows["articles"]
    return describe(tally)


def describe(tally: Tally) -> str:
    """Say in one line what a run did."""
    return (
        f"{tally['captured']} pages captured, {tally['failed']} failed, "
        f"{tally['parsed']} parsed, {tally['searched']} searched for entities; "
        f"{tally['articles']} articles in the warehouse"
    )


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


def _discover(run: Run) -> None:
    order = run.order
    since = _changes_since(run) if order.only_changes else None
    window = Window(order.since, order.until, order.sections, since)
    # Nobody waits for a night; a person at a backfill wants to hear at once that the site is away.
    step = discover_pages.with_options(retries=2) if order.only_changes else discover_pages
    discovery = step(run.source, run.store, window, run.settings.warehouse, run.run_id)
    run.tally["unanswered"] = discovery.unanswered
    if order.covers_everything and not discovery.unanswered:
        run.tally["whole_discoveries"] = 1


def _changes_since(run: Run) -> datetime | None:
    with open_warehouse(run.settings.warehouse) as con:
        last = last_whole_discovery(con, run.order.source)
    return last - CLOCK_MARGIN if last else None


def _fetch_and_parse(run: Run) -> None:
    """Fetch what is due, batch by batch; parse and load each before the next is fetched."""
    with open_warehouse(run.settings.warehouse) as con:
        due = select_due(con, run.selection)
    get_run_logger().info("%d pages are due", len(due))
    requests = [PageRequest(page.url, page.etag, page.last_modified) for page in due]
    with _parsers(run, len(requests)) as pool:
        for number, batch in _batches(requests, run.settings.batch_pages):
            fetched = fetch_batch(
                run.source, run.store, batch, run.settings.warehouse, run.run_id, number
            )
            run.tally["captured"] += len(fetched.captures)
            run.tally["failed"] += len(fetched.failures)
            pages = [capture for capture in fetched.captures if _has_new_body(capture)]
            _parse_and_load(run, pool, pages, number)


def _parsers(run: Run, pages: int) -> ParserPool:
    settings = run.settings
    return ParserPool(settings.captures_folder, settings.site, settings.workers, pages)


def _has_new_body(capture: Capture) -> bool:
    return capture.purpose is Purpose.PAGE and not capture.is_revisit


def _parse_what_is_left(run: Run) -> None:
    """Parse what an interrupted run captured and did not parse, or what is to be parsed again."""
    with open_warehouse(run.settings.warehouse) as con:
        captures = captures_to_parse(con, run.selection, PARSER_VERSION)
    with _parsers(run, len(captures)) as pool:
        for number, batch in _batches(captures, run.settings.batch_pages):
            _parse_and_load(run, pool, [_as_capture(stored) for stored in batch], number)


def _as_capture(stored: StoredCapture) -> Capture:
    return Capture(**{**stored._asdict(), "purpose": Purpose(stored.purpose)})


def _parse_and_load(run: Run, pool: ParserPool, captures: Sequence[Capture], number: int) -> None:
    if not captures:
        return
    parts = parse_batch(pool, captures, number)
    load_batch(parts, run.settings.warehouse, number)
    run.tally["parsed"] += len(captures)


def _extract_entities(run_id: str, settings: Settings, tally: Tally) -> None:
    """Search the articles that are new, changed, or were searched by something else before."""
    extractor = extractor_version(settings.entities_backend)
    with open_warehouse(settings.warehouse) as con:
        due = captures_to_extract(con, extractor)
    if due:
        get_run_logger().info("%d articles to search for entities with %s", len(due), extractor)
    with WorkerPool(settings.workers if len(due) >= MIN_ARTICLES else 1) as pool:
        for number, batch in _batches(due, settings.batch_pages):
            change = extract_batch(
                pool, batch, settings.warehouse, settings.entities_backend, run_id, number
            )
            tally["searched"] += change.articles
            tally["mentions_added"] += change.mentions_added
            tally["mentions_removed"] += change.mentions_removed
    tally["names_moved"] = resolve_people(settings.warehouse)


def _batches(items: Sequence[T], size: int) -> Iterator[tuple[int, Sequence[T]]]:
    for number, start in enumerate(range(0, len(items), size), start=1):
        yield number, items[start : start + size]
