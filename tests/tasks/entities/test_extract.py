import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tasks.entities
from tasks.entities.extract import (
    Extractor,
    extract_entities,
    extraction_record,
    open_extractor,
)
from tasks.entities.models import EntityType, Span

PIECES = st.sampled_from(
    [
        "Baghdad, Asharq Al-Awsat- ",
        "Nuri al-Maliki ",
        "said: ",
        "“We are ready,” ",
        '"',
        "”",
        "(Q) ",
        "(A) ",
        "\n\n",
        "Crown Prince ",
        "the March 14 alliance ",
        "on Saturday ",
        "’s ",
        "Sana’a ",
        "(PUK) ",
        "\u200f",
        "😀",
        "محمد ",
        "U.S. ",
        ". ",
    ]
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=25).map("".join))
def test_every_offset_indexes_the_given_text(text: str) -> None:
    found = extract_entities(text, date(2013, 10, 23))

    records: list[Any] = [*found.mentions, *found.quotes, *found.dates, *found.events]
    for one in records:
        assert text[one.start : one.end] == one.text
        assert one.start < one.end
    starts = [one.start for one in found.mentions]
    assert starts == sorted(starts)
    assert all(a.end <= b.start for a, b in zip(found.mentions, found.mentions[1:], strict=False))


def test_the_package_gives_its_two_functions_when_asked() -> None:
    assert tasks.entities.extract_entities is extract_entities
    assert tasks.entities.resolve_names(["Jalal Al Talabani"]) == ["person/jalal-talabani"]


def test_a_whole_article_is_understood() -> None:
    text = (
        "Riyadh, Asharq Al-Awsat—Foreign Minister Adel Al-Jubeir said on Saturday that Iran must "
        "leave Syria. “There is no other way,” Al-Jubeir told reporters.\n\n"
        "The Crown Prince will visit Washington."
    )

    found = extract_entities(text, date(2016, 5, 9))

    names = {(one.text, one.entity_id) for one in found.mentions}
    assert ("Al-Jubeir", "person/adel-al-jubeir") in names
    assert ("Iran", "country/IR") in names
    assert ("Crown Prince", "person/mohammed-bin-naif") in names
    assert [(one.speaker, one.cue) for one in found.quotes] == [("Adel al-Jubeir", "told")]
    assert [one.day for one in found.dates] == [date(2016, 5, 7)]


def test_the_record_is_plain_json() -> None:
    found = extract_entities("Hamas condemned Israel on 5 May 2010.", date(2010, 5, 6))

    record = json.loads(json.dumps(extraction_record(found)))

    assert [one["entity_id"] for one in record["mentions"]] == ["org/hamas", "country/IL"]
    assert record["mentions"][0]["type"] == "ORG"
    assert record["dates"][0]["day"] == "2010-05-05"
    assert record["events"][0]["verb"] == "condemned"


def test_an_office_with_the_name_beside_it_is_one_mention() -> None:
    found = extract_entities(
        "Custodian of the Two Holy Mosques King Salman bin Abdulaziz spoke.", date(2016, 1, 1)
    )

    assert [one.text for one in found.mentions] == ["Salman bin Abdulaziz"]


def test_the_listed_entities_have_every_countrys_ministries_and_one_entry_for_each_id() -> None:
    listed = [one.entity_id for one in open_extractor().listed_entities()]

    assert "org/ministry-of-interior-iq" in listed
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize(
    ("taken", "name"),
    [
        ("“Hamas", "Hamas"),
        ("the U.N.", "U.N."),
        ("Maliki’s", "Maliki"),
        ("Basra, ", "Basra"),
        ("—", ""),
    ],
)
def test_what_a_backend_takes_along_is_left_outside(taken: str, name: str) -> None:
    class Backend:
        def find_spans(
            self, texts: Sequence[str], sentences: Any, evidence: Any = None
        ) -> list[list[Span]]:
            return [[Span(3, 3 + len(taken), EntityType.ORGANISATION)] for _ in texts]

    extractor = Extractor(Backend(), open_extractor().context)

    found = extractor.extract([f"In {taken} ."], [None])[0]

    assert [one.text for one in found.mentions] == [name] * bool(name)


def test_is_in_capitals_is_the_group_where_its_members_or_its_name_stand() -> None:
    def bodies(text: str) -> list[str]:
        found = extract_entities(text).mentions
        return [one.text for one in found if one.type is EntityType.ORGANISATION]

    assert bodies("The IS commander was killed near Rutba, and IS withdrew.") == ["IS", "IS"]
    assert bodies("He said that this IS the last time.") == []
