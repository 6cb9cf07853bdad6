"""State shared by all pages: the published file and the templates, and how to render them."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse

from warehouse.explorer import links
from warehouse.explorer.downloads.formats import ROWS_SAVED
from warehouse.explorer.highlight import KINDS
from warehouse.explorer.published_file import PublishedFile, SnapshotInfo

TEMPLATES = Path(str(files("warehouse.explorer") / "templates"))
KIND_NAMES = {"PER": "People", "ORG": "Organisations", "LOC": "Places", "NORP": "Peoples"}


@dataclass(frozen=True, slots=True)
class AppContext:
    """The published file and the templates of one app."""

    published: PublishedFile
    templates: Environment


def make_context(published: PublishedFile) -> AppContext:
    """Return the context of an app that shows `published`."""
    return AppContext(published, read_templates())


@cache
def read_templates() -> Environment:
    """Load the templates. Values are HTML-escaped."""
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals.update(
        article_link=links.article_link,
        entity_link=links.entity_link,
        search_link=links.search_link,
        map_link=links.map_link,
        month_link=links.month_link,
        trends_link=links.trends_link,
        safe_link=links.safe_link,
        file_link=links.file_link,
        list_link=links.list_link,
        keyness_link=links.keyness_link,
        versions_link=links.versions_link,
        events_link=links.events_link,
        statements_link=links.statements_link,
        rows_saved=ROWS_SAVED,
        kinds=KINDS,
        kind_names=KIND_NAMES,
    )
    templates.filters.update(number=_number, size=_size, day=format_day, section=_section)
    return templates


def context_of(request: Request) -> AppContext:
    """Return the context of the app that received the request."""
    context: AppContext = request.app.state.context
    return context


def show(
    request: Request,
    template: str,
    info: SnapshotInfo | None,
    status: int = 200,
    **values: Any,
) -> HTMLResponse:
    """Render a template as a response; `info` describes the snapshot behind the page."""
    page = context_of(request).templates.get_template(template)
    shown = {
        "info": info,
        "path": request.url.path,
        "has_health": request.app.state.read_health is not None,
    }
    return HTMLResponse(page.render(**shown, **values), status)


def not_found(what: str) -> HTTPException:
    """Return a 404 error that is rendered as a page; `what` is its text."""
    return HTTPException(404, what)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}"


def _size(file_bytes: int) -> str:
    return f"{file_bytes / 1e9:.1f} GB" if file_bytes >= 1e9 else f"{file_bytes / 1e6:.0f} MB"


def format_day(value: Any) -> str:
    """Format a day as `31 Mar 2009`; `no date` if it is unknown."""
    return "no date" if value is None else f"{value.day} {value:%b %Y}"


@pass_context
def _section(page: Context, path: str | None) -> str:
    """Return the name of a section on the site; of one without a name, the words of its path.

    The section `news-middle-east` is `Middle East`; `majalla-blogs` without a name is
    `Majalla Blogs`.
    """
    if not path:
        return "No section"
    info: SnapshotInfo | None = page["info"]
    named = info.section_names.get(path) if info else None
    return named or path.rpartition("/")[2].replace("-", " ").title()
