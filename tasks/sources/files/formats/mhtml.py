"""Read the page in an MHTML file, as browsers save it: one MIME message with all of its parts."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime

LONGEST_HEAD = 16 << 10
_HEADER = re.compile(rb"\s*[A-Za-z][\w-]*:")
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_IS_RELATED = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
# Without pictures and styles, the page is the only part.
_IS_PAGE = re.compile(
    rb"^mime-version:(?=[^\0]*^content-location:)[^\0]*^content-type:\s*text/html"
    rb"|^content-type:\s*text/html(?=[^\0]*^content-location:)[^\0]*^mime-version:",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class SavedMessage:
    """The HTML page of an MHTML file, with the URL and the date of its headers."""

    body: bytes
    url: str | None
    saved_at: datetime | None


def is_mhtml(start: bytes) -> bool:
    """Return whether a file begins with the headers of an MHTML file."""
    head = _END_OF_HEAD.split(start[:LONGEST_HEAD], maxsplit=1)[0]
    return bool(_HEADER.match(head)) and bool(_IS_RELATED.search(head) or _IS_PAGE.search(head))


def read_mhtml(content: bytes) -> SavedMessage:
    """Return the first HTML page of an MHTML file; without one, the file as it is."""
    message = message_from_bytes(content)
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    if page is None:
        return SavedMessage(content, None, None)
    body = page.get_payload(decode=True)
    url = message.get("Snapshot-Content-Location") or page.get("Content-Location") or ""
    is_address = str(url).startswith(("http://", "https://"))
    return SavedMessage(
        body if isinstance(body, bytes) else content,
        str(url) if is_address else None,
        sent_at(message),
    )


def sent_at(message: Message) -> datetime | None:
    """Return the instant in the header `Date` of a message; without a zone it is UTC."""
    with suppress(TypeError, ValueError, OverflowError):
        stated = parsedate_to_datetime(str(message.get("Date")))
        return stated.astimezone(UTC) if stated.tzinfo else stated.replace(tzinfo=UTC)
    return None
