"""Captions, and the credits at their end (the forms are in docs/sources.md)."""

import re

from tasks.articles.text.clean import TextCleaner

_AGENCY = (
    r"(?:AFP|AP|REUTERS|Reuters|EPA|SPA|WAM|KUNA|MENA|NNA|Petra|SANA|SABA|IRNA|ISNA|Anadolu|"
    r"Getty(?:\sImages)?|Asharq\sAl-Awsat)"
)
_DETAIL = r"(?:\s[Pp](?:hoto|HOTO)(?:\s[Bb]y\s[^()/]{1,60})?)?(?:\s*/\s*[^()]{1,80})?"
# `... in Cairo. (AFP Photo/Name)`, also glued (`Al-Jarba.(AFP)`) and followed by a full stop.
_BRACKETED = re.compile(rf"\s*\((?P<credit>{_AGENCY}{_DETAIL})\)\s*\.?\s*$")
# `... in Cairo. Photo: AFP`
_LABELLED = re.compile(
    r"\s*(?:Photo(?:graph)?|Picture|Image|Credit|Photo credit)\s*:"
    rf"\s*(?P<credit>{_AGENCY}{_DETAIL})\s*\.?\s*$",
    re.IGNORECASE,
)
# `... in Cairo. REUTERS/Stringer`, `... in Cairo. SPA`. Without a slash it must follow a full stop:
# captions also name agencies.
_BARE = re.compile(rf"(?:^|(?<=[\s.]))(?P<credit>{_AGENCY}{_DETAIL})\s*\.?\s*$")
_STOP = re.compile(r"[.!?][’”\"')]?\s*$")
CAPTION_LABEL = "Caption:"
# The block that the WordPress import printed before the text (`Media ID: 5528\nCaption:\n...`).
_MEDIA_BLOCK = re.compile(
    r"^\s*Media ID:\s*(?P<id>\d{1,12})\s*(?:Caption:)?\s*(?P<caption>.*)", re.S
)


def split_credit(caption: str) -> tuple[str, str | None]:
    """Return a caption without its credit, and the credit as printed without brackets."""
    found = _BRACKETED.search(caption) or _LABELLED.search(caption) or _BARE.search(caption)
    if found is None or (found.re is _BARE and not _is_credit(caption, found)):
        return caption, None
    return caption[: found.start()].strip(), found["credit"].strip().rstrip(".")


def _is_credit(caption: str, found: re.Match[str]) -> bool:
    """Whether an agency without brackets is the credit and not part of a sentence."""
    return "/" in found["credit"] or bool(_STOP.search(caption, 0, found.start()))


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
