from datetime import date

import pytest

from tasks.entities.gazetteer.known_entities import read_known_entities
from tasks.entities.gazetteer.lookup import open_gazetteer
from tasks.entities.linking.offices.office_holders import OfficeHolders
from tasks.entities.linking.offices.office_names import read_office


@pytest.fixture(scope="module")
def holders() -> OfficeHolders:
    known = read_known_entities()
    return OfficeHolders(known, open_gazetteer(known.entries))


@pytest.mark.parametrize(
    ("words", "day", "person_id"),
    [
        ("the US president", date(2014, 9, 10), "person/barack-obama"),
        ("the US president", date(2008, 9, 10), "person/george-w-bush"),
        ("the president of Egypt", date(2012, 9, 10), "person/mohamed-mursi"),
        ("Iraq’s prime minister", date(2010, 9, 10), "person/nuri-al-maliki"),
        ("the French foreign minister", date(2012, 9, 10), "person/laurent-fabius"),
        ("the UN secretary-general", date(2012, 9, 10), "person/ban-ki-moon"),
        ("the Arab League chief", date(2012, 9, 10), "person/nabil-al-arabi"),
    ],
)
def test_an_office_of_a_country_or_body_is_its_holder_on_that_day(
    holders: OfficeHolders, words: str, day: date, person_id: str
) -> None:
    found = holders.meant(words, day)

    assert found is not None
    assert found.person_id == person_id


@pytest.mark.parametrize(
    "words",
    [
        "the former Iraqi prime minister",
        "the deputy US president",
        "the US president’s aide",
        "the Iraqi foreign ministry spokesman",
        "the company president",
        "the UN envoy",
        "the Iraqi chief",
    ],
)
def test_former_holders_deputies_and_aides_are_not_the_holder(
    holders: OfficeHolders, words: str
) -> None:
    assert holders.meant(words, date(2012, 9, 10)) is None


def test_an_office_without_country_is_a_holder_whom_the_article_names(
    holders: OfficeHolders,
) -> None:
    day = date(2016, 9, 10)

    assert holders.meant("the foreign minister", day) is None
    named = holders.meant("the foreign minister", day, {"person/adel-al-jubeir"})
    assert named is not None


def test_foreign_trade_is_not_foreign_affairs() -> None:
    assert read_office("minister of foreign trade") == "trade minister"
    assert read_office("minister of foreign affairs") == "foreign minister"


def test_the_minister_of_a_state_is_its_only_minister_whom_the_article_names(
    holders: OfficeHolders,
) -> None:
    named = {"person/ahmet-davutoglu", "person/laurent-fabius"}

    found = holders.meant("the Turkish minister", date(2012, 9, 10), named)

    assert found is not None
    assert found.person_id == "person/ahmet-davutoglu"
    assert holders.meant("the Turkish minister", date(2012, 9, 10)) is None
