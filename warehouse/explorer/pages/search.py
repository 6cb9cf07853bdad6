"""Search page: find articles by words, days, section and entity; the hits as a file."""

from dataclasses import replace

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from warehouse.errors import BadQuery
from warehouse.explorer.app_context import context_of, show
from warehouse.explorer.downloads import (
    CITATIONS,
    ROWS_SAVED,
    Table,
    refuse_part,
    save_feed,
    save_table,
)
from warehouse.explorer.filters import read_filters
from warehouse.explorer.find_articles import HITS_A_PAGE, Found, find_articles
from warehouse.explorer.links import search_link
from warehouse.explorer.published_file import Row, Snapshot
from warehouse.reporting.cite import read_citation

FEED_ENTRIES = 50
COLUMNS = ("article_id", "title", "url", "published_on", "section_path", "author", "place", "lead")


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


def save_search(request: Request) -> Response:
    """Answer `/search.csv?q=words` (or `.json`, `.atom`, `.bib`, `.ris`) with all hits."""
    filters = replace(read_filters(request.query_params), page=1)
    shape = request.path_params["shape"]
    size = FEED_ENTRIES if shape == "atom" else ROWS_SAVED
    with context_of(request).published.read() as snapshot:
        found = find_articles(snapshot, filters, size)
        if found.complaint:
            raise HTTPException(400, found.complaint.rstrip("."))
        table = Table("articles", _rows(found), found.total, {"order": found.order})
        if shape == "atom":
            name = f"Articles: {filters.words or filters.entity_id or 'newest'}"
            address = search_link(filters).replace("/search", "/search.atom", 1)
            return save_feed(name, address, table.rows, snapshot.info)
        if shape in CITATIONS:
            return _save_citations(snapshot, table, shape)
        return save_table(table, shape, snapshot.info)


def _rows(found: Found) -> list[Row]:
    return [{name: hit.article[name] for name in COLUMNS} for hit in found.hits]


def _save_citations(snapshot: Snapshot, table: Table, shape: str) -> Response:
    refuse_part(table)
    write, media_type = CITATIONS[shape]
    try:
        cited = [read_citation(snapshot.con, str(row["article_id"])) for row in table.rows]
    except BadQuery as error:
        raise HTTPException(404, f"This snapshot cannot be cited: {error}") from error
    headers = {"content-disposition": f'attachment; filename="aawsat-articles.{shape}"'}
    return Response("\n".join(map(write, cited)), media_type=media_type, headers=headers)
