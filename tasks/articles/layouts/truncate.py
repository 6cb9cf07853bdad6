"""Truncate Divi pages after their article, so that sidebar and footer need not be parsed.

An HTML parser never goes back: once the article element is closed, the rest of the page cannot
change it. `truncation_is_safe` checks that the truncated page gives the same article; if that is
not certain, the whole page is parsed.
"""

from selectolax.lexbor import LexborNode

from tasks.articles.document import Document, PageParts
from tasks.articles.markup.dom import COMMENT_TAG, TEXT_TAG, tag_numbers

# Divi prints this comment right after the end tag of every article.
_MARK_TEXT = ".et_pb_post"
_MARK = f"<!-- {_MARK_TEXT} -->".encode()
# Below this size, truncation saves no time.
_FEWEST_BYTES = 4_000
_BODY = tag_numbers("body")
# Later tags cannot move these elements, unlike <b>, <a> and the contents of a <table>.
_FRAME = tag_numbers("div main section")


def cut_after_article(html: bytes) -> bytes | None:
    """Return the page up to Divi's last end mark; None if little follows it."""
    start = html.rfind(_MARK)
    end = start + len(_MARK)
    return html[:end] if start >= 0 and len(html) - end >= _FEWEST_BYTES else None


def truncation_is_safe(document: Document, parts: PageParts) -> bool:
    """Return whether the truncated rest of the page cannot affect any field of the article.

    The article element is closed (its end mark is a sibling, not a child), has no ancestors that
    later tags could rearrange, and needs no field that is searched in the whole page. A second
    <html> or <body> tag only adds missing attributes.
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
