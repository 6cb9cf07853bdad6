"""`aawsat entities ...`: look at what extraction finds, score it, train it."""

import json
from datetime import datetime
from pathlib import Path

import click


@click.group()
def entities() -> None:
    """Find names, quotes, dates and events in a text; score and train the tagger."""


@entities.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="Day of publication.")
def extract(file: Path, published: datetime | None) -> None:
    """Print the mentions, quotes, dates and events of a text file as JSON."""
    from tasks.entities.extract import extract_entities, extraction_record

    text = file.read_text(encoding="utf-8")
    found = extract_entities(text, published.date() if published else None)
    click.echo(json.dumps(extraction_record(found), indent=2, ensure_ascii=False))
