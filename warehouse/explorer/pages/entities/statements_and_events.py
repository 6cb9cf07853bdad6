"""Pages that list all statements or all events of an entity: `STATEMENTS_PAGE`, `EVENTS_PAGE`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from warehouse.explorer.app_context import context_of, not_found, show
from warehouse.explorer.downloads.formats import read_part, save_part
from warehouse.explorer.filters import last_page, page_number
from warehouse.explorer.published_file import Row, Snapshot, total_of
from warehouse.explorer.results.events import EVENTS, read_events
from warehouse.explorer.results.statements import STATEMENTS, read_statements

ROWS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class EntityLists:
    """The lists of one kind that a page shows, one at a time.

    `choice` is the query parameter that names the list, by default `first`; `read` returns the rows
    of a list of an entity.
    """

    noun: str
    template: str
    choice: str
    first: str
    lists: Mapping[str, object]
    read: Callable[[Snapshot, str, str, int, int], list[Row]]

    def show(self, request: Request) -> Response:
        """Answer `/events/geo/99072?part=happenings&page=2`."""
        page, chosen = page_number(request.query_params.get("page", "")), self._chosen(request)
        with context_of(request).published.read() as snapshot:
            entity = _entity(snapshot, request)
            rows = self.read(snapshot, entity["entity_id"], chosen, ROWS_A_PAGE, page)
            return show(
                request,
                self.template,
                snapshot.info,
                entity=entity,
                lists=self.lists,
                rows=rows,
                total=total_of(rows),
                page=page,
                last_page=last_page(total_of(rows), ROWS_A_PAGE),
                chosen=chosen,
            )

    def save(self, request: Request) -> Response:
        """Answer `/events/geo/99072.csv?part=happenings` (or `.json`)."""
        asked, chosen = read_part(request), self._chosen(request)
        with context_of(request).published.read() as snapshot:
            entity_id = _entity(snapshot, request)["entity_id"]
            rows = self.read(snapshot, entity_id, chosen, asked.size, asked.page)
            shape = request.url.path.rpartition(".")[2]
            return save_part(chosen, rows, asked, shape, snapshot.info)

    def _chosen(self, request: Request) -> str:
        chosen = request.query_params.get(self.choice, self.first)
        if chosen not in self.lists:
            named = ", ".join(self.lists)
            raise not_found(f"{self.noun} are one of {named}, not “{chosen[:20]}”.")
        return chosen


def _entity(snapshot: Snapshot, request: Request) -> Row:
    entity_id = request.path_params["entity_id"].replace("\0", "")
    entity = snapshot.row("entity", entity_id=entity_id)
    if entity is None:
        raise not_found(f"No entity in this publication has the id “{entity_id[:80]}”.")
    return entity


STATEMENTS_PAGE = EntityLists(
    "Statements", "statements.html", "said", "quotes", STATEMENTS, read_statements
)
EVENTS_PAGE = EntityLists("Events", "events.html", "part", "events", EVENTS, read_events)
