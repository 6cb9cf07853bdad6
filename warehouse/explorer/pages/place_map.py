"""Map page: places that articles are filed from, or places they mention."""

from starlette.requests import Request
from starlette.responses import Response

from warehouse.explorer.app_context import context_of, show
from warehouse.explorer.downloads import Table, save_table
from warehouse.explorer.filters import Filters, read_filters
from warehouse.explorer.published_file import Row, Snapshot
from warehouse.explorer.world_map import VIEWS, draw_map

LAYERS = {"datelines": "Filed from", "named": "Written about"}
MOST_LISTED = 25


def show_map(request: Request) -> Response:
    """Answer `/map?layer=named&view=levant&since=2011-01-01&until=2011-12-31&section=opinion`."""
    filters = read_filters(request.query_params)
    layer = _layer(request)
    view = request.query_params.get("view", "")
    view = view if view in VIEWS else "region"
    with context_of(request).published.read() as snapshot:
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
            place_count=len(places),
            sections=snapshot.rows("section_names"),
            has_places=snapshot.has("mentions", "entities"),
        )


def save_map(request: Request) -> Response:
    """Answer `/map.csv?layer=named&since=2011-01-01` (or `.json`) with every place of the map."""
    layer = _layer(request)
    with context_of(request).published.read() as snapshot:
        places = _places(snapshot, layer, read_filters(request.query_params))
        table = Table(f"places-{layer}", places, len(places), {"layer": layer})
        return save_table(table, request.path_params["shape"], snapshot.info)


def _layer(request: Request) -> str:
    layer = request.query_params.get("layer", "")
    return layer if layer in LAYERS else "datelines"


def _places(snapshot: Snapshot, layer: str, filters: Filters) -> list[Row]:
    days = {"since": filters.since, "until": filters.until}
    if layer == "datelines":
        return snapshot.rows("dateline_places", section=filters.section, **days)
    if filters.section:
        return snapshot.rows("named_places_of_section", section=filters.section, **days)
    return snapshot.rows("named_places", **days)
