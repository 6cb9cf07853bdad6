from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from warehouse.db.read_models import read_models
from warehouse.transform.sorted_tables import copy_sorted, create_sorted

ROWS = 100
[ARTICLES] = [model for model in read_models("marts") if model.name == "articles"]
# Days in no order, several rows a day, and rows without a day.
SELECT = f"""
    select
        range as article_id,
        case when range % 9 <> 4 then date '2012-01-01' + (range * 37 % 40)::integer end
            as published_on
    from range({ROWS})
"""


@pytest.fixture
def con() -> Iterator[DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        yield connection


@pytest.mark.parametrize("part_rows", [0, 7, ROWS - 1, ROWS, ROWS * 2])
def test_a_table_sorted_in_parts_equals_one_sorted_as_a_whole(
    con: DuckDBPyConnection, part_rows: int
) -> None:
    model = replace(ARTICLES, part_rows=part_rows)
    expected = con.execute(f"from ({SELECT}) order by {model.order_by}").fetchall()

    create_sorted(con, model, SELECT)
    copy_sorted(con, model, "marts.articles", "main.articles")

    for table in ("marts.articles", "main.articles"):
        assert con.execute(f"from {table} order by rowid").fetchall() == expected


@pytest.mark.parametrize("day", ["null::date", "date '2012-01-01'"])
def test_rows_of_one_day_or_of_none_are_all_kept(con: DuckDBPyConnection, day: str) -> None:
    select = f"select range as article_id, {day} as published_on from range({ROWS})"

    create_sorted(con, replace(ARTICLES, part_rows=7), select)

    assert con.execute("select article_id from marts.articles order by rowid").fetchall() == [
        (number,) for number in range(ROWS)
    ]


@pytest.mark.parametrize("select", [SELECT, "select 'no day' as article_id"])
def test_other_statements_have_all_threads_again(con: DuckDBPyConnection, select: str) -> None:
    con.execute("set threads = 3")

    with suppress(duckdb.Error):
        create_sorted(con, replace(ARTICLES, part_rows=7), select)

    assert con.execute("select current_setting('threads')").fetchall() == [(3,)]


def test_the_tables_with_whole_texts_of_articles_are_sorted_in_parts() -> None:
    in_parts = {model.name for model in read_models("marts") if model.part_rows}

    assert in_parts == {"articles", "article_versions"}
