"""What unlisted names are by the words in and around them."""

import pytest

from tasks.entities.models import EntityType
from tasks.entities.ner.rules.name import Name
from tasks.entities.ner.rules.name_rules import quoted_bodies, refine_names

PER, ORG, LOC, NORP = (
    EntityType.PERSON,
    EntityType.ORGANISATION,
    EntityType.PLACE,
    EntityType.DEMONYM,
)


def _refined(sentence: str, name: str, label: EntityType, *sure: str) -> list[tuple[str, str]]:
    words = sentence.split()
    marked = {_find(words, one) for one in sure}
    found: list[Name] = refine_names(words, [(*_find(words, name), label)], marked)
    return [(" ".join(words[first:last]), kind.value) for first, last, kind in found]


def _find(words: list[str], name: str) -> tuple[int, int]:
    own = name.split()
    first = next(at for at in range(len(words)) if words[at : at + len(own)] == own)
    return first, first + len(own)


@pytest.mark.parametrize(
    ("name", "label"),
    [("Jebel Samra", PER), ("Kafr Noun", PER), ("Wadi Zahr Airbase", ORG), ("Tell Rumh", ORG)],
)
def test_a_name_that_begins_or_ends_like_a_place_is_one(name: str, label: EntityType) -> None:
    assert _refined(f"Shells fell on {name} today", name, label) == [(name, "LOC")]


def test_a_body_named_after_a_mountain_stays_a_body() -> None:
    name = "Jebel Samra Brigade"

    assert _refined(f"The {name} left", name, ORG) == [(name, "ORG")]


@pytest.mark.parametrize(
    ("sentence", "name", "label"),
    [
        ("passed under Chapter IV of it", "Chapter IV", PER),
        ("feasts on Eid al-Fitr in town", "Eid al-Fitr", LOC),
        ("a second Intifada began", "Intifada", LOC),
        ("the National Dialogue went on", "National Dialogue", LOC),
        ("the frigate HMS Comet sailed", "HMS Comet", ORG),
        ("with Salim ( R ) in Rabat", "R", ORG),
        ("Image : Karim Nabil", "Image", PER),
        ("state TV said so", "TV", ORG),
    ],
)
def test_chapters_feasts_ideas_ships_and_credits_are_not_names(
    sentence: str, name: str, label: EntityType
) -> None:
    assert _refined(sentence, name, label) == []


@pytest.mark.parametrize(
    ("sentence", "name", "expected"),
    [
        ("led by MP Nabil Darir ,", "MP Nabil Darir", [("Nabil Darir", "PER")]),
        ("in Blue Corp. Waleed was", "Blue Corp. Waleed", [("Blue Corp.", "ORG")]),
        ("of UN Council Resolution 2328 .", "UN Council Resolution 2328", [("UN Council", "ORG")]),
        ("the Prophet Muhammad said", "Prophet Muhammad", [("Muhammad", "PER")]),
        (
            "He sits on the Central Committee of X",
            "Committee of X",
            [("Central Committee of X", "ORG")],
        ),
        ("Hill & Poor ’s were quoted", "Hill & Poor", [("Hill & Poor ’s", "ORG")]),
        ("Hill & Poor ’s report said", "Hill & Poor", [("Hill & Poor", "ORG")]),
        (
            "the Dawn Coalition Media Office shows Dawn leaders",
            "Dawn Coalition Media Office shows Dawn",
            [("Dawn Coalition Media Office", "ORG")],
        ),
        (
            "Minister of Prisoners Affairs Nabil Darir said",
            "Prisoners Affairs Nabil Darir",
            [("Nabil Darir", "PER")],
        ),
    ],
)
def test_a_body_ends_where_another_name_or_a_verb_begins(
    sentence: str, name: str, expected: list[tuple[str, str]]
) -> None:
    assert _refined(sentence, name, ORG) == expected


def test_a_listed_body_an_office_and_its_holder_are_told_apart() -> None:
    name = "Fatah Commissioner of Sports Jamil Darir"

    assert _refined(f"spoke to {name} there", name, ORG, "Fatah") == [
        ("Fatah", "ORG"),
        ("Jamil Darir", "PER"),
    ]


def test_a_people_begins_with_its_side() -> None:
    assert _refined("the North African country", "African", NORP) == [("North African", "NORP")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("the media center of “ Firm Rock ” announced", [(5, 7, ORG)]),
        ("the “ Union of Hope ” [ UH ] organization", [(2, 5, ORG)]),
        ("he called it “ Great News ” again", []),
        ("the “ very good ” party", []),
    ],
)
def test_a_quoted_name_beside_a_word_for_bodies_is_a_body(
    sentence: str, expected: list[Name]
) -> None:
    assert quoted_bodies(sentence.split(), []) == expected


def test_an_article_apart_goes_on_with_the_name_of_a_place() -> None:
    words = ("near", "Dayr", "az", "Zubayr", "again")
    assert refine_names(words, [(1, 2, EntityType.PLACE)], ()) == [(1, 4, EntityType.PLACE)]
    plain = ("near", "Mosul", "at", "Noon")
    assert refine_names(plain, [(1, 2, EntityType.PLACE)], ()) == [(1, 2, EntityType.PLACE)]


def test_arabic_words_for_armed_bodies_make_a_body() -> None:
    words = ("rebels", "of", "Liwa", "al-Nasr", "left")
    assert refine_names(words, [(2, 4, EntityType.PERSON)], ()) == [(2, 4, EntityType.ORGANISATION)]


def test_small_words_before_a_body_are_not_part_of_it() -> None:
    words = ("The", "group", "of", "Reserve", "Airmen", "left")
    assert refine_names(words, [(1, 5, EntityType.ORGANISATION)], ()) == [
        (3, 5, EntityType.ORGANISATION)
    ]


def test_an_emirate_is_a_place() -> None:
    name = "Emirate of Kuwait"

    assert _refined(f"the {name} sent aid", name, ORG) == [(name, "LOC")]


def test_a_ship_is_known_by_who_boards_it() -> None:
    for words in ("troops boarded the Mavi Marmara", "near the tanker Mavi Marmara"):
        text = words.split()
        assert refine_names(text, [(3, 5, EntityType.PLACE)], ()) == []
