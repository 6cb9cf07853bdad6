"""Statements page: all that an entity says, that is reported of it, or that others say of it."""

from starlette.requests import Request
from starlette.responses import Response

from warehouse.explorer.app_context import context_of, not_found, show
from warehouse.explorer.downloads.formats import read_part, save_part
from warehouse.explorer.filters import last_page, page_number
from warehouse.explorer.published_file import Row, Snapshot, total_of
from warehouse.explorer.results.statements import STATEMENTS, read_statements

ROWS_A_PAGE = 50


def show_statements(request: Request) -> Response:
    """Answer `/statements/person/samir-al-karmi?said=quotes&page=2`."""
    page, said = page_number(request.query_params.get("page", "")), _said(request)
    with context_of(request).published.read() as snapshot:
        entity = _entity(snapshot, request)
        rows = read_statements(snapshot, entity["entity_id"], said, ROWS_A_PAGE, page)
        return show(
            request,
            "statements.html",
            snapshot.info,
            entity=entity,
            said=said,
            lists=STATEMENTS,
            rows=rows,
            total=total_of(rows),
            page=page,
            last_page=last_page(total_of(rows), ROWS_A_PAGE),
        )


def save_statements(request: Request) -> Response:
    """Answer `/statements/person/samir-al-karmi.csv?said=reported` (or `.json`)."""
    asked, said = read_part(request), _said(request)
    with context_of(request).published.read() as snapshot:
        entity_id = _entity(snapshot, request)["entity_id"]
        rows = read_statements(snapshot, entity_id, said, asked.size, asked.page)
        shape = request.url.path.rpartition(".")[2]
        return save_part(said, rows, asked, shape, snapshot.info)


def _said(request: Request) -> str:
    said = request.query_params.get("said", "quotes")
    if said not in STATEMENTS:
        raise not_found(f"Statements are one of {', '.join(STATEMENTS)}, not “{said[:20]}”.")
    return said


def _entity(snapshot: Snapshot, request: Request) -> Row:
    entity_id = request.path_params["entity_id"].replace("\0", "")
    entity = snapshot.row("entity", entity_id=entity_id)
    if entity is None:
        raise not_found(f"No entity in this snapshot has the id “{entity_id[:80]}”.")
    return entity
