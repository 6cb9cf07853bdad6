"""A parsed page: its tree, its head, and the parts its layout found."""

from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tasks.articles.body.blocks import BodyText
from tasks.articles.markup.head import Head
from tasks.articles.metadata.json_ld import Graph
from tasks.articles.metadata.meta_lines import MetaLines
from tasks.models import Page, Term
from tasks.urls import Site


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed page. `body_classes` state WordPress's kind of page.

    `graph` holds the JSON-LD nodes of the page.
    """

    page: Page
    site: Site
    html: bytes
    tree: LexborHTMLParser
    body: LexborNode
    head: Head
    graph: Graph
    body_classes: frozenset[str]
    html_lang: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A value on the page, and the selector or tag it came from."""

    value: str
    source: str


@dataclass(slots=True)
class PageParts:
    """The parts a layout finds in a page, before cleaning.

    `bylines` are (label, href or None); `page_bylines` may belong to another article of the page.
    `loose_texts` are in the article outside its text, such as a `Media ID:` block. `article` is
    the element of the whole article where the layout has one, `heading` the one of the title,
    `contents` are those the body text is below, in order; `body` is what was read there, where
    the layout has read it to choose, and `body_confidence` how far two extractors agree on it (0
    to 1). `meta_lines` are the days and names the page prints around heading and text; they are
    searched for only where the layout has none. `tags` are those the post links to, `tag_slugs`
    those in its classes.
    """

    layout: str
    article: LexborNode | None = None
    contents: tuple[LexborNode, ...] = ()
    body: BodyText | None = None
    body_confidence: float | None = None
    content_source: str = ""
    title: Found | None = None
    heading: LexborNode | None = None
    bylines: list[tuple[str, str | None]] = field(default_factory=list)
    byline_source: str = ""
    page_bylines: list[tuple[str, str | None]] = field(default_factory=list)
    printed_date: Found | None = None
    categories: list[Term] = field(default_factory=list)
    category_source: str = ""
    tag_slugs: list[str] = field(default_factory=list)
    tags: list[Term] = field(default_factory=list)
    post_id: Found | None = None
    featured: list[LexborNode] = field(default_factory=list)
    loose_texts: list[str] = field(default_factory=list)
    meta_lines: MetaLines = field(default_factory=MetaLines)
