"""Authors of an article: printed names, slugs from URLs; joint bylines are split."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from tasks.articles.document import Document, PageParts
from tasks.articles.fields.provenance import FieldProvenance
from tasks.articles.fields.titles import site_names
from tasks.articles.metadata.headings import words_of
from tasks.articles.metadata.json_ld import Graph, text_of
from tasks.articles.metadata.meta_lines import (
    BARE_NAME,
    BYLINE_TEXT,
    BylineMark,
    Zone,
)
from tasks.articles.metadata.names import clean_name, in_mixed_case, split_names
from tasks.articles.text.clean import TextCleaner
from tasks.articles.text.dateline import HOUSE
from tasks.models import Author
from tasks.urls import author_slug

# Accounts of the newspaper itself: the import of 2005-2012 and the desk of 2016-17.
DESK_SLUGS = frozenset({"theaawsat", "asharq-al-awsat-english"})
# A printed name, and the URL it links to.
Byline = tuple[str, str | None]
_WRITTEN_BY = re.compile(r"\b(?:by|von|par|por|da|door)$", re.IGNORECASE)
# Drupal's class.
_ACCOUNT = ".username"
_JOINT_SLUG = "-and-"
# A bound on hostile pages.
_MOST_AUTHORS = 100
# Columns repeat the name below the photo of the writer; other lines repeat more often.
_MOST_REPEATS = 3


def read_authors(
    document: Document, parts: PageParts, cleaner: TextCleaner, ledger: FieldProvenance
) -> tuple[Author, ...]:
    """Return the authors of the article; empty if neither page nor URL states any.

    The printed byline comes first, then JSON-LD, meta tags, and the author box after the text.
    """
    url_slug = author_slug(document.page.url)
    bylines, source = _first_stated(document, parts, cleaner)
    if not bylines and url_slug is None:
        return ()
    name, href = bylines[0] if bylines else (None, None)
    slug = _slug_of(href) or url_slug
    if slug in DESK_SLUGS and (person := _printed_person(parts)):
        ledger.record("authors", BYLINE_TEXT)
        return split_byline(person, None)
    ledger.record("authors", source if bylines else "url")
    if len(bylines) > 1:
        return _read_separate(bylines)
    if slug:
        ledger.compare("author_slug", (slug, "a[rel=author]"), (url_slug, "url"))
    return split_byline(name, slug)


def _printed_person(parts: PageParts) -> str | None:
    """Return the name that a text by the newspaper's own account prints before it."""
    marks = (mark for mark in parts.meta_lines.bylines if mark.zone is not Zone.AFTER_TEXT)
    names = (clean_name(mark.name) for mark in marks if mark.source == BYLINE_TEXT)
    return next((name for name in names if name and not _is_of_desk(name)), None)


def _is_of_desk(name: str) -> bool:
    words = words_of(name).replace(" ", "")
    return words in DESK_SLUGS or words_of(HOUSE).replace(" ", "") in words


def _slug_of(href: str | None) -> str | None:
    return author_slug(href) if href and "/author/" in href else None


def _read_separate(bylines: list[Byline]) -> tuple[Author, ...]:
    """Return the authors of a byline that lists each of them separately."""
    authors = [author for name, href in bylines for author in split_byline(name, _slug_of(href))]
    return tuple({author.name.casefold(): author for author in reversed(authors)}.values())[::-1]


def split_byline(name: str | None, slug: str | None) -> tuple[Author, ...]:
    """Return the authors of a joint byline; `slug` is that of its author page."""
    if slug in DESK_SLUGS:
        return (Author(HOUSE, slug),)
    slugs = slug.split(_JOINT_SLUG) if slug else []
    if not name:
        return tuple(Author(title_of_slug(part), part) for part in slugs if part)
    names = list(map(in_mixed_case, split_names(name)))
    if len(names) == len(slugs):
        return tuple(map(Author, names, slugs))
    if len(names) == 1 or len(slugs) == 1:
        # One account shared by several people, or several slugs for one printed name.
        return tuple(Author(part, slug) for part in names)
    return tuple(Author(part, None) for part in names)


def title_of_slug(slug: str) -> str:
    """Return a slug as words in title case, used as the name if the page has none."""
    return " ".join(word[:1].upper() + word[1:] for word in slug.split("-") if word)


def _first_stated(
    document: Document, parts: PageParts, cleaner: TextCleaner
) -> tuple[list[Byline], str]:
    """Return the names of the most trusted source that states any, and that source."""
    owners = site_names(document)
    for stated, source, may_be_owner in _sources(document, parts):
        named = [
            (name, href)
            for label, href in stated[:_MOST_AUTHORS]
            if (name := clean_name(cleaner.clean(label)))
            and (may_be_owner or words_of(name) not in owners)
        ]
        if named:
            names = _without_repeats(named)
            return [_completed(byline, document, parts) for byline in names], source
    return [], ""


def _completed(byline: Byline, document: Document, parts: PageParts) -> Byline:
    """Return the full name stated elsewhere if the page prints a given name or an account."""
    name, href = byline
    if " " in name:
        return byline
    stated = [
        *_article_authors(document.graph),
        *_written_by(document),
        *_metas(document, "author"),
    ]
    full = [label for label, _ in stated if label.startswith(f"{name} ")]
    printed = [mark.name for mark in parts.meta_lines.bylines if mark.source == BYLINE_TEXT]
    full += [one for one in printed if words_of(one).replace(" ", "") == words_of(name)]
    return (clean_name(full[0]) or name if full else name), href


def _without_repeats(named: list[Byline]) -> list[Byline]:
    """Return each name once; of two nested bylines, the later and inner one."""
    found: dict[str, Byline] = {}
    for name, href in named:
        words = words_of(name)
        for known in [known for known in found if words in known or known in words]:
            href = href or found.pop(known)[1]
            found.pop(known, None)
        found[words] = (name, href)
    return list(found.values())


def _sources(document: Document, parts: PageParts) -> Iterator[tuple[list[Byline], str, bool]]:
    """Yield (names, source, whether the site's name is accepted), most trusted first."""
    marks = parts.meta_lines.bylines
    header = [mark for mark in marks if mark.zone is not Zone.AFTER_TEXT]
    yield parts.bylines, parts.byline_source, True
    for source in ("a[rel~=author]", "[itemprop~=author]"):
        marked = [mark for mark in header if mark.source == source]
        yield _with_unlinked(marked, header), source, True
    links = [mark for mark in header if mark.source == "a[href*=author]"]
    on_one_line = [mark for mark in links if mark.line == links[0].line]
    yield _with_unlinked(on_one_line, header), "a[href*=author]", True
    yield _article_authors(document.graph), "json-ld Article.author", False
    of_class = [mark for mark in header if mark.source.startswith(".")]
    # The account that entered the page may be another person than the author it names.
    by_class = [mark for mark in of_class if mark.source != _ACCOUNT] or of_class
    yield _named(by_class), by_class[0].source if by_class else "", True
    yield _named(mark for mark in header if mark.source == BYLINE_TEXT), BYLINE_TEXT, True
    yield _article_authors(document.graph), "json-ld Article.author", True
    yield _written_by(document), "meta twitter:data1", False
    for name in ("author", "article:author", "sailthru.author", "citation_author"):
        yield _metas(document, name), f"meta {name}", False
    for mark in [mark for mark in marks if mark.zone is Zone.AFTER_TEXT][:1]:
        yield [(mark.name, mark.href)], mark.source, True
    yield parts.page_bylines, parts.byline_source, True
    bare = [mark for mark in header if mark.source == BARE_NAME]
    is_one = len(bare) <= _MOST_REPEATS and len({mark.name for mark in bare}) == 1
    yield _named(bare[:1] if is_one else []), BARE_NAME, False
    yield _lone_person(document.graph), "json-ld Person", False


def _with_unlinked(marks: list[BylineMark], header: list[BylineMark]) -> list[Byline]:
    """Return the marked names, with those beside them on the line that have no link.

    `By <a rel="author">A B</a> and C D`
    """
    named = _named(marks)
    words = {words_of(name) for name, _ in named}
    lines = {mark.line for mark in marks}
    for mark in header:
        if mark.source == BYLINE_TEXT and mark.line in lines:
            names = split_names(clean_name(mark.name) or "")
            others = [(name, None) for name in names if words_of(name) not in words]
            if len(names) == len(words) + len(others):
                return [*named, *others]
    return named


def _named(marks: Iterable[BylineMark]) -> list[Byline]:
    return [(mark.name, mark.href) for mark in marks]


def _article_authors(graph: Graph) -> list[Byline]:
    stated = graph.get("Article").get("author") or graph.get("WebPage").get("author")
    values = stated if isinstance(stated, list) else [stated]
    return [byline for value in values if (byline := _byline_of(graph.resolve(value)))]


def _byline_of(value: Any) -> Byline | None:
    if isinstance(value, str):
        return value, None
    if not isinstance(value, dict):
        return None
    name, url = text_of(value.get("name")), text_of(value.get("url"))
    return (name, url) if name else None


def _lone_person(graph: Graph) -> list[Byline]:
    """Return the page's Person, unless it is the owner of the site."""
    person = graph.get("Person")
    kinds = person.get("@type")
    byline = _byline_of(person) if isinstance(kinds, str) else None
    return [byline] if byline else []


def _written_by(document: Document) -> list[Byline]:
    """Return the author in Yoast's meta tags for Twitter: a label and its value."""
    label = document.head.meta("twitter:label1") or ""
    return _metas(document, "twitter:data1") if _WRITTEN_BY.search(label) else []


def _metas(document: Document, name: str) -> list[Byline]:
    return [(value, None) for value in document.head.metas.get(name, [])]
