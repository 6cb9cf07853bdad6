"""`aawsat status`: the state of all pages, and the last runs."""

import json
from dataclasses import asdict

import click

from flows.settings import Settings, read_settings


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def status(as_json: bool) -> None:
    """Show the state of every page, the pages that are due, and the last runs."""
    if as_json:
        _print_json(read_settings())
    else:
        print_status(read_settings())


def _print_json(settings: Settings) -> None:
    from warehouse.db.connect import open_reader
    from warehouse.reporting.row_formats import json_value
    from warehouse.reporting.status import read_status

    with open_reader(settings.warehouse) as con:
        found = json_value(asdict(read_status(con)))
    click.echo(json.dumps(found, ensure_ascii=False))


def print_status(settings: Settings) -> None:
    """Print the state of the warehouse of these settings."""
    from flows.cli.tables import show_status
    from warehouse.db.connect import open_reader
    from warehouse.reporting.status import read_status

    with open_reader(settings.warehouse) as con:
        show_status(read_status(con), settings.warehouse.path)
