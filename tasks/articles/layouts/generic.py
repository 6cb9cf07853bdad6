"""Pages of no known layout: the usual WordPress selectors first, then the densest element.

A page that came this way says so in its `layout`, with the path taken (`generic:...`).
"""

from collections.abc import Sequence
from itertools import chain

from selectolax.lexbor import LexborNode

from tasks.articles.document import Document, Found, PageParts
from tasks.articles.dom import attribute, class_tokens, select, tag_numbers
from tasks.models import Term
from tasks.urls import section_path

_ARTICLE_BODY = "[itemprop=articleBody]"
_CONTENT_CLASSES = ".entry-content,.post-content,.article-content,.td-post-content"
_CONTENT_NAMES = frozenset(_CONTENT_CLASSES.replace(".", "").split(","))
_RARER_SELECTORS = (
    # Once more: without a doctype, classes match whatever their case.
    _CONTENT_CLASSES,
    "article",
    "main,#content,[role=main]",
)
# A container has to hold so much text to be the body of an article.
_ENOUGH_TEXT = 140
_DATE_SELECTORS = "time,.published,.entry-date,.post-date,.date"
_DATE_CLASSES = frozenset({"published", "entry-date", "post-date", "date"})
# Themes of blocks show the author's name without a link.
_AUTHOR_CLASS = "wp-block-post-author__name"
# Looked for together, since each search of a page costs a quarter of parsing it.
_MARKS = f"h1,a[rel],.{_AUTHOR_CLASS},{_DATE_SELECTORS},{_ARTICLE_BODY},{_CONTENT_CLASSES}"
_ANCHOR = tag_numbers("a")
_HEADING = tag_numbers("h1")
_TIME = tag_numbers("time")


def find_parts(document: Document) -> PageParts:
    """Return the parts any page has: this layout takes every page."""
    marks = select(_MARKS, document.body)
    content, path = _find_content(document.body, marks)
    parts = PageParts(f"generic:{path}", content=content, content_source=path)
    _take_title(parts, content, marks)
    for node in marks:
        if node.tag_id in _ANCHOR:
            _take_link(parts, node)
        if parts.printed_date is None and _is_date(node):
            parts.printed_date = Found(node.text(), _DATE_SELECTORS)
    if not parts.bylines:
        _take_unlinked_author(parts, marks)
    return parts


def _find_content(body: LexborNode, marks: Sequence[LexborNode]) -> tuple[LexborNode, str]:
    candidates = chain(
        ((_ARTICLE_BODY, node) for node in marks if attribute(node, "itemprop") == "articleBody"),
        ((_CONTENT_CLASSES, node) for node in marks if _is_content(node)),
        ((selector, node) for selector in _RARER_SELECTORS for node in select(selector, body)),
    )
    for selector, node in candidates:
        if len(node.text()) >= _ENOUGH_TEXT:
            return node, selector
    densest = _densest_parent(body)
    return (densest, "densest") if densest is not None else (body, "body")


def _is_content(node: LexborNode) -> bool:
    return not _CONTENT_NAMES.isdisjoint(class_tokens(node))


def _densest_parent(body: LexborNode) -> LexborNode | None:
    """Return the element whose own <p> hold the most text."""
    sizes: dict[int, int] = {}
    parents: dict[int, LexborNode] = {}
    for paragraph in select("p,td", body):
        holder = paragraph if paragraph.tag == "td" else paragraph.parent
        if holder is None:
            continue
        size = len(paragraph.text(deep=paragraph.tag == "p"))
        sizes[holder.mem_id] = sizes.get(holder.mem_id, 0) + size
        parents[holder.mem_id] = holder
    if not sizes:
        return None
    largest = max(sizes, key=sizes.__getitem__)
    return parents[largest] if sizes[largest] >= _ENOUGH_TEXT else None


def _take_title(parts: PageParts, content: LexborNode, marks: Sequence[LexborNode]) -> None:
    all_headings = (node for node in marks if node.tag_id in _HEADING)
    for node in select("h1", content) or all_headings:
        if not _is_in_frame(node):
            parts.title = Found(node.text(), "h1")
            return


def _is_in_frame(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None and parent.tag != "body":
        if parent.tag in ("header", "footer", "nav", "aside") and not _is_article_header(parent):
            return True
        parent = parent.parent
    return False


def _is_article_header(node: LexborNode) -> bool:
    parent = node.parent
    return node.tag == "header" and parent is not None and parent.tag in ("article", "main")


def _take_link(parts: PageParts, node: LexborNode) -> None:
    rel = attribute(node, "rel").split()
    if "author" in rel and not parts.bylines:
        parts.bylines.append((node.text(), attribute(node, "href")))
        parts.byline_source = "a[rel~=author]"
    if "category" in rel and (slug := section_path(attribute(node, "href"))):
        parts.categories.append(Term(node.text(), slug))
        parts.category_source = "a[rel~=category]"


def _take_unlinked_author(parts: PageParts, marks: Sequence[LexborNode]) -> None:
    named = (node for node in marks if _AUTHOR_CLASS in class_tokens(node))
    parts.bylines.extend((node.text(), None) for node in named)
    parts.byline_source = f".{_AUTHOR_CLASS}"


def _is_date(node: LexborNode) -> bool:
    return node.tag_id in _TIME or not _DATE_CLASSES.isdisjoint(class_tokens(node))
