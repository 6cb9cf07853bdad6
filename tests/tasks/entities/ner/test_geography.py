"""Geography that the tagger misses, through the whole extraction."""

import pytest

from tasks.entities import extract_entities


def _mentions(text: str) -> list[tuple[str, str]]:
    return [(one.text, str(one.type)) for one in extract_entities(text).mentions]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It is the poorest country in the Arabian peninsula.", "Arabian peninsula"),
        ("Ships passed through the Suez canal.", "Suez canal"),
        ("A bomb went off near the al-Masjid al-Nabawi in Medina.", "al-Masjid al-Nabawi"),
        ("Shells fell on Jebel Ahdab and Kafr Darwa.", "Jebel Ahdab"),
        ("Shells fell on Jebel Ahdab and Kafr Darwa.", "Kafr Darwa"),
        ("Planes left the Wadi Hamra Airbase.", "Wadi Hamra Airbase"),
        ("Pilgrims moved from Mina to Arafat.", "Arafat"),
    ],
)
def test_two_words_of_geography_are_one_place(text: str, name: str) -> None:
    assert (name, "LOC") in _mentions(text)


def test_a_grade_of_oil_is_not_a_place() -> None:
    assert _mentions("Brent crude fell below 50 dollars a barrel in London.") == [("London", "LOC")]
    assert ("Brent", "LOC") in _mentions("Schools in Brent in London were closed.")


def test_arafat_is_a_person_where_no_pilgrim_is_named() -> None:
    assert ("Arafat", "PER") in _mentions("Yasser Arafat spoke in Ramallah. Arafat left later.")


@pytest.mark.parametrize("people", ["North African", "Central Asian", "Eastern European"])
def test_peoples_of_a_part_of_a_continent_are_named_whole(people: str) -> None:
    assert _mentions(f"The envoy of the {people} country left.") == [(people, "NORP")]


def test_a_body_in_a_peninsula_is_not_a_peninsula() -> None:
    name = "Al-Qaeda in the Arabian Peninsula"

    assert _mentions(f"The court spoke of links to {name}.") == [(name, "ORG")]


def test_a_capital_is_not_a_person_unless_one_has_its_name() -> None:
    assert _mentions("They criticised Doha's interference.") == [("Doha", "LOC")]
