"""`aawsat entities ...`: look at what extraction finds, score it, train it."""

import json
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import click

from flows.settings import read_settings

T = TypeVar("T")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_backend = click.option(
    "--backend", help="builtin, spacy:MODEL or gliner:MODEL; else AAWSAT_ENTITIES_BACKEND."
)
_data = click.option(
    "--data", "data_dir", type=_FOLDER, required=True, help="Folder of the corpora."
)


@click.group()
def entities() -> None:
    """Find names, quotes, dates and events in a text; score and train the tagger."""


@entities.command()
@click.argument("file", type=_FILE)
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="Day of publication.")
@_backend
def extract(file: Path, published: datetime | None, backend: str | None) -> None:
    """Print the mentions, quotes, dates and events of a text file as JSON."""
    from tasks.entities.extract import extract_entities, extraction_record

    day = published.date() if published else None
    found = extract_entities(_read_text(file), day, _chosen(backend))
    click.echo(json.dumps(extraction_record(found), indent=2, ensure_ascii=False))


@entities.command()
@click.argument("file", type=_FILE)
@click.option(
    "--half",
    type=click.Choice(["all", "dev", "held-out"]),
    default="all",
    help="Every text, or the odd (dev) or even (held-out) ones.",
)
@_backend
def score(file: Path, half: str, backend: str | None) -> None:
    """Print precision, recall and F per type and list the errors.

    FILE is a JSON list of [words, [[first, last, type], ...]], which scores names alone, or a text
    in the markup of tests/data/entities, which scores names, whose they are, quotes and datelines.
    """
    setting = _chosen(backend)
    click.echo(_score_words(file, half, setting) or _score_markup(file, half, setting))


@entities.command()
@_data
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write (.npz); the package's own weights unless given.",
)
def train(data_dir: Path, out: Path | None) -> None:
    """Train the tagger on gmb/, wikigold/ and dev/ of a folder; some seven minutes.

    The sentences of dev/t1.json are left out of training. Needs python-crfsuite.
    """
    from tasks.entities.ner.crf_model import MODEL_FILE
    from tasks.entities.training.train import train_model

    target = out or MODEL_FILE
    model = train_model(data_dir, target)
    target.with_suffix(".crfsuite").unlink()  # of use to the benchmark alone
    click.echo(f"{target}: {len(model.attributes):,} attributes, {target.stat().st_size:,} bytes")


@entities.command("build-gazetteer")
@_data
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write (.tsv.gz); the package's own list unless given.",
)
def build_gazetteer_file(data_dir: Path, out: Path | None) -> None:
    """Build the compact list of places, countries, peoples and office holders."""
    from tasks.entities.gazetteer.lookup import GAZETTEER_FILE
    from tasks.entities.training.build_gazetteer import build_gazetteer

    target = out or GAZETTEER_FILE
    count = build_gazetteer(data_dir, target)
    click.echo(f"{target}: {count:,} entries, {target.stat().st_size:,} bytes")


def _score_words(file: Path, half: str, backend: str) -> str:
    if file.suffix != ".json":
        return ""
    from tasks.entities.evaluation.spans import format_scores, score_sentences
    from tasks.entities.ner.backends import open_backend
    from tasks.entities.training.corpora import read_gold

    return format_scores(score_sentences(_of_half(read_gold(file), half), open_backend(backend)))


def _score_markup(file: Path, half: str, backend: str) -> str:
    from tasks.entities.evaluation.gold import read_gold_file
    from tasks.entities.evaluation.texts import format_gold_scores, score_texts
    from tasks.entities.extract import open_extractor

    golds = _of_half(read_gold_file(file), half)
    return format_gold_scores(score_texts(golds, open_extractor(backend)))


def _of_half(rows: list[T], half: str) -> list[T]:
    return rows if half == "all" else rows[{"dev": 0, "held-out": 1}[half] :: 2]


def _chosen(backend: str | None) -> str:
    return backend or read_settings().entities_backend


def _read_text(file: Path) -> str:
    """The text as it is stored: offsets count its line ends as they are."""
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise click.ClickException(
            f"{file} is no UTF-8 text: {error.reason} at byte {error.start}"
        ) from error
