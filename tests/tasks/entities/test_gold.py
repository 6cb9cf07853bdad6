"""The spellings of one person share an id, those of two persons do not: the gold's dev half."""

from itertools import combinations

from tasks.entities import extract_entities, resolve_names
from tests.tasks.entities.gold_markup import read_people


def pairwise_scores(half: str) -> tuple[float, float]:
    """Return precision and recall over all pairs of spellings."""
    people = read_people(half)
    spellings = [(number, name) for number, names in enumerate(people) for name in names]
    ids = resolve_names([name for _, name in spellings])
    pairs = list(combinations(zip((number for number, _ in spellings), ids, strict=True), 2))
    together = [(one[0] == other[0], one[1] == other[1]) for one, other in pairs]
    right = sum(wanted and found for wanted, found in together)
    return (
        right / sum(found for _, found in together),
        right / sum(wanted for wanted, _ in together),
    )


def test_spellings_of_one_person_are_brought_together_and_others_kept_apart() -> None:
    precision, recall = pairwise_scores("dev")

    assert precision >= 0.99
    assert recall >= 0.93


def test_every_offset_indexes_the_given_text() -> None:
    text = "Gaza, Asharq Al-Awsat- “We wait,” Ismail Haniyeh told Asharq Al-Awsat on Monday."

    found = extract_entities(text)

    assert found.mentions
    assert all(text[each.start : each.end] == each.text for each in found.mentions)
    assert all(text[each.start : each.end] == each.text for each in found.quotes)
