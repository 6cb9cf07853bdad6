"""`aawsat backfill` and `aawsat nightly`: run a flow from the command line."""

import os
import sys
from enum import StrEnum
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from flows.cli.days import FirstDay, LastDay
from flows.cli.operate.status import print_status
from flows.run.run_request import (
    AS_SET,
    FIRST_DAY,
    LAST_DAY,
    Mode,
    RunRequest,
    check_request,
    split_sections,
)
from flows.settings import read_settings
from tasks.errors import PipelineError
from tasks.sources.registry import DEFAULT_SOURCE, all_sources, describe_sources
from tasks.sources.source import Content


class Member(click.Choice[Any]):
    """A member of an enumeration, given by its value."""

    def __init__(self, members: type[StrEnum]) -> None:
        super().__init__(members)

    def normalize_choice(self, choice: Any, ctx: click.Context | None) -> str:
        """Use a member's value as its name: click would use its Python name."""
        return str(choice)


_source_option = click.option(
    "--source",
    type=click.Choice(list(all_sources())),
    default=DEFAULT_SOURCE,
    show_default=True,
    help=describe_sources(),
)


_content_option = click.option(
    "--content",
    type=Member(Content),
    default=None,
    show_default="AAWSAT_CONTENT",
    help="How articles of the site are read: by REST first, by REST only, or from their pages.",
)


@click.command()
@_source_option
@click.option("--since", type=FirstDay(), default=FIRST_DAY, show_default=True)
@click.option("--until", type=LastDay(), default=LAST_DAY, show_default=True)
@click.option("--section", "sections", multiple=True, help="Section path. Repeat for more.")
@click.option(
    "--mode",
    type=Member(Mode),
    default=Mode.MISSING.value,
    show_default=True,
    help="missing: load missing pages. refetch: fetch again. reparse: parse captures again.",
)
@_content_option
@click.option("--max-pages", type=click.IntRange(min=1), default=200_000, show_default=True)
@click.option(
    "--path", type=click.Path(path_type=Path), help="File or folder, for sources that read one."
)
@click.option("--dry-run", is_flag=True, help="Show the plan; fetch no article.")
def backfill(**given: Any) -> None:
    """Load the missing pages of a part of the archive."""
    given["content"] = given["content"] or AS_SET
    check_request(RunRequest(**given))
    _run_flow(
        "backfill",
        {**given, **split_sections(given["sections"]), "path": str(given["path"] or "")},
    )


@click.command()
@_source_option
@_content_option
def nightly(source: str, content: str | None) -> None:
    """Load new, changed and due pages."""
    _run_flow("nightly", {"source": source, "content": content or AS_SET})


def _run_flow(name: str, parameters: dict[str, Any]) -> None:
    from flows.local.memory import RUN, SERVER, refuse_little_memory
    from flows.local.temporary_server import prefect_server

    settings = read_settings()
    settings.home.mkdir(parents=True, exist_ok=True)
    refuse_little_memory(RUN if os.environ.get("PREFECT_API_URL") else RUN + SERVER)
    click.echo(f"Home: {settings.home}. Starting Prefect, then the run ...", err=True)
    # Prefect reads its settings at import, so it is imported after the server is known.
    imported = partial(import_module, "flows.cli.collect.run_flow")
    with prefect_server(settings.home / "prefect", while_starting=imported):
        from flows.cli.collect.run_flow import run_flow

        result = run_flow(name, parameters)
    if not result.is_completed:
        raise PipelineError(result.message)
    if result.plan:
        _show_plan(result.plan)
    else:
        print_status(settings)
    click.echo(result.message)


def _show_plan(plan: str) -> None:
    """Print a plan: laid out on a terminal, as Markdown elsewhere."""
    if not sys.stdout.isatty():
        click.echo(plan)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(plan))
