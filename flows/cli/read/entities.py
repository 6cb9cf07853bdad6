"""`aawsat entities ...`: run entity extraction on a text."""

import json
from datetime import date
from pathlib import Path

import click

from flows.cli.days import Day
from flows.settings import read_settings

INPUT_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
backend_option = click.option(
    "--backend", help="builtin, crf, spacy:MODEL or gliner:MODEL. Default: AAWSAT_ENTITIES_BACKEND."
)


@click.group()
def entities() -> None:
    """Find names, quotes, dates and events in a text."""


@entities.command()
@click.argument("file", type=INPUT_FILE)
@click.option("--published", type=Day(), help="Day of publication.")
@backend_option
def extract(file: Path, published: date | None, backend: str | None) -> None:
    """Print the mentions, quotes, dates and events of a text file as JSON."""
    from tasks.entities.extract import extract_entities, extraction_record

    found = extract_entities(_read_text(file), published, chosen_backend(backend))
    click.echo(json.dumps(extraction_record(found), indent=2, ensure_ascii=False))


def chosen_backend(backend: str | None) -> str:
    """Return the backend given on the command line, or else the one of the settings."""
    return backend or read_settings().entities_backend


def _read_text(file: Path) -> str:
    """Read a text without translating line ends, so that offsets match the stored file."""
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise click.ClickException(
            f"{file} is not UTF-8 text: {error.reason} at byte {error.start}"
        ) from error
