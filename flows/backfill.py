"""Flow backfill: load a part of the archive, from the Prefect UI or with `aawsat backfill`."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run

from flows.pipeline import load_archive
from flows.run.form_field import form_field
from flows.run.run_names import backfill_name, typed_name
from flows.run.run_request import AS_SET, FIRST_DAY, LAST_DAY, Mode, RunRequest, Section
from tasks.run.steps import describe_steps
from tasks.sources.registry import DEFAULT_SOURCE, all_sources, describe_sources
from tasks.sources.source import Content


@flow(
    name="backfill",
    description="Load the missing pages of a part of the archive, or all of them again. "
    f"Shows a plan unless *Only plan* is switched off.\n\n{describe_steps()}",
    flow_run_name=lambda: typed_name() or backfill_name(flow_run.parameters),
    validate_parameters=True,
)
def backfill(
    source: Annotated[
        str,
        form_field(
            "Source",
            f"Where pages are read from. {describe_sources()}",
            choices=list(all_sources()),
        ),
    ] = DEFAULT_SOURCE,
    path: Annotated[
        str,
        form_field(
            "File or folder",
            "For sources that read your files, such as warc: a path on the worker's machine.",
        ),
    ] = "",
    mode: Annotated[
        Mode,
        form_field(
            "What to do",
            "missing: load pages that are not loaded yet. refetch: fetch loaded pages again as "
            "well. reparse: parse stored captures again; nothing is fetched.",
        ),
    ] = Mode.MISSING,
    since: Annotated[date, form_field("From", "First day of publication to load.")] = FIRST_DAY,
    until: Annotated[date, form_field("To", "Last day of publication to load.")] = LAST_DAY,
    sections: Annotated[
        list[Section],
        form_field(
            "Sections",
            "Empty means all. news-middle-east includes saudi-arabia.",
        ),
    ] = [],  # noqa: B006 - Prefect's run form needs a list; it is never changed
    other_sections: Annotated[
        list[str],
        form_field(
            "Other sections",
            "Sections that are not in the list above: the part of the URL after /category/.",
        ),
    ] = [],  # noqa: B006
    content: Annotated[
        str,
        form_field(
            "Articles by",
            "For auto and live. api-first: content by the REST interface, 100 posts in one "
            "answer; their pages follow, some each night. api: only the pages that are needed. "
            "pages: every article from its page.",
            choices=[AS_SET, *Content],
        ),
    ] = AS_SET,
    max_pages: Annotated[
        int,
        form_field(
            "Pages at most",
            "Maximum number of pages to fetch in this run; the others stay due.",
            ge=1,
            le=1_000_000,
        ),
    ] = 200_000,
    dry_run: Annotated[
        bool,
        form_field(
            "Only plan",
            "On: show pages, requests, time and what is skipped under Artifacts on the run's page, "
            "and fetch no article. Switch it off to run.",
        ),
    ] = True,
) -> State[Any]:
    """Load the missing pages of a part of the archive, or fetch or parse its pages again."""
    return load_archive(
        "backfill",
        lambda _settings: RunRequest(
            source=source,
            since=since,
            until=until,
            sections=(*sections, *other_sections),
            mode=mode,
            max_pages=max_pages,
            path=Path(path) if path else None,
            dry_run=dry_run,
            content=content,
        ),
    )
