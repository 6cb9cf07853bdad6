"""Flow nightly: keep the warehouse up to date with new, changed and due pages."""

from typing import Annotated, Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.pipeline import load_archive
from flows.run.form_field import form_field
from flows.run.run_request import RunRequest
from tasks.sources.registry import DEFAULT_SOURCE, all_sources, describe_sources
from tasks.steps import describe_steps


@flow(
    name="nightly",
    flow_run_name="nightly {source}",
    description=f"Load new, changed and due pages.\n\n{describe_steps()}",
)
def nightly(
    source: Annotated[
        str,
        form_field(
            "Source",
            f"Where pages are read from. {describe_sources()}",
            choices=[name for name, spec in all_sources().items() if not spec.needs_path],
        ),
    ] = DEFAULT_SOURCE,
) -> State[Any]:
    """Load new, changed and due pages within the nightly budget."""
    return load_archive(
        "nightly",
        lambda settings: RunRequest(
            source=source, max_pages=settings.nightly_pages, only_changes=True
        ),
    )
