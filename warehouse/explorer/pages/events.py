"""Events page: all events that an entity takes part in, or all at a place."""

from starlette.requests import Request
from starlette.responses import Response

from warehouse.explorer.app_context import context_of, not_found, show
from warehouse.explorer.downloads.formats import read_part, save_part
from warehouse.explorer.filters import last_page, page_number
from warehouse.explorer.published_file import Row, Snapshot, total_of
from warehouse.explorer.results.events import EVENTS, read_events

ROWS_A_PAGE = 50


def show_events(request: Request) -> Response:
    """Answer `/events/geo/99072?part=happenings&page=2`."""
    page, part = page_number(request.query_params.get("page", "")), _part(request)
    with context_of(request).published.read() as snapshot:
        entity = _entity(snapshot, request)
        rows = read_events(snapshot, entity["entity_id"], part, ROWS_A_PAGE, page)
        return show(
            request,
            "events.html",
            snapshot.info,
            entity=entity,
            part=part,
            lists=EVENTS,
            rows=rows,
            total=total_of(rows),
            page=page,
            last_page=last_page(total_of(rows), ROWS_A_PAGE),
        )


def save_events(request: Request) -> Response:
    """Answer `/events/geo/99072.csv?part=happenings` (or `.json`)."""
    asked, part = read_part(request), _part(request)
    with context_of(request).published.read() as snapshot:
        entity_id = _entity(snapshot, request)["entity_id"]
        rows = read_events(snapshot, entity_id, part, asked.size, asked.page)
        return save_part(part, rows, asked, request.url.path.rpartition(".")[2], snapshot.info)


def _part(request: Request) -> str:
    part = request.query_params.get("part", "events")
    if part not in EVENTS:
        raise not_found(f"Events are one of {', '.join(EVENTS)}, not “{part[:20]}”.")
    return part


def _entity(snapshot: Snapshot, request: Request) -> Row:
    entity_id = request.path_params["entity_id"].replace("\0", "")
    entity = snapshot.row("entity", entity_id=entity_id)
    if entity is None:
        raise not_found(f"No entity in this snapshot has the id “{entity_id[:80]}”.")
    return entity
