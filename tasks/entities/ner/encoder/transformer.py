"""A small transformer in numpy that scores the labels of possible names: `Encoder.score`.

Six layers of MiniLM, fine-tuned. The first layers read every piece of a sentence, the others only
update the words that can be names (and read all), which costs a third. One call is one document:
the same document has the same scores whatever it is processed with.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from tasks.entities.ner.encoder.model_file import EncoderModel, Floats, Layer, read_encoder
from tasks.entities.ner.encoder.word_pieces import WordPieces, word_case

Integers = npt.NDArray[np.int64]

MAX_PIECES = 192
HEADS = 12
# A lower-case word this close between two capitals can be inside a name: `Bank of the South`.
_GAP = 2
_NORM = 1e-12
# x * clip(0.5 + x * SLOPE, 0, 1): close to the GELU of the base and several times as fast.
SLOPE = np.float32(0.2837)
_HIDDEN = np.float32(-1e9)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of one sentence: numbers, cases, and for each possible name its word and piece."""

    numbers: list[int]
    cases: list[int]
    words: list[int]
    places: list[int]


def possible_names(words: Sequence[str]) -> list[int]:
    """Return the words that can be part of a name: with capitals, or between two such words."""
    capital = [at for at, word in enumerate(words) if word != word.lower()]
    found = set(capital)
    for before, after in pairwise(capital):
        if after - before <= _GAP + 1:
            found.update(range(before, after))
    return sorted(found)


def sentence_pieces(pieces: WordPieces, words: Sequence[str]) -> Pieces:
    """Return the pieces of a sentence; words past `MAX_PIECES` are left out."""
    numbers, cases, firsts = [pieces.first], [0], []
    for word in words:
        own = pieces.of_word(word)
        if len(numbers) + len(own) >= MAX_PIECES:
            break
        firsts.append(len(numbers))
        numbers += own
        cases += [word_case(word)] * len(own)
    kept = [at for at in possible_names(words) if at < len(firsts)]
    return Pieces([*numbers, pieces.last], [*cases, 0], kept, [0, *(firsts[at] for at in kept)])


class Encoder:
    """Reads its weights when it is first asked."""

    @cached_property
    def _model(self) -> EncoderModel:
        return read_encoder()

    @cached_property
    def _pieces(self) -> WordPieces:
        return WordPieces(self._model.vocabulary)

    def score(self, sentences: Sequence[Sequence[str]]) -> list[tuple[list[int], Floats]]:
        """Return (words, log-probabilities [word, label]) for each sentence of one document."""
        own = [sentence_pieces(self._pieces, words) for words in sentences]
        scores = forward(self._model, own)
        ends = np.cumsum([len(one.words) for one in own]).tolist()
        starts = [0, *ends[:-1]]
        return [
            (one.words, scores[start:end])
            for one, start, end in zip(own, starts, ends, strict=True)
        ]


def forward(model: EncoderModel, sentences: Sequence[Pieces]) -> Floats:
    """Return the log-probabilities of the possible names of all sentences, one row each."""
    layout = _Layout(sentences)
    numbers = np.array([one for own in sentences for one in own.numbers])
    cases = np.array([one for own in sentences for one in own.cases])
    values: Floats = model.words[numbers] * model.word_scales[numbers]
    values += model.positions[layout.all_places]
    values += model.cases[cases]
    values = _normed(values, model.norm)
    for number, layer in enumerate(model.layers):
        if number < model.wide:
            values = _updated(values, values, layer, layout, layout.all_slots, layout.longest)
        else:
            some = values[layout.chosen]
            values[layout.chosen] = _updated(
                some, values, layer, layout, layout.chosen_slots, layout.most_chosen
            )
    weight, bias = model.labels
    return _log_softmax(values[layout.chosen][layout.is_word] @ weight + bias)


class _Layout:
    """Where the pieces of the sentences are in flat and in padded arrays."""

    def __init__(self, sentences: Sequence[Pieces]) -> None:
        lengths = [len(one.numbers) for one in sentences]
        chosen = [len(one.places) for one in sentences]
        self.count = len(sentences)
        self.longest, self.most_chosen = max(lengths), max(chosen)
        self.all_places = np.concatenate([np.arange(length) for length in lengths])
        self.all_slots = _slots(lengths, self.longest)
        self.chosen_slots = _slots(chosen, self.most_chosen)
        begins = np.cumsum([0, *lengths[:-1]])
        self.chosen = np.concatenate(
            [begin + np.array(one.places) for begin, one in zip(begins, sentences, strict=True)]
        )
        self.is_word = np.array([place > 0 for one in sentences for place in one.places])
        hidden = np.arange(self.longest)[None, :] >= np.array(lengths)[:, None]
        self.mask = np.where(hidden, _HIDDEN, np.float32(0))[:, None, None, :]


def _slots(lengths: Sequence[int], width: int) -> Integers:
    return np.concatenate([row * width + np.arange(one) for row, one in enumerate(lengths)])


def _updated(
    own: Floats, values: Floats, layer: Layer, layout: _Layout, slots: Integers, width: int
) -> Floats:
    """The rows `own` after one layer, in which they attend to all `values` of their sentence."""
    size = own.shape[1]
    weight, bias = layer.attention
    queries = own @ weight[:, :size] + bias[:size]
    others = values @ weight[:, size:] + bias[size:]
    seen = _attend(
        _padded(queries, slots, layout.count, width),
        _padded(others[:, :size], layout.all_slots, layout.count, layout.longest),
        _padded(others[:, size:], layout.all_slots, layout.count, layout.longest),
        layout.mask,
    )
    joined = seen.transpose(0, 2, 1, 3).reshape(-1, size)[slots] @ layer.joined[0]
    joined += layer.joined[1]
    joined += own
    middle = _normed(joined, layer.joined_norm)
    inner = middle @ layer.inner[0]
    inner += layer.inner[1]
    outer = _activated(inner) @ layer.outer[0]
    outer += layer.outer[1]
    outer += middle
    return _normed(outer, layer.outer_norm)


def _padded(rows: Floats, slots: Integers, count: int, width: int) -> Floats:
    """Rows as [sentence, head, piece, part]."""
    wide = np.zeros((count * width, rows.shape[1]), dtype=np.float32)
    wide[slots] = rows
    return wide.reshape(count, width, HEADS, -1).transpose(0, 2, 1, 3)


def _attend(queries: Floats, keys: Floats, values: Floats, mask: Floats) -> Floats:
    weights: Floats = queries @ keys.transpose(0, 1, 3, 2)
    weights *= np.float32(queries.shape[-1] ** -0.5)
    weights += mask
    weights -= weights.max(axis=-1, keepdims=True)
    np.exp(weights, out=weights)
    weights /= weights.sum(axis=-1, keepdims=True)
    seen: Floats = weights @ values
    return seen


def _activated(values: Floats) -> Floats:
    part = values * SLOPE
    part += np.float32(0.5)
    np.clip(part, 0, 1, out=part)
    part *= values
    return part


def _normed(values: Floats, norm: tuple[Floats, Floats]) -> Floats:
    values = values - values.mean(axis=1, keepdims=True)
    variance = np.einsum("ij,ij->i", values, values) / np.float32(values.shape[1])
    values /= np.sqrt(variance + np.float32(_NORM))[:, None]
    values *= norm[0]
    values += norm[1]
    return values


def _log_softmax(values: Floats) -> Floats:
    values = values - values.max(axis=1, keepdims=True)
    total: Floats = values - np.log(np.exp(values).sum(axis=1, keepdims=True))
    return total
