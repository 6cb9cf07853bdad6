from pathlib import Path

import pytest

from warehouse.errors import BadQuery, NothingLoaded
from warehouse.reporting.query import run_query, write_parquet


@pytest.fixture
def loaded(stories_home: Path) -> Path:
    return stories_home / "warehouse.duckdb"


@pytest.mark.slow
def test_a_query_answers_with_names_and_rows(loaded: Path) -> None:
    result = run_query(
        loaded,
        "select title, count(*) as n from articles where title[1] = 'F' group by all order by 1",
    )

    assert result.columns == ("title", "n")
    assert result.rows == (("Ferry strike looms", 1), ("Fish returns", 1))
    assert not result.has_more


def test_rows_beyond_the_limit_are_truncated_and_marked(loaded: Path) -> None:
    result = run_query(loaded, "select title from articles", 2)

    assert (len(result.rows), result.has_more) == (2, True)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("", "is empty"),
        ("-- nothing", "is empty"),
        ("selec 1", "syntax error"),
        ("select * from artcles", 'Did you mean "articles"'),
        ("select titel from articles", 'Candidate bindings: "title"'),
        ("delete from articles", "read-only"),
        ("select 1; from articles; select 3", "has 3 results: run one SELECT at a time"),
        ("select 'x'::integer", "Could not convert"),
        ("select * from 'https://archive.test/x.parquet'", "."),
    ],
)
def test_a_bad_query_is_explained_in_one_line(loaded: Path, sql: str, said: str) -> None:
    with pytest.raises(BadQuery, match=said) as caught:
        run_query(loaded, sql)

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "sql",
    [
        "set variable least = 2; select getvariable('least')",
        "pragma disable_progress_bar; select 2;",
        "create temp table two as select 2 as n; from two",
        "pivot (select 2 as n, 'a' as name) on name using sum(n)",
    ],
)
def test_statements_without_a_result_may_come_before_the_query(loaded: Path, sql: str) -> None:
    assert run_query(loaded, sql).rows == ((2,),)


def test_parquet_of_several_results_is_refused(loaded: Path, tmp_path: Path) -> None:
    with pytest.raises(BadQuery, match="run one SELECT at a time"):
        write_parquet(loaded, "select 1; select 2", tmp_path / "rows.parquet")


def test_a_query_without_a_warehouse_raises_nothing_loaded(path: Path) -> None:
    with pytest.raises(NothingLoaded, match="there is no warehouse"):
        run_query(path, "select 1")
