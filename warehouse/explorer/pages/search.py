"""Search page: find articles by words, days, section and entity; the hits as a file."""

from dataclasses import asdict, replace

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from warehouse.explorer.app_context import context_of, show
from warehouse.explorer.downloads.formats import (
    CITATIONS,
    ROWS_SAVED,
    Table,
    refuse_part,
    save_feed,
    save_table,
)
from warehouse.explorer.drawing.charts import BarChart, Measure, draw_timeline
from warehouse.explorer.filters import Filters, last_page, read_filters
from warehouse.explorer.links import file_link, search_link
from warehouse.explorer.published_file import Snapshot
from warehouse.explorer.results.coverage import read_coverage
from warehouse.explorer.results.facets import Facets, read_facets
from warehouse.explorer.results.find_articles import HITS_A_PAGE, ORDERS, Found, find_articles
from warehouse.reporting.cite import read_citations

FEED_ENTRIES = 50
COLUMNS = ("article_id", "title", "url", "published_on", "section_path", "author", "place", "lead")


def show_search(request: Request) -> Response:
    """Answer `/search?q=words&since=2009-01-01&until=2009-12-31&section=opinion&entity=ID`."""
    filters = read_filters(request.query_params)
    with context_of(request).published.read() as snapshot:
        found = find_articles(snapshot, filters)
        facets = read_facets(snapshot, filters)
        entity = snapshot.row("entity", entity_id=filters.entity_id) if filters.entity_id else None
        return show(
            request,
            "search.html",
            snapshot.info,
            filters=filters,
            found=found,
            entity=entity,
            facets=facets.values,
            months=_months(snapshot, filters, facets),
            orders=ORDERS,
            sections=snapshot.rows("section_names"),
            last_page=last_page(found.total, HITS_A_PAGE),
        )


def _months(snapshot: Snapshot, filters: Filters, facets: Facets) -> BarChart | None:
    """Return the hits over time; None if fewer than two months have any."""
    if len(facets.months) < 2:
        return None
    coverage = read_coverage(snapshot)
    links = {
        month: search_link(filters, since=None, until=None, month=month)
        for month in coverage.months
    }
    return draw_timeline(facets.months, coverage, links, Measure.ARTICLES)


def save_search(request: Request) -> Response:
    """Answer `/search.csv?q=words` (or `.json`, `.atom`, `.bib`, `.ris`) with all hits."""
    filters = replace(read_filters(request.query_params), page=1)
    shape = request.path_params["shape"]
    size = FEED_ENTRIES if shape == "atom" else ROWS_SAVED
    with context_of(request).published.read() as snapshot:
        found = find_articles(snapshot, filters, size)
        if found.complaint:
            raise HTTPException(400, found.complaint.rstrip("."))
        rows = [{name: hit.article[name] for name in COLUMNS} for hit in found.hits]
        if shape == "atom":
            name = f"Articles: {filters.words or filters.entity_id or 'newest'}"
            address = file_link(search_link(filters), "atom")
            return save_feed(name, address, rows, snapshot.info)
        articles = Table("articles", rows, found.total, {"order": found.order})
        if shape in CITATIONS:
            return _save_citations(snapshot, articles, shape)
        return save_table(_uses(articles, found), shape, snapshot.info)


def _uses(articles: Table, found: Found) -> Table:
    """Return the uses of the words in place of the articles, if they were asked for."""
    if not found.lines:
        return articles
    refuse_part(articles)
    lines = [asdict(line) for line in found.lines]
    return Table("concordance", lines, len(lines), articles.about)


def _save_citations(snapshot: Snapshot, table: Table, shape: str) -> Response:
    refuse_part(table)
    write, media_type = CITATIONS[shape]
    if not snapshot.has("article_authors", "lineage"):
        raise HTTPException(404, "This snapshot is too old to be cited")
    cited = read_citations(snapshot.con, [row["article_id"] for row in table.rows])
    headers = {"content-disposition": f'attachment; filename="aawsat-articles.{shape}"'}
    return Response("\n".join(map(write, cited)), media_type=media_type, headers=headers)
