"""Days, months and years as options."""

from datetime import date

import pytest
from click import BadParameter

from flows.cli.days import Day, FirstDay, LastDay


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2016", date(2016, 1, 1), date(2016, 12, 31)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2016-02-03", date(2016, 2, 3), date(2016, 2, 3)),
    ],
)
def test_a_year_or_a_month_stands_for_its_first_or_last_day(
    text: str, first: date, last: date
) -> None:
    assert (FirstDay().convert(text, None, None), LastDay().convert(text, None, None)) == (
        first,
        last,
    )


@pytest.mark.parametrize("text", ["2017-13", "2017-02-30", "201", "٢٠١٧", "0000", "last", ""])
def test_a_period_that_does_not_exist_is_answered_with_examples(text: str) -> None:
    with pytest.raises(BadParameter, match="write it as 2009, 2009-03 or 2009-03-31"):
        FirstDay().convert(text, None, None)
    with pytest.raises(BadParameter, match="write it as 2009, 2009-03 or 2009-03-31"):
        LastDay().convert(text, None, None)


@pytest.mark.parametrize("text", ["2017-13", "2017-06", "yesterday", ""])
def test_what_is_not_a_day_is_answered_with_an_example(text: str) -> None:
    with pytest.raises(BadParameter, match="is not a date; write it as 2009-03-31"):
        Day().convert(text, None, None)
