"""Strict span scores."""

import pytest

from tasks.entities.evaluation.spans import format_scores, score_spans
from tasks.entities.training.corpora import Annotated, WordSpan

WORDS = ("Karim", "Aziz", "left", "Basra", "for", "Iraqi", "talks")
GOLD = [
    Annotated(WORDS, (WordSpan(0, 2, "PER"), WordSpan(3, 4, "LOC"), WordSpan(5, 6, "NORP"))),
]


def test_only_a_span_with_the_right_ends_and_type_counts() -> None:
    found = [(WordSpan(0, 1, "PER"), WordSpan(3, 4, "LOC"))]

    scores = score_spans(GOLD, found)

    assert (scores.by_type["PER"].right, scores.by_type["LOC"].right) == (0, 1)
    assert scores.micro.precision == pytest.approx(50)
    assert scores.micro.recall == pytest.approx(50)
    assert scores.micro.f1 == pytest.approx(50)


def test_demonyms_stay_out_of_the_micro_average() -> None:
    scores = score_spans(GOLD, [(WordSpan(0, 2, "PER"), WordSpan(3, 4, "LOC"))])

    assert scores.micro.f1 == pytest.approx(100)
    assert scores.by_type["NORP"].recall == 0


def test_every_error_is_listed_with_its_text() -> None:
    scores = score_spans(GOLD, [(WordSpan(0, 1, "PER"), WordSpan(3, 4, "LOC"))])

    assert [(one.missed, one.label, one.text) for one in scores.errors] == [
        (False, "PER", "Karim"),
        (True, "PER", "Karim Aziz"),
        (True, "NORP", "Iraqi"),
    ]
    assert "- PER  Karim Aziz |" in format_scores(scores)


def test_nothing_found_is_scored_nought() -> None:
    assert score_spans(GOLD, [()]).micro.f1 == 0
