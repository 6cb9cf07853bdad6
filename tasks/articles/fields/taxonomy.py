"""Sections and tags: printed names, and slugs from URLs and class lists."""

from tasks.articles.document import Document, PageParts
from tasks.articles.fields.bylines import title_of_slug
from tasks.articles.fields.provenance import FieldProvenance
from tasks.articles.text.clean import TextCleaner
from tasks.articles.text.slugs import slug_of
from tasks.models import Term
from tasks.urls import section_path


def read_sections(
    document: Document, parts: PageParts, cleaner: TextCleaner, ledger: FieldProvenance
) -> tuple[str | None, tuple[Term, ...]]:
    """Return the section path, and the sections named on the page.

    The path is that of the URL; if it has none, as permalinks with a date, that of the first
    section on the page.
    """
    path = section_path(document.page.url)
    if parts.categories:
        ledger.record("sections", parts.category_source)
        sections = tuple(Term(cleaner.clean(term.name), term.slug) for term in parts.categories)
        if path and path not in [term.slug for term in sections]:
            ledger.compare("section_path", (path, "url"), (sections[0].slug, parts.category_source))
        return path or sections[0].slug, sections
    name, source = _stated_section(document)
    path = path or slug_of(name or "")
    if not path:
        return None, ()
    ledger.record("sections", source)
    return path, (Term(cleaner.clean(name or title_of_slug(path.rpartition("/")[2])), path),)


def read_tags(
    document: Document, parts: PageParts, cleaner: TextCleaner, ledger: FieldProvenance
) -> tuple[Term, ...]:
    """Return the tags in page order; names and slugs are matched by position, else by slug."""
    names, source = _stated_tags(document)
    names = [cleaned for name in names if (cleaned := cleaner.clean(name))]
    slugs = list(dict.fromkeys(parts.tag_slugs))
    if parts.tags and not names and not slugs:
        ledger.record("tags", "a[rel~=tag]")
        return tuple(Term(cleaner.clean(tag.name), tag.slug) for tag in parts.tags)
    if names or slugs:
        ledger.record("tags", source if names else "article[class]")
    if not slugs:
        return tuple(Term(name, slug_of(name)) for name in names)
    if len(names) == len(slugs):
        return tuple(map(Term, names, slugs))
    by_slug = {slug_of(name): name for name in names}
    return tuple(Term(by_slug.get(slug) or title_of_slug(slug), slug) for slug in slugs)


def _stated_section(document: Document) -> tuple[str | None, str]:
    if name := document.head.meta("article:section"):
        return name, "meta article:section"
    for kind in ("Article", "NewsArticle"):
        stated = document.graph.get(kind).get("articleSection")
        first = stated[0] if isinstance(stated, list) and stated else stated
        if isinstance(first, str) and first.strip():
            return first.split(",")[0], f"json-ld {kind}.articleSection"
    return None, "url"


def _stated_tags(document: Document) -> tuple[list[str], str]:
    if stated := document.head.metas.get("article:tag"):
        return stated, "meta article:tag"
    for kind in ("Article", "NewsArticle"):
        keywords = document.graph.get(kind).get("keywords")
        if isinstance(keywords, str) and keywords:
            return keywords.split(","), f"json-ld {kind}.keywords"
        if isinstance(keywords, list):
            return [word for word in keywords if isinstance(word, str)], f"json-ld {kind}.keywords"
    return [], "article[class]"
