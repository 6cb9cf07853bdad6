"""Newspapers, agencies and places beside a name."""

import pytest

from tasks.articles.metadata.affiliations import is_affiliation, is_place, without_affiliation


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Lina Example of Asharq Al-Awsat", "Lina Example"),
        ("Lina Example / Reuters", "Lina Example"),
        ("Cairo: Lina Example", "Lina Example"),
        ("Kuwait City: Lina Example", "Lina Example"),
        ("Asharq Al-Awsat – Lina Example", "Lina Example"),
        ("Lina Example of Eastport", "Lina Example of Eastport"),
        ("Eastport: Lina Example", "Eastport: Lina Example"),
    ],
)
def test_an_affiliation_is_removed_from_a_label(label: str, name: str) -> None:
    assert without_affiliation(label) == name


@pytest.mark.parametrize(
    ("text", "is_known"), [("CAIRO", True), ("Cairo", True), ("Eastport", False), ("", False)]
)
def test_places_are_those_of_datelines(text: str, is_known: bool) -> None:
    assert is_place(text) is is_known


@pytest.mark.parametrize(
    ("text", "is_known"),
    [
        ("Riyadh", True),
        ("Reuters", True),
        ("Eastport News", True),
        ("Lina Example", False),
        ("Reuters Lina", False),
    ],
)
def test_an_organisation_or_a_place_is_not_a_person(text: str, is_known: bool) -> None:
    assert is_affiliation(text) is is_known
