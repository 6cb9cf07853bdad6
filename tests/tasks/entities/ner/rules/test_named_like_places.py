from tasks.entities.models import EntityType
from tasks.entities.ner.rules.name import Name
from tasks.entities.ner.rules.named_like_places import around_places

PERSON, PLACE, BODY = EntityType.PERSON, EntityType.PLACE, EntityType.ORGANISATION


def names_of(text: str, *names: Name) -> list[tuple[str, EntityType]]:
    words = text.split()
    found = around_places(words, names)
    return [(" ".join(words[first:last]), label) for first, last, label in found]


def test_a_body_is_named_around_a_place() -> None:
    text = "He left the Free Gaza Movement in Malta"

    found = names_of(text, (4, 5, PLACE), (7, 8, PLACE))

    assert found == [("Free Gaza Movement", BODY), ("Malta", PLACE)]


def test_a_place_before_a_word_in_lower_case_is_a_place() -> None:
    assert names_of("We saw Old Gaza movement", (3, 4, PLACE)) == [("Gaza", PLACE)]


def test_a_word_at_the_start_of_a_sentence_is_no_part_of_a_body() -> None:
    assert names_of("When Gaza Movement left", (1, 2, PLACE)) == [("Gaza", PLACE)]


def test_a_person_may_have_the_name_of_a_country() -> None:
    found = names_of("The nurse Georgia Lister spoke", (2, 3, PLACE), (3, 4, PERSON))

    assert found == [("Georgia Lister", PERSON)]


def test_a_surname_after_a_country_that_is_a_place_stands_alone() -> None:
    found = names_of("So in Georgia Saakashvili lost", (2, 3, PLACE), (3, 4, PERSON))

    assert found == [("Georgia", PLACE), ("Saakashvili", PERSON)]
