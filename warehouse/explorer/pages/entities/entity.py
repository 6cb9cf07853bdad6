"""Entity page: timeline, related entities, what they said and did, or what happened there."""

import re
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warehouse.explorer.app_context import context_of, not_found, show
from warehouse.explorer.downloads.formats import Table, save_feed, save_table
from warehouse.explorer.downloads.network_files import NETWORK_FILES, EntityNetwork, save_network
from warehouse.explorer.drawing.charts import BarChart, Measure, draw_timeline
from warehouse.explorer.drawing.network import HEIGHT, WIDTH, Edge, lay_out
from warehouse.explorer.filters import read_filters
from warehouse.explorer.links import entity_link, search_link
from warehouse.explorer.published_file import Row, Snapshot, read_query
from warehouse.explorer.results.coverage import Coverage, read_coverage
from warehouse.explorer.results.events import EVENTS, read_events
from warehouse.explorer.results.statements import STATEMENTS, read_statements

# Maximum number of names in the network figure; more would be unreadable.
MOST_NEIGHBOURS = 22
# Queries that take only the entity id; each fills a part of the page.
PARTS = (
    "offices",
    "kin",
    "datelines",
    "spellings",
    "merges",
)
RECENT_ARTICLES, FEED_ENTRIES = 10, 50
ENTITY_FILES = ("json", "csv", "atom", *NETWORK_FILES)
# Names in a saved network: a program lays out more than a page.
MOST_SAVED = 300
LARGEST_RADIUS, SMALLEST_RADIUS = 17.0, 5.0


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the network: position, size, and whether its label is on the left."""

    x: float
    y: float
    radius: float
    entity: Row
    link: str
    tip: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line between two entities that occur in the same articles."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float


@dataclass(frozen=True, slots=True)
class Network:
    """The entities most related to one entity, and the links between them."""

    width: float
    height: float
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]


def show_entity(request: Request) -> Response:
    """Answer `/entity/person/samir-al-karmi?as=share&by=pmi`."""
    entity_id = request.path_params["entity_id"].replace("\0", "")
    is_share = request.query_params.get("as") == "share"
    measure = Measure.SHARE if is_share else Measure.ARTICLES
    by = "pmi" if request.query_params.get("by") == "pmi" else "count"
    with context_of(request).published.read() as snapshot:
        entity = snapshot.row("entity", entity_id=entity_id)
        if entity is None:
            return _kept_or_not_found(snapshot, entity_id)
        _hold_articles(snapshot, entity_id)
        coverage = read_coverage(snapshot)
        neighbours = snapshot.rows(
            "entity_neighbours", entity_id=entity_id, by=by, max_rows=MOST_NEIGHBOURS
        )
        return show(
            request,
            "entity.html",
            snapshot.info,
            entity=entity,
            coverage=coverage,
            timeline=_timeline(snapshot, entity_id, coverage, measure),
            is_share=is_share,
            by=by,
            neighbours=neighbours,
            network=_network(snapshot, entity, neighbours),
            filters=read_filters({"entity": entity_id}),
            articles=snapshot.rows("entity_articles", max_rows=RECENT_ARTICLES),
            **_parts(snapshot, entity_id),
        )


def save_entity(request: Request) -> Response:
    """Answer `/entity/person/samir-al-karmi.json`: its months, and all else its page shows.

    `.csv` has the months, `.atom` the newest articles that name the entity, `.gexf` and `.graphml`
    the network of the names beside it.
    """
    entity_id = request.path_params["entity_id"].replace("\0", "")
    shape = request.url.path.rpartition(".")[2]
    with context_of(request).published.read() as snapshot:
        entity = snapshot.row("entity", entity_id=entity_id)
        if entity is None:
            return _kept_or_not_found(snapshot, entity_id, f".{shape}")
        if shape in NETWORK_FILES:
            return save_network(_saved_network(snapshot, entity), shape)
        _hold_articles(snapshot, entity_id)
        if shape == "atom":
            rows = snapshot.rows("entity_articles", max_rows=FEED_ENTRIES)
            return save_feed(entity["name"], f"{entity_link(entity_id)}.atom", rows, snapshot.info)
        months = snapshot.rows("entity_months", entity_id=entity_id)
        about = {
            "entity": entity,
            "neighbours": snapshot.rows(
                "entity_neighbours", entity_id=entity_id, by="count", max_rows=MOST_NEIGHBOURS
            ),
            **_parts(snapshot, entity_id),
        }
        return save_table(Table("months", months, len(months), about), shape, snapshot.info)


def _hold_articles(snapshot: Snapshot, entity_id: str) -> None:
    """Hold the articles that name the entity as the table `found`, for the parts of the page."""
    needs, select = read_query("named_in")
    if snapshot.has(*needs):
        snapshot.hold(select, entity_id=entity_id)


def _kept_or_not_found(snapshot: Snapshot, entity_id: str, ending: str = "") -> Response:
    kept = snapshot.row("kept_entity", entity_id=entity_id)
    if kept is None:
        raise not_found(f"No entity in this publication has the id “{entity_id[:80]}”.")
    return RedirectResponse(entity_link(kept["entity_id"]) + ending)


def _parts(snapshot: Snapshot, entity_id: str) -> dict[str, Any]:
    given = {name: snapshot.rows(f"entity_{name}", entity_id=entity_id) for name in PARTS}
    statements = {said: read_statements(snapshot, entity_id, said) for said in STATEMENTS}
    events = {part: read_events(snapshot, entity_id, part) for part in EVENTS}
    return {**given, **events, **statements, "sections": snapshot.rows("entity_sections")}


def _timeline(snapshot: Snapshot, entity_id: str, coverage: Coverage, measure: Measure) -> BarChart:
    rows = snapshot.rows("entity_months", entity_id=entity_id)
    counts = {row["month"]: row["article_count"] for row in rows}
    links = {month: _month_of(entity_id, month) for month in coverage.months}
    return draw_timeline(counts, coverage, links, measure)


def _month_of(entity_id: str, month: str) -> str:
    return search_link(month=month, entity=entity_id)


def _network(snapshot: Snapshot, entity: Row, neighbours: list[Row]) -> Network:
    everyone = [entity, *neighbours]
    edges = _edges(snapshot, [row["entity_id"] for row in everyone])
    places = lay_out(len(everyone), edges)
    nodes = tuple(_node(row, place, everyone) for row, place in zip(everyone, places, strict=True))
    lines = tuple(
        Line(*places[edge.start], *places[edge.end], round(0.6 + 3.4 * edge.strength**2, 2))
        for edge in edges
    )
    return Network(WIDTH, HEIGHT, nodes, lines)


def _saved_network(snapshot: Snapshot, entity: Row) -> EntityNetwork:
    """Return an entity, the names in the same articles, and all pairs among them."""
    neighbours = snapshot.rows(
        "entity_neighbours", entity_id=entity["entity_id"], by="count", max_rows=MOST_SAVED
    )
    entity_ids = [entity["entity_id"], *(row["entity_id"] for row in neighbours)]
    pairs = snapshot.rows("neighbour_pairs", entity_ids=entity_ids)
    name = re.sub(r"[^a-z0-9]+", "-", entity["entity_id"].lower())
    return EntityNetwork(name, snapshot.rows("entities_of_list", entity_ids=entity_ids), pairs)


def _edges(snapshot: Snapshot, entity_ids: list[str]) -> list[Edge]:
    """Return the edges of the centre and the strongest others; all edges would be unreadable."""
    numbers = {entity_id: number for number, entity_id in enumerate(entity_ids)}
    pairs = snapshot.rows("neighbour_pairs", entity_ids=entity_ids)
    is_mine = [entity_ids[0] in (row["entity_id"], row["neighbour_id"]) for row in pairs]
    mine = [row for row, own in zip(pairs, is_mine, strict=True) if own]
    others = [row for row, own in zip(pairs, is_mine, strict=True) if not own]
    shown = [(row, mine[0]) for row in mine]
    shown += [(row, others[0]) for row in others[: 2 * MOST_NEIGHBOURS]]
    return [
        Edge(
            numbers[row["entity_id"]],
            numbers[row["neighbour_id"]],
            row["article_count"] / top["article_count"],
        )
        for row, top in shown
    ]


def _node(row: Row, place: tuple[float, float], everyone: list[Row]) -> Node:
    others = [other["article_count"] for other in everyone[1:]]
    is_middle = row is everyone[0]
    size = 1.0 if is_middle else (row["article_count"] / max(others)) ** 0.5
    radius = SMALLEST_RADIUS + (LARGEST_RADIUS - SMALLEST_RADIUS) * size
    together = "" if is_middle else f" · in {row['article_count']:,} articles together"
    link = entity_link(row["entity_id"])
    return Node(*place, round(radius, 1), row, link, f"{row['name']}{together}")
