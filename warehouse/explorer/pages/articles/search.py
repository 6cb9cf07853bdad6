"""Search page: find articles by words, days, section and entity; the hits as a file."""

from dataclasses import asdict, replace

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from warehouse.errors import BadQuery
from warehouse.explorer.app_context import context_of, show
from warehouse.explorer.downloads.formats import (
    CITATIONS,
    ROWS_SAVED,
    Part,
    Table,
    next_header,
    read_part,
    save_feed,
    save_table,
    whole_or_part,
)
from warehouse.explorer.drawing.charts import BarChart, Measure, draw_timeline
from warehouse.explorer.filters import Filters, last_page, read_exact_filters, read_filters
from warehouse.explorer.links import file_link, search_link
from warehouse.explorer.published_file import Snapshot
from warehouse.explorer.results.coverage import read_coverage
from warehouse.explorer.results.facets import Facets, read_facets, read_sections
from warehouse.explorer.results.find_articles import (
    HITS_A_PAGE,
    ORDERS,
    find_articles,
    hold_found,
    list_articles,
    order_of,
    with_entity_id,
)
from warehouse.explorer.results.sections import refuse_unknown_section, with_section_checked
from warehouse.explorer.results.words_beside import (
    ARTICLES_READ,
    list_words_beside,
    read_words_beside,
)
from warehouse.reporting.cite import read_citations
from warehouse.search.concordance import find_lines

FEED_ENTRIES = 50
# Articles whose uses of the words one file has: their texts are read.
ARTICLES_OF_USES = 1_000
COLUMNS = ("article_id", "title", "url", "published_on", "section_path", "author", "place", "lead")


def show_search(request: Request) -> Response:
    """Answer `/search?q=words&since=2009-01-01&until=2009-12-31&section=opinion&entity=ID`."""
    filters = read_filters(request.query_params)
    with context_of(request).published.read() as snapshot:
        filters = with_section_checked(snapshot, with_entity_id(snapshot, filters))
        found = find_articles(snapshot, filters)
        facets = Facets({}, {}) if found.complaint else read_facets(snapshot, filters)
        has_words = filters.view == "beside" and filters.words and found.hits
        entity, beside = (
            snapshot.row("entity", entity_id=entity_id) if entity_id else None
            for entity_id in (filters.entity_id, filters.beside_id)
        )
        return show(
            request,
            "search.html",
            snapshot.info,
            filters=filters,
            found=found,
            entity=entity,
            beside=beside,
            facets=facets.values,
            words_beside=read_words_beside(snapshot, filters) if has_words else None,
            articles_read=min(found.total, ARTICLES_READ),
            months=_months(snapshot, filters, facets),
            orders=ORDERS,
            sections=read_sections(snapshot),
            last_page=last_page(found.total, HITS_A_PAGE),
            articles_a_file=ARTICLES_OF_USES if filters.is_concordance else ROWS_SAVED,
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
    """Answer `/search.csv?q=words` (`.json`, `.atom`, `.bib`, `.ris`): all hits, or a part."""
    filters = replace(read_exact_filters(request.query_params), page=1)
    shape = request.path_params["shape"]
    with context_of(request).published.read() as snapshot:
        filters = with_entity_id(snapshot, filters)
        refuse_unknown_section(snapshot, filters)
        try:
            if shape == "atom":
                return _save_feed(snapshot, filters)
            if shape in CITATIONS:
                return _save_articles(snapshot, filters, read_part(request), shape)
            if filters.view == "beside":
                return _save_words(snapshot, filters, shape)
            if filters.is_concordance and filters.words:
                return _save_uses(snapshot, filters, read_part(request, ARTICLES_OF_USES), shape)
            return _save_articles(snapshot, filters, read_part(request), shape)
        except BadQuery as error:
            raise HTTPException(400, str(error).rstrip(".")) from error


def _save_feed(snapshot: Snapshot, filters: Filters) -> Response:
    articles, _ = list_articles(snapshot, filters, FEED_ENTRIES)
    name = f"Articles: {filters.words or filters.entity_id or 'newest'}"
    return save_feed(name, file_link(search_link(filters), "atom"), articles, snapshot.info)


def _save_articles(snapshot: Snapshot, filters: Filters, asked: Part, shape: str) -> Response:
    articles, total = list_articles(snapshot, replace(filters, page=asked.page), asked.size)
    part = whole_or_part(asked, total)
    rows = [{name: row[name] for name in COLUMNS} for row in articles]
    table = Table("articles", rows, total, {"order": order_of(snapshot, filters)}, part, COLUMNS)
    if shape in CITATIONS:
        return _save_citations(snapshot, table, part, shape)
    return save_table(table, shape, snapshot.info)


def _save_uses(snapshot: Snapshot, filters: Filters, asked: Part, shape: str) -> Response:
    """Save the uses of the words instead of the articles; a part has those of some articles."""
    articles, total = list_articles(snapshot, replace(filters, page=asked.page), asked.size)
    part = whole_or_part(asked, total)
    article_ids = [row["article_id"] for row in articles]
    lines = [asdict(line) for line in find_lines(snapshot.con, article_ids, filters.words)]
    about = {"order": order_of(snapshot, filters), "articles": total}
    return save_table(Table("concordance", lines, len(lines), about, part), shape, snapshot.info)


def _save_words(snapshot: Snapshot, filters: Filters, shape: str) -> Response:
    """Save the words beside those of the search, by year, instead of the articles."""
    hold_found(snapshot, filters)
    rows = list_words_beside(snapshot, filters)
    return save_table(
        Table("words-beside", rows, len(rows), {"articles_read": ARTICLES_READ}),
        shape,
        snapshot.info,
    )


def _save_citations(snapshot: Snapshot, table: Table, part: Part, shape: str) -> Response:
    write, media_type = CITATIONS[shape]
    if not snapshot.has("article_authors", "lineage"):
        raise HTTPException(404, "This snapshot is too old to be cited")
    cited = read_citations(snapshot.con, [row["article_id"] for row in table.rows])
    headers = {
        "content-disposition": f'attachment; filename="aawsat-articles.{shape}"',
        **next_header(part),
    }
    return Response("\n".join(map(write, cited)), media_type=media_type, headers=headers)
