"""The health of the home on a page, for its operator: the figures of `aawsat health`."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from warehouse.explorer.app_context import show


@dataclass(frozen=True, slots=True)
class HealthPage:
    """A level, a sentence per problem, and the figures with their labels."""

    level: str
    findings: tuple[str, ...]
    rows: tuple[tuple[str, str], ...] = ()


ReadHealth = Callable[[], HealthPage]


def show_health(request: Request) -> Response:
    """Show the health of the home; 404 if the explorer shows a file, or other machines read it."""
    read: ReadHealth | None = request.app.state.read_health
    if read is None:
        raise HTTPException(404)
    return show(request, "health.html", None, health=read())
