"""Divi 3 with its page builder: text in modules (.et_pb_text) below .entry-content.

The body may have no title; og:title is then the only source.
"""

from tasks.articles.document import Document, PageParts
from tasks.articles.layouts.divi_article import find_divi_parts

NAME = "divi_builder"
_BUILDER_CLASS = "et_pb_pagebuilder_layout"


def find_parts(document: Document) -> PageParts | None:
    """Return the parts of a Divi builder page, or None for other pages."""
    if _BUILDER_CLASS not in document.body_classes:
        return None
    return find_divi_parts(document, NAME)
