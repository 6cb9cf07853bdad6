"""The explorer: server-rendered pages on the published file, for one reader on one machine.

Starlette, Jinja2 and uvicorn, because each view has to be an address of its own that can be sent
to a colleague, has to be there in well under a second, and has to work without the internet: plain
HTML with figures drawn here as SVG does that with no build step, and its pages can be tested
without a browser. (marimo works offline too, but keeps what is chosen in its cells, not in
addresses.) All three come with Prefect anyway.
"""

from collections.abc import Collection
from importlib.resources import files
from pathlib import Path

import duckdb
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from warehouse.errors import NothingPublished, UnusableWarehouse
from warehouse.explorer.app_context import make_desk, show
from warehouse.explorer.middleware import HeaderGuard, HostGuard
from warehouse.explorer.pages.article import save_citation, show_article, show_article_of_url
from warehouse.explorer.pages.entities import show_entities
from warehouse.explorer.pages.entity import show_entity
from warehouse.explorer.pages.overview import show_overview
from warehouse.explorer.pages.place_map import show_map
from warehouse.explorer.pages.search import show_search
from warehouse.explorer.pages.sql_box import save_csv, show_sql_box
from warehouse.explorer.published_file import PublishedFile

LOOPBACK = ("127.0.0.1", "localhost", "::1")
STATIC = Path(str(files("warehouse.explorer") / "static"))


def make_app(
    published: Path,
    *,
    hosts: Collection[str] = LOOPBACK,
    memory_limit: str = "2GB",
    threads: int = 2,
) -> Starlette:
    """Return the app that shows the file at `published`, for requests to one of `hosts`."""
    app = Starlette(
        routes=[
            Route("/", show_overview),
            Route("/entities", show_entities),
            Route("/entity/{entity_id:path}", show_entity),
            Route("/search", show_search),
            Route("/article", show_article_of_url),
            Route("/article/{article_id}", show_article),
            Route("/article/{article_id}/citation.{shape}", save_citation),
            Route("/map", show_map),
            Route("/sql", show_sql_box),
            Route("/sql.csv", save_csv),
            Route("/health", _show_health),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[Middleware(HeaderGuard), Middleware(HostGuard, hosts=hosts)],
        exception_handlers={
            HTTPException: _show_http_error,
            NothingPublished: _show_no_file,
            UnusableWarehouse: _show_no_file,
            duckdb.BinderException: _show_other_version,
            duckdb.InterruptException: _show_too_slow,
            duckdb.OutOfMemoryException: _show_too_slow,
            Exception: _show_fault,
        },
    )
    app.state.desk = make_desk(PublishedFile(published, memory_limit=memory_limit, threads=threads))
    return app


def _show_health(request: Request) -> Response:
    return PlainTextResponse("ok")


def _show_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = error.detail if error.status_code == 404 else f"{error.detail}."
    if detail == "Not Found":
        detail = "There is no page at this address."
    return show(request, "error.html", None, error.status_code, head="Not here", detail=detail)


def _show_no_file(request: Request, error: Exception) -> Response:
    return show(request, "no_file.html", None, 503, detail=str(error))


def _show_too_slow(request: Request, error: Exception) -> Response:
    detail = "Narrow it, for example to a year or a section."
    return show(request, "error.html", None, 503, head="Too much at once", detail=detail)


def _show_other_version(request: Request, error: Exception) -> Response:
    detail = "The snapshot was published by another version of the pipeline: publish it again."
    return show(request, "error.html", None, 503, head="Another version", detail=detail)


def _show_fault(request: Request, error: Exception) -> Response:
    detail = "The page could not be made. The terminal the explorer runs in says why."
    return show(request, "error.html", None, 500, head="Our fault", detail=detail)
