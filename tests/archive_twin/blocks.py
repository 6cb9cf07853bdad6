"""Blocks of body text: what they say, and how a page marks them up."""

from dataclasses import dataclass

from tasks.models import ParagraphKind


@dataclass(frozen=True, slots=True)
class BodyLink:
    """A link of the body: the words it stands on and where it leads."""

    words: str
    url: str
    is_internal: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One block of body text: what it says, and how the page marks it up.

    `marker` is what an interview prints before the text. `markup` is one of p, h3, bold, quote,
    ul, ol, joined (one <br> after the block before it), broken (two <br> after it).
    """

    kind: ParagraphKind
    text: str
    speaker: str | None = None
    marker: str = ""
    markup: str = "p"
    links: tuple[BodyLink, ...] = ()
