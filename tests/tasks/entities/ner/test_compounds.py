from datetime import date

import pytest

from tasks.entities import extract_entities


def _names(text: str) -> list[tuple[str, str]]:
    return [(one.text, one.entity_id) for one in extract_entities(text, date(2015, 5, 1)).mentions]


@pytest.mark.parametrize(
    ("compound", "names"),
    [
        ("Iran-backed", [("Iran", "country/IR")]),
        ("Saudi-led", [("Saudi", "people/saudi")]),
        ("U.S.-led", [("U.S.", "country/US")]),
        ("Hamas-run", [("Hamas", "org/hamas")]),
        ("al-Qaeda-linked", [("al-Qaeda", "org/al-qaeda")]),
        ("pro-Iranian", [("Iranian", "people/iranian")]),
        ("Kuwait-based", [("Kuwait", "country/KW")]),
        ("Lebanon-Syria", [("Lebanon", "country/LB"), ("Syria", "country/SY")]),
        ("Turkish-Qatari", [("Turkish", "people/turkish"), ("Qatari", "people/qatari")]),
        ("well-known", []),
        ("Sun-backed", []),
        ("twenty-Iran", []),
    ],
)
def test_a_listed_name_is_found_inside_a_hyphen_compound(
    compound: str, names: list[tuple[str, str]]
) -> None:
    assert _names(f"They signed the {compound} paper yesterday.") == names


@pytest.mark.parametrize("name", ["Asharq Al-Awsat", "Abdul-Rahman Tarawneh", "Al-Arabiya"])
def test_a_name_with_a_hyphen_stays_whole(name: str) -> None:
    assert [text for text, _ in _names(f"He said that {name} had called.")] == [name]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Shells hit Houthi-held Hodeidah at dawn.", ["Houthi", "Hodeidah"]),
        ("The Beirut-Damascus road reopened.", ["Beirut", "Damascus"]),
        ("They heard anti-Hariri slogans.", ["Hariri"]),
        ("They saw pro-Sadr crowds.", ["Sadr"]),
    ],
)
def test_a_compound_of_places_and_of_surnames_gives_its_names(text: str, names: list[str]) -> None:
    assert [one for one, _ in _names(text)] == names


def test_a_hyphen_joins_two_listed_bodies() -> None:
    assert _names("The joint UN-Arab League envoy arrived.") == [
        ("UN", "org/united-nations"),
        ("Arab League", "org/arab-league"),
    ]
