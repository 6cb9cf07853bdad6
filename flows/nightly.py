"""Keep the warehouse up to date: what is new, what changed, what is due again."""

from typing import Annotated, Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.pipeline import load_archive
from flows.run.form_field import form_field
from flows.run.run_request import RunRequest, SourceName


@flow(name="nightly", flow_run_name="night of {source}")
def nightly(
    source: Annotated[
        SourceName,
        form_field(
            "Source",
            "Where the pages come from: the live site, unless this is a trial with sample.",
        ),
    ] = SourceName.LIVE,
) -> State[Any]:
    """Discover new or changed pages, fetch within the budget what is due, load, rebuild.

    recover -> discover changes -> [fetch -> parse -> load] for every batch -> extract -> resolve
    -> build
    """
    return load_archive(
        "nightly",
        lambda settings: RunRequest(
            source=source, max_pages=settings.nightly_pages, only_changes=True
        ),
    )
