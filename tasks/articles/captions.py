"""Captions, and the credits at their end (the forms are in docs/sources.md)."""

import re

from tasks.articles.clean import TextCleaner

_AGENCY = r"(?:AFP|AP|REUTERS|Reuters|EPA|SPA|Getty(?:\sImages)?|Asharq\sAl-Awsat)"
_DETAIL = r"(?:\s(?:Photo|PHOTO))?(?:\s*/\s*[^()]{1,80})?"
# `... in Cairo. (AFP Photo/Name)`, also glued (`Al-Jarba.(AFP)`) and followed by a full stop.
_BRACKETED = re.compile(rf"\s*\((?P<credit>{_AGENCY}{_DETAIL})\)\s*\.?\s*$")
# `... in Cairo. REUTERS/Stringer`. The slash is required: captions also name agencies.
_BARE = re.compile(rf"(?:^|(?<=[\s.]))(?P<credit>(?:AFP|AP|REUTERS|Reuters|EPA|SPA){_DETAIL})\s*$")
CAPTION_LABEL = "Caption:"
# The block that the WordPress import printed before the text (`Media ID: 5528\nCaption:\n...`).
_MEDIA_BLOCK = re.compile(
    r"^\s*Media ID:\s*(?P<id>\d{1,12})\s*(?:Caption:)?\s*(?P<caption>.*)", re.S
)


def split_credit(caption: str) -> tuple[str, str | None]:
    """Return a caption without its credit, and the credit as printed without brackets."""
    found = _BRACKETED.search(caption) or _BARE.search(caption)
    if found is None or ("/" not in found["credit"] and found.re is _BARE):
        return caption, None
    return caption[: found.start()].strip(), found["credit"].strip().rstrip(".")


def read_caption(text: str | None, cleaner: TextCleaner) -> tuple[str | None, str | None]:
    """Return the cleaned caption and credit of a printed caption; each None if missing."""
    cleaned = cleaner.clean_or_none(text)
    if cleaned is None:
        return None, None
    caption, credit = split_credit(cleaned)
    return caption or None, credit


def read_media_block(text: str) -> tuple[int, str] | None:
    """Return number and caption of a `Media ID:` block; None if `text` is not one."""
    if "Media ID:" not in text:
        return None
    found = _MEDIA_BLOCK.match(text)
    return (int(found["id"]), found["caption"].strip()) if found else None
