"""Days and months on the command line."""

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


class Month(Day):
    """A month, written YYYY-MM, as its first day; a day is accepted as well."""

    name = "YYYY-MM"
    example = "2009-03"

    def read(self, text: str) -> date:
        """Return the day; raise ValueError if the text is neither a month nor a day."""
        return date.fromisoformat(f"{text}-01" if len(text) == len(self.name) else text)
