"""The explorer's web app: server-rendered pages on the published file, for one local reader.

Each view has its own URL, loads in well under a second and works without internet access.
Starlette, Jinja2 and uvicorn (dependencies of Prefect) with figures drawn as SVG need no build
step, and the pages can be tested without a browser. marimo also works offline, but keeps the state
of a view in its cells, not in the URL.
"""

from collections.abc import Callable, Collection
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path

import duckdb
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from warehouse.errors import NothingPublished, UnusableWarehouse
from warehouse.explorer.app_context import make_context, show
from warehouse.explorer.downloads.formats import TooManyRows
from warehouse.explorer.downloads.openapi import show_openapi
from warehouse.explorer.middleware import HeaderGuard, HostGuard, PublicationTag
from warehouse.explorer.pages.articles.article import (
    save_article,
    save_citation,
    show_article,
    show_article_of_url,
)
from warehouse.explorer.pages.articles.lists import (
    LIST_FILES,
    LIST_KINDS,
    save_list,
    save_lists,
    show_list,
    show_lists,
)
from warehouse.explorer.pages.articles.reports import REPORTS, save_report, show_report
from warehouse.explorer.pages.articles.search import save_search, show_search
from warehouse.explorer.pages.articles.versions import save_versions, show_versions
from warehouse.explorer.pages.dictionary import save_dictionary, show_dictionary
from warehouse.explorer.pages.entities.entity import ENTITY_FILES, save_entity, show_entity
from warehouse.explorer.pages.entities.entity_list import save_entities, show_entities
from warehouse.explorer.pages.entities.statements_and_events import EVENTS_PAGE, STATEMENTS_PAGE
from warehouse.explorer.pages.health import ReadHealth, show_health
from warehouse.explorer.pages.keyness import save_keyness, show_keyness
from warehouse.explorer.pages.method import save_method, show_method
from warehouse.explorer.pages.overview import save_overview, show_overview
from warehouse.explorer.pages.place_map import save_map, show_map
from warehouse.explorer.pages.sql_box import save_csv, show_sql_box
from warehouse.explorer.pages.trends import save_trends, show_trends
from warehouse.explorer.published_file import PublishedFile

Endpoint = Callable[[Request], Response]
LOOPBACK = ("127.0.0.1", "localhost", "::1")
STATIC = Path(str(files("warehouse.explorer") / "static"))


def make_app(
    published: Path,
    *,
    hosts: Collection[str] = LOOPBACK,
    memory_limit: str = "2GB",
    threads: int = 2,
    read_health: ReadHealth | None = None,
) -> Starlette:
    """Return the app that shows the file at `published`, for requests to one of `hosts`.

    `read_health` reads the health of the home for a page of its own.
    """
    source = PublishedFile(published, memory_limit=memory_limit, threads=threads)
    app = Starlette(
        routes=_routes(),
        middleware=[
            Middleware(HeaderGuard),
            Middleware(HostGuard, hosts=hosts),
            Middleware(PublicationTag, identity=source.identity),
        ],
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
    app.state.context = make_context(source)
    app.state.read_health = read_health
    return app


def _routes() -> list[BaseRoute]:
    return [
        Route("/", show_overview),
        Route("/overview.{shape}", save_overview),
        *_entity_routes(),
        *_page("/search", show_search, save_search),
        *_article_routes(),
        *_list_routes(),
        *_report_routes(),
        *_page("/map", show_map, save_map),
        *_page("/trends", show_trends, save_trends),
        *_page("/keyness", show_keyness, save_keyness),
        *_page("/data", show_dictionary, save_dictionary),
        *_page("/method", show_method, save_method),
        Route("/openapi.json", show_openapi),
        Route("/sql", show_sql_box),
        Route("/sql.csv", save_csv),
        Route("/health", _show_is_alive),
        Route("/health/home", show_health),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]


def _page(address: str, show_page: Endpoint, save_page: Endpoint) -> list[Route]:
    """Return the routes of a page and of the files with its data."""
    return [Route(address, show_page), Route(f"{address}.{{shape}}", save_page)]


def _entity_routes() -> list[Route]:
    """Return the routes of the list of entities, of one entity, its statements and its events."""
    return [
        *_page("/entities", show_entities, save_entities),
        *_page_of_entity("/entity", show_entity, save_entity, ENTITY_FILES),
        *_page_of_entity("/statements", STATEMENTS_PAGE.show, STATEMENTS_PAGE.save),
        *_page_of_entity("/events", EVENTS_PAGE.show, EVENTS_PAGE.save),
    ]


def _page_of_entity(
    address: str,
    show_page: Endpoint,
    save_page: Endpoint,
    shapes: Collection[str] = ("json", "csv"),
) -> list[Route]:
    # An entity id may contain any character, so only known endings are taken off.
    files = [Route(f"{address}/{{entity_id:path}}.{shape}", save_page) for shape in shapes]
    return [*files, Route(f"{address}/{{entity_id:path}}", show_page)]


def _article_routes() -> list[Route]:
    """Return the routes of one article, its citation and its versions."""
    return [
        Route("/article", show_article_of_url),
        *_page("/article/{article_id}/versions", show_versions, save_versions),
        Route("/article/{article_id}.{shape}", save_article),
        Route("/article/{article_id}", show_article),
        Route("/article/{article_id}/citation.{shape}", save_citation),
    ]


def _list_routes() -> list[Route]:
    """Return the routes of authors, sections, tags, days and stories."""
    routes = []
    for kind, (plural, _) in LIST_KINDS.items():
        routes.append(Route(f"/{plural}", show_lists(kind)))
        routes.append(Route(f"/{plural}.{{shape}}", save_lists(kind)))
    for kind in (*LIST_KINDS, "day", "story"):
        for shape in LIST_FILES:
            routes.append(Route(f"/{kind}/{{list_id:path}}.{shape}", save_list))
        routes.append(Route(f"/{kind}/{{list_id:path}}", show_list))
    return routes


def _report_routes() -> list[Route]:
    """Return the routes of near copies, stories and changed articles."""
    pages = [Route(f"/{report.name}", show_report(report)) for report in REPORTS]
    saved = [Route(f"/{report.name}.{{shape}}", save_report(report)) for report in REPORTS]
    return pages + saved


def _show_is_alive(request: Request) -> Response:
    return PlainTextResponse("ok")


def _show_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = error.detail if error.status_code == 404 else f"{error.detail}."
    if detail == "Not Found":
        detail = "This address does not exist."
    head = HTTPStatus(error.status_code).phrase.capitalize()
    parts = error.parts if isinstance(error, TooManyRows) else ()
    if _is_asked_by_program(request):
        answer = {"error": head, "detail": detail, **({"parts": parts} if parts else {})}
        return JSONResponse(answer, error.status_code)
    return show(
        request, "error.html", None, error.status_code, head=head, detail=detail, parts=parts
    )


def _is_asked_by_program(request: Request) -> bool:
    """Return whether a request for a file does not come from a browser, which shows HTML."""
    is_file = "." in request.url.path.rpartition("/")[2]
    return is_file and "text/html" not in request.headers.get("accept", "")


def _show_no_file(request: Request, error: Exception) -> Response:
    return show(request, "no_file.html", None, 503, detail=str(error))


def _show_too_slow(request: Request, error: Exception) -> Response:
    detail = "Narrow the query, for example to one year or one section."
    return show(request, "error.html", None, 503, head="The query took too long", detail=detail)


def _show_other_version(request: Request, error: Exception) -> Response:
    detail = "Another version of the pipeline wrote this publication. Run `aawsat publish` again."
    return show(request, "error.html", None, 503, head="Incompatible publication", detail=detail)


def _show_fault(request: Request, error: Exception) -> Response:
    detail = "The page could not be rendered. The terminal that runs the explorer shows the error."
    return show(request, "error.html", None, 500, head="Internal error", detail=detail)
