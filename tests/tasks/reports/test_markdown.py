"""Numbers and tables for people."""

import pytest

from tasks.reports.markdown import duration, link, size, table


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(2.5, "2.5 s"), (40, "40 s"), (720, "12 min"), (18_480, "5 h 8 min"), (3_599.9, "60 min")],
)
def test_time_is_formatted_in_a_readable_unit(seconds: float, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("count", "text"), [(12, "12 B"), (850_000, "850 kB"), (1.25e9, "1.2 GB"), (3e12, "3.0 TB")]
)
def test_bytes_are_formatted_in_a_readable_unit(count: float, text: str) -> None:
    assert size(count) == text


def test_columns_of_numbers_are_right_aligned() -> None:
    assert table(("what", "pages"), [("fetched", 12_000)]) == (
        "| what | pages |\n| --- | ---: |\n| fetched | 12,000 |"
    )


def test_numbers_in_the_first_column_are_left_aligned() -> None:
    assert "| --- | ---: |" in table(("year", "pages"), [("2016", 3)])


def test_a_cell_cannot_break_its_table() -> None:
    assert table(("error",), [("a | b\nc",)]).endswith("| a \\| b c |")


def test_a_long_address_shows_its_end() -> None:
    url = "https://eng-archive.aawsat.com/" + "a" * 60 + "/the-end/"

    assert link(url).startswith("[...")
    assert link(url).endswith(f"/the-end/](<{url}>)")
