"""Search page: find articles by words, days, section and entity."""

from starlette.requests import Request
from starlette.responses import Response

from warehouse.explorer.app_context import context_of, show
from warehouse.explorer.filters import read_filters
from warehouse.explorer.find_articles import HITS_A_PAGE, find_articles


def show_search(request: Request) -> Response:
    """Answer `/search?q=words&since=2009-01-01&until=2009-12-31&section=opinion&entity=ID`."""
    filters = read_filters(request.query_params)
    with context_of(request).published.read() as snapshot:
        found = find_articles(snapshot, filters)
        entity = snapshot.row("entity", entity_id=filters.entity_id) if filters.entity_id else None
        return show(
            request,
            "search.html",
            snapshot.info,
            filters=filters,
            found=found,
            entity=entity,
            sections=snapshot.rows("section_names"),
            last_page=max(1, -(-found.total // HITS_A_PAGE)),
        )
