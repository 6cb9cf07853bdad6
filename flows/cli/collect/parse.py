"""`aawsat parse`: parse one saved page."""

import json
from pathlib import Path

import click

from flows.settings import read_settings


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", required=True, help="The page's URL in the archive.")
def parse(file: Path, url: str) -> None:
    """Parse one saved page; print its article, or the reason for its rejection, as JSON."""
    from tasks.articles.parse_file import parse_file

    outcome = parse_file(file, url, read_settings().site)
    click.echo(json.dumps(outcome, indent=2, ensure_ascii=False))
