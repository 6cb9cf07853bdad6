"""`aawsat status`: the state of all pages, and the last runs."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from flows.settings import Settings, read_settings

if TYPE_CHECKING:
    from warehouse.reporting.status import Status


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def status(as_json: bool) -> None:
    """Show the state of every page, the pages that are due, and the last runs."""
    if as_json:
        _print_json(read_settings())
    else:
        print_status(read_settings())


def _print_json(settings: Settings) -> None:
    from warehouse.reporting.row_formats import json_value

    click.echo(json.dumps(json_value(asdict(_read(settings))), ensure_ascii=False))


def print_status(settings: Settings) -> None:
    """Print the state of the warehouse of these settings."""
    from flows.cli.tables import show_status

    show_status(_read(settings), settings.warehouse.path)


def _read(settings: Settings) -> "Status":
    from warehouse.db.connect import open_reader
    from warehouse.reporting.status import read_status, with_crashed_runs

    with open_reader(settings.warehouse) as con:
        return with_crashed_runs(
            read_status(con, captures_folder=settings.captures_folder), settings.home
        )
