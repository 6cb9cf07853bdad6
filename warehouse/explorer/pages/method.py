"""Method page: how the data is made, what is missing and why, and how accurate it is."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from warehouse.explorer.app_context import context_of, show
from warehouse.explorer.downloads.formats import Table, save_table
from warehouse.explorer.model_card import read_model_card
from warehouse.explorer.published_file import Snapshot
from warehouse.explorer.results.coverage import read_coverage

PARTS = ("rejection_reasons", "short_counts", "readers")


def show_method(request: Request) -> Response:
    """Answer `/method`."""
    with context_of(request).published.read() as snapshot:
        return show(
            request,
            "method.html",
            snapshot.info,
            totals=snapshot.row("totals"),
            coverage=read_coverage(snapshot),
            checks=snapshot.rows("check_counts"),
            card=read_model_card(),
            **_parts(snapshot),
        )


def save_method(request: Request) -> Response:
    """Answer `/method.csv` (or `.json`) with the checks, and all else the page counts."""
    with context_of(request).published.read() as snapshot:
        rows = snapshot.rows("check_counts")
        table = Table("checks", rows, len(rows), _parts(snapshot))
        return save_table(table, request.path_params["shape"], snapshot.info)


def _parts(snapshot: Snapshot) -> dict[str, Any]:
    missing = snapshot.rows("missing_reasons", undated_only=False)
    return {"missing_reasons": missing} | {name: snapshot.rows(name) for name in PARTS}
