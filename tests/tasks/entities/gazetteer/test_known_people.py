"""Listed people are found by spellings nobody wrote down."""

import pytest

from tasks.entities.gazetteer.known_entities import read_known_entities
from tasks.entities.gazetteer.known_people import KnownPeople
from tasks.entities.gazetteer.lookup import Entry, ListKind
from tasks.entities.gazetteer.overrides import Overrides


@pytest.fixture(scope="module")
def people() -> KnownPeople:
    return KnownPeople(read_known_entities().entries, Overrides())


@pytest.mark.parametrize(
    ("spelling", "person"),
    [
        ("Moammar al-Gathafi", "person/muammar-gaddafi"),
        ("Mahmoud Ahmedinejad", "person/mahmoud-ahmadinejad"),
        ("Mohammed bin Nayef bin Abdul Aziz Al Saud", "person/mohammed-bin-naif"),
        ("Saad Eddine al-Hariri", "person/saad-hariri"),
        ("Walid Jumblat", "person/walid-jumblatt"),
        ("Ahmedinejad", "person/mahmoud-ahmadinejad"),
    ],
)
def test_a_new_spelling_finds_its_bearer(people: KnownPeople, spelling: str, person: str) -> None:
    found = people.find(spelling)

    assert found is not None
    assert found.entity_id == person


@pytest.mark.parametrize(
    "name", ["Mohammed Salman", "Hamad Khalifa", "Ali Saleh", "Ali Hassan", "Hariri", "Gore", ""]
)
def test_an_ambiguous_name_is_not_resolved(people: KnownPeople, name: str) -> None:
    assert people.find(name) is None


def test_a_name_that_fits_two_is_neithers() -> None:
    twins = [
        Entry(ListKind.LEADER, "person/jasim-turaihi", ("Jasim al-Turaihi",)),
        Entry(ListKind.LEADER, "person/jassim-turayhi", ("Jassem al-Turayhi",)),
    ]

    assert KnownPeople(twins, Overrides()).find("Jasem Turaihi") is None


def test_an_override_keeps_a_spelling_from_a_listed_person() -> None:
    listed = [Entry(ListKind.LEADER, "person/jasim-turaihi", ("Jasim al-Turaihi",))]
    judged = Overrides(not_same=frozenset({("person/jasem-turayhi", "person/jasim-turaihi")}))

    assert KnownPeople(listed, Overrides()).find("Jasem Turayhi") is not None
    assert KnownPeople(listed, judged).find("Jasem Turayhi") is None
