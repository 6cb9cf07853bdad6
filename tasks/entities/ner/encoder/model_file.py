"""Weights of the encoder as one .npz file: `write_encoder`, `read_encoder`.

Matrices are stored as bytes with one scale for each column, the rest in single precision.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tasks.entities.arrays import Arrays, read_arrays

ENCODER_FILE = Path(__file__).parents[1] / "model" / "encoder.npz"

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.int8]
_SCALE = ".scale"
_VOCABULARY = "vocabulary"
_WORDS = "words"
# Layers that update every piece; the others update only the first pieces of possible names.
WIDE = "wide_layers"


@dataclass(frozen=True, slots=True)
class Layer:
    """One transformer layer; the first three matrices of attention are side by side."""

    attention: tuple[Floats, Floats]
    joined: tuple[Floats, Floats]
    joined_norm: tuple[Floats, Floats]
    inner: tuple[Floats, Floats]
    outer: tuple[Floats, Floats]
    outer_norm: tuple[Floats, Floats]


@dataclass(frozen=True, slots=True)
class EncoderModel:
    """The word table stays in bytes: a row is scaled when its piece is read."""

    vocabulary: tuple[str, ...]
    words: Bytes
    word_scales: Floats
    positions: Floats
    cases: Floats
    norm: tuple[Floats, Floats]
    layers: tuple[Layer, ...]
    labels: tuple[Floats, Floats]
    wide: int


def write_encoder(
    path: Path, weights: Mapping[str, Floats], vocabulary: tuple[str, ...], wide: int
) -> None:
    """Write the weights (as named by the training, matrices [in, out]) to `path`."""
    stored: dict[str, npt.NDArray[np.generic]] = {
        _VOCABULARY: np.frombuffer("\n".join(vocabulary).encode(), dtype=np.uint8),
        WIDE: np.array(wide),
    }
    for name, values in weights.items():
        stored |= dict(_stored(name, values))
    np.savez_compressed(path, **stored)  # type: ignore[arg-type]


def _stored(name: str, values: Floats) -> Iterator[tuple[str, npt.NDArray[np.generic]]]:
    if values.ndim == 1 or name in ("positions", "cases"):
        yield name, values.astype(np.float16 if values.ndim > 1 else np.float32)
        return
    axis = 1 if name == _WORDS else 0
    scales = np.maximum(np.abs(values).max(axis=axis, keepdims=True) / 127, 1e-8)
    yield name, np.rint(values / scales).astype(np.int8)
    yield name + _SCALE, scales.astype(np.float32)


def read_encoder(path: Path = ENCODER_FILE) -> EncoderModel:
    """Read a file of `write_encoder`. Raises FileNotFoundError if it does not exist."""
    own = read_encoder_arrays(path)
    vocabulary = own[_VOCABULARY].tobytes().decode().split("\n")
    count = len({name.split(".")[1] for name in own if name.startswith("layer.")})
    return EncoderModel(
        tuple(vocabulary),
        own[_WORDS],
        own[_WORDS + _SCALE],
        own["positions"],
        own["cases"],
        _pair(own, "norm"),
        tuple(_layer(own, f"layer.{number}.") for number in range(count)),
        _pair(own, "labels"),
        int(own[WIDE]),
    )


def read_encoder_arrays(path: Path = ENCODER_FILE) -> Arrays:
    """Return the arrays of a file as they are computed with, the matrices in single precision."""
    return read_arrays(path, _in_single_precision)


def weights_of(model: EncoderModel) -> dict[str, Floats]:
    """Return the weights by the names that `write_encoder` takes, to train them further."""
    pairs = {"norm": model.norm, "labels": model.labels}
    for number, layer in enumerate(model.layers):
        pairs |= {f"layer.{number}.{one.name}": getattr(layer, one.name) for one in fields(layer)}
    weights = {"positions": model.positions, "cases": model.cases}
    weights["words"] = model.words * model.word_scales
    for name, (weight, bias) in pairs.items():
        weights |= {f"{name}.weight": weight, f"{name}.bias": bias}
    return weights


def _layer(own: Mapping[str, Floats], name: str) -> Layer:
    parts = ("attention", "joined", "joined_norm", "inner", "outer", "outer_norm")
    return Layer(*(_pair(own, name + part) for part in parts))


def _pair(own: Mapping[str, Floats], name: str) -> tuple[Floats, Floats]:
    return own[name + ".weight"], own[name + ".bias"]


def _in_single_precision(stored: Arrays) -> Arrays:
    """Scale the matrices of the layers; the word table stays in bytes beside its scales."""
    kept = (_VOCABULARY, WIDE, _WORDS, _WORDS + _SCALE)
    arrays = {name: stored[name] for name in kept}
    for name, values in stored.items():
        if name not in kept and not name.endswith(_SCALE):
            scale = stored.get(name + _SCALE)
            plain = values.astype(np.float32)
            arrays[name] = np.ascontiguousarray(plain if scale is None else plain * scale)
    return arrays
