"""Overview page: totals, missing articles, top entities and latest captures."""

from starlette.requests import Request
from starlette.responses import Response

from warehouse.explorer.app_context import context_of, show
from warehouse.explorer.charts import draw_heatmap, draw_volume
from warehouse.explorer.coverage import read_coverage

TOP = 12


def show_overview(request: Request) -> Response:
    """Answer `/`."""
    with context_of(request).published.read() as snapshot:
        totals = snapshot.row("totals")
        if totals is None or not totals["article_count"]:
            return show(request, "empty.html", snapshot.info)
        coverage = read_coverage(snapshot)
        top = {
            kind: snapshot.rows("top_entities", entity_type=kind, max_rows=TOP)
            for kind in ("PER", "ORG", "LOC")
        }
        return show(
            request,
            "overview.html",
            snapshot.info,
            totals=totals,
            entity_totals={
                row["entity_type"]: row["entity_count"] for row in snapshot.rows("entity_totals")
            },
            coverage=coverage,
            heatmap=draw_heatmap(coverage),
            volume=draw_volume(coverage),
            top=top,
            short_counts=snapshot.rows("short_counts"),
            latest=snapshot.rows("latest_captures"),
        )
