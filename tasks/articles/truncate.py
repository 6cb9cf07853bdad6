"""Divi pages without what stands after their article: sidebar and footer need not be parsed.

An HTML parser never goes back. Once an article is closed, what follows cannot change it, so the
same article comes out of the page cut there; `truncation_is_safe` checks that. Where it
cannot tell, the page has to be parsed whole.
"""

from selectolax.lexbor import LexborNode

from tasks.articles.document import Document, PageParts
from tasks.articles.dom import COMMENT_TAG, TEXT_TAG, tag_numbers

# Divi prints it right behind the end tag of every article.
_MARK_TEXT = ".et_pb_post"
_MARK = f"<!-- {_MARK_TEXT} -->".encode()
# Below this, looking costs as much as it spares.
_FEWEST_BYTES = 4_000
_BODY = tag_numbers("body")
# None of them is moved about by later tags, as <b>, <a> and what stands in a <table> are.
_FRAME = tag_numbers("div main section")


def cut_after_article(html: bytes) -> bytes | None:
    """Return the page up to the last mark of Divi, or None when there is little after it."""
    start = html.rfind(_MARK)
    end = start + len(_MARK)
    return html[:end] if start >= 0 and len(html) - end >= _FEWEST_BYTES else None


def truncation_is_safe(document: Document, parts: PageParts) -> bool:
    """Return whether what was cut off has no say in any field of the article.

    The article is closed (its mark is its neighbour, not part of it), stands in nothing that later
    tags could rearrange, and needs nothing that is looked for in the whole page. A second <html> or
    <body> tag only adds attributes that are missing.
    """
    return (
        parts.article is not None
        and _is_marked(parts.article)
        and _stands_in_frame(parts.article)
        and "single" in document.body_classes
        and document.html_lang is not None
        and bool(document.head.metas)
    )


def _is_marked(article: LexborNode) -> bool:
    node = article.next
    if node is not None and node.tag_id == TEXT_TAG and (node.text_content or "").isspace():
        node = node.next
    return node is not None and node.tag_id == COMMENT_TAG and node.comment_content == _MARK_TEXT


def _stands_in_frame(article: LexborNode) -> bool:
    parent = article.parent
    while parent is not None and parent.tag_id in _FRAME:
        parent = parent.parent
    return parent is not None and parent.tag_id in _BODY
