"""What every page shares: the published file, the templates, and one way to show them."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse

from warehouse.explorer import links
from warehouse.explorer.highlight import KINDS
from warehouse.explorer.published_file import PublishedFile, SnapshotInfo

TEMPLATES = Path(str(files("warehouse.explorer") / "templates"))
KIND_NAMES = {"PER": "People", "ORG": "Organisations", "LOC": "Places", "NORP": "Peoples"}


@dataclass(frozen=True, slots=True)
class AppContext:
    """What the pages of one app work with."""

    published: PublishedFile
    templates: Environment


def make_desk(published: PublishedFile) -> AppContext:
    """Return what the pages of an app work with."""
    return AppContext(published, read_templates())


@cache
def read_templates() -> Environment:
    """Return the templates, which escape everything put into them."""
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
        safe_link=links.safe_link,
        kinds=KINDS,
        kind_names=KIND_NAMES,
    )
    templates.filters.update(number=_number, size=_size, day=_day, section=_section)
    return templates


def desk_of(request: Request) -> AppContext:
    """Return the desk of the app that got the request."""
    desk: AppContext = request.app.state.desk
    return desk


def show(
    request: Request,
    template: str,
    info: SnapshotInfo | None,
    status: int = 200,
    **values: Any,
) -> HTMLResponse:
    """Answer with a template; `info` is the snapshot the page was made from."""
    page = desk_of(request).templates.get_template(template)
    path = request.url.path
    return HTMLResponse(page.render(info=info, path=path, **values), status)


def not_found(what: str) -> HTTPException:
    """Return the error that is shown as a friendly page."""
    return HTTPException(404, what)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}"


def _size(file_bytes: int) -> str:
    return f"{file_bytes / 1e9:.1f} GB" if file_bytes >= 1e9 else f"{file_bytes / 1e6:.0f} MB"


def _day(value: Any) -> str:
    """Return a day as people write it; a dash where nobody knows it."""
    return "no date" if value is None else f"{value.day} {value:%b %Y}"


def _section(path: str | None) -> str:
    """Return a section's path as words: news-middle-east/saudi-arabia is Saudi Arabia."""
    return path.rpartition("/")[2].replace("-", " ").title() if path else "No section"
