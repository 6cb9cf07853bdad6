"""The gold: spellings of one person, and both halves of the marked texts, at what was measured.

The floors lie a little below the figures of MODEL_CARD.md. The held-out half was scored once, when
everything else was done; its floors are no invitation to look at its texts.
"""

from functools import lru_cache
from itertools import combinations

import pytest

from tasks.entities import extract_entities, resolve_names
from tasks.entities.evaluation.texts import GoldScores, score_texts
from tasks.entities.extract import open_extractor
from tests.tasks.entities.gold_markup import (
    read_articles,
    read_people,
    read_sentences,
    read_snippets,
)

READERS = {"sentences": read_sentences, "articles": read_articles, "snippets": read_snippets}
# One half is enough for the fast tests.
HELD_OUT = pytest.param("held-out", marks=pytest.mark.slow)


@lru_cache
def scores_of(file: str, half: str) -> GoldScores:
    return score_texts(READERS[file](half), open_extractor())


def pairwise_scores(people: list[list[str]]) -> tuple[float, float]:
    """Return precision and recall over all pairs of spellings."""
    spellings = [(number, name) for number, names in enumerate(people) for name in names]
    ids = resolve_names([name for _, name in spellings])
    pairs = list(combinations(zip((number for number, _ in spellings), ids, strict=True), 2))
    together = [(one[0] == other[0], one[1] == other[1]) for one, other in pairs]
    right = sum(wanted and found for wanted, found in together)
    return (
        right / sum(found for _, found in together),
        right / sum(wanted for wanted, _ in together),
    )


def test_there_is_as_much_gold_as_was_promised() -> None:
    count = {name: len([*read("dev"), *read("held-out")]) for name, read in READERS.items()}

    assert count["sentences"] >= 150
    assert count["articles"] >= 20
    assert len(read_people("all")) >= 100
    assert sum(map(len, read_people("all"))) >= 400


@pytest.mark.slow
@pytest.mark.parametrize("half", ["dev", "held-out"])
def test_spellings_of_one_person_are_brought_together_and_others_kept_apart(half: str) -> None:
    precision, recall = pairwise_scores(read_people(half))

    assert precision >= 0.99
    assert recall >= 0.97


@pytest.mark.slow
def test_people_that_the_rules_were_not_made_for_are_distinguished() -> None:
    people = read_people("all", "people_second")
    namesakes = [names for names in people if names[0] != "Sami Gaber"]

    # Gaber and al-Jaber are one name in Arabic: names alone cannot tell these two men apart.
    assert pairwise_scores(people)[0] >= 0.97
    precision, recall = pairwise_scores(namesakes)
    assert precision >= 0.99
    assert recall >= 0.94


@pytest.mark.slow
def test_people_that_no_rule_was_tuned_on_are_distinguished() -> None:
    people = read_people("all", "people_third")

    precision, recall = pairwise_scores(people)

    assert precision >= 0.99
    assert recall >= 0.94


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "half", "floor"),
    [
        ("sentences", "dev", 98),
        ("articles", "dev", 98.5),
        pytest.param("sentences", "held-out", 96, marks=pytest.mark.slow),
        pytest.param("articles", "held-out", 98, marks=pytest.mark.slow),
    ],
)
def test_names_are_found_with_their_types_and_ids(file: str, half: str, floor: float) -> None:
    scores = scores_of(file, half)

    assert scores.mentions.micro.f1 >= floor
    assert scores.ids.precision >= 96


@pytest.mark.parametrize("half", ["dev", HELD_OUT])
def test_names_of_one_article_are_distinguished_and_merged(half: str) -> None:
    assert scores_of("articles", half).clusters.f1 >= 98.5


@pytest.mark.parametrize("file", ["articles", "snippets"])
@pytest.mark.parametrize("half", ["dev", HELD_OUT])
def test_quotes_have_their_speakers_and_none_is_false(file: str, half: str) -> None:
    scores = scores_of(file, half)

    assert scores.quotes.precision == pytest.approx(100)
    assert scores.quotes.recall >= 95
    assert scores.speakers.recall >= 94


@pytest.mark.parametrize("half", ["dev", HELD_OUT])
def test_datelines_are_resolved_to_places_of_the_right_country(half: str) -> None:
    assert scores_of("articles", half).places.f1 >= 95


def test_every_offset_indexes_the_given_text() -> None:
    text = "Gaza, Asharq Al-Awsat- “We wait,” Ismail Haniyeh told Asharq Al-Awsat on Monday."

    found = extract_entities(text)

    assert found.mentions
    assert all(text[each.start : each.end] == each.text for each in found.mentions)
    assert all(text[each.start : each.end] == each.text for each in found.quotes)
