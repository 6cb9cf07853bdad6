"""An article that WordPress splits over several pages is one article with the text of all."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from itertools import permutations
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from tasks.models import Article, Capture, Image, Link, Paragraph, ParagraphKind
from tasks.urls import stable_id
from tests.warehouse.example_records import DAY, NOON, article, capture, page_url
from warehouse.ingest.arrow_schemas import PARSED_TABLES, parsed_tables
from warehouse.ingest.extractions import captures_to_extract, read_article_texts
from warehouse.ingest.frontier import Selection, select_due
from warehouse.ingest.load import load_captures, load_parsed
from warehouse.transform.build import build_marts, changed_articles
from warehouse.transform.duplicates import link_duplicates

# Every test builds the marts, half a second each.
pytestmark = pytest.mark.slow

FIRST = page_url("ferry")


def _url(number: int) -> str:
    return FIRST if number == 1 else f"{FIRST}{number}/"


def _page(
    number: int, count: int, text: str = "", day: float = 0, **fields: Any
) -> tuple[Capture, Article]:
    """Return the capture of one page of the article, and what the parser reads in it."""
    taken = capture("", NOON + day * DAY + timedelta(seconds=number), url=_url(number))
    words = text or f"Page {number} of the log."
    kinds = (ParagraphKind.QUESTION, ParagraphKind.ANSWER)
    paragraphs = [f"{words} Who sails?", f"{words} We sail."]
    read: dict[str, Any] = {
        "article_id": stable_id(FIRST),
        "part_number": number,
        "part_count": count,
        "part_urls": tuple(_url(n) for n in range(1, count + 1) if n != number),
        "post_id": 7,
        "dateline": None,
        "body": "\n\n".join(paragraphs),
        "body_sha256": sha256("\n\n".join(paragraphs).encode()).hexdigest(),
        "paragraphs": tuple(
            Paragraph(seq, kinds[seq - 1], text, text, None)
            for seq, text in enumerate(paragraphs, start=1)
        ),
        "images": (
            Image(0, "https://archive.test/cover.jpg", "The cover.", None, None, True),
            Image(1, f"https://archive.test/{number}.jpg", f"Picture {number}.", None, None, False),
        ),
        "links": (Link(1, f"https://elsewhere.test/{number}", "elsewhere", False),),
    }
    return taken, article(taken, **(read | fields))


def _load(con: DuckDBPyConnection, *pages: tuple[Capture, Article]) -> None:
    load_captures(con, [taken for taken, _ in pages], [], "run-1", NOON)
    load_parsed(con, parsed_tables([read for _, read in pages], []))


def _texts(con: DuckDBPyConnection) -> list[str]:
    build_marts(con, changed_articles(con))
    return [body for (body,) in con.execute("select body from marts.articles").fetchall()]


def _joined(*texts: str) -> str:
    return "\n\n".join(f"{text} Who sails?\n\n{text} We sail." for text in texts)


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
def test_pages_are_joined_in_their_order_whatever_order_they_come_in(
    con: DuckDBPyConnection, order: tuple[int, ...]
) -> None:
    for number in order:
        _load(con, _page(number, 3, f"Text {number}."))
        build_marts(con, changed_articles(con))

    assert _texts(con) == [_joined("Text 1.", "Text 2.", "Text 3.")]
    rows = con.execute("select url, is_complete, part_count, paragraph_count from marts.articles")
    assert rows.fetchall() == [(FIRST, True, 3, 6)]


def test_two_orders_of_loading_give_equal_marts(con: DuckDBPyConnection) -> None:
    pages = [_page(1, 2), _page(2, 2), _page(2, 2, "Corrected.", day=3), _page(1, 2, day=3)]
    marts = ("articles", "article_versions", "article_parts", "paragraphs", "images", "links")
    found = []
    for loaded in (pages, pages[::-1]):
        for table in ("captures", *PARSED_TABLES):
            con.execute(f"delete from raw.{table}")
        for page in loaded:
            _load(con, page)
        build_marts(con)
        found.append({mart: con.execute(f"from marts.{mart}").fetchall() for mart in marts})

    one, other = found
    for mart in marts:
        assert one[mart] == other[mart], mart


def test_an_article_is_incomplete_until_all_pages_are_there_and_the_missing_ones_are_due(
    con: DuckDBPyConnection,
) -> None:
    _load(con, _page(1, 3), _page(3, 3))

    build_marts(con)

    assert con.execute("select is_complete from marts.articles").fetchall() == [(False,)]
    assert [page.url for page in select_due(con, Selection(now=NOON))] == [_url(2)]
    parts = con.execute("select part_number, url from marts.article_parts").fetchall()
    assert parts == [(1, _url(1)), (2, None), (3, _url(3))]
    assert _texts(con) == [_joined("Page 1 of the log.", "Page 3 of the log.")]


def test_a_page_that_a_file_lacks_is_due_to_other_sources_only(con: DuckDBPyConnection) -> None:
    taken, read = _page(1, 2)
    _load(con, (replace(taken, source="warc"), read))

    assert select_due(con, Selection(now=NOON, source="warc")) == []
    assert [page.url for page in select_due(con, Selection(now=NOON))] == [_url(2)]


def test_a_missing_page_is_due_in_the_months_of_its_article(con: DuckDBPyConnection) -> None:
    _, read = _page(1, 2)
    _load(con, _page(1, 2))

    due = select_due(con, Selection(read.published_on, read.published_on, now=NOON))

    assert [page.url for page in due] == [_url(2)]


def test_a_later_page_replaces_the_page_with_its_number(con: DuckDBPyConnection) -> None:
    _load(con, _page(1, 2, "Text 1."), _page(2, 2, "Text 2."))
    build_marts(con)
    _load(con, _page(2, 2, "Corrected.", day=3))

    assert _texts(con) == [_joined("Text 1.", "Corrected.")]
    rows = con.execute("select body, changed_fields from marts.article_versions order by version")
    assert rows.fetchall() == [
        (_joined("Text 1.", "Text 2."), []),
        (_joined("Text 1.", "Corrected."), ["body"]),
    ]


def test_a_later_capture_of_the_first_page_alone_does_not_lose_the_others(
    con: DuckDBPyConnection,
) -> None:
    _load(con, _page(1, 2, "Text 1."), _page(2, 2, "Text 2."))
    _load(con, _page(1, 2, "Corrected.", day=3))

    assert _texts(con) == [_joined("Corrected.", "Text 2.")]


def test_a_page_the_article_has_no_more_is_left_out(con: DuckDBPyConnection) -> None:
    _load(con, *(_page(number, 3, f"Text {number}.") for number in (1, 2, 3)))
    _load(con, *(_page(number, 2, f"Text {number}.", day=3) for number in (1, 2)))

    assert _texts(con) == [_joined("Text 1.", "Text 2.")]


def test_an_article_that_is_whole_again_is_read_from_its_one_page(con: DuckDBPyConnection) -> None:
    _load(con, _page(1, 2, "Text 1."), _page(2, 2, "Text 2."))
    _load(con, _page(1, 1, "All of it.", day=3))

    assert _texts(con) == [_joined("All of it.")]
    assert con.execute("select count(*) from marts.article_parts").fetchall() == [(0,)]


def test_a_whole_text_of_before_stands_until_all_pages_are_there(con: DuckDBPyConnection) -> None:
    _load(con, _page(1, 1, "All of it."), _page(1, 2, "Text 1.", day=3))
    before = _texts(con)
    _load(con, _page(2, 2, "Text 2.", day=3))

    assert (before, _texts(con)) == ([_joined("All of it.")], [_joined("Text 1.", "Text 2.")])


def test_pages_that_name_only_the_next_one_are_joined(con: DuckDBPyConnection) -> None:
    _load(con, _page(1, 2, "Text 1."), _page(2, 3, "Text 2."), _page(3, 3, "Text 3."))

    assert _texts(con) == [_joined("Text 1.", "Text 2.", "Text 3.")]


def test_a_site_that_shows_the_whole_text_on_every_page_gives_it_once(
    con: DuckDBPyConnection,
) -> None:
    _load(con, _page(1, 2, "All of it."), _page(2, 2, "All of it."))

    assert _texts(con) == [_joined("All of it.")]
    assert con.execute("select is_complete from marts.articles").fetchall() == [(True,)]


def test_a_further_page_without_the_first_is_an_incomplete_article(con: DuckDBPyConnection) -> None:
    _load(con, _page(2, 2, "Text 2."))

    assert _texts(con) == [_joined("Text 2.")]
    rows = con.execute("select article_id, is_complete, part_number from marts.articles").fetchall()
    assert rows == [(stable_id(FIRST), False, 2)]
    assert [page.url for page in select_due(con, Selection(now=NOON))] == [FIRST]


def test_paragraphs_pictures_and_links_of_all_pages_are_numbered_through(
    con: DuckDBPyConnection,
) -> None:
    _load(con, _page(1, 2, "Text 1."), _page(2, 2, "Text 2."))
    build_marts(con)

    paragraphs = con.execute("select seq, text from marts.paragraphs order by seq").fetchall()
    pictures = con.execute("select caption from marts.images order by seq").fetchall()
    links = con.execute("select target_url from marts.links order by seq").fetchall()

    assert [text for _, text in paragraphs] == _joined("Text 1.", "Text 2.").split("\n\n")
    assert [seq for seq, _ in paragraphs] == [1, 2, 3, 4]
    assert pictures == [("The cover.",), ("Picture 1.",), ("Picture 2.",)]
    assert links == [("https://elsewhere.test/1",), ("https://elsewhere.test/2",)]


def test_extraction_searches_the_joined_text_and_again_when_a_page_changes(
    con: DuckDBPyConnection,
) -> None:
    _load(con, _page(1, 2, "Text 1."), _page(2, 2, "Text 2."))
    [due] = captures_to_extract(con, "builtin/1")
    [text] = read_article_texts(con, [due])
    con.execute(
        "insert into raw.extractions values (?, 'builtin/1', ?, 'run-1')",
        [due.capture_id, due.text_sha256],
    )
    build_marts(con, changed_articles(con))
    done = captures_to_extract(con, "builtin/1")
    _load(con, _page(2, 2, "Corrected.", day=3))

    assert text.body == _joined("Text 1.", "Text 2.")
    assert [turn["seq"] for turn in text.turns] == [1, 2, 3, 4]
    assert [caption["text"] for caption in text.captions] == [
        "The cover.",
        "Picture 1.",
        "Picture 2.",
    ]
    assert done == []
    assert [each.article_id for each in captures_to_extract(con, "builtin/1")] == [stable_id(FIRST)]


def test_a_split_article_that_repeats_a_whole_one_is_its_copy(con: DuckDBPyConnection) -> None:
    log = " ".join(
        f"On day {day} the ferry left pier {day * 7} for the island." for day in range(40)
    )
    _load(con, _page(1, 2, log), _page(2, 2, log.replace("ferry", "tanker")))
    whole = capture("whole", NOON)
    body = _joined(log, log.replace("ferry", "tanker"))
    digest = sha256(body.encode()).hexdigest()
    _load(con, (whole, article(whole, body=body, body_sha256=digest)))
    link_duplicates(con)
    build_marts(con)

    assert con.execute("select score from marts.duplicates").fetchall() == [(1.0,)]


def test_the_pages_of_a_renamed_article_move_with_it(con: DuckDBPyConnection) -> None:
    _load(con, _page(1, 2, "Text 1."), _page(2, 2, "Text 2."))
    new = page_url("ferry-strike")
    for number in (1, 2):
        url = new if number == 1 else f"{new}{number}/"
        taken = capture("", NOON + 9 * DAY, url=url)
        _, read = _page(number, 2, f"Text {number}.")
        moved = article(
            taken,
            article_id=stable_id(new),
            post_id=7,
            part_number=number,
            part_count=2,
            body=read.body,
            body_sha256=read.body_sha256,
            paragraphs=read.paragraphs,
        )
        _load(con, (taken, moved))

    assert _texts(con) == [_joined("Text 1.", "Text 2.")]
    rows = con.execute("select article_id, url from marts.articles").fetchall()
    assert rows == [(stable_id(FIRST), new)]
