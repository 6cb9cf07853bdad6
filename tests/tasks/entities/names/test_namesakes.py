"""Namesakes of listed people keep an id of their own; a bare name is nobody in particular."""

from datetime import date

import pytest

from tasks.entities import extract_entities

DAY = date(2009, 3, 1)


def ids_of(text: str, day: date = DAY) -> dict[str, str]:
    return {one.text: one.entity_id for one in extract_entities(text, day).mentions}


@pytest.mark.parametrize(
    ("text", "calling"),
    [
        ("The goalkeeper Mohammed Dahlan saved two shots in Rafah.", "footballer"),
        ("Mohammed Dahlan, the Rafah striker, scored late.", "footballer"),
        ("Mohammed Dahlan, a taxi driver in Rafah, said the crossing was shut.", "driver"),
        ("Mohammed Dahlan, a father of five from Rafah, lost his shop.", "resident"),
        ("Mohammed Dahlan, 19, was wounded in Rafah.", "youth"),
        ("Tunisian Mohammed Dahlan sells olives in Sfax.", "tn"),
        ("Mohammed Dahlan, a Tunisian trader, sells olives in Sfax.", "tn"),
    ],
)
def test_what_no_leader_is_makes_a_namesake_of_a_listed_name(text: str, calling: str) -> None:
    assert ids_of(text)["Mohammed Dahlan"] == f"person/mohammed-dahlan-{calling}"


@pytest.mark.parametrize(
    "text",
    [
        "Mohammed Dahlan, the Fatah leader, arrived in Cairo.",
        "The Palestinian leader Mohammed Dahlan arrived in Cairo.",
        "Mohammed Dahlan, 47, arrived in Cairo with a student delegation.",
        "Mohammed Dahlan, a student of Yasser Arafat, arrived in Cairo.",
        "Mohammed Dahlan, a driver of change in Fatah, arrived in Cairo.",
        "The Egyptian mediator received Mohammed Dahlan in Cairo.",
    ],
)
def test_without_such_words_the_listed_person_is_meant(text: str) -> None:
    assert ids_of(text)["Mohammed Dahlan"] == "person/mohammed-dahlan"


def test_the_surname_follows_the_namesake_its_article_introduces() -> None:
    text = "The goalkeeper Mohammed Dahlan saved two shots. Dahlan joined the club last year."

    assert ids_of(text)["Dahlan"] == "person/mohammed-dahlan-footballer"


def test_a_byname_and_the_name_in_brackets_after_it_are_one() -> None:
    ids = ids_of("Police searched the flat of Abu Dabbus (Karim Tantush) in Leeds.")

    assert ids["Karim Tantush"] == ids["Abu Dabbus"] == "person/karim-tantush"


def test_a_surname_without_a_full_name_gets_a_name_id() -> None:
    assert ids_of("“We do not know,” Minister Zahrani said.")["Zahrani"] == "name/zahrani"


def test_a_low_rank_keeps_a_bare_surname_from_a_listed_leader() -> None:
    assert ids_of("President Assad ordered his men back.")["Assad"] == "person/bashar-al-assad"
    assert ids_of("Captain Assad ordered his men back in Taiz.")["Assad"] == "name/assad"


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Riyadh al-Malky met envoys in Ramallah, Palestinian officials said.", "riyad-al-maliki"),
        ("Nuri Jawad al-Maliki lectured in Rabat, Morocco.", "nuri-jawad-al-maliki"),
    ],
)
def test_a_longer_form_needs_the_listed_persons_country(text: str, person: str) -> None:
    found = next(own for name, own in ids_of(text).items() if "al-Mal" in name)

    assert found == f"person/{person}"


@pytest.mark.parametrize(
    ("day", "words", "name", "person"),
    [
        (date(2004, 6, 1), "President Hariri spoke in Beirut, Lebanon.", "Hariri", "rafik-hariri"),
        (date(2010, 6, 1), "President Hariri spoke in Beirut, Lebanon.", "Hariri", "saad-hariri"),
        (date(2004, 8, 1), "Iraqi Prime Minister Allawi spoke.", "Allawi", "iyad-allawi"),
        (date(2005, 8, 1), "Iraqi Prime Minister Jaafari spoke.", "Jaafari", "ibrahim-al-jaafari"),
        (date(2008, 8, 1), "Iraqi Prime Minister Maliki spoke.", "Maliki", "nuri-al-maliki"),
        (date(2016, 8, 1), "Iraqi Prime Minister Abadi spoke.", "Abadi", "haider-al-abadi"),
        (
            date(2005, 7, 1),
            "The Custodian of the Two Holy Mosques spoke.",
            "Custodian of the Two Holy Mosques",
            "fahd-bin-abdulaziz",
        ),
        (
            date(2016, 7, 1),
            "The Custodian of the Two Holy Mosques spoke.",
            "Custodian of the Two Holy Mosques",
            "salman-bin-abdulaziz",
        ),
        (
            date(2017, 5, 1),
            "King Salman greeted President Trump.",
            "Salman",
            "salman-bin-abdulaziz",
        ),
        (
            date(2006, 7, 1),
            "Riyadh, Asharq Al-Awsat- The Crown Prince left.",
            "Crown Prince",
            "sultan-bin-abdulaziz",
        ),
        (
            date(2017, 7, 1),
            "Riyadh, Asharq Al-Awsat- The Crown Prince left.",
            "Crown Prince",
            "mohammed-bin-salman",
        ),
    ],
)
def test_a_title_is_who_holds_it_on_the_day(day: date, words: str, name: str, person: str) -> None:
    assert ids_of(words, day)[name] == f"person/{person}"
