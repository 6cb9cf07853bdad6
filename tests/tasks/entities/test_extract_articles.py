import hashlib
from datetime import date
from typing import Any

import pytest

from tasks.entities.document import BREAK
from tasks.entities.extract_articles import (
    EXTRACTED_TOGETHER,
    extract_articles,
    listed_rows,
    office_rows,
    stored_document,
)
from warehouse.ingest.extractions import ArticleText

DAY = date(2008, 3, 4)
FIRST = "Iraqi Prime Minister Nuri al-Maliki met Muqtada al-Sadr in Mosul on Monday."
SECOND = "“We have agreed on the water treaty,” said Maliki."


def _article(*paragraphs: str, **fields: Any) -> ArticleText:
    body = BREAK.join(paragraphs)
    defaults = ArticleText(
        capture_id=7,
        article_id=8,
        published_on=DAY,
        title="",
        dateline="",
        body=body,
        captions=[],
        turns=[],
        text_sha256=hashlib.sha256(body.encode()).hexdigest(),
    )
    return defaults._replace(**fields)


def _rows(article: ArticleText, table: str) -> list[dict[str, Any]]:
    batch = extract_articles([article], "builtin", "builtin/1", "run-1")
    rows: list[dict[str, Any]] = batch.tables[table].to_pylist()
    return rows


def test_offsets_count_in_the_field_of_the_name() -> None:
    article = _article(
        FIRST,
        SECOND,
        title="Maliki meets Sadr in Mosul",
        dateline="Baghdad, Asharq Al-Awsat-",
        captions=[{"seq": 3, "text": "Nuri al-Maliki in Tehran."}],
    )
    fields = {
        "dateline": article.dateline,
        "body": article.body,
        "title": article.title,
        "caption": article.captions[0]["text"],
    }

    rows = _rows(article, "mentions")

    assert {row["field"] for row in rows} == set(fields)
    for row in rows:
        assert fields[row["field"]][row["start_char"] : row["end_char"]] == row["text"]


def test_a_name_knows_its_paragraph_and_sentence() -> None:
    article = _article(FIRST, SECOND, captions=[{"seq": 5, "text": "Maliki in Mosul."}])

    rows = _rows(article, "mentions")

    maliki = [row for row in rows if row["local_id"] == "person/nuri-al-maliki"]
    assert [(row["field"], row["paragraph_seq"]) for row in maliki] == [
        ("body", 1),
        ("body", 2),
        ("caption", 5),
    ]
    assert [row["sentence_seq"] for row in maliki] == sorted(
        {row["sentence_seq"] for row in maliki}
    )


def test_a_range_across_dateline_and_body_is_in_neither_field() -> None:
    document = stored_document(_article("Kuwaiti ministers met.", dateline="Kuwait City"))

    assert document.is_in_one_field(0, 11)
    assert document.is_in_one_field(12, 19)
    assert not document.is_in_one_field(7, 19)


def test_a_name_that_begins_the_body_is_not_read_into_the_dateline() -> None:
    article = _article("Nuri al-Maliki met envoys.", dateline="Kuwait City")

    rows = _rows(article, "mentions")

    assert [(row["field"], row["text"]) for row in rows] == [
        ("dateline", "Kuwait City"),
        ("body", "Nuri al-Maliki"),
    ]
    assert rows[1]["start_char"] == 0


def test_the_title_is_resolved_by_what_the_body_says() -> None:
    article = _article("Marwan Tarawneh arrived. Tarawneh left.", title="Tarawneh arrives")

    rows = _rows(article, "mentions")

    titled = [row["local_id"] for row in rows if row["field"] == "title"]
    assert titled == ["person/marwan-tarawneh"]


def test_a_quotation_in_the_body_has_its_speaker_and_place() -> None:
    article = _article(FIRST, SECOND, dateline="Baghdad-")

    row = _rows(article, "statements")[0]

    assert article.body[row["start_char"] : row["end_char"]] == row["text"]
    assert (row["paragraph_seq"], row["speaker_kind"]) == (2, "named")
    assert row["local_id"] == "person/nuri-al-maliki"


def test_dates_are_resolved_against_the_day_of_publication() -> None:
    rows = _rows(_article(FIRST), "text_dates")

    assert [(row["text"], row["happened_on"]) for row in rows] == [("Monday", date(2008, 3, 3))]


def test_every_article_has_a_row_that_says_it_was_searched() -> None:
    batch = extract_articles(
        [_article(FIRST), _article("No name is in here.", capture_id=9)],
        "builtin",
        "builtin/1",
        "run-1",
    )

    assert batch.tables["extractions"]["capture_id"].to_pylist() == [7, 9]
    assert batch.article_count == 2


@pytest.mark.slow
def test_articles_searched_in_parts_lose_no_row_and_keep_their_order() -> None:
    count = 2 * EXTRACTED_TOGETHER + 1
    articles = [_article("Maliki met Sadr.", capture_id=number) for number in range(count)]

    tables = extract_articles(articles, "builtin", "builtin/1", "run-1").tables

    assert tables["extractions"]["capture_id"].to_pylist() == [*range(count)]
    assert tables["mentions"]["capture_id"].to_pylist() == sorted([*range(count)] * 2)


def test_an_article_without_text_gives_no_rows() -> None:
    article = _article(title="", body="")

    assert _rows(article, "mentions") == []


@pytest.mark.slow
def test_the_lists_have_one_row_an_id_with_a_type() -> None:
    rows = list(listed_rows("builtin"))

    assert len({row.entity_id for row in rows}) == len(rows) > 10_000
    assert {row.entity_type for row in rows} == {"PER", "ORG", "LOC", "NORP"}


def test_a_term_of_office_is_stated_once_and_known_entities_are_believed() -> None:
    rows = list(office_rows())

    assert len(rows) > 2_000
    assert all(row.country or row.body_id for row in rows)
    assert len(set(rows)) == len(rows)
    first = next(row for row in rows if row.entity_id == "person/mahmoud-abbas")
    assert first.office in ("president", "prime minister")


def test_the_lists_state_the_sex_of_people_in_words() -> None:
    sexes = {row.entity_id: row.sex for row in listed_rows("builtin")}

    assert sexes["person/tzipi-livni"] == "female"
    assert sexes["person/bashar-al-assad"] == "male"
    assert sexes["country/SA"] is None
