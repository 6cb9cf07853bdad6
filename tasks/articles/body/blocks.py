"""The results of reading a body: blocks of text, figures and links."""

import re
from dataclasses import dataclass, field, replace

from tasks.models import ParagraphKind

_HEADING_AT_MOST = 80
# A beginning of a paragraph with an ellipsis is a preview of it if they share this many characters.
_PREVIEW_AT_LEAST = 40
_ELLIPSES = ("...", "…")
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Block:
    """A run of text between block boundaries; `lines` are separated by single <br>.

    `link_chars` counts the characters inside links. `questions` are the questions in bold or
    italics that start a line.
    """

    kind: ParagraphKind
    lines: list[str]
    is_bold: bool = False
    link_chars: int = 0
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """An image of the body with its caption as printed."""

    src: str | None
    media_id: int | None
    caption: str | None


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link in the body text, as in the page."""

    href: str
    text: str


@dataclass(slots=True)
class BodyText:
    """The results of one walk over a body; `labels` are the lines left out before its text."""

    blocks: list[Block] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    labels: tuple[str, ...] = ()
    dropped: bool = False


def without_title(body: BodyText, title: str | None) -> BodyText:
    """Return a body without headings that repeat the title, and without it before the text."""
    words = _words(title or "")
    blocks = [
        block
        for seq, block in enumerate(body.blocks)
        if (seq and block.kind is not ParagraphKind.HEADING)
        or _words(" ".join(block.lines)) != words
    ]
    return replace(body, blocks=blocks) if len(blocks) < len(body.blocks) else body


def without_preview(blocks: list[Block]) -> list[Block]:
    """Return the blocks without those that a later one repeats, or goes on where `...` cuts them.

    Short blocks may be refrains, and stay.
    """
    kept: list[Block] = []
    later: set[str] = set()
    for block in reversed(blocks):
        text = " ".join(block.lines).strip()
        start = text[:_PREVIEW_AT_LEAST]
        is_long = len(text) >= _PREVIEW_AT_LEAST
        if not is_long or (start if text.endswith(_ELLIPSES) else text) not in later:
            kept.append(block)
        later.update((text, start))
    return kept[::-1]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def may_be_heading(text: str) -> bool:
    """Return whether a paragraph that is entirely bold can be a heading."""
    return len(text) <= _HEADING_AT_MOST and not text.endswith(".")
