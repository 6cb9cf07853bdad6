from datetime import date

import pytest

from tasks.entities.gazetteer.known_entities import read_known_entities
from tasks.entities.linking.offices.offices_by_date import find_offices, holder_called

KNOWN = read_known_entities()


@pytest.mark.parametrize(
    ("day", "holder"),
    [
        (date(2006, 1, 1), "Sultan bin Abdulaziz"),
        (date(2012, 1, 1), "Nayef bin Abdulaziz"),
        (date(2013, 1, 1), "Salman bin Abdulaziz"),
        (date(2015, 3, 1), "Muqrin bin Abdulaziz"),
        (date(2017, 6, 20), "Mohammed bin Naif"),
        (date(2017, 6, 21), "Mohammed bin Salman"),
    ],
)
def test_the_crown_prince_depends_on_the_day(day: date, holder: str) -> None:
    (found,) = find_offices("The Crown Prince left.", KNOWN, day, "SA")

    assert found.holder.name == holder


@pytest.mark.parametrize("title", ["Two Holy Mosques", "Two Holy Shrines"])
def test_the_custodian_is_the_reigning_king(title: str) -> None:
    text = f"The Custodian of the {title} spoke."

    (before,) = find_offices(text, KNOWN, date(2015, 1, 22), "")
    (after,) = find_offices(text, KNOWN, date(2015, 1, 23), "")

    assert before.holder.name == "Abdullah bin Abdulaziz"
    assert after.holder.name == "Salman bin Abdulaziz"
    assert text[after.start : after.end] == f"Custodian of the {title}"


def test_a_crown_prince_of_an_unknown_country_is_not_resolved() -> None:
    assert not list(find_offices("The Crown Prince left.", KNOWN, date(2015, 3, 1), "NO"))


def test_between_two_holders_an_office_is_vacant() -> None:
    assert not list(find_offices("The Crown Prince left.", KNOWN, date(2011, 10, 24), "SA"))


def test_a_head_of_government_is_a_president_in_the_arab_press() -> None:
    holder = holder_called(KNOWN, "president", "Hariri", date(2010, 5, 1), {"LB"})

    assert holder
    assert holder.name == "Saad Hariri"


def test_a_surname_shared_by_several_holders_is_not_resolved() -> None:
    assert holder_called(KNOWN, "king", "Abdullah", date(2010, 5, 1), {"XX"}) is None


def test_a_vice_president_is_not_a_president() -> None:
    assert holder_called(KNOWN, "us president", "Obama", date(2010, 1, 1), ["US"]) is not None
    assert holder_called(KNOWN, "us vice president", "Obama", date(2010, 1, 1), ["US"]) is None


def test_a_name_that_only_shares_consonants_is_not_a_holder() -> None:
    assert holder_called(KNOWN, "secretary of state", "Gore", date(2014, 1, 1), ["US"]) is None
