"""Flow nightly: keep the warehouse up to date with new, changed and due pages."""

from typing import Annotated, Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run

from flows.pipeline import load_archive
from flows.run.form_field import form_field
from flows.run.run_names import typed_name
from flows.run.run_request import AS_SET, RunRequest
from tasks.run.steps import describe_steps
from tasks.sources.registry import DEFAULT_SOURCE, all_sources, describe_sources
from tasks.sources.source import Content


@flow(
    name="nightly",
    flow_run_name=lambda: typed_name() or f"nightly {flow_run.parameters['source']}",
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
    content: Annotated[
        str,
        form_field(
            "Articles by",
            "For auto and live. api-first: new and changed posts by the REST interface, then "
            "pages within the budget. api: only the pages that are needed. pages: every article "
            "from its page.",
            choices=[AS_SET, *Content],
        ),
    ] = AS_SET,
) -> State[Any]:
    """Load new, changed and due pages within the nightly budget."""
    return load_archive(
        "nightly",
        lambda settings: RunRequest(
            source=source,
            max_pages=settings.nightly_pages,
            only_changes=True,
            content=content,
        ),
    )
