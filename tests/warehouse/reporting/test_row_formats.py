"""Rows as other programs read them."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from warehouse.reporting.row_formats import inert_cell, write_csv, write_json_lines


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+SUM(A1)", "-2+3+cmd|' /C calc'!A0", "@import", "\t=1", "\r=1", "-"),
        *("  =1+1", "\n=1", "\u3000@import", "\uff1d1+1", "\uff20SUM(A1)"),
    ],
)
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert inert_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["-5", "+4.5e3", "a=b", "", " ", "'=1", -5, -0.5, None])
def test_numbers_and_harmless_text_stay_as_they_are(value: Any) -> None:
    assert inert_cell(value) == value


def test_csv_is_read_back_as_written() -> None:
    rows = [
        ('He said "no",\nthen left', date(2016, 2, 29), None, [1, "a"]),
        ("=1", 2, 3.5, {"a": 1}),
    ]
    out = io.StringIO(newline="")

    assert write_csv(("=title", "day", "n", "list"), rows, out, exact=True) == 2
    assert list(csv.reader(io.StringIO(out.getvalue(), newline=""))) == [
        ["=title", "day", "n", "list"],
        ['He said "no",\nthen left', "2016-02-29", "", '[1, "a"]'],
        ["=1", "2", "3.5", '{"a": 1}'],
    ]


def test_a_column_name_is_made_harmless_too() -> None:
    out = io.StringIO()
    write_csv(("=cmd",), [], out)

    assert out.getvalue() == "'=cmd\r\n"


def test_json_keeps_every_value() -> None:
    """An article ID read as a 64-bit float would be another ID."""
    row = (
        2**53 + 1,
        2**53 - 1,
        float("nan"),
        datetime(2016, 2, 29, 12, 30, tzinfo=UTC),
        Decimal("1.10"),
        b"\x01",
        None,
        False,
    )
    names = ("id", "n", "nan", "at", "price", "raw", "nothing", "no")
    out = io.StringIO()

    assert write_json_lines(names, [row], out) == 1
    assert json.loads(out.getvalue()) == {
        "id": str(2**53 + 1),
        "n": 2**53 - 1,
        "nan": None,
        "at": "2016-02-29T12:30:00+00:00",
        "price": "1.10",
        "raw": "01",
        "nothing": None,
        "no": False,
    }


def test_nested_values_are_converted_too() -> None:
    out = io.StringIO()
    write_json_lines(("days",), [([{"day": date(2016, 2, 29), "id": 2**60}],)], out)

    assert json.loads(out.getvalue()) == {"days": [{"day": "2016-02-29", "id": str(2**60)}]}


def test_a_spreadsheet_keeps_all_digits_of_an_article_id() -> None:
    """It has 15 digits of a number and would round an ID of 19."""
    rows = [(8_446_744_073_709_551_615,)]
    safe, exact = io.StringIO(), io.StringIO()
    write_csv(("article_id",), rows, safe)
    write_csv(("article_id",), rows, exact, exact=True)

    assert safe.getvalue() == "article_id\r\n'8446744073709551615\r\n"
    assert exact.getvalue() == "article_id\r\n8446744073709551615\r\n"
