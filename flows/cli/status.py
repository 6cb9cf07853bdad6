"""`aawsat status`: the state of all pages, and the last runs."""

import click

from flows.settings import Settings, read_settings


@click.command()
def status() -> None:
    """Show the state of every page, the pages that are due, and the last runs."""
    print_status(read_settings())


def print_status(settings: Settings) -> None:
    """Print the state of the warehouse of these settings."""
    from flows.cli.tables import show_status
    from warehouse.db.connect import open_reader
    from warehouse.reporting.status import read_status

    with open_reader(settings.warehouse) as con:
        show_status(read_status(con), settings.warehouse.path)
