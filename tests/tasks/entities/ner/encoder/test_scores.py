"""When the encoder is asked, and what its scores do."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from tasks.entities.gazetteer.lookup import Entry, Hit, ListKind
from tasks.entities.ner.encoder.scores import AROUND, MARGIN, add_scores, unsure_part

COUNTRY = Entry(ListKind.COUNTRY, "country/IQ", ("Iraq",))
SURE, UNSURE = MARGIN + 1, MARGIN - 1


class Asked:
    """Gives every capitalised word the same scores, and remembers the documents."""

    def __init__(self) -> None:
        self.documents: list[list[Sequence[str]]] = []

    def score(
        self, sentences: Sequence[Sequence[str]]
    ) -> list[tuple[list[int], npt.NDArray[np.float32]]]:
        self.documents.append(list(sentences))
        rows = [[at for at, word in enumerate(own) if word.istitle()] for own in sentences]
        return [(own, np.full((len(own), 2), [-0.1, -20.0], dtype=np.float32)) for own in rows]


@pytest.mark.parametrize(
    ("words", "margins", "hits", "part"),
    [
        (["Salim", "left"], [UNSURE, SURE], [], (0, 2)),
        (["Salim", "left"], [SURE, UNSURE], [], None),
        (["in", "Iraq"], [SURE, UNSURE], [Hit(1, 2, COUNTRY)], None),
    ],
)
def test_a_sentence_is_read_if_the_crf_is_unsure_of_an_unlisted_capitalised_word(
    words: list[str], margins: list[float], hits: list[Hit], part: tuple[int, int] | None
) -> None:
    assert unsure_part(words, hits, np.array(margins)) == part


def test_only_the_words_around_an_unsure_name_are_read() -> None:
    words = ["said"] * 40 + ["Salim"] + ["said"] * 40

    part = unsure_part(words, [], np.full(81, UNSURE))

    assert part == (40 - AROUND, 41 + AROUND)


def test_each_document_is_scored_alone_and_sure_sentences_are_left_out() -> None:
    sentences = [["Salim", "left"], ["Hamid", "left"], ["he", "left"]]
    begins = np.array([2, 6, 10])
    scores, margins = np.zeros((14, 2)), np.full(14, UNSURE)
    scorer = Asked()

    add_scores(scores, begins, margins, sentences, [[], [], []], [1, 2], scorer)

    assert scorer.documents == [[["Salim", "left"]], [["Hamid", "left"]]]
    assert (scores[[2, 6]] != 0).all()
    assert not scores[[3, 7, 10, 11]].any()


def test_an_impossible_label_costs_no_more_than_the_floor() -> None:
    scores, scorer = np.zeros((5, 2)), Asked()

    add_scores(scores, np.array([2]), np.full(5, UNSURE), [["Salim"]], [[]], [1], scorer)

    assert scores[2, 1] > -20
    assert scores[2, 0] > scores[2, 1]
