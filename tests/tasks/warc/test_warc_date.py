from datetime import UTC, datetime

import pytest

from tasks.warc.warc_date import parse_warc_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016", "2016-01-01T00:00:00"),
        ("2016-05", "2016-05-01T00:00:00"),
        ("1991-08-06", "1991-08-06T00:00:00"),
        ("2016-05-04", "2016-05-04T00:00:00"),
        ("2016-05-04T03:02Z", "2016-05-04T03:02:00"),
        ("2016-05-04T03:02:01Z", "2016-05-04T03:02:01"),
        ("2016-05-04t03:02:01z", "2016-05-04T03:02:01"),
        ("2016-05-04T03:02:01.123456789Z", "2016-05-04T03:02:01.123456"),
        ("2016-05-04T03:02:01", "2016-05-04T03:02:01"),
        ("2016-05-04 03:02:01", "2016-05-04T03:02:01"),
        ("2016-05-04T03:02:01+02:00", "2016-05-04T01:02:01"),
        ("2016-05-04T03:02:01-0730", "2016-05-04T10:32:01"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59"),
        ("20160504030201", "2016-05-04T03:02:01"),
        ("20160504", "2016-05-04T00:00:00"),
        ("20160500000000", "2016-05-01T00:00:00"),
        ("20160504030201123", "2016-05-04T03:02:01.123"),
        ("2008-10-294T05:21:46-0700", "2008-10-20T12:21:46"),
        ("Wed, 04 May 2016 03:02:01 GMT", "2016-05-04T03:02:01"),
        ("Wed, 04 May 2016 05:02:01 +0200", "2016-05-04T03:02:01"),
    ],
)
def test_a_date_of_any_form_is_an_instant_in_utc(text: str, expected: str) -> None:
    assert parse_warc_date(text) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "-", "yesterday", "2016-13-04", "2016-02-30", "20169999", "0000", "2016-05-04T99"]
)
def test_what_is_not_a_date_is_none(text: str) -> None:
    assert parse_warc_date(text) is None


@pytest.mark.parametrize(
    "text", ["1970-01-01T00:00:00Z", "19800101000000", "1991-08-05T23:59:59Z", "2999-01-01"]
)
def test_a_date_at_which_no_page_was_captured_is_none(text: str) -> None:
    assert parse_warc_date(text) is None
