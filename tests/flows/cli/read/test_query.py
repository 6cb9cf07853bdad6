"""`aawsat query` as an analyst uses it: on the terminal, in a pipe, into a file."""

import csv
import io
import json
import re
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from flows.cli.main import app, run_command
from flows.cli.tables import show_lines, show_rows
from warehouse.reporting.query import QueryResult

ROWS = "select range as n, 2::bigint ** 60 as id from range(120)"


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch, stories_home: Path) -> None:
    monkeypatch.setenv("AAWSAT_HOME", str(stories_home))


def query(*words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, ["query", *words], input=typed, catch_exceptions=False)


@pytest.mark.slow
def test_json_has_all_rows_and_ids_as_text() -> None:
    rows = [json.loads(line) for line in query("--json", ROWS).stdout.splitlines()]

    assert [row["n"] for row in rows] == list(range(120))
    assert {type(row["n"]) for row in rows} == {int}


@pytest.mark.slow
def test_csv_has_all_rows_and_is_safe_in_a_spreadsheet() -> None:
    [header, *rows] = csv.reader(
        io.StringIO(query("--csv", f"{ROWS} union all select 1, 2").stdout)
    )
    formula = query("--csv", "select '=1+1' as cell").stdout
    exact = query("--csv", "--exact", "select '=1+1' as cell").stdout

    assert (header, len(rows)) == (["n", "id"], 121)
    assert formula.split() == ["cell", "'=1+1"]
    assert exact.split() == ["cell", "=1+1"]


def test_a_truncated_result_says_that_there_are_more_rows() -> None:
    cut = query("--json", "--max-rows", "3", ROWS)
    whole = query("--json", "--max-rows", "120", ROWS)

    assert len(cut.stdout.splitlines()) == 3
    assert "there are more" in cut.stderr
    assert "there are more" not in whole.stderr


def test_a_result_is_saved_as_parquet_with_its_types(tmp_path: Path) -> None:
    saved = tmp_path / "answer.parquet"
    done = query(
        "--parquet", "-o", str(saved), "select title, date '2016-02-29' as d from articles limit 1"
    )

    assert f"1 row written to {saved}" in done.stderr
    assert duckdb.read_parquet(str(saved)).types == ["VARCHAR", "DATE"]
    assert [file.name for file in tmp_path.iterdir()] == ["answer.parquet"]


@pytest.mark.parametrize(
    ("name", "begins"),
    [("a.csv", "title\r\n"), ("a.jsonl", '{"title": '), ("a.parquet", "PAR1"), ("a.txt", "┏")],
)
def test_the_ending_of_a_file_names_its_format(tmp_path: Path, name: str, begins: str) -> None:
    done = query("-o", str(tmp_path / name), "select title from articles limit 3")

    assert f"3 rows written to {tmp_path / name}" in done.stderr
    assert (tmp_path / name).read_bytes().startswith(begins.encode())


@pytest.mark.slow
def test_a_failed_query_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    saved = tmp_path / "answer.csv"
    saved.write_text("before")
    fails_late = "select case when range > 5000 then error('late') else 'x' end from range(9000)"

    for form in ("--csv", "--json", "--parquet"):
        assert run_command(["query", form, "-o", str(saved), fails_late]) == 1
    assert saved.read_text() == "before"
    assert [file.name for file in tmp_path.iterdir()] == ["answer.csv"]


def test_sql_is_read_from_a_file_or_standard_input(tmp_path: Path) -> None:
    script = tmp_path / "count.sql"
    script.write_text("-- how many\nselect count(*) as n from articles;\n")

    assert json.loads(query("-f", str(script), "--json").stdout) == {"n": 5}
    assert json.loads(query("-", "--json", typed="select 7 as n").stdout) == {"n": 7}


def test_parameters_are_values_never_sql() -> None:
    sql = "select $who as who, count(*) as n from articles where title <> $who"
    done = query("--json", "--param", "who='; drop table articles; --", sql)

    assert json.loads(done.stdout) == {"who": "'; drop table articles; --", "n": 5}


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([], "give one query"),
        (["select 1", "--example", "bursts"], "give one query"),
        (["select $a", "--param", "a"], "NAME=VALUE"),
        (["select $a"], "parameter"),
        (["select 1", "--parquet"], "needs a file"),
        (["select 1", "--csv", "-o", "/nowhere/x.csv"], "cannot be written"),
        (["select 1", "--parquet", "-o", "/nowhere/x.parquet"], "there is no folder /nowhere"),
        (["select 1", "-o", "x.xlsx"], "x.xlsx could have any format: give --csv"),
        (["select 1", "--csv", "--json"], "give one of --csv, --json"),
        (["", "--parquet", "-o", "x.parquet"], "is empty"),
        (["delete from articles", "--csv"], "read-only"),
    ],
)
def test_a_wrong_question_is_answered_in_one_line(
    capsys: pytest.CaptureFixture[str], words: list[str], complaint: str
) -> None:
    assert run_command(["query", *words]) == 1

    errors = [line for line in capsys.readouterr().err.splitlines() if "Error" in line]
    assert len(errors) == 1
    assert complaint in errors[0]


def _on_a_terminal(answer: QueryResult, monkeypatch: pytest.MonkeyPatch, width: int) -> str:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", str(width))
    out = io.StringIO()
    show_rows(answer, out)
    return re.sub(r"\x1b\[[0-9;]*m", "", out.getvalue())


def test_a_wide_table_shows_the_columns_that_fit_and_names_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = tuple(f"column_{number}" for number in range(20))
    answer = QueryResult(names, (tuple(f"value {number}" for number in range(20)),), has_more=False)
    shown = _on_a_terminal(answer, monkeypatch, 80)

    assert "value 0" in shown
    *table, not_shown = shown.splitlines()
    assert "column_6" in table[1]
    assert max(map(len, table)) <= 80
    assert not_shown.startswith("Not shown: column_7, column_8")


def test_one_column_is_shown_on_the_narrowest_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = QueryResult(("title",), (("A long title of an article " * 5,),), has_more=False)

    assert "title" in _on_a_terminal(answer, monkeypatch, 20)


def test_lines_show_every_value_of_a_row_as_it_is() -> None:
    out = io.StringIO()
    show_lines(QueryResult(("id", "title"), ((1, "[bold]x"), (2, None)), has_more=True), out)

    assert out.getvalue().splitlines() == [
        "   id = 1",
        "title = [bold]x",
        "",
        "   id = 2",
        "title = ",
        "There are more rows: see --max-rows.",
    ]


def test_what_is_left_out_is_said_in_one_line_below_a_narrow_table() -> None:
    out = io.StringIO()
    show_rows(QueryResult(("n",), ((1,),), has_more=True), out)

    assert out.getvalue().splitlines()[-1] == "There are more rows: see --max-rows."
