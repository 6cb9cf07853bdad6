"""SQL page: run any SELECT on the snapshot, with example queries; results as HTML or CSV."""

import io
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response

from warehouse.explorer.app_context import context_of, not_found, show
from warehouse.explorer.sql_box.ask_sql import Answer, ask_sql
from warehouse.reporting.row_formats import write_csv

ROWS_SHOWN = 500
ROWS_SAVED = 10_000
LONGEST_SQL = 20_000
TOO_LARGE = (
    f"The result is too large to be saved here: more than {ROWS_SAVED} rows, 20 million characters,"
    " or a text of more than 20,000. Narrow the query, or save all of it on the command line:"
    " aawsat query --csv -o FILE."
)


@dataclass(frozen=True, slots=True)
class Example:
    """An example query: name, the question in words, and SQL."""

    name: str
    question: str
    sql: str


def show_sql_box(request: Request) -> Response:
    """Answer `/sql?q=select ...` or `/sql?example=NAME`; runs nothing another site asks for."""
    sql = _read_sql(request)
    published = context_of(request).published
    with published.read() as snapshot:
        info, tables = snapshot.info, snapshot.rows("columns")
    answer = None
    if sql and not _is_from_elsewhere(request):
        answer = ask_sql(published.path, sql, max_rows=ROWS_SHOWN)
    return show(
        request,
        "sql.html",
        info,
        sql=sql,
        answer=answer,
        tables=tables,
        examples=read_examples(),
        example=request.query_params.get("example", ""),
        rows_shown=ROWS_SHOWN,
        rows_saved=ROWS_SAVED,
    )


def save_csv(request: Request) -> Response:
    """Answer `/sql.csv?q=select ...` with the rows as CSV."""
    sql = _read_sql(request)
    if not sql or _is_from_elsewhere(request):
        raise not_found("Save a result as CSV from the SQL page.")
    answer = ask_sql(context_of(request).published.path, sql, max_rows=ROWS_SAVED)
    if answer.error:
        return Response(answer.error, 400, media_type="text/plain")
    if answer.has_more or answer.has_cut_cells:
        return Response(TOO_LARGE, 413, media_type="text/plain")
    headers = {"content-disposition": 'attachment; filename="aawsat-answer.csv"'}
    return Response(_csv(answer), media_type="text/csv", headers=headers)


@cache
def read_examples() -> tuple[Example, ...]:
    """Return the example queries, `warehouse/reporting/examples/*.sql`, by name."""
    folder = files("warehouse.reporting") / "examples"
    if not folder.is_dir():
        return ()
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".sql"))
    return tuple(_example(name, (folder / name).read_text(encoding="utf-8")) for name in names)


def _example(name: str, text: str) -> Example:
    question = text.partition("\n")[0].lstrip("- ").strip()
    return Example(name.removesuffix(".sql"), question, text.strip().removesuffix(";"))


def _read_sql(request: Request) -> str:
    name = request.query_params.get("example", "")
    chosen = next((example.sql for example in read_examples() if example.name == name), "")
    typed = request.query_params.get("q", "").replace("\0", "").strip()[:LONGEST_SQL]
    return re.sub(r"\r\n?", "\n", typed or chosen)


def _is_from_elsewhere(request: Request) -> bool:
    """Return whether another site linked here; its SQL is then shown, not run."""
    return request.headers.get("sec-fetch-site", "none") in ("cross-site", "same-site")


def _csv(answer: Answer) -> str:
    out = io.StringIO()
    write_csv(answer.columns, answer.rows, out)
    return out.getvalue()
