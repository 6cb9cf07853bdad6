"""CRF decoding in batches: Viterbi in numpy with the same result as crfsuite.

The scores of a word type at the five offsets are computed once and cached; tagging is then a
gather, a sum and a Viterbi pass over sentences of similar length.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from tasks.entities.gazetteer.lookup import Entry, Gazetteer, Hit, ListKind
from tasks.entities.ner.crf.features import (
    BOUNDARY,
    FAR_FAMILIES,
    GAZETTEER_TAGS,
    NEAR_FAMILIES,
    NO_TAG,
    OFFSETS,
    OWN_FAMILIES,
    gazetteer_tags,
    tag_attribute,
    title_cased,
    word_attribute,
    word_features,
    word_values,
)
from tasks.entities.ner.crf.model_file import CrfModel
from tasks.entities.ner.encoder.scores import Scorer, add_scores

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Row = TypeVar("Row")

# Sentences in one Viterbi pass: more are not faster and need more memory.
_BATCH = 512
# Cached word types; 360 bytes each (9 labels, 5 offsets), 24 MB when full.
_MAX_WORD_TYPES = 50_000
_FIRST_CAPACITY = 8_192
_LEARNT_TOGETHER = 2_000
_TAG_NUMBERS = {tag: number for number, tag in enumerate(GAZETTEER_TAGS)}


@dataclass(frozen=True, slots=True)
class Tagged:
    """The labels of the words of a sentence, and the gazetteer hits in it."""

    labels: list[str]
    hits: list[Hit]


class _Families(Generic[Row]):
    """Rows of the weights by feature family and value, instead of by feature name."""

    def __init__(self, rows: dict[str, Row], families: Sequence[str]) -> None:
        by_family: dict[str, dict[str, Row]] = {family: {} for family in families}
        self._flags: dict[str, Row] = {}
        for feature, row in rows.items():
            family, sign, value = feature.partition("=")
            values = by_family.get(family + sign)
            if values is None:
                self._flags[feature] = row
            else:
                values[value] = row
        self._by_family = tuple(by_family.values())

    def rows_of(self, values: Sequence[str], flags: Sequence[str]) -> list[Row]:
        """The rows of a word that exist, in the order of its features."""
        found = [
            family[value]
            for family, value in zip(self._by_family, values, strict=True)
            if value in family
        ]
        if flags:
            found += [self._flags[flag] for flag in flags if flag in self._flags]
        return found


class Decoder:
    """A model and a gazetteer, with a cache of the scores of word types."""

    def __init__(self, model: CrfModel, gazetteer: Gazetteer, scorer: Scorer | None = None) -> None:
        self._model = model
        self._scorer = scorer
        self._gazetteer = gazetteer
        self._tag_scores = _tag_scores(model)
        # Zero padding row: `np.add.reduceat` cannot sum empty segments.
        self._weights = np.vstack([model.weights, np.zeros(len(model.labels))])
        rows = [_rows_at(model, offset) for offset in OFFSETS]
        nothing = len(model.weights)
        self._far = _Families(_paired(rows[0], rows[4], nothing), FAR_FAMILIES)
        self._near = _Families(_paired(rows[1], rows[3], nothing), NEAR_FAMILIES)
        self._own = _Families(rows[2], OWN_FAMILIES)
        self._boundary = _boundary_rows(model, rows)
        self._forget_words()

    def tag(
        self, sentences: Sequence[Sequence[str]], documents: Sequence[int] | None = None
    ) -> list[Tagged]:
        """Return labels (`B-PER`, `I-PER`, ..., `O`) and gazetteer hits of each sentence.

        `documents` are the numbers of sentences of each document; one document unless given.
        """
        if len(self._numbers) > _MAX_WORD_TYPES:
            self._forget_words()
        plain = [title_cased(words) or words for words in sentences]
        self._learn_all(set().union(*plain) - self._numbers.keys())
        lengths = np.array([len(words) for words in plain], dtype=np.int64)
        numbers = [list(map(self._numbers.__getitem__, words)) for words in plain]
        hits = [self._find_hits(words, own) for words, own in zip(plain, numbers, strict=True)]
        scores, begins = self._scores(numbers, hits, lengths)
        if self._scorer and len(plain):
            margins = find_margins(scores, begins, lengths, self._model.transitions)
            counts = [len(plain)] if documents is None else documents
            add_scores(scores, begins, margins, plain, hits, counts, self._scorer)
        labels = self._model.labels
        return [
            Tagged([labels[label] for label in path], own)
            for path, own in zip(
                _viterbi_all(scores, begins, lengths, self._model.transitions), hits, strict=True
            )
        ]

    def _find_hits(self, words: Sequence[str], numbers: list[int]) -> list[Hit]:
        may_start = self._may_start
        starts = [at for at, number in enumerate(numbers) if may_start[number]]
        return self._gazetteer.find_at(words, starts) if starts else []

    def _scores(
        self, numbers: list[list[int]], hits: list[list[Hit]], lengths: Integers
    ) -> tuple[Floats, Integers]:
        """Scores of all words of all sentences in one array, and the start of each sentence.

        Two boundary words separate sentences, because features look two words away.
        """
        boundary = self._numbers[BOUNDARY]
        flat = [boundary, boundary]
        for own in numbers:
            flat += own
            flat += (boundary, boundary)
        begins = np.cumsum(lengths + 2) - lengths
        ids = np.array(flat, dtype=np.int64)
        tags = np.zeros(len(ids), dtype=np.int64)
        for begin, own_hits in zip(begins.tolist(), hits, strict=True):
            for hit in own_hits:
                first = begin + hit.first
                own_tags = _tag_numbers(hit.entry.kind, hit.last - hit.first)
                tags[first : first + len(own_tags)] = own_tags
        return self._sum(ids, tags), begins

    def _sum(self, ids: Integers, tags: Integers) -> Floats:
        scores: Floats = self._word_scores[2][ids]
        scores[2:] += self._word_scores[0][ids[:-2]]
        scores[1:] += self._word_scores[1][ids[:-1]]
        scores[:-1] += self._word_scores[3][ids[1:]]
        scores[:-2] += self._word_scores[4][ids[2:]]
        tagged = np.flatnonzero(tags)
        # A gazetteer tag is a feature of its word and both neighbours; most words have none.
        np.add.at(scores, tagged, self._tag_scores[1][tags[tagged]])
        np.add.at(scores, tagged + 1, self._tag_scores[0][tags[tagged]])
        np.add.at(scores, tagged - 1, self._tag_scores[2][tags[tagged]])
        return scores

    def _forget_words(self) -> None:
        self._numbers: dict[str, int] = {}
        self._may_start: list[bool] = []
        shape = (len(OFFSETS), _FIRST_CAPACITY, len(self._model.labels))
        self._word_scores = np.zeros(shape)
        self._learn_all({BOUNDARY})

    def _learn_all(self, words: set[str]) -> None:
        """Number new word types, in batches because all features of a batch are in one array."""
        new = sorted(words)
        for first in range(0, len(new), _LEARNT_TOGETHER):
            self._learn(new[first : first + _LEARNT_TOGETHER])

    def _learn(self, words: Sequence[str]) -> None:
        """Compute what each word type contributes at each offset: sums of rows of the weights."""
        known = len(self._numbers)
        self._make_room(known + len(words))
        rows: list[int] = []
        firsts: list[int] = []
        nothing = [len(self._weights) - 1]
        for number, word in enumerate(words, start=known):
            self._numbers[word] = number
            self._may_start.append(word != BOUNDARY and self._gazetteer.may_start(word))
            for own in self._rows_of(word):
                firsts.append(len(rows))
                rows += own or nothing
        sums = np.add.reduceat(self._weights[rows], firsts, axis=0)
        by_word = sums.reshape(len(words), len(OFFSETS), -1)
        self._word_scores[:, known : known + len(words)] = by_word.transpose(1, 0, 2)

    def _rows_of(self, word: str) -> tuple[list[int], ...]:
        """Rows of the weights for each offset."""
        if word == BOUNDARY:
            return self._boundary
        values = word_values(word, self._model.names)
        far = self._far.rows_of(values.far, values.far_flags)
        near = self._near.rows_of(values.near, values.flags)
        return (
            [row for row, _ in far],
            [row for row, _ in near],
            self._own.rows_of(values.own, values.flags),
            [row for _, row in near],
            [row for _, row in far],
        )

    def _make_room(self, count: int) -> None:
        while count > self._word_scores.shape[1]:
            self._word_scores = np.concatenate(
                [self._word_scores, np.zeros_like(self._word_scores)], 1
            )


@lru_cache(maxsize=1_000)
def _tag_numbers(kind: ListKind, width: int) -> list[int]:
    """The tags of a listed name with this number of words."""
    entry = Entry(kind, "", ("",))
    return [_TAG_NUMBERS[tag] for tag in gazetteer_tags(width, [Hit(0, width, entry)])]


def _rows_at(model: CrfModel, offset: int) -> dict[str, int]:
    """The model's rows by feature, for words at one offset."""
    prefix = word_attribute(offset, "")
    return {
        name[len(prefix) :]: row
        for name, row in model.attributes.items()
        if name.startswith(prefix)
    }


def _boundary_rows(model: CrfModel, rows: Sequence[dict[str, int]]) -> tuple[list[int], ...]:
    """Rows of the word that stands before the first and after the last, by offset."""
    features = word_features(BOUNDARY, model.names)
    return tuple(
        [own[one] for one in features.get(offset, ()) if one in own]
        for offset, own in zip(OFFSETS, rows, strict=True)
    )


def _paired(
    before: dict[str, int], after: dict[str, int], nothing: int
) -> dict[str, tuple[int, int]]:
    """Rows by feature for two offsets with the same features; `nothing` is the row of zeros."""
    return {
        name: (before.get(name, nothing), after.get(name, nothing))
        for name in before.keys() | after.keys()
    }


def _tag_scores(model: CrfModel) -> Floats:
    """[offset -1, 0, 1][gazetteer tag][label]."""
    scores = np.zeros((3, len(GAZETTEER_TAGS), len(model.labels)))
    for index, offset in enumerate((-1, 0, 1)):
        for number, tag in enumerate(GAZETTEER_TAGS):
            row = model.attributes.get(tag_attribute(offset, tag))
            if tag != NO_TAG and row is not None:
                scores[index, number] = model.weights[row]
    return scores


def _viterbi_all(
    scores: Floats, begins: Integers, lengths: Integers, transitions: Floats
) -> list[list[int]]:
    """The best path of each sentence, in the given order."""
    paths: list[list[int]] = [[] for _ in range(len(lengths))]
    for batch in _batches(lengths):
        own = lengths[batch]
        best = _viterbi(scores, begins[batch], own, transitions)
        for column, (sentence, length) in enumerate(zip(batch.tolist(), own.tolist(), strict=True)):
            paths[sentence] = best[:length, column].tolist()
    return paths


def find_margins(
    scores: Floats, begins: Integers, lengths: Integers, transitions: Floats
) -> Floats:
    """How far the best path is above the best path with another label, for each word."""
    margins = np.zeros(len(scores))
    for batch in _batches(lengths):
        own = lengths[batch]
        steps = int(own.max())
        where = np.minimum(begins[batch][None, :] + np.arange(steps)[:, None], len(scores) - 1)
        emissions = np.ascontiguousarray(scores[where].transpose(0, 2, 1))
        total = _forward(emissions, transitions)
        total += _backward(emissions, own, transitions)
        total.partition(total.shape[1] - 2, axis=1)
        inside = np.arange(steps)[:, None] < own[None, :]
        margins[where[inside]] = (total[:, -1] - total[:, -2])[inside]
    return margins


def _backward(emissions: Floats, lengths: Integers, transitions: Floats) -> Floats:
    """The best score of what follows each position, for each label there."""
    best = np.zeros_like(emissions)
    for step in range(len(emissions) - 2, -1, -1):
        following = emissions[step + 1] + best[step + 1]
        candidates = transitions[:, :, None] + following[None, :, :]
        np.copyto(best[step], candidates.max(axis=1), where=step + 1 < lengths)
    return best


def _batches(lengths: Integers) -> Iterator[Integers]:
    """Batches of sentences of similar length, without empty ones."""
    order = np.argsort(lengths, kind="stable")
    order = order[lengths[order] > 0]
    for first in range(0, len(order), _BATCH):
        yield order[first : first + _BATCH]


def _viterbi(
    scores: Floats, begins: Integers, lengths: Integers, transitions: Floats
) -> npt.NDArray[np.int64]:
    """Best labels [position, sentence] of sentences that begin at `begins` in `scores`.

    Positions past a sentence's end read the following scores; their labels are unused.
    """
    steps, width = int(lengths.max()), len(begins)
    where = np.minimum(begins[None, :] + np.arange(steps)[:, None], len(scores) - 1)
    emissions = np.ascontiguousarray(scores[where].transpose(0, 2, 1))
    return _trace_back(_forward(emissions, transitions), lengths, transitions, width)


def _forward(emissions: Floats, transitions: Floats) -> Floats:
    """The best score of a path to each position, for each label there."""
    best = np.empty_like(emissions)
    best[0] = emissions[0]
    for step in range(1, len(emissions)):
        candidates = best[step - 1][:, None, :] + transitions[:, :, None]
        np.add(candidates.max(axis=0), emissions[step], out=best[step])
    return best


def _trace_back(
    best: Floats, lengths: Integers, transitions: Floats, width: int
) -> npt.NDArray[np.int64]:
    labels = np.zeros((len(best), width), dtype=np.int64)
    for step in range(len(best) - 1, -1, -1):
        candidates = best[step]
        if step + 1 < len(best):
            ends = lengths == step + 1
            candidates = candidates + np.where(ends, 0.0, transitions[:, labels[step + 1]])
        labels[step] = candidates.argmax(axis=0)
    return labels
