"""Divi 4 with its Theme Builder: the post is .et_pb_post_content, without an article element.

The article.et_pb_post elements of such a page are cards of related posts.
"""

from selectolax.lexbor import LexborNode

from tasks.articles.document import Document, Found, PageParts
from tasks.articles.layouts.divi_article import read_post_meta
from tasks.articles.markup.dom import class_tokens, select, tag_numbers

NAME = "divi_theme_builder"
_CONTENT = ".et_pb_post_content"
_TITLES = ".et_pb_post_title h1,.et_pb_title_container h1,h1.entry-title"
_META = ".et_pb_title_meta_container,.post-meta"
_FEATURED = ".et_pb_title_featured_container img"
_CARD = tag_numbers("article")
_BODY = tag_numbers("body")


def find_parts(document: Document) -> PageParts | None:
    """Return the parts of a Theme Builder page, or None for other pages."""
    if not any(name.startswith("et-tb-has") for name in document.body_classes):
        return None
    contents = [node for node in select(_CONTENT, document.body) if _is_of_post(node)]
    if not any(node.text().strip() for node in contents):
        return None
    parts = PageParts(NAME, contents=tuple(contents), content_source=_CONTENT)
    for title in select(_TITLES, document.body)[:1]:
        parts.title, parts.heading = Found(title.text(), "h1"), title
    parts.featured = list(filter(_is_of_post, select(_FEATURED, document.body)))[:1]
    for meta in select(_META, document.body):
        if _is_of_post(meta):
            read_post_meta(parts, meta)
            break
    return parts


def _is_of_post(node: LexborNode) -> bool:
    """Return whether a node is not in a card of another post or in another content."""
    parent = node.parent
    while parent is not None and parent.tag_id not in _BODY:
        if parent.tag_id in _CARD or "et_pb_post_content" in class_tokens(parent):
            return False
        parent = parent.parent
    return True
