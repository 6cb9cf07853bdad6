"""Interviews from the page to the marts: parser, extraction, warehouse."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from tasks.articles.parse_page import parse_page
from tasks.entities import extract_article
from tasks.entities.extract_articles import extract_articles
from tasks.models import Article, ParagraphKind
from tests.tasks.articles.pages import SITE, divi_html, page_of
from tests.warehouse.example_records import NOON, capture
from warehouse.db.connect import open_warehouse
from warehouse.ingest.arrow_schemas import parsed_tables
from warehouse.ingest.extractions import (
    captures_to_extract,
    load_extracted,
    read_article_texts,
)
from warehouse.ingest.load import load_captures, load_parsed
from warehouse.transform.build import build_marts

EXTRACTOR = "builtin/test"
DAY = date(2009, 5, 4)
INTRO = (
    "Manama, Asharq Al-Awsat- Salim Darwazi, the water minister, spoke to Asharq Al-Awsat about "
    "the drought. He was asked about the critics of the minister of health, Basim Tarawneh. "
    "The text of the interview follows:"
)
# (marker of a question, marker of an answer) of every form the archive has used.
FORMS = {
    "round letters": ("(Q) ", "(A) "),
    "half brackets": ("Q) ", "A) "),
    "letters and colon": ("Q: ", "A: "),
    "round house": ("(Asharq Al-Awsat) ", "(Darwazi) "),
    "round house, small article": ("(Asharq al-Awsat) ", "(Al-Darwazi) "),
    "square house": ("[Asharq Al-Awsat] ", "[Darwazi] "),
    "square house without hyphen": ("[Asharq Al Awsat] ", "[Darwazi] "),
    "full name and colon": ("Asharq Al-Awsat: ", "Salim Darwazi: "),
    "title, full name and colon": ("Asharq Al-Awsat: ", "Dr Salim Darwazi: "),
    "numbers": ("Q1: ", "A1: "),
    "dashes": ("Q - ", "A - "),
    "one word": ("Asharq: ", "Darwazi: "),
    "initials": ("Asharq Al-Awsat: ", "SD: "),
    "marked questions": ("Q: ", ""),
}
TITLE = "Asharq Al-Awsat Talks to Bahraini Water Minister Salim Darwazi"
LETTERS = [form for form, (question, _) in FORMS.items() if "Q" in question]


@pytest.fixture
def con(tmp_path: Path, empty_warehouse: Path) -> Iterator[DuckDBPyConnection]:
    path = shutil.copyfile(empty_warehouse, tmp_path / "warehouse.duckdb")
    with open_warehouse(path, memory_limit="1GB", threads=1) as connection:
        yield connection


def _html(form: str, *, intro: str = INTRO, title: str = TITLE) -> str:
    question, answer = FORMS[form]
    blocks = [
        intro,
        f"{question}How long will it last?",
        f"{answer}Two summers at most. As they say, “water is life and nothing else is.”",
        "We have bought new pumps.",
        f"{question}Does Basim Tarawneh agree?",
        f"{answer}Ask him.",
    ]
    return divi_html("".join(f"<p>{block}</p>" for block in blocks if block), title)


def _parse(html: str) -> Article:
    article = parse_page(page_of(html), SITE)
    assert isinstance(article, Article)
    return replace(article, published_on=DAY)


def _mart_quotes(con: DuckDBPyConnection, **articles: Article) -> dict[str, list[dict[str, Any]]]:
    """Load parsed articles, extract them and build the marts as a run does; rows by article."""
    sources = {name: capture(name) for name in articles}
    stored = [
        replace(
            article,
            capture_id=source.capture_id,
            url=source.url,
            article_id=number,
            post_id=None,  # the pages share one; they are different posts
            # Otherwise pages with one text would be taken for a notice at many addresses.
            evidence=(*article.evidence, "title"),
        )
        for number, (article, source) in enumerate(
            zip(articles.values(), sources.values(), strict=True)
        )
    ]
    load_captures(con, list(sources.values()), [], "run-1", NOON)
    load_parsed(con, parsed_tables(stored, []))
    texts = read_article_texts(con, captures_to_extract(con, EXTRACTOR))
    load_extracted(con, extract_articles(texts, "builtin", EXTRACTOR, "run-1").tables)
    build_marts(con)
    rows = con.sql("select * from marts.quotes order by article_id, seq").to_arrow_table()
    quotes: list[dict[str, Any]] = rows.to_pylist()
    return {
        name: [row for row in quotes if row["article_id"] == number]
        for number, name in enumerate(articles)
    }


@pytest.mark.slow
def test_every_answer_reaches_the_marts_with_its_speaker_in_every_form(
    con: DuckDBPyConnection,
) -> None:
    articles = {form: _parse(_html(form)) for form in FORMS}

    quotes = _mart_quotes(con, **articles)

    for form, rows in quotes.items():
        article = articles[form]
        assert [row["text"][:12] for row in rows] == ["Two summers ", "We have boug", "Ask him."]
        assert {row["entity_id"] for row in rows} == {"person/salim-darwazi"}
        assert {(row["cue"], row["speaker"]) for row in rows} == {("interview", "Salim Darwazi")}
        for row in rows:
            assert article.body[row["start_char"] : row["end_char"]] == row["text"]
            assert article.paragraphs[row["paragraph_seq"] - 1].text == row["text"]


@pytest.mark.slow
def test_the_marts_hold_what_extract_article_returns(con: DuckDBPyConnection) -> None:
    article = _parse(_html("round house"))

    rows = _mart_quotes(con, one=article)["one"]

    found = extract_article(article)
    assert [(row["text"], row["entity_id"]) for row in rows] == [
        (one.text, one.speaker_id) for one in found.quotes
    ]
    mentions = con.execute("select field, text, start_char from marts.mentions order by seq")
    assert mentions.fetchall() == [(one.field, one.text, one.start) for one in found.mentions]


@pytest.mark.parametrize("form", LETTERS)
@pytest.mark.parametrize(
    ("title", "speaker"),
    [
        ("Interview with Algerian Energy Minister Fodil Benmansour", "person/fodil-benmansour"),
        ("A Talk with Fodil Benmansour", "person/fodil-benmansour"),
        ("Q & A with Sudanese Leader Fodil Benmansour", "person/fodil-benmansour"),
        ("Fodil Benmansour Talks to Asharq Al-Awsat", "person/fodil-benmansour"),
        ("Asharq Al-Awsat Interviews Iraqi President Jalal Talabani", "person/jalal-talabani"),
        ("Interview: Jalal Talabani on the Elections", "person/jalal-talabani"),
    ],
)
def test_without_introduction_the_title_names_the_speaker(
    form: str, title: str, speaker: str
) -> None:
    found = extract_article(_parse(_html(form, intro="", title=title)))

    assert {one.speaker_id for one in found.quotes} == {speaker}


@pytest.mark.parametrize("form", LETTERS)
def test_the_title_decides_which_person_of_the_introduction_answers(form: str) -> None:
    intro = (
        "Basim Tarawneh left the cabinet in June. Tarawneh is now in Paris. "
        "Hind Darwazi was his deputy. The text of the interview follows:"
    )

    found = extract_article(_parse(_html(form, intro=intro, title="A Conversation with Darwazi")))

    assert {one.speaker_id for one in found.quotes} == {"person/hind-darwazi"}


def test_two_guests_answer_under_their_own_names() -> None:
    html = divi_html(
        "<p>Nadia Sarhan and Omar Kattan received Asharq Al-Awsat in Tunis.</p>"
        "<p>(Asharq Al-Awsat) Who won?</p><p>(Sarhan) We did.</p><p>(Kattan) Nobody did.</p>",
        "A Debate in Tunis",
    )

    found = extract_article(_parse(html))

    assert [(one.text, one.speaker_id) for one in found.quotes] == [
        ("We did.", "person/nadia-sarhan"),
        ("Nobody did.", "person/omar-kattan"),
    ]


def test_a_guest_named_by_the_marker_alone_is_a_person() -> None:
    html = divi_html(
        "<p>The harvest has failed.</p>"
        "<p>Asharq Al-Awsat: Is it enough?</p><p>Dr Badr Eldin Kafi: It is not.</p>",
        "Sudanese Minister on the Harvest",
    )

    found = extract_article(_parse(html))

    assert [(one.speaker, one.speaker_id) for one in found.quotes] == [
        ("Badr Eldin Kafi", "person/badr-eldin-kafi")
    ]


@pytest.mark.slow
def test_an_interview_reread_by_a_better_parser_is_extracted_again(
    con: DuckDBPyConnection,
) -> None:
    article = _parse(_html("round letters"))
    plain = tuple(
        replace(one, kind=ParagraphKind.PARAGRAPH, speaker=None) for one in article.paragraphs
    )

    before = _mart_quotes(con, one=replace(article, paragraphs=plain))["one"]
    after = _mart_quotes(con, one=article)["one"]

    assert "interview" not in {row["cue"] for row in before}
    assert {row["cue"] for row in after} == {"interview"}
