"""Read the pages in mails: single messages (`.eml`, Maildir, Apple's `.emlx`) and mailboxes (mbox).

A page is an attachment, or the body of a mail that was sent as HTML.
"""

import mailbox
import re
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from tasks.http.media_type import looks_like_html
from tasks.sources.files.formats.mhtml import LONGEST_HEAD, is_mhtml, sent_at

LONGEST_MAIL = 256 << 20

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_FROM_LINE = re.compile(rb"From [^\r\n]*\r?\n")
# Apple Mail writes the length of a message before it.
_LENGTH_LINE = re.compile(rb"\d{1,12} *\r?\n")
_HEAD_LINE = re.compile(rb"[!-9;-~]+:|[ \t]|>?From ")
_HEADERS_OF_MAIL = re.compile(
    rb"^(from|to|subject|date|received|message-id|return-path|delivered-to|mime-version"
    rb"|content-type|content-transfer-encoding):",
    re.IGNORECASE | re.MULTILINE,
)
FEWEST_HEADERS = 2


@dataclass(frozen=True, slots=True)
class MailPart:
    """A part of a mail. `file_name` is None for the body of the mail, which has no name."""

    file_name: str | None
    content: bytes
    is_html: bool
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class MailDamage:
    """What is wrong with a mail, of which parts may be lost."""

    reason: str


def is_mail(start: bytes) -> bool:
    """Return whether a file begins with the headers of a mail or of the first mail of a mailbox.

    Files that browsers save as MHTML are mails too, and pages of their own.
    """
    start = start.removeprefix(_BYTE_ORDER_MARK)
    from_line = _FROM_LINE.match(start)
    head = _END_OF_HEAD.split(_message(start)[:LONGEST_HEAD], maxsplit=1)[0]
    if is_mhtml(start) or not all(_HEAD_LINE.match(line) for line in head.splitlines()):
        return False
    named = {found.lower() for found in _HEADERS_OF_MAIL.findall(head)}
    return len(named) >= (1 if from_line else FEWEST_HEADERS)


def mail_parts(path: Path) -> Iterator[MailPart | MailDamage]:
    """Yield the texts and attachments of a mail, or of all mails of a mailbox, and their damage.

    Raises:
        OSError, ValueError: the file cannot be read, or is too large for one mail.
    """
    for message in _messages(path):
        instant = sent_at(message)
        for part in message.walk():
            content = None if part.is_multipart() else part.get_payload(decode=True)
            if isinstance(content, bytes):
                is_html = part.get_content_type() == "text/html" or looks_like_html(content)
                yield MailPart(_file_name(part), content, is_html, instant)
            if damage := _damage(part):
                yield MailDamage(damage)


def _messages(path: Path) -> Iterator[Message]:
    with path.open("rb") as file:
        is_mailbox = _FROM_LINE.match(file.read(LONGEST_HEAD)) is not None
    if is_mailbox:
        with closing(mailbox.mbox(path, create=False)) as messages:
            yield from messages
        return
    if path.stat().st_size > LONGEST_MAIL:
        raise ValueError(f"one mail of over {LONGEST_MAIL >> 20} MB")
    yield message_from_bytes(_message(path.read_bytes()))


def _message(content: bytes) -> bytes:
    """Return a mail without the line that a mailbox or Apple Mail writes before it."""
    content = content.removeprefix(_BYTE_ORDER_MARK)
    before = _FROM_LINE.match(content) or _LENGTH_LINE.match(content)
    return content[before.end() :] if before else content


def _damage(part: Message) -> str | None:
    """Return what is wrong with a part whose content has been decoded; None if it is whole."""
    if part.defects:
        return type(part.defects[0]).__name__
    return "more mails follow it" if "\nFrom " in str(part.epilogue or "") else None


def _file_name(part: Message) -> str | None:
    with suppress(LookupError, ValueError, TypeError):
        if name := part.get_filename():
            return name.replace("\\", "/").rpartition("/")[2] or None
    return None
