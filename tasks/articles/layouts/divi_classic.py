"""Divi 3 without its page builder: text directly in .entry-content, title and meta above it."""

from tasks.articles.document import Document, PageParts
from tasks.articles.layouts.divi_article import find_divi_parts

NAME = "divi_classic"
_BUILDER_CLASS = "et_pb_pagebuilder_layout"


def find_parts(document: Document) -> PageParts | None:
    """Return the parts of a Divi page made without the builder, or None for other pages."""
    if _BUILDER_CLASS in document.body_classes:
        return None
    return find_divi_parts(document, NAME)
