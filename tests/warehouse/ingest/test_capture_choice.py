"""Which capture is the article: complete, with evidence, within the site's life, then the latest."""

from datetime import datetime
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.example_records import DAY, NOON, article, capture, page_url
from warehouse.ingest.arrow_schemas import parsed_tables
from warehouse.ingest.identify import FEWEST_ADDRESSES, identify_articles
from warehouse.ingest.load import load_captures, load_parsed

SHORT = {"body": "Crews vote.", "body_sha256": "0" * 64}


def _load(con: DuckDBPyConnection, slug: str, day: int, flags: Any = (), **fields: Any) -> int:
    taken = capture(slug, NOON + day * DAY, flags=tuple(flags))
    load_captures(con, [taken], [], "run-1", NOON)
    load_parsed(con, parsed_tables([article(taken, **fields)], []))
    return taken.capture_id


def _chosen(con: DuckDBPyConnection, ends: dict[str, datetime] | None = None) -> set[int]:
    identify_articles(con, ends)
    rows = con.execute("select capture_id from staging.latest_articles").fetchall()
    return {capture_id for (capture_id,) in rows}


@pytest.mark.slow
def test_the_latest_of_equally_good_captures_is_the_article(con: DuckDBPyConnection) -> None:
    _load(con, "ferry", 0)
    later = _load(con, "ferry", 1)

    assert _chosen(con) == {later}


WORSE = [
    {"flags": ["warc-truncated"]},
    {"flags": ["gzip", "truncated-record"]},
    {"flags": ["block-digest-differs"]},
    {"flags": ["no-html-end"]},
    {"flags": ["length-mismatch"]},
    {"is_complete": False},
    {"evidence": ()},
]


@pytest.mark.slow
@pytest.mark.parametrize("worse", WORSE, ids=str)
def test_a_later_capture_that_is_worse_does_not_replace_the_article(
    con: DuckDBPyConnection, worse: dict[str, Any]
) -> None:
    good = _load(con, "ferry", 0, evidence=("postid",))
    _load(con, "ferry", 1, **{"evidence": ("postid",), **worse})

    assert _chosen(con) == {good}


@pytest.mark.slow
def test_a_later_paywall_with_the_marks_of_the_post_does_not_replace_its_text(
    con: DuckDBPyConnection,
) -> None:
    good = _load(con, "ferry", 0, evidence=("single_post", "paragraphs"))
    _load(con, "ferry", 1, evidence=("single_post",))

    assert _chosen(con) == {good}


@pytest.mark.slow
def test_a_short_note_without_an_earlier_text_is_replaced_by_its_latest_capture(
    con: DuckDBPyConnection,
) -> None:
    _load(con, "ferry", 0, evidence=("single_post",))
    latest = _load(con, "ferry", 1, evidence=("single_post",))

    assert _chosen(con) == {latest}


@pytest.mark.slow
def test_a_later_amp_page_does_not_replace_the_page(con: DuckDBPyConnection) -> None:
    page = _load(con, "ferry", 0, post_id=7)
    amp = capture("ferry", NOON + DAY, url=f"{page_url('ferry')}amp/")
    load_captures(con, [amp], [], "run-1", NOON)
    load_parsed(con, parsed_tables([article(amp, post_id=7)], []))

    assert _chosen(con) == {page}


@pytest.mark.slow
@pytest.mark.parametrize("query", ["print=1", "amp", "a=1&output=amp", "print-posts=print"])
def test_a_later_print_version_does_not_replace_the_page(
    con: DuckDBPyConnection, query: str
) -> None:
    page = _load(con, "ferry", 0)
    printed = capture("ferry", NOON + DAY, requested_url=f"{page_url('ferry')}?{query}")
    load_captures(con, [printed], [], "run-1", NOON)
    load_parsed(con, parsed_tables([article(printed)], []))

    assert _chosen(con) == {page}


@pytest.mark.slow
@pytest.mark.parametrize("worse", WORSE, ids=str)
def test_a_worse_capture_is_used_if_there_is_no_other(
    con: DuckDBPyConnection, worse: dict[str, Any]
) -> None:
    only = _load(con, "ferry", 0, **worse)

    assert _chosen(con) == {only}


@pytest.mark.slow
def test_a_capture_after_the_end_of_its_host_does_not_replace_one_before(
    con: DuckDBPyConnection,
) -> None:
    good = _load(con, "ferry", 0)
    _load(con, "ferry", 3)

    assert _chosen(con, {"archive.test": NOON + 2 * DAY}) == {good}


@pytest.mark.slow
def test_an_end_of_another_host_says_nothing(con: DuckDBPyConnection) -> None:
    _load(con, "ferry", 0)
    later = _load(con, "ferry", 3)

    assert _chosen(con, {"other.test": NOON}) == {later}


@pytest.mark.slow
def test_an_end_that_is_taken_back_does_not_hold(con: DuckDBPyConnection) -> None:
    _load(con, "ferry", 0)
    later = _load(con, "ferry", 3)
    _chosen(con, {"archive.test": NOON + 2 * DAY})

    assert _chosen(con, {}) == {later}


@pytest.mark.slow
def test_one_text_at_many_addresses_tells_that_the_site_has_ended(con: DuckDBPyConnection) -> None:
    slugs = [f"page-{number}" for number in range(FEWEST_ADDRESSES)]
    good = {_load(con, slug, 0, title=slug, body_sha256=f"{n:064}") for n, slug in enumerate(slugs)}
    for slug in slugs:
        _load(con, slug, 9, title="Buy this domain", body_sha256="p" * 64)

    assert _chosen(con) == good
    assert con.execute("select host, stated_by from raw.host_ends").fetchall() == [
        ("archive.test", "learnt")
    ]


@pytest.mark.slow
def test_a_note_repeated_on_a_living_site_does_not_end_it(con: DuckDBPyConnection) -> None:
    for number in range(FEWEST_ADDRESSES):
        _load(con, f"note-{number}", 0, body_sha256="n" * 64)
    for number in range(2 * FEWEST_ADDRESSES):
        _load(con, f"page-{number}", 5, title=str(number), body_sha256=f"{number:064}")
    identify_articles(con)

    assert con.execute("from raw.host_ends").fetchall() == []


def test_of_two_captures_at_one_instant_the_longer_text_is_the_article(
    con: DuckDBPyConnection,
) -> None:
    whole, short = capture("ferry", capture_id=1), capture("ferry", capture_id=2)
    load_captures(con, [whole, short], [], "run-1", NOON)
    load_parsed(con, parsed_tables([article(whole), article(short, **SHORT)], []))

    assert _chosen(con) == {1}


WHOLE = " ".join(f"Crews repaired pump {number} of the harbour." for number in range(30))


def _load_text(con: DuckDBPyConnection, day: int, body: str, *signs: str) -> int:
    return _load(
        con, "ferry", day, body=body, body_sha256=f"{day}" * 64, evidence=("post_id", *signs)
    )


@pytest.mark.slow
@pytest.mark.parametrize("end", ["", "...", "\n\n…"])
def test_a_later_page_with_only_the_beginning_of_the_text_does_not_replace_it(
    con: DuckDBPyConnection, end: str
) -> None:
    whole = _load_text(con, 0, WHOLE.replace(" Crews", "\n\nCrews"))
    _load_text(con, 1, WHOLE[:300] + end, "cut")

    assert _chosen(con) == {whole}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("body", "signs"),
    [
        (WHOLE[:300], ()),
        (WHOLE[: len(WHOLE) * 3 // 4], ("cut",)),
        ("Another text, " + WHOLE[:300], ("cut",)),
    ],
)
def test_a_later_text_that_is_shorter_replaces_the_former_one_without_evidence_of_a_cut(
    con: DuckDBPyConnection, body: str, signs: tuple[str, ...]
) -> None:
    _load_text(con, 0, WHOLE)
    later = _load_text(con, 1, body, *signs)

    assert _chosen(con) == {later}


@pytest.mark.slow
def test_a_beginning_is_the_article_until_the_whole_text_is_captured(
    con: DuckDBPyConnection,
) -> None:
    beginning = _load_text(con, 1, WHOLE[:300], "cut")
    assert _chosen(con) == {beginning}
    con.execute("delete from raw.changed_articles")

    whole = _load_text(con, 0, WHOLE)

    assert _chosen(con) == {whole}
    con.execute("delete from raw.changed_articles")
    assert _chosen(con) == {whole}
