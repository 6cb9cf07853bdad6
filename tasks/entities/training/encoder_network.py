"""The encoder in torch, for training: the same network as `ner.encoder.transformer` in numpy.

The base is all-MiniLM-L6-v2 (Apache-2.0). Parameters have the names that `model_file` stores.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from tasks.entities.errors import BadTrainingData, MissingBackend
from tasks.entities.ner.encoder.model_file import Floats
from tasks.entities.ner.encoder.transformer import HEADS, MAX_PIECES, SLOPE, Pieces
from tasks.entities.ner.encoder.word_pieces import CASES

_LAYER_PARTS = {
    "joined": "attention.output.dense",
    "joined_norm": "attention.output.LayerNorm",
    "inner": "intermediate.dense",
    "outer": "output.dense",
    "outer_norm": "output.LayerNorm",
}
_NORM = 1e-12
# What a training of the upper layers leaves as it is.
_LOWEST = ("words", "positions", "cases", "norm.", "layer.0.")


def import_torch() -> Any:
    """Return torch. Raises `MissingBackend` if it is not installed."""
    try:
        return import_module("torch")
    except ImportError as error:
        raise MissingBackend("training the encoder needs torch: pip install torch") from error


def read_safetensors(path: Path) -> dict[str, Floats]:
    """Return the single-precision tensors of a .safetensors file by name."""
    try:
        stored = path.read_bytes()
    except OSError as error:
        raise BadTrainingData(f"{path} cannot be read: {error.strerror}") from error
    size = int.from_bytes(stored[:8], "little")
    header = json.loads(stored[8 : 8 + size])
    tensors = {}
    for name, one in header.items():
        if one.get("dtype") == "F32":
            first, last = one["data_offsets"]
            values = np.frombuffer(stored[8 + size + first : 8 + size + last], dtype="<f4")
            tensors[name] = values.reshape(one["shape"])
    return tensors


def base_weights(
    base: dict[str, Floats], kept: Sequence[int], layers: Sequence[int], labels: int, seed: int
) -> dict[str, Floats]:
    """Return the first weights: those of the base, of the kept pieces and layers."""
    places = base["embeddings.position_embeddings.weight"][:MAX_PIECES]
    size = places.shape[1]
    chance = np.random.default_rng(seed)
    weights = {
        "words": base["embeddings.word_embeddings.weight"][list(kept)],
        "positions": places + base["embeddings.token_type_embeddings.weight"][0],
        "cases": np.zeros((len(CASES), size), dtype=np.float32),
        "norm.weight": base["embeddings.LayerNorm.weight"],
        "norm.bias": base["embeddings.LayerNorm.bias"],
        "labels.weight": chance.normal(0, 0.02, (size, labels)).astype(np.float32),
        "labels.bias": np.zeros(labels, dtype=np.float32),
    }
    for number, layer in enumerate(layers):
        weights |= _layer_weights(base, f"encoder.layer.{layer}.", f"layer.{number}.")
    return weights


def _layer_weights(base: dict[str, Floats], old: str, new: str) -> dict[str, Floats]:
    own = [base[f"{old}attention.self.{part}.weight"].T for part in ("query", "key", "value")]
    weights = {
        f"{new}attention.weight": np.concatenate(own, axis=1),
        f"{new}attention.bias": np.concatenate(
            [base[f"{old}attention.self.{part}.bias"] for part in ("query", "key", "value")]
        ),
    }
    for part, name in _LAYER_PARTS.items():
        weight = base[f"{old}{name}.weight"]
        weights[f"{new}{part}.weight"] = weight.T if weight.ndim > 1 else weight
        weights[f"{new}{part}.bias"] = base[f"{old}{name}.bias"]
    return weights


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded pieces [sentence, piece], and the chosen ones [sentence, chosen] with their truth."""

    numbers: Any
    cases: Any
    exists: Any
    chosen: Any
    is_chosen: Any
    truth: Any


def make_batch(torch: Any, sentences: Sequence[Pieces], truths: Sequence[Sequence[int]]) -> Batch:
    """Return the batch of some sentences; `truths` are labels of their possible names."""
    count = len(sentences)
    longest = max(len(one.numbers) for one in sentences)
    most = max(len(one.places) for one in sentences)
    numbers = torch.zeros((count, longest), dtype=torch.long)
    cases, exists = torch.zeros_like(numbers), torch.zeros((count, longest), dtype=torch.bool)
    chosen = torch.zeros((count, most), dtype=torch.long)
    is_chosen, truth = torch.zeros((count, most), dtype=torch.bool), torch.full((count, most), -100)
    for row, (one, own) in enumerate(zip(sentences, truths, strict=True)):
        numbers[row, : len(one.numbers)] = torch.tensor(one.numbers)
        cases[row, : len(one.cases)] = torch.tensor(one.cases)
        exists[row, : len(one.numbers)] = True
        chosen[row, : len(one.places)] = torch.tensor(one.places)
        is_chosen[row, : len(one.places)] = True
        truth[row, 1 : len(own) + 1] = torch.tensor(own, dtype=torch.long)
    return Batch(numbers, cases, exists, chosen, is_chosen, truth)


class Network:
    """The parameters and the forward pass."""

    def __init__(
        self,
        torch: Any,
        weights: dict[str, Floats],
        wide: int,
        dropout: float,
        *,
        frozen: bool = False,
    ) -> None:
        self._torch = torch
        self._functions = torch.nn.functional
        self._wide = wide
        self._dropout = dropout
        self.layers = len({name.split(".")[1] for name in weights if name.startswith("layer.")})
        # The word table is not trained: rare pieces would keep the place of the base.
        fixed = _LOWEST if frozen else ("words",)
        self.parameters = {
            name: torch.nn.Parameter(torch.tensor(values), requires_grad=not name.startswith(fixed))
            for name, values in weights.items()
        }

    def loss(self, batch: Batch, smoothing: float) -> Any:
        """Return the mean cross-entropy over the possible names of the batch."""
        scores = self._scores(batch).reshape(-1, self.parameters["labels.bias"].shape[0])
        return self._functions.cross_entropy(
            scores, batch.truth.reshape(-1), label_smoothing=smoothing
        )

    def exported(self) -> dict[str, Floats]:
        """Return the weights as arrays."""
        return {name: one.detach().numpy() for name, one in self.parameters.items()}

    def _scores(self, batch: Batch) -> Any:
        own = self.parameters
        places = own["positions"][: batch.numbers.shape[1]]
        values = own["words"][batch.numbers] + places + own["cases"][batch.cases]
        values = self._drop(self._normed(values, "norm"))
        rows = self._torch.arange(len(batch.numbers))[:, None].expand_as(batch.chosen)
        chosen = rows[batch.is_chosen], batch.chosen[batch.is_chosen]
        for number in range(self.layers):
            if number < self._wide:
                values = self._updated(values, values, number, batch)
            else:
                some = self._updated(values[rows, batch.chosen], values, number, batch)
                values = values.index_put(chosen, some[batch.is_chosen])
        return values[rows, batch.chosen] @ own["labels.weight"] + own["labels.bias"]

    def _updated(self, some: Any, values: Any, number: int, batch: Batch) -> Any:
        name, size = f"layer.{number}.", values.shape[-1]
        weight, bias = (self.parameters[f"{name}attention.{one}"] for one in ("weight", "bias"))
        queries = some @ weight[:, :size] + bias[:size]
        keys, seen = (values @ weight[:, size:] + bias[size:]).chunk(2, dim=-1)
        joined = self._functions.scaled_dot_product_attention(
            *map(self._split, (queries, keys, seen)), attn_mask=batch.exists[:, None, None, :]
        )
        joined = joined.transpose(1, 2).flatten(2)
        middle = self._normed(
            some + self._drop(self._dense(joined, name + "joined")), name + "joined_norm"
        )
        inner = self._dense(middle, name + "inner")
        inner = inner * (0.5 + inner * float(SLOPE)).clamp(0, 1)
        outer = middle + self._drop(self._dense(inner, name + "outer"))
        return self._normed(outer, name + "outer_norm")

    def _split(self, values: Any) -> Any:
        return values.unflatten(-1, (HEADS, -1)).transpose(1, 2)

    def _dense(self, values: Any, name: str) -> Any:
        return self._torch.addmm(
            self.parameters[name + ".bias"],
            values.flatten(0, -2),
            self.parameters[name + ".weight"],
        ).unflatten(0, values.shape[:-1])

    def _normed(self, values: Any, name: str) -> Any:
        weight, bias = self.parameters[name + ".weight"], self.parameters[name + ".bias"]
        return self._functions.layer_norm(values, weight.shape, weight, bias, _NORM)

    def _drop(self, values: Any) -> Any:
        return self._functions.dropout(values, self._dropout) if self._dropout else values
