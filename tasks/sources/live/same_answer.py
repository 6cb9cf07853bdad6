"""Compare two responses to one request, ignoring parts that change with every request.

Caches add a comment with the time of generation, forms have a nonce, and feeds a build time. A
response that differs only in such parts is not stored again.
"""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial

_VOLATILE = re.compile(
    rb"<!--.*?-->|<script\b.*?</script\s*>|<input\b[^>]*\btype=[\"']?hidden\b[^>]*>",
    re.DOTALL | re.IGNORECASE,
)
_INSTANT = re.compile(
    rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?"
    rb"|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d? [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+A-Z0-9-]{1,5}"
)
# A time this close to the time of the request is the time of generation.
_NOW = timedelta(hours=1)


def says_the_same(one: bytes, one_at: datetime, other: bytes, other_at: datetime) -> bool:
    """Return whether two bodies, received at these times, have the same content."""
    return one == other or _content(one, one_at) == _content(other, other_at)


def _content(body: bytes, at: datetime) -> bytes:
    return _INSTANT.sub(partial(_without_now, at), _VOLATILE.sub(b"", body))


def _without_now(at: datetime, found: re.Match[bytes]) -> bytes:
    text = found[0].decode("ascii")
    instant = None
    with suppress(ValueError, OverflowError, TypeError):
        is_iso = text[0].isdigit()
        instant = datetime.fromisoformat(text) if is_iso else parsedate_to_datetime(text)
        instant = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return b"now" if instant and abs(instant - at) < _NOW else found[0]
