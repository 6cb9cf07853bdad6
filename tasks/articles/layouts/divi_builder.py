"""Divi 3 with its page builder: text in modules (.et_pb_text) below .entry-content.

The article may have no title above its content: then a module has it (a post title, with meta line
and picture, or a header of full width), or og:title is the only source.
"""

from selectolax.lexbor import LexborNode

from tasks.articles.document import Document, Found, PageParts
from tasks.articles.layouts.divi_article import find_divi_parts, read_post_meta
from tasks.articles.markup.dom import select

NAME = "divi_builder"
_BUILDER_CLASS = "et_pb_pagebuilder_layout"
_TITLE_MODULES = ".et_pb_post_title,.et_pb_fullwidth_header"
_META = ".et_pb_title_meta_container"
_FEATURED = ".et_pb_title_featured_container img"


def find_parts(document: Document) -> PageParts | None:
    """Return the parts of a Divi builder page, or None for other pages."""
    if _BUILDER_CLASS not in document.body_classes:
        return None
    parts = find_divi_parts(document, NAME)
    if parts is None:
        return None
    for module in select(_TITLE_MODULES, parts.contents[0])[:1]:
        _read_title_module(parts, module)
    return parts


def _read_title_module(parts: PageParts, module: LexborNode) -> None:
    for title in select("h1", module)[:1]:
        parts.title = parts.title or Found(title.text(), "h1")
        parts.heading = title
    for meta in select(_META, module)[:1]:
        read_post_meta(parts, meta)
    parts.featured += select(_FEATURED, module)[:1]
