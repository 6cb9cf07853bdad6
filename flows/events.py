"""Things that happened which somebody may want to be told of; see `flows.automations`."""

from prefect.events import emit_event

PUBLICATION_STOPPED = "aawsat.publication.stopped"
COVERAGE_DROPPED = "aawsat.coverage.dropped"
WAREHOUSE = {"prefect.resource.id": "aawsat.warehouse", "prefect.resource.name": "warehouse"}


def tell(event: str, text: str, link: str = "") -> None:
    """Emit an event about the warehouse: `text` is for a person, `link` leads to the details."""
    emit_event(event=event, resource=WAREHOUSE, payload={"text": text, "link": link})
