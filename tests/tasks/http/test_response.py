"""A response and its body."""

import gzip
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tasks.errors import PolicyRefusal
from tasks.http.response import Response

PAGE = b"<p>The council met.</p>" * 100
RESPONSE = Response(
    "https://archive.test/",
    200,
    "OK",
    (("Content-Encoding", "gzip"),),
    gzip.compress(PAGE),
    datetime(2026, 1, 1, tzinfo=UTC),
)


def test_a_body_is_decoded_once() -> None:
    first = RESPONSE.decoded(10_000)

    assert first.body == PAGE
    assert RESPONSE.decoded(20_000) is first


@pytest.mark.parametrize("is_decoded_before", [False, True])
def test_a_body_over_the_limit_is_refused_also_when_it_is_decoded_already(
    is_decoded_before: bool,
) -> None:
    response = replace(RESPONSE)
    if is_decoded_before:
        response.decoded(10_000)

    with pytest.raises(PolicyRefusal, match="over 100 bytes"):
        response.decoded(100)


def test_a_changed_response_has_a_body_of_its_own() -> None:
    RESPONSE.decoded(10_000)

    other = replace(RESPONSE, raw_body=gzip.compress(b"other"))

    assert other.decoded(10_000).body == b"other"
    assert other != RESPONSE
