"""`aawsat versions`: the versions of an article and the changes between them."""

import sys
from difflib import unified_diff
from itertools import pairwise

import click

from flows.settings import read_settings


@click.command()
@click.argument("url")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per version.")
def versions(url: str, as_json: bool) -> None:
    """Show the versions of the article at URL (or with that id), with what changed in each."""
    from warehouse.db.publications import open_published
    from warehouse.reporting.row_formats import write_json_lines
    from warehouse.reporting.versions import ArticleVersion, read_versions

    with open_published(read_settings().home) as con:
        found = read_versions(con, url)
    if as_json:
        write_json_lines(ArticleVersion._fields, found, sys.stdout)
        return
    for version in found:
        click.echo(
            f"{version.version}. {version.title} (captured {version.first_captured_at:%Y-%m-%d},"
            f" {version.body_chars} characters, {version.url})"
        )
    for old, new in pairwise(found):
        names = (f"version {old.version}", f"version {new.version}")
        for line in unified_diff(old.lines, new.lines, *names, lineterm="", n=1):
            click.echo(line)
