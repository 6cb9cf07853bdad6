"""The layouts a page is tried against. To add one, write its file and list it here."""

from collections.abc import Callable

from tasks.articles.document import Document, PageParts
from tasks.articles.layouts import divi_builder, divi_classic, divi_theme_builder, generic

# The first layout that finds the parts of a page is used; the last one accepts every page.
LAYOUTS: tuple[Callable[[Document], PageParts | None], ...] = (
    divi_theme_builder.find_parts,
    divi_classic.find_parts,
    divi_builder.find_parts,
    generic.find_parts,
)


def find_parts(document: Document) -> PageParts:
    """Return the parts of a page by the first layout that recognises it."""
    for find in LAYOUTS:
        parts = find(document)
        if parts is not None:
            return parts
    raise AssertionError("the generic layout accepts every page")
