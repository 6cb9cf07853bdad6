import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.articles.text.dateline import read_agency_credit, split_dateline
from tasks.models import Dateline

HOUSE = "Asharq Al-Awsat"


@pytest.mark.parametrize(
    ("opening", "dateline"),
    [
        ("Gaza, Asharq Al-Awsat- ", (("Gaza",), None, HOUSE, None)),
        ("Dubai, Asharq Al-Awsat – ", (("Dubai",), None, HOUSE, None)),
        ("Erbil, Asharq Al-Awsat—", (("Erbil",), None, HOUSE, None)),
        ("Erbil, Asharq Al-Awsat— ", (("Erbil",), None, HOUSE, None)),
        ("Sana’a and Riyadh, Asharq Al-Awsat—", (("Sana’a", "Riyadh"), None, HOUSE, None)),
        ("Ras al-Ain, Asharq al-Awsat—", (("Ras al-Ain",), None, HOUSE, None)),
        ("Cairo, Asharq Al-Awqsat—", (("Cairo",), None, HOUSE, None)),
        ("Cairo, Asharq Awsat—", (("Cairo",), None, HOUSE, None)),
        ("London Asharq Al-Awsat- ", (("London",), None, HOUSE, None)),
        ("Khobar- ", (("Khobar",), None, None, None)),
        ("Baghdad, Erbil- ", (("Baghdad", "Erbil"), None, None, None)),
        ("Riyadh, Dubai, Cairo- ", (("Riyadh", "Dubai", "Cairo"), None, None, None)),
        ("Baghdad-Irbil- Paris- ", (("Baghdad", "Irbil", "Paris"), None, None, None)),
        ("Al-Arish- ", (("Al-Arish",), None, None, None)),
        ("Riyadh-", (("Riyadh",), None, None, None)),
        ("London – ", (("London",), None, None, None)),
        ("Aden, Taiz – ", (("Aden", "Taiz"), None, None, None)),
        ("The Hague – ", (("The Hague",), None, None, None)),
        ("RIYADH, Saudi Arabia, (AP) – ", (("RIYADH",), "Saudi Arabia", None, "AP")),
        ("RIYADH (Reuters) - ", (("RIYADH",), None, None, "Reuters")),
        ("BEIRUT, Aug 5 (AFP) - ", (("BEIRUT",), None, None, "AFP")),
        ("Abdu Dhabi, Asharq Al-Awsat—", (("Abdu Dhabi",), None, HOUSE, None)),
    ],
)
def test_a_dateline_comes_off_in_every_form(
    opening: str, dateline: tuple[tuple[str, ...], str | None, str | None, str | None]
) -> None:
    split = split_dateline(f"{opening}The invented council met.")

    assert split == (Dateline(opening.strip(), *dateline), "The invented council met.")


@pytest.mark.parametrize(
    "sentence",
    [
        "London-based analysts disagree.",
        "London-Based Analysts, a firm, disagrees.",
        "Iran-backed militias — all of them — left.",
        "Riyadh-Tehran talks were put off.",
        "Gaza-Egypt border crossings stay shut.",
        "Saudi-Iranian relations are what they are.",
        "Al- Qaeda fighters left.",
        "U.S.-led forces arrived.",
        "The council – Egypt’s oldest – met.",
        "President Example — Nobody — spoke.",
        "Anybody who saw the scene – or heard of it – cannot help it.",
        "It is 5 - 4 now.",
        "Khobar- ",
        "",
    ],
)
def test_a_sentence_that_begins_like_a_dateline_is_not_one(sentence: str) -> None:
    assert split_dateline(sentence) is None


def test_a_quotation_may_follow_the_dash() -> None:
    split = split_dateline("Beirut – “Why?” she asked.")

    assert split is not None
    assert split[1] == "“Why?” she asked."


@given(st.text(alphabet="AbRiyadh, -–—()’.Asharq Al-Awsat", max_size=400))
def test_nothing_is_lost_between_dateline_and_text(text: str) -> None:
    split = split_dateline(text)

    if split is not None:
        assert text.startswith(split[0].text)
        assert text.endswith(split[1])
        assert split[0].places


@pytest.mark.parametrize(
    ("paragraph", "agency"),
    [
        ("(Reuters)", "Reuters"),
        ("(AFP)", "AFP"),
        ("Agencies", "Agencies"),
        ("REUTERS", "Reuters"),
        ("Source: AP", "AP"),
        ("Reuters reported it.", None),
        ("", None),
    ],
)
def test_a_last_paragraph_may_be_an_agency_credit(paragraph: str, agency: str | None) -> None:
    assert read_agency_credit(paragraph) == agency
