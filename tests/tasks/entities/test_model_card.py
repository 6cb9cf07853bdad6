"""The sizes that MODEL_CARD.md states are those of the shipped lists and models."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from tasks.entities.gazetteer.places import open_places
from tasks.entities.ner.crf.model_file import read_model

CARD = (Path(__file__).parents[3] / "MODEL_CARD.md").read_text(encoding="utf-8")
LISTS = Path(__file__).parents[3] / "tasks" / "entities" / "lists"


def _lines(*names: str) -> int:
    return sum(len(gzip.decompress((LISTS / name).read_bytes()).splitlines()) for name in names)


@pytest.mark.parametrize(
    ("files", "stated"),
    [
        (["gazetteer.tsv.gz"], "gazetteer of {:,} entries"),
        (["first_names.txt.gz", "last_names.txt.gz"], "{:,} first and last names"),
        (["western_name_words.txt.gz"], "{:,} Western name words"),
        (["office_terms.tsv.gz"], "{:,} terms of office"),
        (["people_lives.tsv.gz"], "lives of {:,} people"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_the_model_card_states_the_size_of_a_list(files: list[str], stated: str) -> None:
    assert stated.format(_lines(*files)) in CARD


def test_the_model_card_states_the_size_of_the_index_of_places() -> None:
    assert f"index of {len(open_places()):,} places" in CARD


def test_the_model_card_states_the_size_of_the_tagger() -> None:
    model = read_model()

    assert (
        f"{len(model.attributes):,} attributes, {np.count_nonzero(model.weights):,} weights" in CARD
    )
