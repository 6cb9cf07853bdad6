"""A page on its way to an article: its tree, what its head says, and what its layout found."""

from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tasks.articles.body import BodyText
from tasks.articles.head import Head
from tasks.models import Page, Term
from tasks.urls import Site


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed page. `body_classes` say what WordPress took the page for.

    `graph` holds the first JSON-LD node of each type an article's fields are read from.
    """

    page: Page
    site: Site
    html: bytes
    tree: LexborHTMLParser
    body: LexborNode
    head: Head
    graph: dict[str, dict[str, Any]]
    body_classes: frozenset[str]
    html_lang: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A value of the page and the selector or tag it came from."""

    value: str
    source: str


@dataclass(slots=True)
class PageParts:
    """What a layout finds in its own markup, before anything is cleaned or judged.

    `bylines` are (label, href or None). `loose_texts` stand in the article outside its text: a
    `Media ID:` block may be among them. `article` is the element of the whole article where the
    layout has one, `contents` are those the body text is below, in order; `body` is what was read
    there, where the layout has read it to choose, and `body_confidence` how far two extractors
    agree on it (0 to 1).
    """

    layout: str
    article: LexborNode | None = None
    contents: tuple[LexborNode, ...] = ()
    body: BodyText | None = None
    body_confidence: float | None = None
    content_source: str = ""
    title: Found | None = None
    bylines: list[tuple[str, str | None]] = field(default_factory=list)
    byline_source: str = ""
    printed_date: Found | None = None
    categories: list[Term] = field(default_factory=list)
    category_source: str = ""
    tag_slugs: list[str] = field(default_factory=list)
    post_id: Found | None = None
    featured: list[LexborNode] = field(default_factory=list)
    loose_texts: list[str] = field(default_factory=list)
