"""Events that an entity takes part in, and events at a place."""

from dataclasses import dataclass

from warehouse.explorer.filters import page_limits
from warehouse.explorer.published_file import Row, Snapshot


@dataclass(frozen=True, slots=True)
class Events:
    """A list of events: the query of its rows, a heading, and how many the entity's page shows."""

    query: str
    most: int
    heading: str


EVENTS = {
    "happenings": Events("entity_happenings", 12, "What happened here"),
    "events": Events("entity_events", 8, "Who acted upon whom"),
}


def read_events(
    snapshot: Snapshot, entity_id: str, part: str, size: int = 0, page: int = 1
) -> list[Row]:
    """Return a page of the events `part` of EVENTS, newest first; their total is a column.

    A `size` of 0 is that of the page of the entity.
    """
    asked = EVENTS[part]
    return snapshot.rows(asked.query, entity_id=entity_id, **page_limits(size or asked.most, page))
