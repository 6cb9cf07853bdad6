"""List of entities: people, organisations and places, searchable by any spelling."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from warehouse.explorer.app_context import KIND_NAMES, context_of, show
from warehouse.explorer.downloads.formats import read_part, save_part
from warehouse.explorer.filters import last_page, page_limits, read_filters
from warehouse.explorer.published_file import Row, Snapshot, total_of

ROWS_A_PAGE = 60


def show_entities(request: Request) -> Response:
    """Answer `/entities?kind=PER&q=words&page=2`."""
    filters = read_filters(request.query_params)
    kind = _kind(request)
    with context_of(request).published.read() as snapshot:
        rows = _rows(snapshot, kind, filters.words, ROWS_A_PAGE, filters.page)
        return show(
            request,
            "entities.html",
            snapshot.info,
            kind=kind,
            filters=filters,
            rows=rows,
            total=total_of(rows),
            last_page=last_page(total_of(rows), ROWS_A_PAGE),
            has_entities=snapshot.has("entities"),
        )


def save_entities(request: Request) -> Response:
    """Answer `/entities.csv?kind=PER&q=words` (or `.json`): all of these entities, or a part."""
    words = read_filters(request.query_params).words
    if request.query_params.get("kind") and not _kind(request):
        raise HTTPException(400, f"A kind is one of {', '.join(KIND_NAMES)}")
    with context_of(request).published.read() as snapshot:
        asked = read_part(request)
        rows = _rows(snapshot, _kind(request), words, asked.size, asked.page)
        return save_part("entities", rows, asked, request.path_params["shape"], snapshot.info)


def _kind(request: Request) -> str:
    kind = request.query_params.get("kind", "")
    return kind if kind in KIND_NAMES else ""


def _rows(snapshot: Snapshot, kind: str, words: str, size: int, page: int) -> list[Row]:
    limits = page_limits(size, page)
    return snapshot.rows("entity_list", entity_type=kind, words=words, **limits)
