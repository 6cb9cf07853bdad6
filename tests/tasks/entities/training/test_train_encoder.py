"""Fine-tuning from a small base in the format of the real one."""

import json
from pathlib import Path

import numpy as np
import pytest

from tasks.entities.errors import BadTrainingData
from tasks.entities.ner.encoder.model_file import read_encoder
from tasks.entities.ner.encoder.transformer import forward, sentence_pieces
from tasks.entities.ner.encoder.word_pieces import WordPieces
from tasks.entities.training.corpora import Annotated, WordSpan
from tasks.entities.training.encoder_network import read_safetensors
from tasks.entities.training.train_encoder import EncoderPlan, fine_tune, read_vocabulary

SIZE = 24
PIECES = ("[PAD]", "[unused0]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "salim", "met", "men", "的")
SENTENCE = Annotated(("Salim", "met", "men"), (WordSpan(0, 1, "PER"),))


@pytest.fixture
def base(tmp_path: Path) -> Path:
    chance = np.random.default_rng(1)
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (len(PIECES), SIZE),
        "embeddings.position_embeddings.weight": (200, SIZE),
        "embeddings.token_type_embeddings.weight": (2, SIZE),
        "embeddings.LayerNorm.weight": (SIZE,),
        "embeddings.LayerNorm.bias": (SIZE,),
    }
    for part, wide, narrow in (
        *((f"attention.self.{one}", SIZE, SIZE) for one in ("query", "key", "value")),
        ("attention.output.dense", SIZE, SIZE),
        ("intermediate.dense", SIZE, 2 * SIZE),
        ("output.dense", 2 * SIZE, SIZE),
    ):
        shapes[f"encoder.layer.0.{part}.weight"] = (narrow, wide)
        shapes[f"encoder.layer.0.{part}.bias"] = (narrow,)
    for norm in ("attention.output.LayerNorm", "output.LayerNorm"):
        shapes |= {f"encoder.layer.0.{norm}.{end}": (SIZE,) for end in ("weight", "bias")}
    _write_safetensors(
        tmp_path / "model.safetensors",
        {name: chance.normal(0, 0.2, shape).astype("<f4") for name, shape in shapes.items()},
    )
    (tmp_path / "vocab.txt").write_text("\n".join(PIECES), encoding="utf-8")
    return tmp_path


def _write_safetensors(path: Path, tensors: dict[str, np.ndarray]) -> None:
    header, at = {}, 0
    for name, values in tensors.items():
        offsets = [at, at + values.nbytes]
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": offsets}
        at += values.nbytes
    stored = json.dumps(header).encode()
    body = b"".join(values.tobytes() for values in tensors.values())
    path.write_bytes(len(stored).to_bytes(8, "little") + stored + body)


def test_only_pieces_that_words_can_have_are_kept(base: Path) -> None:
    vocabulary, kept = read_vocabulary(base / "vocab.txt")

    assert vocabulary == ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "salim", "met", "men")
    assert kept == [0, 2, 3, 4, 6, 7, 8]


def test_the_tensors_of_the_base_are_read_by_name(base: Path) -> None:
    tensors = read_safetensors(base / "model.safetensors")

    assert tensors["embeddings.word_embeddings.weight"].shape == (len(PIECES), SIZE)


def test_a_missing_base_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadTrainingData, match=r"model\.safetensors cannot be read"):
        read_safetensors(tmp_path / "model.safetensors")


@pytest.mark.slow
def test_training_learns_the_labels_and_numpy_runs_what_torch_has_learnt(base: Path) -> None:
    pytest.importorskip("torch")
    plan = EncoderPlan(steps=60, warm_up=5, layers=(0,), rate=1e-2, other_capitals=0.0, threads=1)

    fine_tune([SENTENCE] * 8, base, base / "encoder.npz", plan)

    model = read_encoder(base / "encoder.npz")
    scores = forward(model, [sentence_pieces(WordPieces(model.vocabulary), SENTENCE.words)])
    assert scores.argmax(axis=1).tolist() == [1]
