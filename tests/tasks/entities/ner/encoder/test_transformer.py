"""The encoder, with small random weights that are written and read like the committed ones."""

from pathlib import Path

import numpy as np
import pytest

from tasks.entities.ner.encoder import model_file
from tasks.entities.ner.encoder.model_file import (
    EncoderModel,
    read_encoder,
    weights_of,
    write_encoder,
)
from tasks.entities.ner.encoder.transformer import Encoder, forward, possible_names, sentence_pieces
from tasks.entities.ner.encoder.word_pieces import CASES, WordPieces

SIZE, LABELS = 24, 9
VOCABULARY = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "salim", "of", "basra", "met", "men")


@pytest.fixture
def model(tmp_path: Path) -> EncoderModel:
    chance = np.random.default_rng(1)
    shapes = {
        "words": (len(VOCABULARY), SIZE),
        "positions": (192, SIZE),
        "cases": (len(CASES), SIZE),
        "norm.weight": (SIZE,),
        "norm.bias": (SIZE,),
        "labels.weight": (SIZE, LABELS),
        "labels.bias": (LABELS,),
    }
    for layer in ("layer.0.", "layer.1."):
        for part, wide, narrow in (
            ("attention", SIZE, 3 * SIZE),
            ("joined", SIZE, SIZE),
            ("inner", SIZE, 2 * SIZE),
            ("outer", 2 * SIZE, SIZE),
        ):
            shapes |= {f"{layer}{part}.weight": (wide, narrow), f"{layer}{part}.bias": (narrow,)}
        for norm in ("joined_norm", "outer_norm"):
            shapes |= {f"{layer}{norm}.weight": (SIZE,), f"{layer}{norm}.bias": (SIZE,)}
    weights = {name: chance.normal(0, 0.5, shape).astype("f4") for name, shape in shapes.items()}
    write_encoder(tmp_path / "encoder.npz", weights, VOCABULARY, wide=1)
    return read_encoder(tmp_path / "encoder.npz")


def test_only_capitalised_words_and_those_between_them_can_be_names() -> None:
    words = ["Men", "of", "Basra", "met", "a", "man", "at", "the", "Bank", "of", "the", "South"]

    assert possible_names(words) == [0, 1, 2, 8, 9, 10, 11]


def test_each_possible_name_has_the_probabilities_of_its_labels(model: EncoderModel) -> None:
    sentence = sentence_pieces(WordPieces(VOCABULARY), ["Salim", "met", "men", "of", "Basra"])

    scores = forward(model, [sentence])

    assert scores.shape == (2, LABELS)
    assert np.exp(scores).sum(axis=1) == pytest.approx(1.0, abs=1e-5)


def test_a_sentence_has_the_same_scores_beside_other_sentences(model: EncoderModel) -> None:
    pieces = WordPieces(VOCABULARY)
    one = sentence_pieces(pieces, ["Salim", "met", "men"])
    other = sentence_pieces(pieces, ["Men", "of", "Basra", "met", "Salim", "of", "Basra"])

    together = forward(model, [one, other])

    assert together[:1] == pytest.approx(forward(model, [one]), abs=1e-4)


def test_the_words_of_an_endless_sentence_that_are_past_the_limit_have_no_scores() -> None:
    pieces = sentence_pieces(WordPieces(VOCABULARY), ["Salim"] * 500)

    assert len(pieces.numbers) == 192
    assert len(pieces.words) == 190


@pytest.mark.slow
def test_the_weights_are_read_when_a_sentence_is_scored(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[EncoderModel] = []

    def reading() -> EncoderModel:
        read.append(read_encoder())
        return read[-1]

    monkeypatch.setattr("tasks.entities.ner.encoder.transformer.read_encoder", reading)

    encoder = Encoder()
    assert not read
    encoder.score([["Salim", "met", "men"]])
    encoder.score([["Salim", "met", "men"]])

    assert len(read) == 1


def test_the_committed_weights_stay_small() -> None:
    assert model_file.ENCODER_FILE.stat().st_size < 25_000_000


def test_weights_taken_from_a_model_to_train_further_give_the_same_model(
    model: EncoderModel, tmp_path: Path
) -> None:
    write_encoder(tmp_path / "again.npz", weights_of(model), VOCABULARY, model.wide)

    again = read_encoder(tmp_path / "again.npz")
    sentence = sentence_pieces(WordPieces(VOCABULARY), ["Salim", "met", "men", "of", "Basra"])
    assert forward(again, [sentence]) == pytest.approx(forward(model, [sentence]), abs=1e-3)
