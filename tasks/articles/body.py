"""One walk over the body: blocks of text, figures and links, in page order.

The walk keeps its own stack: a hostile page may nest deeper than Python recurses.
"""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from tasks.articles.dom import (
    COMMENT_TAG,
    TEXT_TAG,
    attribute,
    class_tokens,
    select_first,
    tag_numbers,
)
from tasks.models import ParagraphKind

# Stands for one <br> until blocks are split; no HTML text node may hold it in earnest.
BREAK = "\x1e"
_PARAGRAPH_BREAK = re.compile(rf"{BREAK}\s*(?:{BREAK}\s*)+")

_INLINE = tag_numbers(
    "b strong i em u font span small big sub sup q cite abbr code tt label mark s strike del ins"
    " time acronym dfn kbd samp var bdi bdo wbr nobr"
)
_BOLD = tag_numbers("b strong")
_BR = tag_numbers("br")
_ANCHOR = tag_numbers("a")
_IMAGE = tag_numbers("img")
_FIGURE = tag_numbers("figure")
_CAPTION = tag_numbers("figcaption")
_PLAIN_BLOCK = tag_numbers("p")
_CLASSED = tag_numbers("div section aside ul ol")
_DROPPED = {COMMENT_TAG} | tag_numbers(
    "script style noscript iframe form nav svg button select textarea template object embed video"
    " audio canvas map header footer head title link meta h1"
)
_BLOCK_KINDS = {
    **dict.fromkeys(tag_numbers("h2 h3 h4 h5 h6"), ParagraphKind.HEADING),
    **dict.fromkeys(tag_numbers("blockquote"), ParagraphKind.QUOTE),
    **dict.fromkeys(tag_numbers("li"), ParagraphKind.LIST),
}
_CAPTION_CLASS = "wp-caption"
# Parts of the content that are none of the text: sharing, related posts, page links, modules.
BOILERPLATE_CLASSES = frozenset(
    [
        "sharedaddy",
        "jp-relatedposts",
        "addtoany_share_save_container",
        "sharethis-inline-share-buttons",
        "et_social_inline",
        "et-single-post-ad",
        "page-links",
        "post-meta",
        "wp-caption-text",
        "yarpp-related",
        "related-posts",
        "et_pb_posts",
        "et_pb_blog_grid_wrapper",
        "et_pb_widget",
        "et_pb_sidebar",
        "et_pb_comments_0",
        "comments",
        "comment-respond",
        "sidebar",
        "widget",
        "robots-nocontent",
    ]
)
_HEADING_AT_MOST = 80


@dataclass(slots=True)
class Block:
    """A run of text between block boundaries; `lines` are parted by single <br>."""

    kind: ParagraphKind
    lines: list[str]
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """An image of the body with its caption as printed."""

    src: str | None
    media_id: int | None
    caption: str | None


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link of the body text as the page has it."""

    href: str
    text: str


@dataclass(slots=True)
class BodyText:
    """What one walk over a body found."""

    blocks: list[Block] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    dropped: bool = False


@dataclass(slots=True)
class _Frame:
    node: LexborNode | None
    kind: ParagraphKind
    is_block: bool


def read_body(root: LexborNode, boilerplate: frozenset[str] = BOILERPLATE_CLASSES) -> BodyText:
    """Return the text blocks, figures and links below `root`."""
    walk = _Walk(boilerplate)
    stack = [_Frame(root.first_child, ParagraphKind.PARAGRAPH, True)]
    while stack:
        frame = stack[-1]
        node = frame.node
        if node is None:
            stack.pop()
            if frame.is_block:
                walk.end_block(frame.kind)
            continue
        frame.node = node.next
        below = walk.visit(node, frame.kind)
        if below is not None:
            stack.append(below)
    return walk.found


class _Walk:
    """The state of one walk: the text run being gathered and what was found so far."""

    def __init__(self, boilerplate: frozenset[str]) -> None:
        self.found = BodyText()
        self._boilerplate = boilerplate
        self._run: list[str] = []
        self._is_bold = False

    def visit(self, node: LexborNode, kind: ParagraphKind) -> _Frame | None:
        """Take up one node; return a frame when its children are to be visited."""
        tag = node.tag_id
        if tag == TEXT_TAG:
            self._run.append(node.text_content or "")
            return None
        if tag in _BR:
            self._run.append(BREAK)
            return None
        if tag in _INLINE:
            return _Frame(node.first_child, kind, False)
        if tag in _ANCHOR:
            return self._visit_anchor(node, kind)
        if tag in _IMAGE:
            self.found.figures.append(read_image(node))
            return None
        return None if tag in _DROPPED else self._visit_block(node, tag, kind)

    def end_block(self, kind: ParagraphKind) -> None:
        """Close the text run as one block, or several where two <br> part it."""
        if not self._run:
            return
        run = "".join(self._run)
        self._run.clear()
        is_bold, self._is_bold = self._is_bold, False
        if run.isspace():
            return
        for part in _PARAGRAPH_BREAK.split(run) if BREAK in run else (run,):
            lines = [line for line in part.split(BREAK) if line.strip()]
            if lines:
                self.found.blocks.append(Block(kind, lines, is_bold))

    def _visit_anchor(self, node: LexborNode, kind: ParagraphKind) -> _Frame:
        href = attribute(node, "href")
        if href and (text := node.text().strip()):
            self.found.anchors.append(Anchor(href, text))
        return _Frame(node.first_child, kind, False)

    def _visit_block(self, node: LexborNode, tag: int, kind: ParagraphKind) -> _Frame | None:
        self.end_block(kind)
        classes = class_tokens(node) if tag in _CLASSED else ()
        if not self._boilerplate.isdisjoint(classes):
            self.found.dropped = True
            return None
        if tag in _FIGURE or _CAPTION_CLASS in classes:
            self._read_figure(node)
            return None
        if tag in _PLAIN_BLOCK:
            return self._visit_paragraph(node, kind)
        return _Frame(node.first_child, _BLOCK_KINDS.get(tag, kind), True)

    def _visit_paragraph(self, node: LexborNode, kind: ParagraphKind) -> _Frame | None:
        first = node.first_child
        if first is not None and first.tag_id == TEXT_TAG and first.next is None:
            # Most paragraphs are one text node.
            self._run.append(first.text_content or "")
            self.end_block(kind)
            return None
        self._is_bold = _is_all_bold(node)
        return _Frame(first, kind, True)

    def _read_figure(self, node: LexborNode) -> None:
        image = select_first("img", node)
        caption = select_first(".wp-caption-text,figcaption", node)
        figure = read_image(image) if image is not None else Figure(None, None, None)
        media_id = figure.media_id or _number_after("attachment_", attribute(node, "id"))
        text = caption.text() if caption is not None else None
        self.found.figures.append(Figure(figure.src, media_id, text))


def read_image(node: LexborNode) -> Figure:
    """Return an <img> as a figure without caption; its alt text is never one."""
    media_id = None
    for token in class_tokens(node):
        media_id = media_id or _number_after("wp-image-", token)
    return Figure(attribute(node, "src") or None, media_id, None)


def may_be_heading(text: str) -> bool:
    """Return whether a paragraph that is bold as a whole reads as a heading."""
    return len(text) <= _HEADING_AT_MOST and not text.endswith(".")


def _is_all_bold(paragraph: LexborNode) -> bool:
    child = paragraph.first_child
    has_bold = False
    while child is not None:
        tag = child.tag_id
        if tag in _BOLD:
            has_bold = True
        elif tag not in _BR and not (tag == TEXT_TAG and not (child.text_content or "").strip()):
            return False
        child = child.next
    return has_bold


def _number_after(prefix: str, text: str) -> int | None:
    digits = text.removeprefix(prefix)
    if digits == text or not digits.isdecimal() or len(digits) > 12:
        return None
    return int(digits)
