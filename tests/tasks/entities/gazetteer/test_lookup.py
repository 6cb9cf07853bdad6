"""Names looked up in lists."""

import pytest

from tasks.entities.gazetteer.lookup import (
    Entry,
    Gazetteer,
    ListKind,
    format_entry,
    is_sure,
    open_gazetteer,
    parse_entry,
    read_gazetteer_file,
)
from tasks.entities.names.normalize import match_key, slug

FRONT = Entry(ListKind.ORGANISATION, "org/al-nour-front", ("Al-Nour Front", "ANF"))
TOWN = Entry(ListKind.CITY, "geo/1", ("Nour",), "IQ", 33.5, 44.25, 900, "", 1)


@pytest.fixture(scope="module")
def lists() -> Gazetteer:
    return open_gazetteer()


@pytest.mark.parametrize("spelling", ["al-Nour Front", "Al Nour Front", "el-Nour Front"])
def test_the_article_is_matched_in_every_form(spelling: str) -> None:
    words = f"the {spelling} said".split()

    hits = Gazetteer([FRONT, TOWN]).find(words)

    assert [" ".join(words[hit.first : hit.last]) for hit in hits] == [spelling]
    assert hits[0].entry is FRONT


def test_an_acronym_counts_only_in_capitals() -> None:
    hits = Gazetteer([FRONT]).find(["ANF", "and", "anf", "and", "Anf"])

    assert [hit.first for hit in hits] == [0]


def test_words_in_lower_case_are_not_names() -> None:
    turkey = Entry(ListKind.COUNTRY, "country/TR", ("Turkey",))

    assert not Gazetteer([turkey]).find(["roast", "turkey"])


def test_an_acronym_in_capitals_comes_before_a_place_of_the_same_letters() -> None:
    anf = Entry(ListKind.CITY, "geo/3", ("Anf",))
    lists = Gazetteer([FRONT, anf])

    assert [hit.entry for hit in lists.find(["ANF", "Anf"])] == [FRONT, anf]


@pytest.mark.parametrize(
    "name", ["March 14 forces", "14 March coalition", "5th Fleet", "Future parliamentary bloc"]
)
def test_a_listed_body_may_begin_with_a_number_and_end_in_lower_case(name: str) -> None:
    words = f"the {name} said".split()
    lists = Gazetteer([Entry(ListKind.ORGANISATION, "org/a", ("Alliance", name))])

    [hit] = lists.find(words)

    assert words[hit.first : hit.last] == name.split()


@pytest.mark.parametrize(
    "entry",
    [
        Entry(ListKind.ORGANISATION, "org/lebanese-army", ("Lebanese Army",)),
        Entry(ListKind.CITY, "geo/4", ("Lebanese army",)),
    ],
)
def test_other_names_end_in_a_capital(entry: Entry) -> None:
    assert not Gazetteer([entry]).find(["the", "Lebanese", "army", "said"])


def test_the_longest_name_wins() -> None:
    words = ["Nour", "City", "in", "Nour"]
    city = Entry(ListKind.CITY, "geo/2", ("Nour City",))

    hits = Gazetteer([TOWN, city]).find(words)

    assert [(hit.first, hit.last, hit.entry) for hit in hits] == [(0, 2, city), (3, 4, TOWN)]


def test_a_line_of_the_compact_file_is_read_back_as_it_was() -> None:
    assert parse_entry(format_entry(TOWN)) == TOWN


@pytest.mark.slow
def test_countries_have_iso_codes_wikidata_and_geonames_ids(lists: Gazetteer) -> None:
    iraq = lists.by_id["country/IQ"]

    assert (iraq.name, iraq.country, iraq.wikidata_id) == ("Iraq", "IQ", "Q796")
    assert iraq.geonames_id == 99237


@pytest.mark.slow
def test_every_country_has_a_wikidata_id() -> None:
    countries = [one for one in read_gazetteer_file() if one.kind is ListKind.COUNTRY]

    assert len(countries) > 180
    assert all(one.wikidata_id.startswith("Q") for one in countries)


@pytest.mark.parametrize("spelling", ["Mosul", "Al Mawsil", "Mossoul"])
def test_alternates_of_a_town_lead_to_one_id_with_coordinates(
    lists: Gazetteer, spelling: str
) -> None:
    mosul = lists.named(spelling)[0]

    assert mosul.entity_id == "geo/99072"
    assert mosul.latitude == pytest.approx(36.335, abs=0.01)


def test_homonyms_come_with_the_largest_town_first(lists: Gazetteer) -> None:
    countries = [one.country for one in lists.named("Tripoli")]

    assert countries[:2] == ["LY", "LB"]


def test_office_holders_have_dated_offices(lists: Gazetteer) -> None:
    maliki = lists.named("Nouri al-Maliki")[0]

    assert maliki.entity_id == "person/nuri-al-maliki"
    assert "IRQGOV:20060520-20140908" in maliki.offices


def test_a_demonym_is_not_sure_to_be_a_place_and_a_village_is_not_sure_at_all(
    lists: Gazetteer,
) -> None:
    assert lists.named("Iraqi")[0].kind is ListKind.DEMONYM
    assert is_sure(lists.named("Iraqi")[0]) and not is_sure(TOWN)


@pytest.mark.parametrize(
    ("one", "other"), [("Sana’a", "Sanaa"), ("el-Sisi", "Al-Sisi"), ("Qal‘at", "qalat")]
)
def test_spellings_share_a_key(one: str, other: str) -> None:
    assert match_key(one) == match_key(other)


def test_a_slug_is_readable() -> None:
    assert slug("Nuri al-Maliki") == "nuri-al-maliki"
    assert slug("Sana’a") == "sanaa"
