"""Turn the texts and attachments of mails into parts: pages, archives, texts that name pages."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from tasks.sources.files.data_pages import unpacked
from tasks.sources.files.find_parts import Part, PartKind, PassedOver, kind_of_file
from tasks.sources.files.formats.mail import MailPart, mail_parts


def mail_files(part: Part, new_copy: Callable[[], Path]) -> Iterator[Part | PassedOver]:
    """Yield what the mails of a file hold, each in a copy with the date of its mail.

    Pictures and other attachments without pages are left out.
    """
    try:
        for content in mail_parts(unpacked(part, new_copy)):
            inner = _inner_part(part, content, new_copy())
            if inner is None:
                continue
            yield inner
    except (OSError, ValueError) as error:
        yield PassedOver(part.name, f"the mails in it cannot be read: {error}")


def _inner_part(part: Part, content: MailPart, copy: Path) -> Part | None:
    copy.write_bytes(content.content)
    if content.sent_at is not None:
        os.utime(copy, (content.sent_at.timestamp(), content.sent_at.timestamp()))
    name = f"{part.name}/{content.file_name}" if content.file_name else part.name
    found = Part(copy, 0, len(content.content), PartKind.TEXT, name, is_at_name=False)
    if content.is_html:
        return replace(found, kind=PartKind.PAGE)
    kind = kind_of_file(copy, content.file_name or "") if content.file_name else PartKind.TEXT
    if kind is None:
        copy.unlink()
        return None
    return replace(found, kind=kind)
