import csv
import io
import re
from pathlib import Path

import duckdb
import pytest
from markupsafe import escape

from tests.warehouse.explorer.conftest import Reader
from warehouse.explorer.pages.sql_box import read_examples
from warehouse.explorer.sql_box.ask_sql import ask_sql
from warehouse.explorer.sql_box.sql_worker import answer

IS_OLD = duckdb.__version__ < "2"
TOO_DEEP = "memory exhausted" if IS_OLD else "expression depth"
# DuckDB before 2.0 reads these as several statements.
SEVERAL_STATEMENTS = "Only one statement" if IS_OLD else "Only SELECT"


@pytest.mark.slow
def test_a_query_result_has_its_own_url(reader: Reader) -> None:
    page = reader.get("/sql?q=select 20 %2B 22 as meaning, null as nothing").text

    assert '<th class="n">meaning</th>' in page
    assert '<td class="n">42</td>' in page
    assert "select 20 + 22" in page


def test_a_result_beyond_the_row_limit_is_truncated_and_marked(example_file: Path) -> None:
    found = answer(example_file, "from range(30)", 10)

    assert len(found["rows"]) == 10
    assert found["has_more"]


@pytest.mark.parametrize(
    ("sql", "complaint"),
    [
        ("select * from read_text('/etc/hostname')", "disabled by configuration"),
        ("select * from '/etc/passwd'", "/etc/passwd"),
        ("select * from glob('/*')", "disabled by configuration"),
        ("from read_duckdb('/tmp/other.duckdb', table_name='t')", "disabled by configuration"),
        ("from query_table('/etc/passwd')", "does not exist"),
        ("from read_csv('/dev/stdin')", "disabled by configuration"),
        ("from read_parquet('https://127.0.0.1:9/x')", "disabled by configuration"),
        ("from duckdb_secrets()", "disabled by configuration"),
        ("from read_blob('/proc/self/environ')", "disabled by configuration"),
        ("from sniff_csv('/etc/passwd')", "disabled by configuration"),
        ("from parquet_metadata('/etc/passwd')", "disabled by configuration"),
        ("from query($$attach '/tmp/x.duckdb'$$)", "single SELECT"),
        ("select getenv('HOME')", "does not exist"),
        # Objects of the process that runs the query are no tables.
        ("from question", "does not exist"),
        ("from arrow_scan(1, 2, 3)", "No function matches"),
        ("select " + "(" * 20_000 + "1" + ")" * 20_000, TOO_DEEP),
        ("select regexp_matches('x', '((.{1000}){1000}){10}')", "repetition"),
        ("select interval 1000000000 years", "out of range"),
        ("call enable_profiling()", "Only SELECT"),
        ("prepare q as select 1", "Only SELECT"),
        ("copy from database aawsat to memory", SEVERAL_STATEMENTS),
        ("pivot articles on section using count(*)", SEVERAL_STATEMENTS),
        ("from query($$copy articles to '/tmp/stolen'$$)", "single SELECT"),
        # Before 2.0 it logs to the memory of the box's own process; to files it may not either.
        pytest.param(
            *("from enable_logging()", "locked"),
            marks=pytest.mark.skipif(IS_OLD, reason="needs DuckDB 2"),
        ),
        ("export database '/tmp/stolen'", "Only SELECT"),
        ("copy articles to '/tmp/stolen.csv'", "Only SELECT"),
        ("delete from articles", "Only SELECT"),
        ("create table memory.main.mine as select 1", "Only SELECT"),
        ("attach '/tmp/other.duckdb'", "Only SELECT"),
        ("set lock_configuration = false", "Only SELECT"),
        ("pragma enable_profiling", "Only SELECT"),
        ("explain analyze delete from articles", "Only SELECT"),
        ("install httpfs", "Only SELECT"),
        ("with gone as (delete from articles returning *) from gone", ""),
        ("select 1; select 2", "Only one statement"),
        ("", "is empty"),
        ("-- nothing", "is empty"),
        ("selec 1", "syntax error"),
        ("select titel from articles", "title"),
    ],
)
def test_only_harmless_questions_are_answered(example_file: Path, sql: str, complaint: str) -> None:
    found = answer(example_file, sql, 10)

    assert complaint in found["error"]


@pytest.mark.slow
def test_a_question_that_takes_too_long_is_stopped(example_file: Path) -> None:
    endless = "select count(*) from range(10000000) a, range(10000000) b where a.range <> b.range"

    found = ask_sql(example_file, endless, max_rows=10, seconds=1.5)

    assert "Stopped after 1.5 seconds" in found.error


@pytest.mark.slow
def test_a_query_that_uses_too_much_memory_is_stopped(example_file: Path) -> None:
    # DuckDB itself goes on for a minute here, far over its own limits of memory and time.
    greedy = "select repeat('x', 100000000) as much from range(100)"

    found = ask_sql(example_file, greedy, max_rows=10)

    assert any(word in found.error for word in ("memory", "allocate", "Stopped"))


def test_a_question_another_site_sent_is_shown_but_not_run(reader: Reader) -> None:
    page = reader.get("/sql?q=select 20 %2B 22", sec_fetch_site="cross-site").text

    assert "select 20 + 22" in page
    assert "was not run" in page
    assert ">42<" not in page


@pytest.mark.slow
def test_an_answer_is_saved_as_csv(reader: Reader) -> None:
    saved = reader.get("/sql.csv?q=select 'a, \"b\"' as text, 2 as number")

    assert saved.headers["content-type"].startswith("text/csv")
    assert "attachment" in saved.headers["content-disposition"]
    assert list(csv.reader(io.StringIO(saved.text))) == [["text", "number"], ['a, "b"', "2"]]


@pytest.mark.slow
@pytest.mark.parametrize(
    "sql",
    [
        "from range(10001)",
        "select repeat('x', 20001) as long",
        "select repeat('x', 19999) as many from range(2000)",
    ],
    ids=["rows", "a long text", "characters"],
)
def test_a_csv_is_whole_or_refused(reader: Reader, sql: str) -> None:
    saved = reader.get(f"/sql.csv?q={sql}")

    assert saved.status_code == 413
    assert "aawsat query --csv" in saved.text


@pytest.mark.slow
def test_a_saved_csv_runs_no_formula(reader: Reader) -> None:
    saved = reader.get("/sql.csv?q=select '=1%2B1' as cell, -5 as number")

    assert list(csv.reader(io.StringIO(saved.text)))[1] == ["'=1+1", "-5"]


def test_the_tables_and_their_columns_are_beside_the_box(reader: Reader) -> None:
    page = reader.get("/sql").text

    assert re.search(
        r"<summary>articles</summary><p class=\"about\">One row per article</p><p>article_id, url",
        page,
    )


@pytest.mark.slow
def test_example_queries_are_listed_and_run_when_chosen(
    reader: Reader,
) -> None:
    examples = read_examples()
    page = reader.get(f"/sql?example={examples[0].name}").text

    assert len(examples) >= 15
    assert all(escape(example.question) in page for example in examples)
    assert escape(examples[0].sql.splitlines()[-1]) in page
