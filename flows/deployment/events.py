"""Events that notifications can be sent for; see `flows.deployment.automations`."""

from prefect.events import emit_event
from prefect.runtime import flow_run
from prefect.utilities.urls import url_for

PUBLICATION_STOPPED = "aawsat.publication.stopped"
PUBLICATION_NOT_COPIED = "aawsat.publication.not_copied"
COVERAGE_DROPPED = "aawsat.coverage.dropped"
WAREHOUSE = {"prefect.resource.id": "aawsat.warehouse", "prefect.resource.name": "warehouse"}


def emit_warehouse_event(event: str, text: str) -> None:
    """Emit an event about the warehouse with a readable `text` and a link to this run."""
    link = url_for("flow-run", obj_id=flow_run.get_id()) if flow_run.get_id() else None
    emit_event(event=event, resource=WAREHOUSE, payload={"text": text, "link": link or ""})
