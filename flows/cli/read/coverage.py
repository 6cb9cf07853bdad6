"""`aawsat coverage`: known and loaded pages per month, and why pages are missing."""

import json
from datetime import date

import click

from flows.cli.days import FirstDay, LastDay
from flows.settings import read_settings


@click.command()
@click.option("--since", type=FirstDay(), help="First month or year.")
@click.option("--until", type=LastDay(), help="Last month or year.")
@click.option("--section", help="Top-level section, such as opinion.")
@click.option("--by-section", is_flag=True, help="Print one line per month and section.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
def coverage(
    since: date | None,
    until: date | None,
    section: str | None,
    by_section: bool,
    as_json: bool,
) -> None:
    """Show the pages of every month: loaded, not an article, or missing, with reasons."""
    from flows.cli.tables import show_coverage
    from warehouse.db.connect import open_reader
    from warehouse.reporting.coverage import read_coverage

    settings = read_settings()
    with open_reader(settings.warehouse) as con:
        found = read_coverage(con, since, until, section, by_section, settings.captures_folder)
    if not as_json:
        show_coverage(found, by_section)
        return
    for row in found.months:
        click.echo(json.dumps(row._asdict(), default=str))
