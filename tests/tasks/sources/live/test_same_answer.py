from datetime import UTC, datetime, timedelta

import pytest

from tasks.sources.live.same_answer import says_the_same

NOON = datetime(2017, 5, 20, 12, tzinfo=UTC)
NEXT = NOON + timedelta(days=1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (b"<p>one story</p>", b"<p>one story</p>"),
        (b"<p>a</p><!-- built in 0.1 s -->", b"<p>a</p><!-- built in 0.2 s -->"),
        (b"<p>a</p><script>n = 1</script>", b"<p>a</p><SCRIPT>n = 2</script >"),
        (b'<input type="hidden" value="1">', b'<input type="hidden" value="2">'),
        (b"built 2017-05-20T12:00:01Z", b"built 2017-05-21T12:00:01Z"),
        (b"built 2017-05-20 14:59:59+03:00", b"built 2017-05-21 12:59"),
        (b"Sat, 20 May 2017 12:00:05 +0000", b"Sun, 21 May 2017 11:00:05 GMT"),
    ],
)
def test_what_changes_with_each_request_is_not_content(one: bytes, other: bytes) -> None:
    assert says_the_same(one, NOON, other, NEXT)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (b"<p>one story</p>", b"<p>other story</p>"),
        (b"changed 2017-05-20T11:00:00Z", b"changed 2017-05-21T11:00:00Z"),
        (b"changed 2017-05-20T13:00:00Z", b"changed 2017-05-21T12:00:00Z"),
        (b"changed 2017-05-20T12:00:00Z", b"changed 2017-05-19T12:00:00Z"),
        (b"changed 2017-99-20T12:00:00Z", b"changed 2017-99-21T12:00:00Z"),
        (b'<input type="text" value="1">', b'<input type="text" value="2">'),
    ],
)
def test_other_text_or_a_time_an_hour_before_the_request_is_content(
    one: bytes, other: bytes
) -> None:
    assert not says_the_same(one, NOON, other, NEXT)
