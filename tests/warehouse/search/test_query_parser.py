import pytest
from duckdb import DuckDBPyConnection
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.db.sql_files import read_query
from warehouse.errors import BadQuery
from warehouse.search.query_parser import Clause, parse_query
from warehouse.search.words import WORD_PATTERN, term_of, words_of


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("oil prices", (Clause(("oil",)), Clause(("prices",)))),
        ('"Oil  Prices"', (Clause(("oil", "prices")),)),
        ("“oil prices”", (Clause(("oil", "prices")),)),
        ("title:Gaza", (Clause(("gaza",), "title"),)),
        ('body:"gaza truce"', (Clause(("gaza", "truce"), "body"),)),
        ("hezb*", (Clause(("hezb",), is_prefix=True),)),
        ("gaza -cricket", (Clause(("gaza",)), Clause(("cricket",), is_excluded=True))),
        ('gaza -"test match"', (Clause(("gaza",)), Clause(("test", "match"), is_excluded=True))),
        ("Sana’a’s", (Clause(("sanaa",)),)),
        ("al-Maliki", (Clause(("al", "maliki")),)),
        ("9:30 a.m", (Clause(("9", "30")), Clause(("a", "m")))),
        ('an "open phrase', (Clause(("an",)), Clause(("open", "phrase")))),
    ],
)
def test_a_query_is_parsed_into_clauses(text: str, asked: tuple[Clause, ...]) -> None:
    assert parse_query(text) == asked


@pytest.mark.parametrize("text", ["", "  ", "-cricket", "!?", '""', " ".join("abcdefghijklmnopq")])
def test_a_query_without_search_words_is_refused(text: str) -> None:
    with pytest.raises(BadQuery):
        parse_query(text)


@pytest.mark.slow
@settings(max_examples=200)
@given(st.text(max_size=200))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        clauses = parse_query(text)
    except BadQuery:
        return

    assert all(clause.terms for clause in clauses)


@pytest.mark.parametrize(
    "text",
    [
        "Sana’a's ministers; the ‘ulama of Qur'an",
        "Zürich, Malmö — Türkiye’s İstanbul",
        "١٢٣ عربي 3.5% 12,000",
        "under_score a-b c/d e.g. O'Neill",
        "ʿAbd al-Raḥmān, Fatḥ",
    ],
)
def test_python_and_duckdb_see_the_same_words(con: DuckDBPyConnection, text: str) -> None:
    con.execute(
        "create temp table search_tokens as select unnest(regexp_extract_all(?, ?)) as printed",
        [text, WORD_PATTERN],
    )

    terms = con.execute(
        f"select term from search_tokens join ({read_query('search/search_spellings')}) using (printed)"
        " order by search_tokens.rowid"
    ).fetchall()

    assert [term for (term,) in terms] == [term for term, _, _ in words_of(text)]


def test_case_accents_and_apostrophes_are_ignored() -> None:
    assert {term_of(word) for word in ("Sanaa", "Sana’a", "SANA'A", "Saná‘a’s")} == {"sanaa"}
