"""Table macros of a published file, in a DuckDB that knows nothing of this program."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.stories import STORIES
from warehouse.db.publications import latest_publication, open_published
from warehouse.errors import BadQuery
from warehouse.search.find import search
from warehouse.search.macros import Macro, read_macros

QUERIES = (
    *('"oil prices"', 'body:"oil prices"', "fisherm*", 'oil -"oil prices"', "SANA'A"),
    *("oil unheardof", "other:oil", "-oil prices"),
)
MORE_QUERIES = (
    *("oil prices", '"prices oil"', '"prices of fuel"', "title:oil", "body:oil -title:oil"),
    *('title:"oil prices"', "fish*", "sanaa", "oil -unheardof", "unheardof*"),
    *('"the oil" talks', "  "),
)


@pytest.fixture(scope="module")
def file(stories_home: Path) -> Path:
    latest = latest_publication(stories_home)
    assert latest
    return latest


@pytest.fixture(scope="module")
def opened(file: Path) -> Iterator[DuckDBPyConnection]:
    with duckdb.connect(str(file), read_only=True) as con:
        yield con


@pytest.fixture(scope="module")
def attached(file: Path) -> Iterator[DuckDBPyConnection]:
    with duckdb.connect() as con:
        con.execute(f"attach '{file}' as a (read_only)")
        yield con


def _slugs(rows: list[tuple[Any, ...]]) -> list[str]:
    return [row[-1].split("/")[-2] for row in rows]


@pytest.mark.parametrize(
    "query",
    [*QUERIES, *(pytest.param(query, marks=pytest.mark.slow) for query in MORE_QUERIES)],
)
def test_search_in_sql_finds_what_the_command_finds_in_the_same_order(
    opened: DuckDBPyConnection, file: Path, query: str
) -> None:
    with open_published(file.parent.parent) as con:
        try:
            hits = [(hit.article_id, round(hit.score, 3)) for hit in search(con, query).hits]
        except BadQuery:
            hits = []

    found = opened.execute("select article_id, score from search(?)", [query]).fetchall()

    assert found == hits


def test_macros_read_a_file_attached_under_another_name(attached: DuckDBPyConnection) -> None:
    assert _slugs(attached.execute("from a.search('oil prices', db := 'a')").fetchall())[0] == "oil"
    assert attached.execute("select name from a.entity('hezbollah', db := 'a')").fetchall()


def test_macros_read_the_current_database(file: Path) -> None:
    with duckdb.connect() as con:
        con.execute(f"attach '{file}' as a (read_only); use a")
        assert _slugs(con.execute("from search('\"oil prices\"')").fetchall()) == ["oil"]


def test_an_entity_is_found_by_a_listed_spelling_or_answered_with_the_nearest(
    opened: DuckDBPyConnection,
) -> None:
    columns = "select entity_id, article_count, is_exact from entity(?)"
    assert opened.execute(columns, ["Party of God"]).fetchall() == [("person/hezbollah", 1, True)]
    assert opened.execute(columns, ["KSA"]).fetchall() == [("country/SA", 0, True)]
    assert opened.execute(columns, ["Hezbolah"]).fetchall() == [("person/hezbollah", 1, False)]


def test_a_variant_of_a_spelling_is_not_called_exact(opened: DuckDBPyConnection) -> None:
    columns = "select is_exact, found_by from entity(?)"
    assert opened.execute(columns, ["hezbollah"]).fetchall() == [(True, "spelling")]
    assert opened.execute(columns, ["al-Hezbollah"]).fetchall() == [(False, "variant")]
    assert opened.execute(columns, ["Hezbolah"]).fetchall() == [(False, "nearest")]


def test_the_functions_know_the_names_that_the_command_knows(opened: DuckDBPyConnection) -> None:
    for name in ("al-Hezbollah", "el Hezbollah"):
        assert _slugs(opened.execute("from articles_about(?)", [name]).fetchall()) == ["old"]
        found = opened.execute("select entity_id from entity(?)", [name]).fetchall()
        assert found == [("person/hezbollah",)]


def test_articles_about_an_entity_are_found_by_id_and_spelling(opened: DuckDBPyConnection) -> None:
    for name in ("person/hezbollah", "Hizb'allah"):
        assert _slugs(opened.execute("from articles_about(?)", [name]).fetchall()) == ["old"]


def test_a_trend_has_the_share_of_every_month(opened: DuckDBPyConnection) -> None:
    rows = opened.execute(
        "select month::varchar, article_count, articles_in_month, share from trend('talks')"
    ).fetchall()

    assert ("2006-01-01", 1, 1, 1.0) in rows
    assert sum(row[1] for row in rows) == 1
    assert sum(row[2] for row in rows) == len(STORIES)


def test_keyness_names_the_words_of_the_chosen_articles(opened: DuckDBPyConnection) -> None:
    terms = opened.execute(
        "select term from keyness(since := '2006-01-01', until := '2006-01-31', min_uses := 1)"
    ).fetchall()

    assert "talks" in [term for (term,) in terms]
    assert "oil" not in [term for (term,) in terms]


def test_keyness_leaves_out_words_without_a_subject_unless_asked(
    opened: DuckDBPyConnection,
) -> None:
    query = "select term from keyness(until := '2006-01-31', min_uses := 1, stop_words := {})"
    kept = {term for (term,) in opened.execute(query.format("false")).fetchall()}
    all_terms = {term for (term,) in opened.execute(query.format("true")).fetchall()}

    assert kept < all_terms
    assert not {"the", "of", "in", "and"} & kept


def test_keyness_takes_an_entity_in_any_spelling_and_a_section_by_name(
    opened: DuckDBPyConnection,
) -> None:
    words = "select term from keyness({}, min_uses := 1)"
    about = opened.execute(words.format("entity := 'person/hezbollah'")).fetchall()
    of_section = opened.execute(words.format("section := 'sport'")).fetchall()

    assert opened.execute(words.format("entity := 'Party of God'")).fetchall() == about != []
    assert opened.execute(words.format("section := 'SPORT'")).fetchall() == of_section != []


def test_keyness_compares_two_sections(opened: DuckDBPyConnection) -> None:
    words = (
        "select term, other_uses from keyness(until := '2006-01-31', against := ?, min_uses := 1)"
    )

    rows = dict(opened.execute(words, ["sport"]).fetchall())

    assert rows["talks"] == 0
    assert opened.execute(words, ["no such section"]).fetchall() == []


def test_words_beside_a_word_are_counted_by_year(opened: DuckDBPyConnection) -> None:
    words = "select year, word, uses from words_beside({})"

    rows = opened.execute(words.format("'lamps', words := 2")).fetchall()
    with_all = opened.execute(words.format("'lamps', words := 2, stop_words := true")).fetchall()

    assert {word for _, word, _ in rows} == {"fishermen", "oil", "burn", "prices"}
    assert {uses for _, _, uses in rows} == {1}
    assert set(rows) <= set(with_all)
    assert opened.execute(words.format("'unheardof'")).fetchall() == []


@pytest.mark.parametrize("author", ["maya-haddad", "Maya Haddad"])
def test_keyness_names_the_words_of_an_author(opened: DuckDBPyConnection, author: str) -> None:
    words = "select term from keyness(until := '2006-01-31', min_uses := 1{})"

    all_terms = opened.execute(words.format("")).fetchall()

    assert opened.execute(words.format(", author := ?"), [author]).fetchall() == all_terms != []
    assert opened.execute(words.format(", author := 'nobody'")).fetchall() == []


def test_a_typical_word_is_in_as_many_articles_as_asked(opened: DuckDBPyConnection) -> None:
    words = "select term from keyness(since := '2006-02-01', min_uses := 1, min_articles := {})"

    assert ("fish",) in opened.execute(words.format(1)).fetchall()
    assert opened.execute(words.format(2)).fetchall() == [("oil",), ("prices",)]


def test_a_similar_article_shares_rare_words(opened: DuckDBPyConnection) -> None:
    [(oil,)] = opened.execute("select article_id from articles where url like '%/oil/'").fetchall()

    assert _slugs(opened.execute("from similar(?)", [oil]).fetchall())[0] in ("fish", "ferry")
    assert opened.execute("from similar(?)", [f"'{oil}"]).fetchall()


def test_a_concordance_shows_the_word_between_its_neighbours(opened: DuckDBPyConnection) -> None:
    rows = opened.execute(
        "select before, found, after from concordance('\"prices of\"', width := 12)"
    ).fetchall()

    assert ("", "Prices of", " fuel and oi") in rows
    assert ("lamps burn; ", "prices of", " fish fall.") in rows


def test_each_use_of_a_concordance_is_on_one_line(file: Path, tmp_path: Path) -> None:
    copy = shutil.copyfile(file, tmp_path / "copy.duckdb")
    copy.chmod(0o600)
    with duckdb.connect(str(copy)) as con:
        con.execute("update articles set body = concat('One.', chr(10), chr(10), 'Oil  rose.')")
        rows = con.execute("select before, found, after from concordance('oil')").fetchall()

    assert set(rows) == {("One. ", "Oil", " rose.")}


def test_letters_and_small_numbers_are_not_typical(file: Path, tmp_path: Path) -> None:
    copy = shutil.copyfile(file, tmp_path / "copy.duckdb")
    copy.chmod(0o600)
    words = "select term from keyness(until := '2006-01-31', min_uses := 1, stop_words := {})"
    with duckdb.connect(str(copy)) as con:
        con.execute("update search.terms set term = '13' where term = 'talks'")
        con.execute("update search.terms set term = '1967' where term = 'went'")
        kept = con.execute(words.format("false")).fetchall()
        all_terms = con.execute(words.format("true")).fetchall()

    assert ("1967",) in kept
    assert ("13",) not in kept
    assert ("13",) in all_terms


@pytest.mark.parametrize("macro", read_macros(), ids=lambda macro: macro.name)
def test_a_macro_is_stored_in_words_that_duckdb_1_5_reads(macro: Macro) -> None:
    """DuckDB 2 stores `if(a, b, c)` as a function that 1.5 does not have."""
    assert re.search(r"\bif\(", macro.statement) is None
