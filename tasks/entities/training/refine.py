"""Continue the training of the tagger on our own sentences: `refine(model, sentences, gazetteer)`.

Stochastic gradient descent (Adagrad) on the likelihood, from the weights of the corpora and drawn
back to them, so that a few thousand sentences suffice. Listed names are hidden more often than in
the first training, because the names of our own sentences are on no list.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
import numpy.typing as npt

from tasks.entities.gazetteer.lookup import Gazetteer
from tasks.entities.ner.crf.features import (
    NO_TAG,
    gazetteer_tags,
    tag_attribute,
    tagger_features,
    title_cased,
)
from tasks.entities.ner.crf.model_file import CrfModel
from tasks.entities.training.corpora import Annotated, label_column

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

# Weights closer to zero are left out of the file.
_LEAST = 1e-3
_OFFSETS = (-1, 0, 1)


@dataclass(frozen=True, slots=True)
class RefinementPlan:
    """Settings of the second training; the defaults are those of the committed weights.

    `hidden` is the share of listed names that are hidden in our own sentences, `hidden_elsewhere`
    in those of the corpora. `pull` draws the weights back to those of the first training.
    """

    seed: int = 5
    epochs: int = 3
    rate: float = 0.05
    pull: float = 0.002
    hidden: float = 0.5
    hidden_elsewhere: float = 0.2
    silver: int = 2_500
    gold: int = 800


@dataclass(frozen=True, slots=True)
class _Example:
    """The rows of the weights of each word, its tag in the lists, and its label."""

    rows: Integers
    words: Integers
    tags: list[str]
    hidden: float
    truth: Integers


def refine(
    model: CrfModel,
    own: Sequence[Annotated],
    corpora: Sequence[Annotated],
    gazetteer: Gazetteer,
    plan: RefinementPlan | None = None,
) -> CrfModel:
    """Return the model after some epochs on `own` sentences and some of the `corpora`."""
    plan = plan or RefinementPlan()
    examples = [
        *_examples(model, own, gazetteer, plan.hidden),
        *_examples(model, corpora, gazetteer, plan.hidden_elsewhere),
    ]
    descent = _Descent(model, plan)
    chance = random.Random(plan.seed)
    for _ in range(plan.epochs):
        for example in chance.sample(examples, len(examples)):
            descent.step(*_with_tags(model, example, chance), example.truth)
    return descent.refined()


def _examples(
    model: CrfModel, sentences: Sequence[Annotated], gazetteer: Gazetteer, hidden: float
) -> Iterator[_Example]:
    numbers = {label: number for number, label in enumerate(model.labels)}
    cache: dict[str, dict[int, list[str]]] = {}
    for sentence in sentences:
        if sentence.words:
            words = title_cased(sentence.words) or sentence.words
            features = tagger_features(words, [NO_TAG] * len(words), model.names, cache)
            found = [
                (row, at)
                for at, own in enumerate(features)
                for one in own
                if (row := model.attributes.get(one)) is not None
            ]
            rows, places = np.array(found, dtype=np.int64).reshape(-1, 2).T
            tags = gazetteer_tags(len(words), gazetteer.find(words))
            truth = np.array([numbers[label] for label in label_column(sentence)])
            yield _Example(rows, places, tags, hidden, truth)


def hide_names(tags: Sequence[str], share: float, chance: random.Random) -> list[str]:
    """Return the tags without those of some listed names."""
    kept = list(tags)
    hide = False
    for index, tag in enumerate(tags):
        if tag[:1] in "BU":
            hide = chance.random() < share
        if hide and tag != NO_TAG:
            kept[index] = NO_TAG
    return kept


def _with_tags(
    model: CrfModel, example: _Example, chance: random.Random
) -> tuple[Integers, Integers]:
    """The rows of an example and their words, with those of the tags that are not hidden."""
    tags = hide_names(example.tags, example.hidden, chance)
    found = [
        (row, at - offset)
        for at, tag in enumerate(tags)
        if tag != NO_TAG
        for offset in _OFFSETS
        if 0 <= at - offset < len(tags)
        and (row := model.attributes.get(tag_attribute(offset, tag))) is not None
    ]
    rows, words = np.array(found, dtype=np.int64).reshape(-1, 2).T
    return np.concatenate([example.rows, rows]), np.concatenate([example.words, words])


class _Descent:
    """The weights and their sums of squared gradients."""

    def __init__(self, model: CrfModel, plan: RefinementPlan) -> None:
        self._model = model
        self._plan = plan
        self._weights = model.weights.copy()
        self._transitions = model.transitions.copy()
        self._squares = np.full(self._weights.shape, 1e-2)
        self._transition_squares = np.ones(self._transitions.shape)

    def step(self, rows: Integers, words: Integers, truth: Integers) -> None:
        """Move the weights of one sentence: `rows[i]` is a feature of the word `words[i]`."""
        emissions = np.zeros((len(truth), len(self._model.labels)))
        np.add.at(emissions, words, self._weights[rows])
        single, paired = marginals(emissions, self._transitions)
        single[np.arange(len(truth)), truth] -= 1
        np.subtract.at(paired, (truth[:-1], truth[1:]), 1)
        unique, number = np.unique(rows, return_inverse=True)
        slope = self._plan.pull * (self._weights[unique] - self._model.weights[unique])
        np.add.at(slope, number, single[words])
        self._squares[unique] += slope**2
        self._weights[unique] -= self._plan.rate * slope / np.sqrt(self._squares[unique])
        paired += self._plan.pull * (self._transitions - self._model.transitions)
        self._transition_squares += paired**2
        self._transitions -= self._plan.rate * paired / np.sqrt(self._transition_squares)

    def refined(self) -> CrfModel:
        """Return the model with these weights."""
        weights = np.where(np.abs(self._weights) < _LEAST, 0.0, self._weights)
        return replace(self._model, weights=weights, transitions=self._transitions)


def marginals(emissions: Floats, transitions: Floats) -> tuple[Floats, Floats]:
    """Return the probability of each label of each word, and the expected pairs of labels."""
    count = len(emissions)
    before, after = np.empty_like(emissions), np.zeros_like(emissions)
    before[0] = emissions[0]
    for at in range(1, count):
        before[at] = _log_sum(before[at - 1][:, None] + transitions, 0) + emissions[at]
    for at in range(count - 2, -1, -1):
        after[at] = _log_sum(transitions + (emissions[at + 1] + after[at + 1])[None, :], 1)
    total = _log_sum(before[-1], 0)
    following = (emissions + after)[1:, None, :]
    pairs = np.exp(before[:-1, :, None] + transitions[None] + following - total)
    return np.exp(before + after - total), pairs.sum(axis=0)


def _log_sum(values: Floats, axis: int) -> Floats:
    most = values.max(axis=axis, keepdims=True)
    total: Floats = most + np.log(np.exp(values - most).sum(axis=axis, keepdims=True))
    return total.squeeze(axis)


def some_of(sentences: Sequence[Annotated], count: int, seed: int) -> list[Annotated]:
    """Return a random sample of at most `count` sentences."""
    return random.Random(seed).sample(sentences, min(count, len(sentences)))


def refinement_corpora(
    silver: Sequence[Annotated], gold: Sequence[Annotated], plan: RefinementPlan
) -> list[Annotated]:
    """Return the sentences of the corpora that are read again beside our own."""
    return list(chain(some_of(silver, plan.silver, plan.seed), some_of(gold, plan.gold, plan.seed)))
