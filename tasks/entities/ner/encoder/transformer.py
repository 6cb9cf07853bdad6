"""A small transformer in numpy that scores the labels of possible names: `Encoder.score`.

Six layers of MiniLM, fine-tuned. The first layers read every piece of a sentence, the others only
update the words that can be names (and read all), which costs a third. One call is one document:
the same document has the same scores whatever it is processed with.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

import numpy as np

from tasks.entities.ner.encoder.model_file import EncoderModel, Floats, Layer, read_encoder
from tasks.entities.ner.encoder.word_pieces import WordPieces, word_case

Ranges = list[tuple[int, int]]

MAX_PIECES = 192
HEADS = 12
# A lower-case word this close between two capitals can be inside a name: `Bank of the South`.
_GAP = 2
_NORM = 1e-12
# x * clip(0.5 + x * SLOPE, 0, 1): close to the GELU of the base and several times as fast.
SLOPE = np.float32(0.2837)


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
    """Scores possible names. Reads its weights at the first call."""

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
            values = _updated(values, values, layer, layout.all, layout.all)
        else:
            some = values[layout.chosen]
            values[layout.chosen] = _updated(some, values, layer, layout.some, layout.all)
    weight, bias = model.labels
    return _log_softmax(values[layout.chosen][layout.is_word] @ weight + bias)


class _Layout:
    """Where the pieces of the sentences are in flat arrays; `all` and `some` are ranges of rows."""

    def __init__(self, sentences: Sequence[Pieces]) -> None:
        lengths = [len(one.numbers) for one in sentences]
        self.all_places = np.concatenate([np.arange(length) for length in lengths])
        self.all = _ranges(lengths)
        self.some = _ranges([len(one.places) for one in sentences])
        self.chosen = np.concatenate(
            [
                first + np.array(one.places)
                for (first, _), one in zip(self.all, sentences, strict=True)
            ]
        )
        self.is_word = np.array([place > 0 for one in sentences for place in one.places])


def _ranges(lengths: Sequence[int]) -> Ranges:
    return list(pairwise(accumulate(lengths, initial=0)))


def _updated(own: Floats, values: Floats, layer: Layer, rows: Ranges, others: Ranges) -> Floats:
    """The rows `own` after one layer, in which they attend to all `values` of their sentence."""
    size = own.shape[1]
    weight, bias = layer.attention
    queries = own @ weight[:, :size] + bias[:size]
    keys = values @ weight[:, size:] + bias[size:]
    queries *= np.float32((size // HEADS) ** -0.5)
    seen = np.empty_like(queries)
    # One sentence at a time: padded to one length, half of the work would be on padding.
    for (first, last), (begin, end) in zip(rows, others, strict=True):
        _attend(queries[first:last], keys[begin:end], seen[first:last])
    joined = seen @ layer.joined[0]
    joined += layer.joined[1]
    joined += own
    middle = _normed(joined, layer.joined_norm)
    inner = middle @ layer.inner[0]
    inner += layer.inner[1]
    outer = _activated(inner) @ layer.outer[0]
    outer += layer.outer[1]
    outer += middle
    return _normed(outer, layer.outer_norm)


def _attend(queries: Floats, others: Floats, out: Floats) -> None:
    """Write the attention of each row of a sentence to `out`; `others` has keys beside values."""
    size = queries.shape[1]
    parts = others.reshape(len(others), 2, HEADS, size // HEADS)
    weights: Floats = queries.reshape(len(queries), HEADS, -1).transpose(1, 0, 2) @ parts[
        :, 0
    ].transpose(1, 2, 0)
    weights -= weights.max(axis=-1, keepdims=True)
    np.exp(weights, out=weights)
    weights /= weights.sum(axis=-1, keepdims=True)
    seen: Floats = weights @ parts[:, 1].transpose(1, 0, 2)
    out[:] = seen.transpose(1, 0, 2).reshape(len(queries), size)


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
