"""Markup shared by Divi pages: article.et_pb_post with title, post-meta, picture and content.

The markup is that of Divi 3.0 in 2016-2017.
"""

from selectolax.lexbor import LexborNode

from tasks.articles.document import Document, Found, PageParts
from tasks.articles.markup.dom import TEXT_TAG, attribute, class_tokens, select, tag_numbers
from tasks.articles.metadata.date_lines import read_date_marks
from tasks.articles.metadata.headings import read_text
from tasks.models import Term
from tasks.urls import section_path

_HEADING = tag_numbers("h1 h2")
_ARTICLE = tag_numbers("article")
_FRAME = tag_numbers("div main section")
_IMAGE = tag_numbers("img")
_PARAGRAPH = tag_numbers("p")
_CONTAINERS = tag_numbers("div a header section span strong em figure")
_CONTENT_CLASSES = ("entry-content", "et_pb_post_content")
_POST_CLASS = "et_pb_post"
_TITLE_CLASS = "entry-title"
_META_CLASS = "post-meta"


def find_divi_parts(document: Document, layout: str) -> PageParts | None:
    """Return the parts of the page's own article; None if it has no article with content."""
    article = find_article(document)
    parts = read_article(article, layout) if article is not None else None
    return parts if parts is not None and parts.contents else None


def find_article(document: Document) -> LexborNode | None:
    """Return the page's own article.et_pb_post, or None."""
    if not _is_divi(document) and not select(f".{_POST_CLASS}", document.body):
        return None
    usual = _find_in_frame(document.body)
    if usual is not None:
        return usual
    return next(filter(_is_own_article, document.tree.tags("article")), None)


def _is_divi(document: Document) -> bool:
    # Divi's own classes are et_divi_theme, et_pb_gutter, et_header_style_left and others.
    return any(name.startswith("et_") for name in document.body_classes)


def _find_in_frame(body: LexborNode) -> LexborNode | None:
    """Search only where Divi puts it: menus and sidebars have nine tenths of a page's nodes."""
    waiting = [body.first_child]
    while waiting:
        node = waiting.pop()
        if node is None:
            continue
        waiting.append(node.next)
        tag = node.tag_id
        if tag in _FRAME:
            waiting.append(node.first_child)
        elif tag in _ARTICLE and _is_own_article(node):
            return node
    return None


def _is_own_article(node: LexborNode) -> bool:
    classes = class_tokens(node)
    return _POST_CLASS in classes and "not_found" not in classes


def read_article(article: LexborNode, layout: str) -> PageParts:
    """Return the parts of an article.et_pb_post, without those after its content (comments)."""
    parts = PageParts(layout, article)
    _read_article_classes(parts, article)
    waiting = [article.first_child]
    while waiting:
        node = waiting.pop()
        if node is None:
            continue
        waiting.append(node.next)
        below = _take_part(parts, node)
        if parts.contents:
            break
        if below is not None:
            waiting.append(below)
    return parts


def _read_article_classes(parts: PageParts, article: LexborNode) -> None:
    parts.tag_slugs = [
        token.removeprefix("tag-") for token in class_tokens(article) if token.startswith("tag-")
    ]
    identity = attribute(article, "id")
    if identity.startswith("post-"):
        parts.post_id = Found(identity.removeprefix("post-"), "article[id]")


def _take_part(parts: PageParts, node: LexborNode) -> LexborNode | None:
    """Process one node before the content; return its first child if that must be visited."""
    tag = node.tag_id
    if tag == TEXT_TAG:
        _take_loose_text(parts, node.text_content or "")
    elif tag in _PARAGRAPH:
        return _take_paragraph(parts, node)
    elif tag in _IMAGE:
        parts.featured.append(node)
    elif tag in _HEADING:
        _take_heading(parts, node)
    elif tag in _CONTAINERS:
        return _take_container(parts, node)
    return None


def _take_loose_text(parts: PageParts, text: str) -> None:
    if not text.isspace() and text:
        parts.loose_texts.append(text)


def _take_heading(parts: PageParts, node: LexborNode) -> None:
    if parts.title is None and _TITLE_CLASS in class_tokens(node):
        parts.title = Found(read_text(node)[0], f"{node.tag}.entry-title")


def _take_container(parts: PageParts, node: LexborNode) -> LexborNode | None:
    classes = class_tokens(node)
    for name in _CONTENT_CLASSES:
        if name in classes:
            parts.contents, parts.content_source = (node,), f".{name}"
            return None
    if _META_CLASS in classes:
        read_post_meta(parts, node)
        return None
    return node.first_child


def _take_paragraph(parts: PageParts, node: LexborNode) -> LexborNode | None:
    if _META_CLASS in class_tokens(node):
        read_post_meta(parts, node)
        return None
    # A Media ID block is one <p> whose lines are separated by <br>.
    text = node.text(separator="\n")
    if text and not text.isspace():
        parts.loose_texts.append(text)
    parts.featured.extend(select("img", node))
    return None


def read_post_meta(parts: PageParts, meta: LexborNode) -> None:
    """Read ` by A | Jun 27, 2014 | Opinion`: authors, printed date and categories."""
    for node in select("a,.published", meta):
        if "published" in class_tokens(node):
            parts.printed_date = parts.printed_date or Found(node.text(), ".post-meta .published")
        else:
            _take_meta_link(parts, node)
    if not parts.bylines:
        _take_unlinked_author(parts, meta)
    if parts.printed_date is None:
        _take_unmarked_date(parts, meta)


def _take_unmarked_date(parts: PageParts, meta: LexborNode) -> None:
    # Divi 2: `Posted by A on Jun 27, 2014 in Opinion`.
    for mark in read_date_marks(meta):
        if not mark.is_updated:
            parts.printed_date = Found(mark.text, ".post-meta")
            return


def _take_meta_link(parts: PageParts, node: LexborNode) -> None:
    rel, href = attribute(node, "rel").split(), attribute(node, "href")
    if "author" in rel:
        parts.bylines.append((node.text(), href))
        parts.byline_source = ".post-meta .author a"
    elif "category" in rel and (slug := section_path(href)):
        parts.categories.append(Term(node.text(), slug))
        parts.category_source = ".post-meta a[rel~=category]"


def _take_unlinked_author(parts: PageParts, meta: LexborNode) -> None:
    for node in select(".author", meta)[:1]:
        parts.bylines.append((node.text(), None))
        parts.byline_source = ".post-meta .author"
