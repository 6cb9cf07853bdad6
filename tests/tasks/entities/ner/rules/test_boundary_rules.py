"""What the tagger cuts wrongly is cut again, by rule."""

import pytest

from tasks.entities import extract_entities
from tasks.entities.gazetteer.lookup import Entry, Gazetteer, ListKind
from tasks.entities.models import EntityType
from tasks.entities.ner.crf.features import NameWords
from tasks.entities.ner.rules.boundary_rules import correct_names

LISTED = Gazetteer(
    [
        Entry(ListKind.ORGANISATION, "org/hezbollah", ("Hezbollah",)),
        Entry(ListKind.ORGANISATION, "org/libya-dawn", ("Libya Dawn",)),
        Entry(ListKind.ORGANISATION, "org/saudi-aramco", ("Saudi Aramco",)),
        Entry(ListKind.LEADER, "person/khalid-al-falih", ("Khalid al-Falih",)),
        Entry(ListKind.DEMONYM, "people/kuwaiti", ("Kuwaiti",)),
    ]
)
NAMES = NameWords(frozenset({"karim"}), frozenset({"dabbagh"}))


def mend(text: str, label: str) -> list[tuple[str, str]]:
    """What becomes of the words between bars, tagged as one name."""
    before, name, after = (part.split() for part in text.split("|"))
    words = [*before, *name, *after]
    span = (len(before), len(before) + len(name), EntityType(label))
    return [
        (" ".join(words[first:last]), kind.value)
        for first, last, kind in correct_names(words, [span], LISTED.find(words), NAMES)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the |Houthi movement| said", [("Houthi", "ORG")]),
        ("at |Yamamah Palace| today", [("Yamamah Palace", "LOC")]),
        ("met |Wafiq Safa of Hezbollah| there", [("Wafiq Safa", "PER"), ("Hezbollah", "ORG")]),
        ("while |Forces of Libya Dawn| shelled", [("Libya Dawn", "ORG")]),
        ("the |Hezbollah of Karim Safa| said", [("Hezbollah", "ORG"), ("Karim Safa", "PER")]),
        ("by |Hezbollah and Amal| yesterday", [("Hezbollah", "ORG"), ("Amal", "ORG")]),
        ("|Kuwaiti Sheikha Hessa Nassif| came", [("Kuwaiti", "NORP"), ("Hessa Nassif", "PER")]),
        (
            "|Saudi Aramco CEO Khalid al-Falih| said",
            [("Saudi Aramco", "ORG"), ("Khalid al-Falih", "PER")],
        ),
        ("the group led by |Baitullah Wazir| fled", [("Baitullah Wazir", "PER")]),
        ("while |Karim Dabbagh| slept", [("Karim Dabbagh", "PER")]),
        ("since |Operation Summer Rain| began", []),
        ("the Minister of |Interior for Security Affairs| said", []),
        ("the |Islamic Army in Iraq| said", [("Islamic Army in Iraq", "ORG")]),
        ("the |Bank of Sidon| said", [("Bank of Sidon", "ORG")]),
        ("the |Sidon Foods| , Inc. said", [("Sidon Foods , Inc.", "ORG")]),
        ("the |Sidon Foods| Ltd. said", [("Sidon Foods Ltd.", "ORG")]),
        ("by |Task Force| 50 in", [("Task Force 50", "ORG")]),
        ("by the |Amal Brigade| 2014 report", [("Amal Brigade", "ORG")]),
    ],
)
def test_an_organisation_is_cut_to_what_it_is(text: str, expected: list[tuple[str, str]]) -> None:
    assert mend(text, "ORG") == expected


def test_a_title_that_is_a_name_belongs_to_the_name_after_another_title() -> None:
    assert mend("Defense Minister Amir |Peretz| left", "PER") == [("Amir Peretz", "PER")]
    assert mend("then Amir |Peretz| left", "PER") == [("Peretz", "PER")]


def test_a_tribe_is_not_a_place() -> None:
    assert mend("the |Dulaim| tribes met", "LOC") == [("Dulaim", "ORG")]
    assert mend("in |Dulaim| they met", "LOC") == [("Dulaim", "LOC")]


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        (
            "The train to King Abdullah Economic City was late.",
            "King Abdullah Economic City",
            "LOC",
        ),
        ("Cars queued on the King Fahd Causeway to Bahrain.", "King Fahd Causeway", "LOC"),
    ],
)
def test_a_thing_named_after_a_king_is_not_a_king(text: str, name: str, label: str) -> None:
    assert (name, label) in [(one.text, one.type) for one in extract_entities(text).mentions]


def test_a_number_or_a_general_word_is_not_a_name() -> None:
    found = extract_entities("In 2018, the Kingdom and the Cabinet of the Prophet, 2019.")

    assert found.mentions == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Between Benghazi and Sfax the road is long.", ["Benghazi", "Sfax"]),
        ("Neither Al-Qaeda nor ISIS has stopped.", ["Al-Qaeda", "ISIS"]),
        ("What Does Hezbollah Want from Refugee Camps in Erbil?", ["Hezbollah", "Erbil"]),
        ("Port workers near the old airport went home.", []),
        ("University students went home.", []),
        ("Next Steps and Preparations", []),
    ],
)
def test_capitals_of_sentences_and_headlines_are_not_part_of_names(
    text: str, names: list[str]
) -> None:
    assert [one.text for one in extract_entities(text).mentions] == names


def test_a_person_named_right_after_a_site_is_not_part_of_it() -> None:
    found = extract_entities("In Tahrir Square Nagla Shorbagy, a teacher, wept.")

    assert [one.text for one in found.mentions] == ["Tahrir Square", "Nagla Shorbagy"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("won the King |Abdulaziz| Cup today", []),
        ("won the |Karim Dabbagh| Book Award today", []),
        ("won the |Karim Dabbagh Trophy| today", []),
        ("saw |Karim Dabbagh| at the Cup today", [("Karim Dabbagh", "PER")]),
    ],
)
def test_a_prize_named_after_a_person_is_not_the_person(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert mend(text, "PER") == expected
