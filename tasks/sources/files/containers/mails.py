"""Turn the texts and attachments of mails into parts: pages, archives, texts that name pages."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from tasks.sources.files.containers.data_pages import unpacked
from tasks.sources.files.find_parts import (
    UNREAD_PAGES,
    Part,
    PartKind,
    PassedOver,
    kind_of_file,
    may_hold_pages,
)
from tasks.sources.files.formats.mail import MailDamage, MailPart, mail_parts


def mail_files(part: Part, new_copy: Callable[[], Path]) -> Iterator[Part | PassedOver]:
    """Yield what the mails of a file hold, each in a copy with the date of its mail.

    Pictures and other attachments without pages are left out.
    """
    try:
        path, damage = unpacked(part, new_copy)
        for content in mail_parts(path):
            if isinstance(content, MailDamage):
                yield PassedOver(f"{part.name} (damage)", f"a damaged mail: {content.reason}")
            elif inner := _inner_part(part, content, new_copy()):
                yield inner
        if damage:
            yield PassedOver(f"{part.name} (damage)", damage)
    except (OSError, ValueError) as error:
        yield PassedOver(part.name, f"the mails in it cannot be read: {error}")


def _inner_part(part: Part, content: MailPart, copy: Path) -> Part | PassedOver | None:
    copy.write_bytes(content.content)
    if content.sent_at is not None:
        os.utime(copy, (content.sent_at.timestamp(), content.sent_at.timestamp()))
    name = f"{part.name}/{content.file_name}" if content.file_name else part.name
    found = Part(copy, 0, len(content.content), PartKind.TEXT, name, is_at_name=False)
    if content.is_html and b"<" in content.content:
        return replace(found, kind=PartKind.PAGE)
    is_text = not content.file_name and not content.is_html
    kind = PartKind.TEXT if is_text else kind_of_file(copy, content.file_name or "")
    if kind is None:
        copy.unlink()
        is_unread = content.is_html or may_hold_pages(name)
        return PassedOver(name, UNREAD_PAGES) if is_unread else None
    return replace(found, kind=kind)
