"""Days on the command line, and the years and months that stand for their first or last day."""

from calendar import monthrange
from datetime import date

import click


class Day(click.ParamType[date]):
    """A calendar day, written YYYY-MM-DD."""

    name = "YYYY-MM-DD"
    example = "2009-03-31"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Return the day, or fail with an example of the format."""
        if isinstance(value, date):
            return value
        try:
            return self.read(value)
        except ValueError:
            self.fail(f"{value!r} is not a date; write it as {self.example}", param, ctx)

    def read(self, text: str) -> date:
        """Return the day; raise ValueError if the text is not one."""
        return date.fromisoformat(text)


class FirstDay(Day):
    """A day; a month or a year stands for its first day."""

    name = "YYYY[-MM[-DD]]"
    example = "2009, 2009-03 or 2009-03-31"

    def read(self, text: str) -> date:
        """Return the day; raise ValueError if the text is not a day, a month or a year."""
        year, month, day = _numbers(text)
        return date(year, month or 1, day or 1)


class LastDay(FirstDay):
    """A day; a month or a year stands for its last day."""

    def read(self, text: str) -> date:
        """Return the day; raise ValueError if the text is not a day, a month or a year."""
        year, month, day = _numbers(text)
        month = month or 12
        return date(year, month, day or monthrange(year, month)[1])


def _numbers(text: str) -> tuple[int, int | None, int | None]:
    """Return year, month and day; raise ValueError if the text has another form."""
    if len(text) == len("2009") and text.isascii() and text.isdecimal():
        return int(text), None, None
    if len(text) == len("2009-03"):
        first = date.fromisoformat(f"{text}-01")
        return first.year, first.month, None
    stated = date.fromisoformat(text)
    return stated.year, stated.month, stated.day
