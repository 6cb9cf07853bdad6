"""People with nothing between their names are several people."""

import pytest

from tasks.entities.models import EntityType
from tasks.entities.ner.rules.people_in_a_row import people_in_a_row

PER = EntityType.PERSON


def people(text: str, *names: str, known: tuple[str, ...] = ()) -> list[str]:
    words = text.split()
    spans = []
    for name in names:
        own = name.split()
        at = next(at for at in range(len(words)) if words[at : at + len(own)] == own)
        spans.append((at, at + len(own), PER))
    found = people_in_a_row(words, spans, {tuple(one.split()) for one in known})
    return [" ".join(words[first:last]) for first, last, _ in found]


def test_a_list_of_those_present_is_taken_apart_at_given_names() -> None:
    row = "Barbara Tanner Walter Aldridge Diana Kowal Peter Osgood"
    assert people(f"Present : {row} .", row) == [
        "Barbara Tanner",
        "Walter Aldridge",
        "Diana Kowal",
        "Peter Osgood",
    ]


def test_a_name_given_twice_is_two_mentions() -> None:
    assert people("Regards , Marcia Dolan Marcia Dolan", "Marcia Dolan Marcia Dolan") == [
        "Marcia Dolan",
        "Marcia Dolan",
    ]


def test_a_person_named_alone_elsewhere_ends_before_the_next_given_name() -> None:
    row = "Marcia Dolan Keith"
    assert people(f"{row} , see page 4", row, known=("Marcia Dolan",)) == ["Marcia Dolan", "Keith"]
    assert people(f"{row} , see page 4", row) == [row]


@pytest.mark.parametrize("end", ["P.S.", "03/14/2001", "Image", "I"])
def test_what_is_not_a_part_of_a_name_ends_it(end: str) -> None:
    assert people(f"Thanks , Felix {end} .", f"Felix {end}") == ["Felix"]


def test_who_signs_and_who_is_written_to_are_two_people() -> None:
    assert people("Otis Laura , I left a note", "Otis Laura") == ["Otis", "Laura"]
    assert people("Otis Laura , a singer , left", "Otis Laura") == ["Otis Laura"]


@pytest.mark.parametrize(
    "name", ["Ali Hassan Ibrahim Jaber Nasser", "George Herbert Walker Bush", "Hillary Rodham Dean"]
)
def test_long_names_of_one_person_stay_whole(name: str) -> None:
    assert people(f"{name} said so .", name) == [name]


def test_a_nickname_in_quotation_marks_is_part_of_the_name() -> None:
    words = ["Col.", "Steve", "“", "Sully", "”", "Prentice", "spoke"]
    assert people_in_a_row(words, [(1, 2, PER), (3, 4, PER), (5, 6, PER)], ()) == [(1, 6, PER)]


@pytest.mark.parametrize("name", ["Abdullah Abdullah", "Boutros Boutros Ghali"])
def test_a_given_name_may_be_repeated_in_the_name_of_one_person(name: str) -> None:
    assert people(f"Reporters asked {name} .", name) == [name]
