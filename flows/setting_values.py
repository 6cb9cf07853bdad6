"""Check and read the values of settings that have a form of their own."""

import re
from datetime import UTC, datetime, timedelta

from pydantic import HttpUrl, TypeAdapter


def is_host_with_path(text: str) -> bool:
    """Return whether a text is `HOST` or `HOST/PATH`, without scheme, query and wildcards."""
    host, _, path = text.partition("/")
    is_host = re.fullmatch(r"(?!-)[\w-]+(\.[\w-]+)*(:\d{1,5})?", host)
    return bool(is_host and re.fullmatch(r"[^\s?#*]*", path)) and ".." not in path.split("/")


def is_for_messages(address: str) -> bool:
    """Return whether notifications can be sent to an address: a mail server, a URL, or empty."""
    if not address or re.match(r"mailtos?://[^/\s]", address):
        return True
    if not re.fullmatch(r"https?://\S+", address):
        return False
    try:
        TypeAdapter(HttpUrl).validate_python(address)
    except ValueError:
        return False
    return True


def host_ends(stated: tuple[str, ...]) -> dict[str, datetime]:
    """Return the end of the stated day for each `HOST=YYYY-MM-DD`.

    Raises:
        ValueError: an entry is not a host and a day.
    """
    ends = {}
    for entry in stated:
        host, sign, day = entry.partition("=")
        if not (host and sign):
            raise ValueError(entry)
        ends[host.lower()] = datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(days=1)
    return ends
