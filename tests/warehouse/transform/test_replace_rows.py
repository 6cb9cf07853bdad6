from collections.abc import Iterator

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from warehouse.transform.replace_rows import VECTOR_ROWS, replace_rows

# The limit of the program would take tables of millions of rows.
MOST_VECTORS = 16


@pytest.fixture
def con(monkeypatch: pytest.MonkeyPatch) -> Iterator[DuckDBPyConnection]:
    monkeypatch.setattr("warehouse.transform.replace_rows.MOST_VECTORS", MOST_VECTORS)
    with duckdb.connect() as connection:
        connection.execute(
            "create table days as select range as day, range % 7 as weekday"
            f" from range({(MOST_VECTORS + 2) * VECTOR_ROWS})"
        )
        yield connection


def _replace(con: DuckDBPyConnection, old: str) -> bool:
    con.execute(f"create temp table renamed as select day, 9 as weekday from days where {old}")
    return replace_rows(con, "days", old=old, new="from renamed", order_by="day")


@pytest.mark.parametrize(
    ("old", "is_written_again"),
    [
        ("day between 10 and 20", False),
        (f"day % {VECTOR_ROWS} = 1", True),
        ("weekday is null", False),
    ],
)
def test_rows_are_replaced_and_the_table_is_written_again_if_they_are_everywhere(
    con: DuckDBPyConnection, old: str, is_written_again: bool
) -> None:
    expected = con.execute(
        f"select day, if({old}, 9, weekday) as weekday from days order by day"
    ).fetchall()

    assert _replace(con, old) is is_written_again
    assert con.execute("from days order by day").fetchall() == expected


def test_a_table_that_is_written_again_keeps_its_rows_in_place_and_adds_the_new_in_order(
    con: DuckDBPyConnection,
) -> None:
    _replace(con, f"day % {VECTOR_ROWS} = 1")

    kept = f"day % {VECTOR_ROWS} <> 1"
    expected = con.execute(f"select day from days order by not {kept}, day").fetchall()
    assert con.execute("select day from days order by rowid").fetchall() == expected


def test_rows_whose_condition_is_unknown_are_kept(con: DuckDBPyConnection) -> None:
    con.execute("insert into days values (null, 1)")

    replace_rows(con, "days", old=f"day % {VECTOR_ROWS} = 1", new="from days limit 0")

    assert con.execute("select count(*) from days where day is null").fetchall() == [(1,)]
