"""OpenAPI description of the explorer's downloads, answered at `/openapi.json`."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from warehouse.version import DISTRIBUTION

MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "atom": "application/atom+xml",
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "gexf": "application/gexf+xml",
    "graphml": "application/graphml+xml",
}
# Parameters of a query string: name -> (type, format, meaning).
QUERY: dict[str, tuple[str, str, str]] = {
    "q": ("string", "", "Words, phrases, or a part of a name"),
    "since": ("string", "date", "First day of publication"),
    "until": ("string", "date", "Last day of publication"),
    "month": ("string", "", "Month of publication, such as 2009-03"),
    "section": ("string", "", "Path of a section; its subsections are included"),
    "entity": ("string", "", "Id of an entity that the articles name"),
    "beside": ("string", "", "Id of another entity that they name too"),
    "author": ("string", "", "Name of an author as printed"),
    "against": ("string", "", "Path of a section to compare with, in place of all other articles"),
    "order": ("string", "", "best, newest or oldest"),
    "view": ("string", "", "lines: each use of the words; beside: words beside them by year"),
    "part": ("string", "", "events: those it takes part in; happenings: those at the place"),
    "said": ("string", "", "quotes, reported or said_about"),
    "kind": ("string", "", "PER, ORG, LOC or NORP"),
    "layer": ("string", "", "datelines: places filed from; named: places mentioned"),
    "page": ("integer", "", "Part of the rows: page=2 has the second 10,000"),
    "from": ("integer", "", "Number of the version before"),
    "to": ("integer", "", "Number of the version after"),
    "example": ("string", "", "Name of an example query"),
}
_PART = ("page",)
_SEARCH = (
    "q",
    "since",
    "until",
    "month",
    "section",
    "entity",
    "beside",
    "author",
    "order",
    "view",
    "page",
)


@dataclass(frozen=True, slots=True)
class Download:
    """The data of a page: its address without ending, the endings, and parameters."""

    path: str
    endings: tuple[str, ...]
    summary: str
    query: tuple[str, ...] = ()


DOWNLOADS = (
    Download("/overview", ("json", "csv"), "Articles expected, loaded and missing by month"),
    Download("/search", ("json", "csv", "atom", "bib", "ris"), "Articles found", _SEARCH),
    Download("/trends", ("json", "csv"), "Articles by month for up to five terms", ("q",)),
    Download("/entities", ("json", "csv"), "Entities by name", ("q", "kind", "page")),
    Download(
        "/entity/{entity_id}",
        ("json", "csv", "atom", "gexf", "graphml"),
        "Months, names, quotes and events of an entity; its network; its newest articles",
    ),
    Download(
        "/statements/{entity_id}",
        ("json", "csv"),
        "All quotes of an entity, statements reported of it, or quotes that name it",
        ("said", "page"),
    ),
    Download(
        "/events/{entity_id}",
        ("json", "csv"),
        "All events that an entity takes part in, or all at a place",
        ("part", "page"),
    ),
    Download("/article/{article_id}", ("json", "csv"), "An article; its mentions"),
    Download(
        "/article/{article_id}/versions", ("json", "csv"), "Two versions compared", ("from", "to")
    ),
    Download("/article/{article_id}/citation", ("bib", "ris"), "Citation of an article"),
    Download("/authors", ("json", "csv"), "Authors", ("q", "page")),
    Download("/sections", ("json", "csv"), "Sections", ("q", "page")),
    Download("/tags", ("json", "csv"), "Tags", ("q", "page")),
    Download("/author/{list_id}", ("json", "csv", "atom"), "Articles of an author", _PART),
    Download("/section/{list_id}", ("json", "csv", "atom"), "Articles of a section", _PART),
    Download("/tag/{list_id}", ("json", "csv", "atom"), "Articles with a tag", _PART),
    Download("/day/{list_id}", ("json", "csv", "atom"), "Articles of a day, as 2009-03-31", _PART),
    Download("/story/{list_id}", ("json", "csv", "atom"), "Articles of a story", _PART),
    Download("/stories", ("json", "csv"), "Stories by length", _PART),
    Download("/copies", ("json", "csv"), "Near copies of articles", _PART),
    Download("/changes", ("json", "csv"), "Articles with several versions", _PART),
    Download(
        "/map",
        ("json", "csv"),
        "Places with coordinates and articles",
        ("layer", "since", "until", "section"),
    ),
    Download(
        "/keyness",
        ("json", "csv"),
        "Words typical of a period, a section, an author or the articles on an entity",
        ("since", "until", "month", "section", "entity", "author", "against"),
    ),
    Download("/data", ("json", "csv"), "Tables and columns of the publication"),
    Download("/method", ("json", "csv"), "Checks of the tables, reasons for missing pages"),
    Download("/sql", ("csv",), "Result of a SELECT", ("q", "example")),
)


def show_openapi(request: Request) -> Response:
    """Answer `/openapi.json`."""
    return JSONResponse(describe())


@cache
def describe() -> dict[str, Any]:
    """Return the description, OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Aawsat Explorer",
            "version": version(DISTRIBUTION),
            "description": "The data of each page of the explorer. A file has all rows of its page,"
            " at most 10,000, or is refused (413); `page=1` has the first 10,000, and the header"
            " Link the next part. Responses carry the ETag of the publication.",
        },
        "paths": {
            f"{download.path}.{ending}": {"get": _operation(download, ending)}
            for download in DOWNLOADS
            for ending in download.endings
        },
    }


def _operation(download: Download, ending: str) -> dict[str, Any]:
    names = re.findall(r"{(\w+)}", download.path)
    words = re.sub(r"[/{}]+", "_", download.path).strip("_")
    content = {
        MEDIA_TYPES[ending]: {"schema": {"type": "object" if ending == "json" else "string"}}
    }
    return {
        "operationId": f"{words}_{ending}",
        "summary": download.summary,
        "parameters": [*map(_path_parameter, names), *map(_query_parameter, download.query)],
        "responses": {
            "200": {"description": f"{download.summary}, as {ending}", "content": content},
            "304": {"description": "Unchanged since the ETag in If-None-Match"},
            "404": {"description": "Not in this publication"},
            "413": {"description": "More rows than a file may have"},
        },
    }


def _path_parameter(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _query_parameter(name: str) -> dict[str, Any]:
    type_name, form, meaning = QUERY[name]
    schema = {"type": type_name, **({"format": form} if form else {})}
    return {"name": name, "in": "query", "description": meaning, "schema": schema}
