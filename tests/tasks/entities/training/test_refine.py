"""Continuing the training of the tagger on a few sentences."""

import itertools
import random
from functools import cache

import numpy as np

from tasks.entities.gazetteer.lookup import Entry, Gazetteer, ListKind, open_gazetteer
from tasks.entities.ner.crf.features import NO_TAG, NameWords
from tasks.entities.ner.crf.model_file import CrfModel
from tasks.entities.ner.crf.viterbi import Decoder
from tasks.entities.training.corpora import Annotated, WordSpan
from tasks.entities.training.refine import RefinementPlan, hide_names, marginals, refine

LABELS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG")
BODY = Annotated(("The", "Dawn", "Committee", "met"), (WordSpan(1, 3, "ORG"),))
PLAIN = Annotated(("They", "met", "again"), ())


@cache
def _gazetteer() -> Gazetteer:
    # Opened by the first test that needs it: it takes as long as importing all other tests.
    return open_gazetteer([Entry(ListKind.COUNTRY, "country/IQ", ("Iraq",))])


def _untrained() -> CrfModel:
    names = ("0w=dawn", "0w=committee", "-1w=the", "1w=committee", "0w=met", "0w=the", "0w=they")
    attributes = {name: row for row, name in enumerate(names)}
    weights = np.zeros((len(names), len(LABELS)))
    transitions = np.zeros((len(LABELS), len(LABELS)))
    return CrfModel(LABELS, attributes, weights, transitions, NameWords(frozenset(), frozenset()))


def test_names_of_the_sentences_are_found_afterwards() -> None:
    plan = RefinementPlan(epochs=20, rate=0.3)

    model = refine(_untrained(), [BODY], [PLAIN], _gazetteer(), plan)

    tagged = Decoder(model, _gazetteer()).tag([BODY.words, PLAIN.words])
    assert tagged[0].labels == ["O", "B-ORG", "I-ORG", "O"]
    assert tagged[1].labels == ["O", "O", "O"]


def test_the_same_sentences_give_the_same_weights_and_leave_the_first_model_alone() -> None:
    first = _untrained()

    one, two = (refine(first, [BODY], [PLAIN], _gazetteer()) for _ in range(2))

    assert (one.weights == two.weights).all()
    assert not first.weights.any()
    assert not first.transitions.any()


def test_the_marginals_are_those_of_all_paths() -> None:
    chance = np.random.default_rng(3)
    emissions, transitions = chance.normal(size=(3, 2)), chance.normal(size=(2, 2))
    single, pairs = np.zeros((3, 2)), np.zeros((2, 2))
    for path in itertools.product(range(2), repeat=3):
        score = sum(emissions[at, label] for at, label in enumerate(path))
        weight = np.exp(score + sum(transitions[pair] for pair in itertools.pairwise(path)))
        for at, label in enumerate(path):
            single[at, label] += weight
        for pair in itertools.pairwise(path):
            pairs[pair] += weight

    found, found_pairs = marginals(emissions, transitions)

    assert np.allclose(found, single / single[0].sum())
    assert np.allclose(found_pairs, pairs / single[0].sum())


def test_a_listed_name_is_hidden_whole() -> None:
    tags = ["B-ORG", "I-ORG", NO_TAG, "U-CTRY"]

    assert hide_names(tags, 1.0, random.Random(1)) == [NO_TAG] * 4
    assert hide_names(tags, 0.0, random.Random(1)) == tags
    halves = {tuple(hide_names(tags, 0.5, random.Random(seed))[:2]) for seed in range(20)}
    assert halves == {("B-ORG", "I-ORG"), (NO_TAG, NO_TAG)}
