"""Authors: names as shown, slugs from addresses; joint bylines split; the house's own desks."""

import re

from tasks.articles.clean import TextCleaner
from tasks.articles.dateline import HOUSE
from tasks.articles.document import Document, PageParts
from tasks.articles.provenance import FieldProvenance
from tasks.models import Author
from tasks.urls import author_slug

# Accounts of the paper itself: the import of 2005-2012 and the desk of 2016-17.
DESK_SLUGS = frozenset({"theaawsat", "asharq-al-awsat-english"})
_JOINT_NAME = re.compile(r"\s+and\s+|\s*&\s*", re.IGNORECASE)
_JOINT_SLUG = "-and-"


def read_authors(
    document: Document, parts: PageParts, cleaner: TextCleaner, ledger: FieldProvenance
) -> tuple[Author, ...]:
    """Return who wrote the article; empty when neither page nor address says so."""
    url_slug = author_slug(document.page.url)
    label, href, source = _find_byline(document, parts)
    slug = (author_slug(href) if href else None) or url_slug
    name = cleaner.clean(label) if label else None
    if name is None and slug is None:
        return ()
    ledger.record("authors", source if name else "url")
    if slug:
        ledger.compare("author_slug", (slug, "a[rel=author]"), (url_slug, "url"))
    return split_byline(name, slug)


def split_byline(name: str | None, slug: str | None) -> tuple[Author, ...]:
    """Return the authors of a byline and the address part that goes with it."""
    if slug in DESK_SLUGS:
        return (Author(HOUSE, slug),)
    slugs = slug.split(_JOINT_SLUG) if slug else []
    if not name:
        return tuple(Author(title_of_slug(part), part) for part in slugs if part)
    names = _JOINT_NAME.split(name)
    if len(names) == len(slugs):
        return tuple(map(Author, names, slugs))
    if len(names) == 1 or len(slugs) == 1:
        # One account of several people, or several slugs for what is shown as one name.
        return tuple(Author(part, slug) for part in names)
    return tuple(Author(part, None) for part in names)


def title_of_slug(slug: str) -> str:
    """Return a slug as words in title case: the name when the page shows none."""
    return " ".join(word[:1].upper() + word[1:] for word in slug.split("-") if word)


def _find_byline(document: Document, parts: PageParts) -> tuple[str | None, str | None, str]:
    for label, href in parts.bylines:
        if label.strip():
            return label, href, parts.byline_source
    person = document.graph.get("Person") or {}
    if isinstance(name := person.get("name"), str) and name.strip():
        url = person.get("url")
        return name, url if isinstance(url, str) else None, "json-ld Person"
    author = document.head.meta("author")
    return author, None, "meta author"
