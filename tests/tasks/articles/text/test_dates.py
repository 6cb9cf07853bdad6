from datetime import UTC, date, datetime

import pytest

from tasks.articles.text.dates import MachineDate, read_machine_date, read_printed_date


@pytest.mark.parametrize(
    ("text", "zone", "day"),
    [
        ("2009-07-18T22:30:08+07:00", "+07:00", date(2009, 7, 18)),
        ("2009-07-18T15:30:08Z", "+00:00", date(2009, 7, 18)),
        (" 2009-07-18T18:30:08+0300 ", "+03:00", date(2009, 7, 18)),
        ("2009-07-19T00:30:08+09:00", "+09:00", date(2009, 7, 19)),
        ("2009-07-18T15:30:08", None, date(2009, 7, 18)),
    ],
)
def test_an_instant_keeps_its_offset_and_its_day_there(
    text: str, zone: str | None, day: date
) -> None:
    at = datetime(2009, 7, 18, 15, 30, 8, tzinfo=UTC)

    assert read_machine_date(text) == MachineDate(at, zone, day)


@pytest.mark.parametrize(
    "text", [None, "", "yesterday", "2009-13-01", "0001-01-01T00:00:00+09:00", "9" * 40]
)
def test_invalid_timestamps_are_ignored(text: str | None) -> None:
    assert read_machine_date(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Jun 27, 2014", date(2014, 6, 27)),
        ("on June 7, 2014 at 9", date(2014, 6, 7)),
        ("27 June 2014", date(2014, 6, 27)),
        ("Sept. 1st, 2010", date(2010, 9, 1)),
        ("12 Tishreen al-Thani (November) 2007", date(2007, 11, 12)),
        ("3 Tammuz/July 2007", date(2007, 7, 3)),
        ("June 10. 2008 11:53PM UAE", date(2008, 6, 10)),
        ("١٠ مارس ٢٠١٣ م", date(2013, 3, 10)),
        ("الخميس 12 حزيران 2014", date(2014, 6, 12)),
        ("3 كانون الثاني 2014", date(2014, 1, 3)),
        ("Thurs, Sept. 4th '14", date(2014, 9, 4)),
        ("03.24.07", date(2007, 3, 24)),
        ("03.24.07 at noon", None),
        ("Published: 07.24.07, 23:10 / News", date(2007, 7, 24)),
        ("03.12.09", None),
        ("Thu, 12/07/2012 - 14:23", date(2012, 7, 12)),
        ("Tue, 06/07/2005 - 10:21", date(2005, 6, 7)),
        ("Mon, 06/07/2005", None),
        ("Tuesday, June 07 - 2005 at 10:21", date(2005, 6, 7)),
        ("15/01/98", date(1998, 1, 15)),
        ("the '90s", None),
        ("Jun 31, 2014", None),
        ("Foo 3, 2014", None),
        ("Friday", None),
        (None, None),
    ],
)
def test_printed_days_are_read_or_none_is_returned(text: str | None, day: date | None) -> None:
    assert read_printed_date(text) == day
