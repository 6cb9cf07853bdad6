import pytest

from tasks.entities.facts.datelines import read_dateline
from tasks.entities.gazetteer.lookup import Gazetteer, open_gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Gaza, Asharq Al-Awsat- The", [("Gaza", "PS")]),
        ("Dubai, Asharq Al-Awsat – The", [("Dubai", "AE")]),
        ("Erbil, Asharq Al-Awsat—The", [("Erbil", "IQ")]),
        ("Sana’a and Riyadh, Asharq Al-Awsat—The", [("Sana’a", "YE"), ("Riyadh", "SA")]),
        ("Khobar- The", [("Khobar", "SA")]),
        ("Riyadh, Dubai, Cairo- The", [("Riyadh", "SA"), ("Dubai", "AE"), ("Cairo", "EG")]),
        ("Aden, Taiz – The", [("Aden", "YE"), ("Taiz", "YE")]),
        (
            "Baghdad-Irbil- Paris- The",
            [("Baghdad", "IQ"), ("Irbil", "IQ"), ("Paris", "FR")],
        ),
        ("RIYADH, Saudi Arabia, (AP) – The", [("RIYADH", "SA")]),
        ("RIYADH (Reuters) - The", [("RIYADH", "SA")]),
        ("London Asharq Al-Awsat- The", [("London", "GB")]),
        ("Cairo, Asharq Al-Awqsat—The", [("Cairo", "EG")]),
    ],
)
def test_datelines_of_every_era_are_read(
    gazetteer: Gazetteer, text: str, places: list[tuple[str, str]]
) -> None:
    found = read_dateline(text, gazetteer)

    assert [(one.text, one.country) for one in found] == places
    assert all(text[one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "London-based analysts said so.",
        "The president — who left — is back.",
        "Ahmed Nasser - the poet - died.",
        "",
        "(Q) Why?",
        "Iraq is well.",
    ],
)
def test_a_first_sentence_is_not_a_dateline(gazetteer: Gazetteer, text: str) -> None:
    assert read_dateline(text, gazetteer) == []
