"""`aawsat cite URL`: cite an article with its captured bytes, parser version and run."""

import click

from flows.settings import read_settings

FORMATS = ("text", "bibtex", "ris", "json")


@click.command()
@click.argument("url")
@click.option("--format", "shape", type=click.Choice(FORMATS), default="text", show_default=True)
def cite(url: str, shape: str) -> None:
    """Cite the article at URL (or with that article_id), down to the captured bytes."""
    from tasks.urls import canonical_url
    from warehouse.db.connect import open_reader
    from warehouse.reporting import cite as citations

    settings = read_settings()
    address = url if url.lstrip("'").isdigit() else canonical_url(url, settings.site) or url
    with open_reader(settings.warehouse) as con:
        citation = citations.read_citation(con, address)
    click.echo(getattr(citations, f"as_{shape}")(citation))
