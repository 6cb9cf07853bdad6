"""Weights of the tagger as one .npz file: `write_model`, `read_model`.

Strings are kept as one blob of UTF-8 lines, weights as sparse triples in single precision, so that
the file stays well under 1 MB and needs no pickle.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tasks.entities.ner.crf.features import NameWords

MODEL_FILE = Path(__file__).parents[1] / "model" / "tagger.npz"


@dataclass(frozen=True, slots=True)
class CrfModel:
    """Linear-chain CRF: `weights[attributes[a], y]` and `transitions[previous, next]`."""

    labels: tuple[str, ...]
    attributes: dict[str, int]
    weights: npt.NDArray[np.float64]
    transitions: npt.NDArray[np.float64]
    names: NameWords


def make_model(
    state: Mapping[tuple[str, str], float],
    transition: Mapping[tuple[str, str], float],
    labels: tuple[str, ...],
    names: NameWords,
) -> CrfModel:
    """Return a model of the (attribute, label) and (label, label) weights from crfsuite."""
    attributes = {name: row for row, name in enumerate(sorted({name for name, _ in state}))}
    column = {label: index for index, label in enumerate(labels)}
    weights = np.zeros((len(attributes), len(labels)))
    for (name, label), weight in state.items():
        weights[attributes[name], column[label]] = weight
    transitions = np.zeros((len(labels), len(labels)))
    for (previous, following), weight in transition.items():
        transitions[column[previous], column[following]] = weight
    return CrfModel(labels, attributes, weights, transitions, names)


def write_model(model: CrfModel, path: Path) -> None:
    """Write `path` (.npz, compressed)."""
    rows, columns = np.nonzero(model.weights)
    np.savez_compressed(
        path,
        labels=_blob(model.labels),
        attributes=_blob(model.attributes),
        rows=np.diff(rows, prepend=0).astype(np.uint16),
        columns=columns.astype(np.uint8),
        values=model.weights[rows, columns].astype(np.float32),
        transitions=model.transitions.astype(np.float32),
        first_names=_blob(sorted(model.names.first)),
        last_names=_blob(sorted(model.names.last)),
    )


def read_model(path: Path = MODEL_FILE) -> CrfModel:
    """Read a file of `write_model`. Raises FileNotFoundError if it does not exist."""
    with np.load(path, allow_pickle=False) as stored:
        labels = _lines(stored["labels"])
        attributes = {name: row for row, name in enumerate(_lines(stored["attributes"]))}
        weights = np.zeros((len(attributes), len(labels)))
        rows = np.cumsum(stored["rows"], dtype=np.int64)
        weights[rows, stored["columns"]] = stored["values"]
        names = NameWords(
            frozenset(_lines(stored["first_names"])), frozenset(_lines(stored["last_names"]))
        )
        return CrfModel(labels, attributes, weights, stored["transitions"].astype(float), names)


def _blob(lines: Iterable[str]) -> npt.NDArray[np.uint8]:
    text = "\n".join(lines)
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _lines(blob: npt.NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(blob.tobytes().decode().split("\n"))
