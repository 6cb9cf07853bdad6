from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from tasks.models import Article, Capture, Dateline
from tests.warehouse.example_records import DAY, NOON, article, capture
from warehouse.ingest.arrow_schemas import parsed_tables
from warehouse.ingest.load import load_captures, load_parsed
from warehouse.transform.build import build_marts, changed_articles, make_mart
from warehouse.transform.duplicates import LinkReport, link_duplicates

# Every test builds the marts, half a second each.
pytestmark = pytest.mark.slow

FERRY = (
    "The harbour council of Port Town met on Monday to hear why the ferry to Gull Island has not"
    " sailed since the storm of last week. Captain Maya Haddad told the members that two of three"
    " engines were flooded and that spare parts would come from Westhaven in twelve days. Traders"
    " on the island said they had bread for four days and asked for a navy barge. The mayor, Omar"
    " Selim, promised an answer before the evening and left by a side door without taking questions"
    " from the reporters who had waited in the rain. Nobody at the council could say who pays for"
    " the parts, as the ferry belongs to the state and the pier to the town."
)
BRIDGE = (
    "Engineers closed the old bridge at Stonefield on Tuesday after a pillar sank by a hand's"
    " breadth overnight. Lorries now go round by Eastmere, which costs them an hour each way, and"
    " bakers there complain of the dust. The ministry wants to see drawings from 1931 that nobody"
    " has found so far; an archivist, Salma Idris, is looking through the cellars of the old"
    " railway office, where water stood for most of the winter."
)
CONGRATULATION = (
    "King {king} sent a cable of congratulations to President {name} on the anniversary of {country}'s"
    " national day. In the cable, the king expressed in his name and on behalf of the people and"
    " government his sincerest congratulations and best wishes of constant good health and happiness"
    " to the president and steady progress and prosperity to the friendly people of {country}. The"
    " king praised the distinguished relations between the two countries, which both seek to"
    " strengthen in all fields. The crown prince sent a similar cable to {name} of {country}."
)
MARKET = (
    "The index of the bourse in {city} closed on {day} at {close} points, {change} points from the day"
    " before, as shares worth {worth} million changed hands. Shares of {count} companies rose and"
    " {fall} fell. The most active were {one} and {two}; the greatest gain was that of {three}. Analysts"
    " said investors were waiting for the results of the quarter and for a decision on rates. Trade"
    " was thin in the first hour and picked up before the close, as it has on most days this month."
)

_SEA_STORY = FERRY.lower()


def page(
    slug: str, body: str, title: str = "Ferry stays in harbour", **fields: Any
) -> tuple[Capture, Article]:
    source = capture(slug, fields.pop("captured_at", NOON))
    digest = sha256(body.encode("utf-8", "surrogatepass")).hexdigest()
    defaults = {"published_at": None, "dateline": None}
    return source, article(source, title, body=body, body_sha256=digest, **defaults | fields)


def load(con: DuckDBPyConnection, *pages: tuple[Capture, Article]) -> None:
    load_captures(con, [source for source, _ in pages], [], "run-1", NOON)
    load_parsed(con, parsed_tables([made for _, made in pages], []))


def link(con: DuckDBPyConnection) -> LinkReport:
    """Link, and build the two marts looked at here: a whole build takes longer than most tests."""
    report = link_duplicates(con)
    make_mart(con, "articles")
    make_mart(con, "duplicates")
    con.execute("delete from raw.changed_articles")
    return report


def duplicates(con: DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return con.execute(
        "select copies.url.split('/')[-2], canonicals.url.split('/')[-2], duplicate_kind"
        " from marts.duplicates as duplicates"
        " inner join marts.articles as copies using (article_id)"
        " inner join marts.articles as canonicals on canonical_id = canonicals.article_id"
        " order by all"
    ).fetchall()


def test_a_number_wordpress_added_to_a_slug_marks_the_copy(con: DuckDBPyConnection) -> None:
    load(
        con,
        page("ferry-2", FERRY, published_on=date(2011, 3, 4)),
        page("ferry", FERRY, published_on=date(2011, 3, 4)),
        page("bridge", BRIDGE),
    )

    link(con)

    assert duplicates(con) == [("ferry-2", "ferry", "numbered_slug")]


def test_a_number_that_belongs_to_the_headline_marks_nothing(con: DuckDBPyConnection) -> None:
    load(
        con,
        page("ferry-day-12", FERRY, published_on=date(2011, 3, 4)),
        page("harbour-news", FERRY, published_on=date(2011, 3, 9)),
    )

    link(con)

    assert duplicates(con) == [("harbour-news", "ferry-day-12", "repost")]


def test_a_near_copy_under_the_same_headline_years_later_is_a_repost(
    con: DuckDBPyConnection,
) -> None:
    load(
        con,
        page("again", FERRY.replace("bread for", "flour for"), published_on=date(2013, 5, 6)),
        page("first", FERRY, published_on=date(2011, 3, 4)),
    )

    link(con)

    assert duplicates(con) == [("again", "first", "repost")]
    score, days = con.execute("select score, days_later from marts.duplicates").fetchall()[0]
    assert 0.85 < score < 1
    assert days == (date(2013, 5, 6) - date(2011, 3, 4)).days


def test_an_agency_text_under_another_headline_is_wire_reuse(con: DuckDBPyConnection) -> None:
    shorter = FERRY[: FERRY.index(" Nobody at the council")]
    agency = {"agency_credit": "AFP"}
    desk = Dateline("PORT TOWN (AFP) - ", ("Port Town",), None, None, "AFP")
    load(
        con,
        page("ferry-out-of-service", FERRY, "Ferry out of service", **agency),
        page(
            "island-cut-off", shorter, "Gull Island is cut off", dateline=desk, post_id=56_000_000
        ),
    )

    link(con)

    assert duplicates(con) == [("island-cut-off", "ferry-out-of-service", "wire_reuse")]


def test_a_text_with_more_to_say_the_next_day_is_an_update(con: DuckDBPyConnection) -> None:
    more = FERRY + " On Tuesday the navy said a barge was on its way with flour and two mechanics."
    load(
        con,
        page("ferry-latest", more, "Barge on its way", published_on=date(2011, 3, 5)),
        page("ferry", FERRY, published_on=date(2011, 3, 4)),
    )

    link(con)

    assert duplicates(con) == [("ferry-latest", "ferry", "update")]


@pytest.mark.parametrize(
    ("pattern", "one", "other"),
    [
        (
            CONGRATULATION,
            {"king": "Hamad", "name": "Ana Prieto", "country": "Costa Verde"},
            {"king": "Hamad", "name": "Jan Novotny", "country": "Moravia"},
        ),
        (
            MARKET,
            dict(
                city="Port Town", day="Monday", close="7,123", change="12", worth="340", count="61"
            )
            | dict(fall="40", one="Gull Bank", two="Harbour Cement", three="Westhaven Foods"),
            dict(
                city="Port Town", day="Sunday", close="6,871", change="95", worth="512", count="22"
            )
            | dict(fall="88", one="Selim Steel", two="Gull Bank", three="Idris Paper"),
        ),
    ],
    ids=["congratulations", "market report"],
)
def test_reports_of_one_pattern_with_different_news_are_not_copies(
    con: DuckDBPyConnection, pattern: str, one: dict[str, str], other: dict[str, str]
) -> None:
    load(
        con,
        page("one", pattern.format(**one), "Daily report"),
        page("other", pattern.format(**other), "Daily report"),
        page("one-again", pattern.format(**one), "Daily report"),
    )

    link(con)

    linked = {slug for row in duplicates(con) for slug in row[:2]}
    assert linked == {"one", "one-again"}


def test_short_texts_are_never_linked_even_when_equal(con: DuckDBPyConnection) -> None:
    load(con, page("one", "Today's cartoon."), page("other", "Today's cartoon."))

    link(con)

    assert duplicates(con) == []


def test_all_copies_of_a_group_are_linked_with_one_article(con: DuckDBPyConnection) -> None:
    load(con, *_group())

    link(con)

    assert [row[:2] for row in duplicates(con)] == [("b", "a"), ("c", "a"), ("d", "a")]
    rows = con.execute("select score, group_size from marts.duplicates order by all").fetchall()
    assert [size for _, size in rows] == [4, 4, 4]
    assert [score is None for score, _ in rows] == [False, False, True]


def test_the_order_articles_come_in_makes_no_difference(con: DuckDBPyConnection) -> None:
    for one in reversed(_group()):
        load(con, one)
        link(con)
    bit_by_bit = _rows(con)

    con.execute("delete from raw.text_signatures; delete from raw.text_pairs")
    con.execute("delete from raw.text_groups")
    link(con)

    assert len(bit_by_bit) == 3
    assert _rows(con) == bit_by_bit


def test_linking_again_compares_nothing_and_leaves_the_mart_alone(con: DuckDBPyConnection) -> None:
    load(con, *_group())
    link(con)

    again = link_duplicates(con)

    assert again == LinkReport(0, 0, 0)
    assert changed_articles(con) == []


def test_only_texts_that_are_new_are_signed(con: DuckDBPyConnection) -> None:
    load(con, *_group())
    link(con)

    load(con, page("e", _SEA_STORY.replace("barge", "tug"), published_on=date(2012, 1, 1)))
    report = link(con)

    assert report.signed == 1
    assert ("e", "a", "repost") in duplicates(con)


def test_an_article_whose_text_is_changed_leaves_its_group(con: DuckDBPyConnection) -> None:
    load(con, page("a", FERRY), page("b", FERRY, published_on=date(2011, 3, 5)))
    link(con)
    load(con, page("b", BRIDGE, published_on=date(2011, 3, 5), captured_at=NOON + DAY))

    link(con)

    assert duplicates(con) == []
    assert con.execute("select count(*) from raw.text_pairs").fetchall() == [(0,)]


def test_texts_signed_by_another_version_are_signed_again(con: DuckDBPyConnection) -> None:
    load(con, *_group())
    link(con)
    con.execute("update raw.text_signatures set version = '0', band_keys = []")
    con.execute("update raw.text_pairs set version = '0'")

    report = link(con)

    assert report == LinkReport(signed=3, compared=3, regrouped=0)
    assert len(duplicates(con)) == 3


def _group() -> Sequence[tuple[Capture, Article]]:
    """Four articles of three texts; the last is too far from the first to be linked directly."""
    words = _SEA_STORY.split()
    texts = [words[:76], words[:76], words[16:92], words[32:]]
    return [
        page(slug, " ".join(text), published_on=date(2011, 3, 4 + number))
        for number, (slug, text) in enumerate(zip("abcd", texts, strict=True))
    ]


def _rows(con: DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return con.execute("select * from marts.duplicates order by all").fetchall()


def test_a_build_of_what_changed_gives_the_rows_of_a_whole_build(con: DuckDBPyConnection) -> None:
    a, b, *others = _group()
    load(con, a, *others)
    link_duplicates(con)
    build_marts(con)
    load(con, b)
    link_duplicates(con)
    build_marts(con, changed_articles(con))
    bit_by_bit = _rows(con)

    build_marts(con)

    assert len(bit_by_bit) == 3
    assert _rows(con) == bit_by_bit
