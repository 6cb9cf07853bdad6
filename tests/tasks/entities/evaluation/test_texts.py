"""Scores of the whole chain on marked texts."""

from pathlib import Path

import pytest

from tasks.entities.errors import BadGold
from tasks.entities.evaluation.gold import parse_markup, read_gold_file
from tasks.entities.evaluation.texts import GoldScores, format_gold_scores, score_texts
from tasks.entities.extract import Extractor, open_extractor

RIGHT = (
    "[LOC:Cairo], [ORG:Asharq Al-Awsat]- {{Nuri al-Maliki|named}}“We stay,” "
    "[PER:Nuri al-Maliki] said. [PER:Maliki|nuri-al-maliki] left."
)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return open_extractor()


def score(marked: str, extractor: Extractor) -> GoldScores:
    return score_texts([parse_markup(marked)], extractor)


def test_a_text_understood_in_full_scores_in_full(extractor: Extractor) -> None:
    scores = score(RIGHT, extractor)

    assert (scores.mentions.micro.f1, scores.clusters.f1, scores.ids.precision) == (100, 100, 100)
    assert (scores.quotes.f1, scores.speakers.f1) == (100, 100)
    assert scores.errors == ()


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        (RIGHT.replace("[PER:Maliki|nuri-al-maliki]", "[PER:Maliki|ali-al-maliki]"), "? id   Mal"),
        (RIGHT.replace("{{Nuri al-Maliki|named}}", "{{Saad Hariri|named}}"), "? says Saad Hariri"),
        (RIGHT.replace("{{Nuri al-Maliki|named}}", "{{minister|role}}"), "? says minister"),
        (RIGHT + " {{Saad|named}}“Rain” fell.", "- quote"),
    ],
)
def test_what_differs_from_the_gold_is_listed(
    extractor: Extractor, wrong: str, complaint: str
) -> None:
    text = format_gold_scores(score(wrong, extractor))

    assert complaint in text


def test_two_bearers_taken_for_one_cost_precision(extractor: Extractor) -> None:
    apart = RIGHT.replace("[PER:Maliki|nuri-al-maliki]", "[PER:Maliki|somebody-else]")

    scores = score(apart, extractor)

    assert scores.clusters.recall == pytest.approx(100)
    assert scores.clusters.precision == pytest.approx(75)


def test_datelines_are_scored_place_by_place(extractor: Extractor, tmp_path: Path) -> None:
    path = tmp_path / "gold.txt"
    path.write_text(
        "=== one, 2010-05-06, Cairo/EG; Riyadh/SA\nCairo, Asharq Al-Awsat- They met.\n", "utf-8"
    )

    scores = score_texts(read_gold_file(path), extractor)

    assert (scores.places.right, scores.places.found, scores.places.expected) == (1, 1, 2)


@pytest.mark.parametrize("text", ["=== slug\nbody", "=== slug, 2010-13-01, \nbody"])
def test_gold_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "gold.txt"
    path.write_text(text, "utf-8")

    with pytest.raises(BadGold, match=r"gold\.txt"):
        read_gold_file(path)
