"""List of entities: people, organisations and places, searchable by any spelling."""

from starlette.requests import Request
from starlette.responses import Response

from warehouse.explorer.app_context import KIND_NAMES, context_of, show
from warehouse.explorer.filters import read_filters

ROWS_A_PAGE = 60


def show_entities(request: Request) -> Response:
    """Answer `/entities?kind=PER&q=words&page=2`."""
    filters = read_filters(request.query_params)
    kind = request.query_params.get("kind", "")
    kind = kind if kind in KIND_NAMES else ""
    with context_of(request).published.read() as snapshot:
        rows = snapshot.rows(
            "entity_list",
            entity_type=kind,
            words=filters.words,
            max_rows=ROWS_A_PAGE,
            skipped=(filters.page - 1) * ROWS_A_PAGE,
        )
        return show(
            request,
            "entities.html",
            snapshot.info,
            kind=kind,
            filters=filters,
            rows=rows,
            total=rows[0]["total"] if rows else 0,
            last_page=-(-rows[0]["total"] // ROWS_A_PAGE) if rows else 1,
            has_entities=snapshot.has("entities"),
        )
