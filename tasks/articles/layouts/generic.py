"""Pages of unknown layout: candidates by name and by amount of text.

The article's `layout` is then `generic:` with the way its text was found.
"""

from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from tasks.articles.content.candidates import Content, comparable, read_contents
from tasks.articles.content.own_post import (
    CATEGORY_LINKS,
    find_own_post,
    find_picture,
    read_marked_sections,
    read_numbered_section,
    read_sections,
    read_tags,
)
from tasks.articles.content.second_opinion import agreement, extract_text
from tasks.articles.document import Document, Found, PageParts
from tasks.articles.markup.dom import attribute, class_tokens, select, tag_numbers

_DATE_SELECTORS = "time,.published,.entry-date,.post-date,.date"
_DATE_CLASSES = frozenset({"published", "entry-date", "post-date", "date"})
# Block themes print the author's name without a link.
_AUTHOR_CLASS = "wp-block-post-author__name"
# Combined in one selector, since each search takes a quarter of the time of parsing.
_MARKS = f"h1,a[rel],.{_AUTHOR_CLASS},{_DATE_SELECTORS}"
_FEATURED = (
    ".amp-wp-article-featured-image amp-img,.single-post-module > .post-thumbnail img"
    ",.wp-block-post-featured-image:not(li *) img"
)
# Minimum agreement of two extractors; below it, candidates are compared with the second opinion.
_AGREED = 0.9
_ANCHOR = tag_numbers("a")
_HEADING = tag_numbers("h1")
_TIME = tag_numbers("time")


def find_parts(document: Document) -> PageParts:
    """Return the parts of a page; this layout accepts every page."""
    marks = select(_MARKS, document.body)
    chosen, confidence = choose_content(document)
    parts = PageParts(f"generic:{chosen.path}", contents=chosen.nodes, content_source=chosen.path)
    parts.body, parts.body_confidence = chosen.body, confidence
    parts.featured = select(_FEATURED, document.body)[:1]
    _take_terms_and_picture(parts, document)
    _take_title(parts, marks)
    for node in marks:
        if node.tag_id in _ANCHOR:
            _take_link(parts, node)
        if parts.printed_date is None and _is_date(node):
            parts.printed_date = Found(node.text(), _DATE_SELECTORS)
    if not parts.bylines:
        _take_unlinked_author(parts, marks)
    return parts


def choose_content(document: Document) -> tuple[Content, float | None]:
    """Return the best content, and its agreement with a second extractor.

    If the two disagree, the candidate most similar to the second opinion is chosen among those with
    nearly as much text as the best.
    """
    contents = read_contents(document.body)
    opinion = extract_text(document.html)
    if not opinion:
        return contents[0], None
    agreed = agreement(contents[0].text, opinion)
    if agreed >= _AGREED:
        return contents[0], agreed
    marked = [(agreement(content.text, opinion), content) for content in comparable(contents)]
    confidence, nearest = max(marked, key=lambda pair: pair[0])
    return (nearest, confidence) if confidence > 0 else (contents[0], 0.0)


def _take_title(parts: PageParts, marks: Sequence[LexborNode]) -> None:
    inside = [node for content in parts.contents for node in select("h1", content)]
    for node in inside or (node for node in marks if node.tag_id in _HEADING):
        if not _is_in_frame(node):
            parts.title = Found(node.text(), "h1")
            return


def _is_in_frame(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None and parent.tag != "body":
        if parent.tag in ("header", "footer", "nav", "aside") and not _is_article_header(parent):
            return True
        parent = parent.parent
    return False


def _is_article_header(node: LexborNode) -> bool:
    parent = node.parent
    return node.tag == "header" and parent is not None and parent.tag in ("article", "main")


def _take_link(parts: PageParts, node: LexborNode) -> None:
    rel = attribute(node, "rel").split()
    if "author" in rel and not parts.bylines:
        parts.bylines.append((node.text(), attribute(node, "href")))
        parts.byline_source = "a[rel~=author]"


def _take_terms_and_picture(parts: PageParts, document: Document) -> None:
    body = document.body
    post = find_own_post(parts.contents[0])
    parts.categories = (read_sections(post) if post else []) or read_marked_sections(body)
    parts.categories = parts.categories or read_numbered_section(document.page.url, body)
    parts.category_source = CATEGORY_LINKS
    parts.tags = read_tags(post or body) or read_tags(body)
    picture = find_picture(post, parts.contents[0]) if post and not parts.featured else None
    parts.featured += [picture] if picture is not None else []


def _take_unlinked_author(parts: PageParts, marks: Sequence[LexborNode]) -> None:
    named = (node for node in marks if _AUTHOR_CLASS in class_tokens(node))
    parts.bylines.extend((node.text(), None) for node in named)
    parts.byline_source = f".{_AUTHOR_CLASS}"


def _is_date(node: LexborNode) -> bool:
    return node.tag_id in _TIME or not _DATE_CLASSES.isdisjoint(class_tokens(node))
