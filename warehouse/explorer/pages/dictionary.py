"""Data dictionary: the tables and columns of the snapshot, its views and its functions."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from warehouse.explorer.app_context import context_of, show
from warehouse.explorer.downloads.formats import Table, save_table
from warehouse.explorer.published_file import Row, Snapshot
from warehouse.publish import data_package
from warehouse.publish.data_package import describe_tables


def show_dictionary(request: Request) -> Response:
    """Answer `/data`."""
    with context_of(request).published.read() as snapshot:
        tables = _describe(snapshot)
        ready = snapshot.rows("views_and_functions")
        return show(request, "dictionary.html", snapshot.info, tables=tables, ready=ready)


def save_dictionary(request: Request) -> Response:
    """Answer `/data.csv` (or `.json`) with a row per column."""
    with context_of(request).published.read() as snapshot:
        rows = [row for table in _describe(snapshot) for row in _columns(table)]
        about: dict[str, Any] = {"views_and_functions": snapshot.rows("views_and_functions")}
        table = Table("columns", rows, len(rows), about)
        return save_table(table, request.path_params["shape"], snapshot.info)


def _columns(table: data_package.Table) -> list[Row]:
    return [
        {
            "table_name": table.name,
            "column_name": column.name,
            "type": column.type_name,
            "is_key": column.name in table.key,
            "filled": column.filled,
            "row_count": table.row_count,
            "meaning": column.comment,
        }
        for column in table.columns
    ]


def _describe(snapshot: Snapshot) -> tuple[data_package.Table, ...]:
    """Return the tables. Counting the values of each column reads the whole file: once."""
    return snapshot.once("dictionary", lambda: tuple(describe_tables(snapshot.con)))
