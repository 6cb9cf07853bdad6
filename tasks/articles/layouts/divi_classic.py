"""Divi 3 without its page builder: text straight in .entry-content, title and meta above it."""

from tasks.articles.document import Document, PageParts
from tasks.articles.layouts.divi_article import find_article, read_article

NAME = "divi_classic"
_BUILDER_CLASS = "et_pb_pagebuilder_layout"


def find_parts(document: Document) -> PageParts | None:
    """Return the parts of a Divi page made without the builder, or None for other pages."""
    if _BUILDER_CLASS in document.body_classes:
        return None
    article = find_article(document)
    return read_article(article, NAME) if article is not None else None
