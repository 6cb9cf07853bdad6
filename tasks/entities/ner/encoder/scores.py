"""Adds the encoder's log-probabilities to the scores of the CRF where the CRF is not sure.

The encoder costs many times what the CRF costs, so it only reads the words around capitalised words
that are not sure listed names and whose label the CRF gives with little margin.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from tasks.entities.gazetteer.lookup import Hit, is_sure

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

# Chosen on the outside sets within the time budget: docs/decisions/0012.
WEIGHT = 1.0
MARGIN = 3.0
# Words read before and after the names in question.
AROUND = 10
# Lower log-probabilities are raised to this: all of them mean that the label is impossible.
_LOWEST = -8.0
# Scores are rounded to this step, so that processors that round differently agree nearly always.
_STEP = 1 / 256


class Scorer(Protocol):
    """Scores the possible names of the sentences of one document."""

    def score(
        self, sentences: Sequence[Sequence[str]]
    ) -> list[tuple[list[int], npt.NDArray[np.float32]]]:
        """See `transformer.Encoder.score`."""
        ...


def add_scores(
    scores: Floats,
    begins: Integers,
    margins: Floats,
    sentences: Sequence[Sequence[str]],
    hits: Sequence[Sequence[Hit]],
    documents: Sequence[int],
    scorer: Scorer,
) -> None:
    """Add to `scores` in place.

    `documents` are the numbers of sentences of each document: one is scored at a time, so that the
    result does not depend on what it is processed with.
    """
    first = 0
    for count in documents:
        parts = [
            (at, *part)
            for at in range(first, first + count)
            if (part := unsure_part(sentences[at], hits[at], margins[begins[at] :]))
        ]
        first += count
        found = (
            scorer.score([sentences[at][start:end] for at, start, end in parts]) if parts else []
        )
        for (at, start, _), (words, own) in zip(parts, found, strict=True):
            rows = begins[at] + start + np.array(words, dtype=np.int64)
            added = np.maximum(own.astype(np.float64), _LOWEST) * WEIGHT
            scores[rows] += np.rint(added / _STEP) * _STEP


def unsure_part(
    words: Sequence[str], hits: Sequence[Hit], margins: Floats
) -> tuple[int, int] | None:
    """Return the part of a sentence to read; None if the CRF is sure of every unlisted name.

    It reaches from the first capitalised word that is not a sure listed name and whose label is not
    clear to the last such word, with some words before and after.
    """
    sure = {at for hit in hits if is_sure(hit.entry) for at in range(hit.first, hit.last)}
    unsure = [
        at
        for at, word in enumerate(words)
        if word != word.lower() and at not in sure and margins[at] < MARGIN
    ]
    if not unsure:
        return None
    return max(0, unsure[0] - AROUND), min(len(words), unsure[-1] + 1 + AROUND)
