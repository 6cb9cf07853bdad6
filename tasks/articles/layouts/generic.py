"""Pages of no known layout: the usual WordPress selectors first, then the densest element.

A page that came this way says so in its `layout`, with the path taken (`generic:...`).
"""

from selectolax.lexbor import LexborNode

from tasks.archive.urls import section_path
from tasks.articles.document import Document, Found, PageParts
from tasks.articles.dom import attribute, select, select_first
from tasks.models import Term

_CONTENT_SELECTORS = (
    "[itemprop=articleBody]",
    ".entry-content,.post-content,.article-content,.td-post-content",
    "article",
    "main,#content,[role=main]",
)
_FRAME = "header,footer,nav,aside,#sidebar,.sidebar,.widget"
# A container has to hold so much text to be the body of an article.
_ENOUGH_TEXT = 140
_DATE_SELECTORS = "time,.published,.entry-date,.post-date,.date"


def find_parts(document: Document) -> PageParts:
    """Return the parts any page has: this layout takes every page."""
    content, path = _find_content(document.body)
    parts = PageParts(f"generic:{path}", content, path)
    _take_title(parts, document.body, content)
    _take_bylines(parts, document.body)
    _take_date(parts, document.body)
    _take_categories(parts, document.body)
    return parts


def _find_content(body: LexborNode) -> tuple[LexborNode, str]:
    for selector in _CONTENT_SELECTORS:
        for node in select(selector, body):
            if len(node.text()) >= _ENOUGH_TEXT:
                return node, selector
    densest = _densest_parent(body)
    return (densest, "densest") if densest is not None else (body, "body")


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


def _take_title(parts: PageParts, body: LexborNode, content: LexborNode) -> None:
    for node in select("h1", content) or select("h1", body):
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


def _take_bylines(parts: PageParts, body: LexborNode) -> None:
    for node in select("a[rel~=author]", body):
        parts.bylines.append((node.text(), attribute(node, "href")))
        parts.byline_source = "a[rel~=author]"
        return


def _take_date(parts: PageParts, body: LexborNode) -> None:
    node = select_first(_DATE_SELECTORS, body)
    if node is not None:
        parts.printed_date = Found(node.text(), _DATE_SELECTORS)


def _take_categories(parts: PageParts, body: LexborNode) -> None:
    for node in select("a[rel~=category]", body):
        if slug := section_path(attribute(node, "href")):
            parts.categories.append(Term(node.text(), slug))
            parts.category_source = "a[rel~=category]"
