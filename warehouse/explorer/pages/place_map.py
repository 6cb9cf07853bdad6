"""Map page: places that articles are filed from, or places they mention."""

from starlette.requests import Request
from starlette.responses import Response

from warehouse.explorer.app_context import context_of, show
from warehouse.explorer.downloads.formats import Table, save_table
from warehouse.explorer.drawing.world_map import VIEWS, draw_map
from warehouse.explorer.filters import Filters, read_exact_filters, read_filters
from warehouse.explorer.published_file import Row, Snapshot, read_query
from warehouse.explorer.results.facets import read_sections
from warehouse.explorer.results.sections import refuse_unknown_section, with_section_checked

LAYERS = {"datelines": "Filed from", "named": "Written about"}
LAYER_QUERIES = {"datelines": "placed_articles", "named": "naming_articles"}
MOST_LISTED = 25


def show_map(request: Request) -> Response:
    """Answer `/map?layer=named&view=levant&since=2011-01-01&until=2011-12-31&section=opinion`."""
    filters = read_filters(request.query_params)
    layer = _layer(request)
    view = request.query_params.get("view", "")
    view = view if view in VIEWS else "region"
    with context_of(request).published.read() as snapshot:
        filters = with_section_checked(snapshot, filters)
        places = _places(snapshot, layer, filters)
        return show(
            request,
            "map.html",
            snapshot.info,
            filters=filters,
            layer=layer,
            layers=LAYERS,
            view=view,
            views=VIEWS,
            drawn=draw_map(VIEWS[view], places),
            places=places[:MOST_LISTED],
            all_places=places,
            is_all="all" in request.query_params,
            years=_years(snapshot),
            sections=read_sections(snapshot),
            has_places=snapshot.has("mentions", "entities"),
        )


def save_map(request: Request) -> Response:
    """Answer `/map.csv?layer=named&since=2011-01-01` (or `.json`) with every place of the map."""
    layer = _layer(request)
    with context_of(request).published.read() as snapshot:
        filters = read_exact_filters(request.query_params)
        refuse_unknown_section(snapshot, filters)
        places = _places(snapshot, layer, filters)
        table = Table(f"places-{layer}", places, len(places), {"layer": layer})
        return save_table(table, request.path_params["shape"], snapshot.info)


def _years(snapshot: Snapshot) -> list[int]:
    """Return the years of the archive, to choose from."""
    totals = snapshot.row("totals")
    if totals is None or totals["first_day"] is None:
        return []
    return list(range(totals["first_day"].year, totals["last_day"].year + 1))


def _layer(request: Request) -> str:
    layer = request.query_params.get("layer", "")
    return layer if layer in LAYERS else "datelines"


def _places(snapshot: Snapshot, layer: str, filters: Filters) -> list[Row]:
    """Return places and countries by articles; a country counts those of its places too."""
    if not filters.is_narrow:
        return snapshot.once(f"places {layer}", lambda: _count_places(snapshot, layer, filters))
    return _count_places(snapshot, layer, filters)


def _count_places(snapshot: Snapshot, layer: str, filters: Filters) -> list[Row]:
    needs, select = read_query(LAYER_QUERIES[layer])
    if not snapshot.has(*needs):
        return []
    given = {"since": filters.since, "until": filters.until, "section": filters.section}
    snapshot.hold(select, **given)
    return snapshot.rows("counted_places")
