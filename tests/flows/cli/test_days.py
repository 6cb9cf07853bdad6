"""Days and months as options."""

from datetime import date

import pytest
from click import BadParameter

from flows.cli.days import Day, Month


def test_a_month_stands_for_its_first_day() -> None:
    assert Month().convert("2017-06", None, None) == date(2017, 6, 1)


def test_a_day_is_accepted_where_a_month_is_asked_for() -> None:
    assert Month().convert("2017-06-30", None, None) == date(2017, 6, 30)


@pytest.mark.parametrize("text", ["2017-13", "2017-06", "yesterday", ""])
def test_what_is_not_a_day_is_answered_with_an_example(text: str) -> None:
    with pytest.raises(BadParameter, match="is not a date; write it as 2009-03-31"):
        Day().convert(text, None, None)
