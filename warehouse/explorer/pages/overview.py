"""Overview page: totals, missing articles, top entities and latest captures."""

from starlette.requests import Request
from starlette.responses import Response

from warehouse.explorer.app_context import context_of, show
from warehouse.explorer.downloads.formats import Table, save_table
from warehouse.explorer.drawing.charts import draw_heatmap, draw_volume
from warehouse.explorer.results.coverage import read_coverage

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
            undated_reasons=snapshot.rows("missing_reasons", undated_only=True),
            heatmap=draw_heatmap(coverage),
            volume=draw_volume(coverage),
            top=top,
            short_counts=snapshot.rows("short_counts"),
            latest=snapshot.rows("latest_captures"),
        )


def save_overview(request: Request) -> Response:
    """Answer `/overview.json` (or `.csv`) with articles expected, loaded and missing by month."""
    with context_of(request).published.read() as snapshot:
        rows = snapshot.rows("coverage_months") or snapshot.rows("loaded_months")
        about = {
            "totals": snapshot.row("totals"),
            "entity_totals": snapshot.rows("entity_totals"),
            "short_counts": snapshot.rows("short_counts"),
        }
        table = Table("coverage", rows, len(rows), about)
        return save_table(table, request.path_params["shape"], snapshot.info)
