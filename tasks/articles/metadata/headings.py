"""Find the headings of a page, and read their text."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from selectolax.lexbor import LexborNode

from tasks.articles.markup.dom import (
    TEXT_TAG,
    attribute,
    class_tokens,
    select,
    tag_numbers,
)

_SELECTOR = "h1,h2,h3,.entry-title,.post-title,[itemprop~=headline]"
_TITLE_CLASSES = frozenset({"entry-title", "post-title", "article-title"})
_TITLE_CLASS = re.compile(
    r"(?:item|story|news|content|node|article|post)[-_]?(?:title|head(?:ing|line))", re.IGNORECASE
)
# The address of a front page, also as the Wayback Machine rewrites it.
_FRONT_PAGE = re.compile(
    r"(?:\S*/web/\d+\w*/)?(?:https?:)?//[^/?#]+/?(?:(?:index|default)\.\w+)?|/?", re.IGNORECASE
)
# Links to the front page are among the first of a page.
_MOST_LINKS = 100
FEWEST_BLANKS = 2
H1 = tag_numbers("h1")
_BREAK = tag_numbers("br")
_FRAME = tag_numbers("nav aside footer")
_BLOCK = tag_numbers("div p h1 h2 h3 h4 section small")
_INVISIBLE = tag_numbers("script style svg template noscript")
_NOT_WORD = re.compile(r"[\W_]+")
LONGEST = 400
# A paragraph of this length belongs to the article's text; headings after it are crossheads.
LONG_PARAGRAPH = 80
_PARAGRAPH = tag_numbers("p")
_MOST_HEADINGS = 1_000
MOST_PARTS = 8
_SELF_LINKS = frozenset("#¶§∞")
_ANCHOR = tag_numbers("a")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. `spaced` is its text with a space at the boundaries of inline elements."""

    node: LexborNode
    text: str
    spaced: str
    is_title: bool
    in_content: bool
    in_frame: bool

    @property
    def source(self) -> str:
        """The heading's source, for provenance."""
        classes = _TITLE_CLASSES.intersection(class_tokens(self.node))
        return f"{self.node.tag}.{min(classes)}" if classes else f"{self.node.tag}"


def has_title_class(node: LexborNode) -> bool:
    """Return whether a class of the element names the title of a post."""
    tokens = class_tokens(node)
    return not _TITLE_CLASSES.isdisjoint(tokens) or any(map(_TITLE_CLASS.fullmatch, tokens))


def words_of(text: str) -> str:
    """Return the words of a text in lower case, separated by single spaces."""
    return _NOT_WORD.sub(" ", text.casefold()).strip()


def find_headings(body: LexborNode, contents: Sequence[LexborNode]) -> Iterator[Heading]:
    """Yield the headings of a page in order, without those that link to the front page."""
    crossheads = _crossheads(contents)
    for node in select(_SELECTOR, body)[:_MOST_HEADINGS]:
        text, spaced = read_text(node, LONGEST)
        if not text or len(text) > LONGEST or _links_home(node):
            continue
        in_content, in_frame = node.mem_id in crossheads, is_in_frame(node)
        is_title = node.tag_id in H1 or has_title_class(node)
        is_title = is_title or "headline" in attribute(node, "itemprop").split()
        yield Heading(node, text, spaced, is_title, in_content, in_frame)


def find_home_names(body: LexborNode) -> frozenset[str]:
    """Return the texts of links to the front page, one of which is the name of the site."""
    links = islice(select("a[href]", body), _MOST_LINKS)
    hrefs = ((link, attribute(link, "href").strip()) for link in links)
    texts = (link.text() for link, href in hrefs if href and _FRONT_PAGE.fullmatch(href))
    return frozenset(words for text in texts if (words := words_of(text)))


def is_link(node: LexborNode) -> bool:
    """Return whether an element, or its line around it, is in a link."""
    parent: LexborNode | None = node.parent if node.tag_id in _BLOCK else node
    while parent is not None and parent.tag_id not in _BLOCK:
        if parent.tag == "a":
            return True
        parent = parent.parent
    return False


def read_text(node: LexborNode, at_most: int | None = None) -> tuple[str, str]:
    """Return the text of an inline container as shown, and with a space at each tag.

    Reading stops after the piece of text that makes both longer than `at_most` characters.
    """
    shown: list[str] = []
    spaced: list[str] = []
    stack = [node.first_child]
    left = math.inf if at_most is None else at_most
    while stack and left >= 0:
        child = stack.pop()
        if child is None:
            continue
        stack.append(child.next)
        if child.tag_id == TEXT_TAG:
            text = child.text_content or ""
            left -= len(" ".join(text.split()))
            shown.append(text)
            spaced.append(text if child.prev is None else f" {text}")
        elif child.is_element_node and not _is_invisible(child):
            spaced.append(" ")
            if _parts_words(child):
                shown.append(" ")
            stack.append(child.first_child)
    return " ".join("".join(shown).split()), " ".join("".join(spaced).split())


def _is_invisible(node: LexborNode) -> bool:
    if node.tag_id in _INVISIBLE or "screen-reader-text" in class_tokens(node):
        return True
    # The sign of a link to the heading itself: `#`, `¶`.
    return node.tag_id in _ANCHOR and node.text().strip() in _SELF_LINKS


def _parts_words(node: LexborNode) -> bool:
    """Return whether the element separates words: a line break, block or other element."""
    before = node.prev
    return (
        node.tag_id in _BREAK
        or node.tag_id in _BLOCK
        or (before is not None and before.tag_id != TEXT_TAG)
    )


def _crossheads(contents: Sequence[LexborNode]) -> frozenset[int]:
    """Return the headings within the text: those after its first paragraph."""
    nodes = [node for content in contents for node in select(f"p,{_SELECTOR}", content)]
    start = next((seq for seq, node in enumerate(nodes) if _is_text(node)), len(nodes))
    return frozenset(node.mem_id for node in nodes[start:])


def _is_text(node: LexborNode) -> bool:
    return node.tag_id in _PARAGRAPH and len(node.text()) >= LONG_PARAGRAPH


def is_in_frame(node: LexborNode) -> bool:
    """Return whether an element is in a menu, a sidebar or the footer of the page."""
    parent = node.parent
    while parent is not None:
        if parent.tag_id in _FRAME:
            return True
        parent = parent.parent
    return False


def _links_home(node: LexborNode) -> bool:
    for link in select("a", node):
        href = attribute(link, "href")
        if "home" in attribute(link, "rel").split() or _FRONT_PAGE.fullmatch(href):
            return True
    return False
