"""Names in a series have one type."""

from tasks.entities.models import EntityType
from tasks.entities.ner.rules.series import of_one_type

LOC, PER, ORG = EntityType.PLACE, EntityType.PERSON, EntityType.ORGANISATION


def test_an_untagged_name_between_places_is_a_place() -> None:
    words = ["Warplanes", "struck", "Qamra", ",", "Sarjah", "and", "Tallin", "."]
    assert of_one_type(words, [(2, 3, LOC), (6, 7, LOC)], ()) == [
        (2, 3, LOC),
        (4, 5, LOC),
        (6, 7, LOC),
    ]


def test_most_unlisted_names_decide_the_type_of_the_others() -> None:
    words = ["Rami", ",", "Elyas", "and", "Nour", "waited", "."]
    names = [(0, 1, PER), (2, 3, PER), (4, 5, LOC)]
    assert of_one_type(words, names, ()) == [(0, 1, PER), (2, 3, PER), (4, 5, PER)]


def test_a_listed_name_of_another_type_keeps_a_series_as_it_is() -> None:
    words = ["Rami", ",", "Elyas", "and", "Jordan", "waited", "."]
    names = [(0, 1, PER), (2, 3, PER), (4, 5, LOC)]
    assert of_one_type(words, names, {(4, 5)}) == names


def test_two_places_tagged_as_one_body_are_taken_apart_after_a_place() -> None:
    words = ["raids", "on", "Qamra", ",", "Sarjah", "and", "Tallin", "continued"]
    assert of_one_type(words, [(2, 3, LOC), (4, 7, ORG)], ()) == [
        (2, 3, LOC),
        (4, 5, LOC),
        (6, 7, LOC),
    ]


def test_a_body_with_its_word_for_bodies_keeps_its_type() -> None:
    words = ["from", "Durham", ",", "Cary", "and", "University", "of", "Ashby", "came"]
    names = [(1, 2, LOC), (3, 4, LOC), (5, 8, ORG)]
    assert of_one_type(words, names, ()) == names


def test_what_is_joined_to_a_full_name_is_a_person_if_no_place_is_known() -> None:
    words = ("Coffins", "of", "Eldad", "Regev", "and", "Ehud", "Goldwasser", "came", ".")
    names = [(2, 4, LOC), (5, 7, PER)]

    assert of_one_type(words, names, ()) == [(2, 4, PER), (5, 7, PER)]
    assert of_one_type(words, names, {(2, 4)}) == names
