"""Blocks of body text and their markup."""

from dataclasses import dataclass

from tasks.models import ParagraphKind


@dataclass(frozen=True, slots=True)
class BodyLink:
    """A link in the body: its words and its target."""

    words: str
    url: str
    is_internal: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One block of body text and its markup.

    `marker` is printed before the text in an interview. `markup` is one of p, h3, bold, quote,
    ul, ol, joined (one <br> after the block before it), broken (two <br> after it).
    """

    kind: ParagraphKind
    text: str
    speaker: str | None = None
    marker: str = ""
    markup: str = "p"
    links: tuple[BodyLink, ...] = ()
