"""The command `aawsat`. Commands import their dependencies when they run: Prefect takes 5 s."""

import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from flows.run.run_request import (
    AS_SET,
    FIRST_DAY,
    LAST_DAY,
    Mode,
    RunRequest,
    check_request,
    split_sections,
)
from flows.settings import Settings, hide_secrets, read_settings
from tasks.errors import AawsatError, PipelineError
from tasks.sources.registry import DEFAULT_SOURCE, all_sources, describe_sources
from tasks.sources.source import Content
from warehouse.version import software_version

# Commands defined in other modules: name -> module:attribute.
ELSEWHERE: dict[str, str] = {
    "cite": "flows.cli.cite:cite",
    "coverage": "flows.cli.coverage:coverage",
    "search": "flows.cli.search:search",
    "query": "flows.cli.query:query",
    "health": "flows.cli.health:health",
    "notify": "flows.cli.serve:notify",
    "publish": "flows.cli.publish:publish",
    "diff": "flows.cli.publish:diff",
    "checks": "flows.cli.publish:checks",
    "deploy": "flows.cli.serve:deploy",
    "dev": "flows.cli.dev:dev",
    "entities": "flows.cli.entities:entities",
    "export": "flows.cli.export:export",
    "explore": "flows.cli.explore:explore",
    "serve": "flows.cli.serve:serve",
    "verify": "flows.cli.verify:verify",
    "versions": "flows.cli.versions:versions",
}

WRITABLE_HOME = "AAWSAT_HOME must be a folder that you can write to"
# The shell's exit code for a command stopped by Ctrl-C.
INTERRUPTED = 130


class Day(click.ParamType[date]):
    """A calendar day, written YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Return the day, or fail with an example of the format."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date; write it as 2009-03-31", param, ctx)


class Member(click.Choice[Any]):
    """A member of an enumeration, given by its value."""

    def __init__(self, members: type[StrEnum]) -> None:
        super().__init__(members)

    def normalize_choice(self, choice: Any, ctx: click.Context | None) -> str:
        """Use a member's value as its name: click would use its Python name."""
        return str(choice)


def main() -> None:
    """Run the command line and end the process with its exit code."""
    code = run_command()
    sys.stdout.flush()
    sys.stderr.flush()
    # DuckDB 2.0.0 prints notes about leaked instances at interpreter shutdown (fixed in 2.0.1).
    # Everything is closed at this point, so skipping the shutdown loses nothing.
    os._exit(code)


def run_command(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code. Our own errors become one line on stderr and code 1.

    `arguments` are those of the process unless given.
    """
    try:
        code = app(
            arguments, prog_name="aawsat" if arguments is not None else None, standalone_mode=False
        )
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except AawsatError as error:
        click.echo(f"Error: {error}", err=True)
        return 1
    except OSError as error:
        if not error.filename:
            raise
        click.echo(f"Error: {error.filename}: {error.strerror}; {WRITABLE_HOME}", err=True)
        return 1
    except click.Abort:
        click.echo(
            "Stopped. All captures are kept; run the same command again to continue.", err=True
        )
        return INTERRUPTED
    # An exit code that the command chose; None from one that just ended.
    return code if isinstance(code, int) else 0


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


class LazyCommands(click.Group):
    """A group that imports the module of a command in `ELSEWHERE` when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands of this module and of the others."""
        return sorted([*super().list_commands(ctx), *ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; import its module if it is in `ELSEWHERE`."""
        if cmd_name not in ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = ELSEWHERE[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


def _print_version(context: click.Context, _option: click.Parameter, is_given: bool) -> None:
    if is_given:
        click.echo(f"aawsat {software_version()}")
        context.exit()


@click.group(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and the git commit.",
)
def app() -> None:
    """The Asharq Al-Awsat English archive as a DuckDB warehouse."""


@app.command()
def config() -> None:
    """Show every setting, its variable and its value."""
    settings = read_settings()
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        shown = ",".join(value) if isinstance(value, tuple) else value
        click.echo(f"AAWSAT_{name.upper()}={hide_secrets(str(shown))}\n    {field.description}")


@app.command()
@_source_option
@click.option("--since", type=Day(), default=FIRST_DAY, show_default=True)
@click.option("--until", type=Day(), default=LAST_DAY, show_default=True)
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
    "--path", type=click.Path(path_type=Path), help="File or folder that the source warc reads."
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


@app.command()
@_source_option
@_content_option
def nightly(source: str, content: str | None) -> None:
    """Load new, changed and due pages."""
    _run_flow("nightly", {"source": source, "content": content or AS_SET})


@app.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", required=True, help="The page's URL in the archive.")
def parse(file: Path, url: str) -> None:
    """Parse one saved page; print its article, or the reason for its rejection, as JSON."""
    from tasks.articles.parse_file import parse_file

    outcome = parse_file(file, url, read_settings().site)
    click.echo(json.dumps(outcome, indent=2, ensure_ascii=False))


@app.command()
def status() -> None:
    """Show the state of every page, the pages that are due, and the last runs."""
    _show_status(read_settings())


def _run_flow(name: str, parameters: dict[str, Any]) -> None:
    from flows.local.temporary_server import prefect_server

    settings = read_settings()
    with prefect_server(settings.home / "prefect"):
        # Prefect reads its settings at import, so import it after the server is known.
        from flows.cli.run_flow import run_flow

        succeeded, message = run_flow(name, parameters)
    if not succeeded:
        raise PipelineError(message)
    _show_status(settings)
    click.echo(message)


def _show_status(settings: Settings) -> None:
    from flows.cli.tables import show_status
    from warehouse.db.connect import open_reader
    from warehouse.reporting.status import read_status

    with open_reader(settings.warehouse) as con:
        show_status(read_status(con), settings.warehouse.path)
