"""The command `aawsat`. A command's module is imported when it is used: some take seconds."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from difflib import get_close_matches
from errno import EACCES
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import NamedTuple

import click

from flows.cli.hints import typable
from tasks.errors import AawsatError
from warehouse.secrets import hide_secrets

# The shell's exit code for a command stopped by Ctrl-C.
INTERRUPTED = 130
# A table cannot be read in fewer columns; a terminal without a size says 0.
NARROWEST = 20
HELP_OPTIONS = ("-h", "--help")


class Command(NamedTuple):
    """A command: where in `flows.cli` it is defined, and its line in the help.

    `starting` is shown on a terminal while the modules of a slow command are imported.
    """

    place: str
    summary: str = ""
    starting: str = ""


# The commands under their headings, in the order of the help.
HEADINGS: dict[str, dict[str, Command]] = {
    "Read the archive": {
        "query": Command(
            "read.query:query",
            'Query the latest publication: aawsat query "select title from articles".',
        ),
        "search": Command(
            "read.search:search",
            "Find published articles that contain all WORDS, best match first.",
        ),
        "coverage": Command(
            "read.coverage:coverage",
            "Show the pages of every month: loaded, not an article, or missing, with reasons.",
        ),
        "cite": Command(
            "read.cite:cite",
            "Cite the article at URL (or with that article_id), down to the captured bytes.",
        ),
        "versions": Command(
            "read.versions:versions",
            "Show the versions of the article at URL (or with that id), with what changed in each.",
        ),
        "diff": Command(
            "publish.publish:diff",
            "Show rows added, changed and removed by the latest publication, by cause.",
        ),
        "explore": Command(
            "read.explore:explore",
            "Show the published warehouse as web pages: coverage, entities, map, search, SQL.",
            "Starting the explorer ...",
        ),
        "mcp": Command(
            "read.mcp:mcp",
            "Serve the latest publication to an assistant (MCP over standard input and output).",
        ),
        "entities": Command(
            "read.entities:entities", "Find names, quotes, dates and events in a text."
        ),
    },
    "Collect": {
        "backfill": Command(
            "collect.load:backfill",
            "Load the missing pages of a part of the archive.",
            "Starting a backfill ...",
        ),
        "nightly": Command(
            "collect.load:nightly",
            "Load new, changed and due pages.",
            "Starting a nightly run ...",
        ),
        "parse": Command(
            "collect.parse:parse",
            "Parse one saved page; print its article, or the reason for its rejection, as JSON.",
        ),
        "export": Command(
            "collect.export:export",
            "Export captures for other tools.",
            "Starting the export ...",
        ),
    },
    "Publish": {
        "publish": Command(
            "publish.publish:publish",
            "Build and check the tables, and publish a snapshot for all readers.",
            "Starting to build the tables ...",
        ),
        "release": Command(
            "publish.publish:release",
            "Write the latest publication as a data set with codebook, citation, licence, digests.",
            "Starting to write the release ...",
        ),
        "checks": Command(
            "publish.publish:checks",
            "Show the results of the data checks, with failing rows.",
        ),
    },
    "Operate": {
        "serve": Command(
            "operate.serve:serve",
            "Run the local stack: Prefect server, worker, schedules, explorer.",
            "Starting the local stack ...",
        ),
        "deploy": Command(
            "operate.serve:deploy",
            "Create work pool, deployments, limits and automations on the server PREFECT_API_URL.",
            "Starting to deploy ...",
        ),
        "notify": Command(
            "operate.serve:notify",
            "Send a test notification to AAWSAT_NOTIFY.",
            "Sending ...",
        ),
        "status": Command(
            "operate.status:status",
            "Show the state of every page, the pages that are due, and the last runs.",
            "Reading the warehouse ...",
        ),
        "health": Command(
            "operate.health:health",
            "Show the health of the home: problems, and what to do about them.",
        ),
        "verify": Command(
            "operate.verify:verify",
            "Compare every capture with its digest; list the pages whose capture is damaged.",
            "Reading the captures ...",
        ),
        "config": Command(
            "operate.config:config", "Show every setting, its variable and its value."
        ),
    },
}
# The main help does not list `dev`.
COMMANDS = {name: known for commands in HEADINGS.values() for name, known in commands.items()}
COMMANDS["dev"] = Command("dev:dev")


def main() -> None:
    """Run the command line and end the process with its exit code."""
    _prepare_terminal()
    code = _flush(run_command())
    # DuckDB 2.0.0 prints notes about leaked instances at interpreter shutdown (fixed in 2.0.1).
    # Everything is closed at this point, so skipping the shutdown loses nothing.
    os._exit(code)


def _flush(code: int) -> int:
    """Write what is still buffered; return the exit code."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        # The reader has seen enough.
        return code
    except OSError as error:
        with suppress(OSError):
            click.echo(f"Error: the output could not be written: {error.strerror}", err=True)
        return code or 1
    return code


def _prepare_terminal() -> None:
    """Work with closed streams, and with a terminal that has no usable width."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        _replace_what_cannot_be_shown(stream)
    width = os.environ.get("COLUMNS", "")
    if width.isdecimal() and int(width) < NARROWEST:
        del os.environ["COLUMNS"]


def _replace_what_cannot_be_shown(stream: object) -> None:
    """Let a terminal that is not UTF-8 show `?` for other characters, instead of an error."""
    if isinstance(stream, TextIOWrapper) and stream.errors == "strict":
        stream.reconfigure(errors="replace")


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
        click.echo(f"Error: {hide_secrets(typable(str(error)))}", err=True)
        return 1
    except OSError as error:
        if not error.filename:
            click.echo(f"Error: {error.strerror}{_no_folder()}", err=True)
            return 1
        click.echo(f"Error: {error.filename}: {error.strerror}{_advice(error)}", err=True)
        return 1
    except click.Abort:
        click.echo(
            "Stopped. All captures are kept; run the same command again to continue.", err=True
        )
        return INTERRUPTED
    # An exit code that the command chose; None from one that just ended.
    return code if isinstance(code, int) else 0


def _no_folder() -> str:
    """Return a hint if the current folder has been deleted."""
    try:
        Path.cwd()
    except FileNotFoundError:
        return "; the current folder does not exist any more: change to another one"
    return ""


def _advice(error: OSError) -> str:
    """Return what to do about an error of a file in the home; nothing about other files."""
    home = Path(os.environ.get("AAWSAT_HOME") or "data").expanduser().absolute()
    at = Path(os.fsdecode(error.filename)).absolute()
    if at != home and home not in at.parents and at not in home.parents:
        return ""
    if error.errno == EACCES and home / "captures" in (at, *at.parents):
        return "; check its owner and mode"
    return "; AAWSAT_HOME must be a folder that you can write to"


class LazyCommands(click.Group):
    """A group that imports the module of a command of `COMMANDS` when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command and return the command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].place.partition(":")
        command: click.Command = getattr(import_module(f"flows.cli.{module}"), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Print on a terminal what is starting, then import the command."""
        if args and args[0] in COMMANDS and not set(HELP_OPTIONS) & set(args):
            _print_on_terminal(COMMANDS[args[0]].starting)
            _warn_about_misspelled_settings()
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = get_close_matches(args[0], COMMANDS, n=2)
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            raise click.UsageError(f"{error.message}{hint}", error.ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands under their headings, without importing them."""
        for heading, commands in HEADINGS.items():
            with formatter.section(heading):
                formatter.write_dl([(name, known.summary) for name, known in commands.items()])


def _warn_about_misspelled_settings() -> None:
    """Name variables that look like settings, and that no command reads."""
    # Imported by almost every command; `aawsat --help` does without it.
    from flows.settings import misspelled_settings

    for typed, meant in misspelled_settings().items():
        click.echo(f"Warning: {typed} is not a setting; did you mean {meant}?", err=True)


def _print_on_terminal(text: str) -> None:
    if text and sys.stderr.isatty():
        click.echo(text, err=True)


def _print_version(context: click.Context, _option: click.Parameter, is_given: bool) -> None:
    if is_given:
        from warehouse.version import software_version

        click.echo(f"aawsat {software_version()}")
        context.exit()


@click.group(cls=LazyCommands, context_settings={"help_option_names": [*HELP_OPTIONS]})
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
