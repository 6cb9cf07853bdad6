"""Collect blocks of text, figures and links of a body in one walk, in page order.

The walk uses its own stack, since a hostile page may be nested deeper than Python can recurse.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborNode

from tasks.articles.body.blocks import Anchor, BodyText, Figure, without_preview
from tasks.articles.body.boilerplate import is_hidden, names_a_caption
from tasks.articles.body.elements import (
    ANCHOR,
    BR,
    BREAK,
    DROPPED,
    IMAGE,
    INLINE,
    PLAIN_BLOCK,
    TABLE,
    count_characters,
    text_of,
)
from tasks.articles.body.emphasis import is_all_bold, is_emphasis, names_a_question
from tasks.articles.body.figures import (
    FIGURE,
    holds_table_without_picture,
    is_line_with_credit,
    read_figure,
    read_picture_with_line,
    starts_with_picture,
)
from tasks.articles.body.footnotes import is_footnote_mark, is_note_link
from tasks.articles.body.images import CAPTION_AT_MOST, read_image
from tasks.articles.body.runs import split_run
from tasks.articles.body.shortcodes import drop_shortcodes, take_captions
from tasks.articles.body.side_modules import SIDE_FRAMES, SideModules
from tasks.articles.body.tables import is_data_table, read_picture_table
from tasks.articles.markup.dom import TEXT_TAG, attribute, class_tokens, select_first, tag_numbers
from tasks.articles.text.interview import addresses_somebody
from tasks.models import ParagraphKind

_BLOCK_STYLE = re.compile(r"display:\s*block", re.IGNORECASE)
_AMP_IMAGE = "amp-img"
_LINE_BLOCKS = tag_numbers("p div center")
# With white space; and a bound on hostile pages, which nest such blocks.
_BOX_AT_MOST = 1_000
_MOST_LINE_CHARACTERS = 2_000_000
_TERM = tag_numbers("dt")
_SUPERSCRIPT = tag_numbers("sup")
_CAPTION = tag_numbers("figcaption")
_PREFORMATTED = tag_numbers("pre")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_LIST_ITEM = tag_numbers("li")
# Elements that themes and plugins use as containers, possibly of a module that is not text.
_FRAMES = tag_numbers(
    "div section aside ul ol li dl table td form header footer nav p h2 h3 h4 h5 dd blockquote"
)
_MAY_BE_CAPTION = _FRAMES | tag_numbers("th")
_HEADINGS = tag_numbers("h1 h2 h3 h4 h5 h6")
_BLOCK_KINDS = {
    **dict.fromkeys(_HEADINGS, ParagraphKind.HEADING),
    **dict.fromkeys(tag_numbers("blockquote"), ParagraphKind.QUOTE),
    **dict.fromkeys(_LIST_ITEM, ParagraphKind.LIST),
}
_CAPTION_CLASSES = frozenset({"wp-caption-text", "gallery-caption", "wp-element-caption"})


@dataclass(slots=True)
class _Frame:
    node: LexborNode | None
    kind: ParagraphKind
    is_block: bool
    is_link: bool = False
    blocks_before: int = 0


def read_bodies(roots: Sequence[LexborNode]) -> BodyText:
    """Return the text blocks, figures and links of several elements, in order."""
    whole = BodyText()
    for root in roots:
        part = read_body(root)
        whole.blocks.extend(part.blocks)
        whole.figures.extend(part.figures)
        whole.anchors.extend(part.anchors)
        whole.dropped = whole.dropped or part.dropped
    return whole


def read_body(root: LexborNode) -> BodyText:
    """Return the text blocks, figures and links below `root`, without modules such as sidebars."""
    walk = _Walk(root)
    stack = [_Frame(root.first_child, ParagraphKind.PARAGRAPH, True)]
    while stack:
        frame = stack[-1]
        node = frame.node
        if node is None:
            stack.pop()
            if frame.is_block:
                walk.end_element(frame)
            continue
        frame.node = node.next
        below = walk.visit(node, frame)
        if below is not None:
            below.is_link = below.is_link or frame.is_link
            below.blocks_before = len(walk.found.blocks)
            stack.append(below)
    return walk.finish()


class _Walk:
    """The state of one walk: the current run of text, and the results so far."""

    def __init__(self, root: LexborNode) -> None:
        self.found = BodyText()
        self._modules = SideModules(root)
        self._run: list[str] = []
        self._questions: list[str] = []
        self._link_chars = 0
        self._is_bold = False
        self._is_within_line = False
        self._blocks_before_figure = 0
        # The number of blocks where a module was left out right after a heading.
        self._blocks_before_module = -1
        self._line_characters_left = _MOST_LINE_CHARACTERS
        # Figures around a table without pictures.
        self._tables: set[int] = set()

    def visit(self, node: LexborNode, frame: _Frame) -> _Frame | None:
        """Process one node; return a frame if its children are to be visited."""
        tag, kind = node.tag_id, frame.kind
        if tag == TEXT_TAG:
            self._add_text(node, frame.is_link)
            return None
        if tag in BR:
            self._run.append(BREAK)
            self._is_within_line = False
            return None
        if tag in INLINE:
            return self._visit_inline(node, tag, kind)
        if tag in ANCHOR:
            if is_note_link(node):
                return None
            self._add_anchor(node)
            return _Frame(node.first_child, kind, False, True)
        if tag in IMAGE or node.tag == _AMP_IMAGE:
            self._add_figure(read_image(node))
            return None
        return None if tag in DROPPED else self._visit_block(node, tag, frame)

    def finish(self) -> BodyText:
        """Return the results, without the visible preview of a text that is hidden."""
        if self._modules.holds_hidden_text:
            return replace(self.found, blocks=without_preview(self.found.blocks))
        return self.found

    def end_element(self, frame: _Frame) -> None:
        """Close the text run of an element, and drop a heading that stands alone with a module."""
        self.end_block(frame.kind)
        blocks = self.found.blocks
        is_alone = frame.blocks_before + 1 == len(blocks) == self._blocks_before_module
        # The module may also be within the heading, which then stays.
        if is_alone and frame.kind is not ParagraphKind.HEADING:
            blocks.pop()
            self._blocks_before_module = -1

    def end_block(self, kind: ParagraphKind) -> None:
        """Close the text run as one block, or as several where two <br> separate it."""
        if not self._run:
            return
        run = "".join(self._run)
        self._run.clear()
        self._is_within_line = False
        is_bold, self._is_bold = self._is_bold, False
        link_chars, self._link_chars = self._link_chars, 0
        questions, self._questions = tuple(self._questions), []
        if run.isspace():
            return
        if "[" in run:
            run = self._take_shortcodes(run)
        self.found.blocks.extend(split_run(run, kind, is_bold, link_chars, questions))

    def _take_shortcodes(self, run: str) -> str:
        run, captions = take_captions(run)
        for media_id, caption in captions:
            self._caption_last_figure(media_id, caption.replace(BREAK, " "))
        return drop_shortcodes(run)

    def _caption_last_figure(self, media_id: int | None, caption: str) -> None:
        figures = self.found.figures
        if figures and figures[-1].caption is None:
            last = figures[-1]
            figures[-1] = replace(last, caption=caption, media_id=last.media_id or media_id)
        else:
            figures.append(Figure(None, media_id, caption))

    def _add_figure(self, figure: Figure | None) -> None:
        if figure is not None:
            self.found.figures.append(figure)
            self._blocks_before_figure = len(self.found.blocks)

    def _visit_inline(self, node: LexborNode, tag: int, kind: ParagraphKind) -> _Frame | None:
        if tag in _SUPERSCRIPT and is_footnote_mark(node):
            return None
        if node.attrs and is_hidden(node):
            self.found.dropped = True
            return None
        if self._is_inline_caption(node):
            self._read_caption(node)
            return None
        if (style := node.attrs.get("style")) and _BLOCK_STYLE.search(style):
            self.end_block(kind)
            return _Frame(node.first_child, kind, True)
        if not self._is_within_line and (is_emphasis(node, tag) or names_a_question(node)):
            self._take_question(node)
        return _Frame(node.first_child, kind, False)

    def _is_inline_caption(self, node: LexborNode) -> bool:
        """Return whether a class names an inline element as the caption of the last picture."""
        figures = self.found.figures
        may_be_caption = bool(figures) and figures[-1].caption is None and not self._is_within_line
        return may_be_caption and names_a_caption(node) and len(node.text()) <= CAPTION_AT_MOST

    def _take_question(self, node: LexborNode) -> None:
        text = node.text()
        if addresses_somebody(text):
            self._questions.append(" ".join(text_of(node).split()))

    def _add_text(self, node: LexborNode, is_link: bool) -> None:
        text = node.text_content or ""
        if "\n" in text and _is_in_plain_text(node):
            text = _BLANK_LINE.sub(BREAK * 2, text)
        self._run.append(text)
        if not self._is_within_line and not text.isspace():
            self._is_within_line = bool(text)
        if is_link:
            self._link_chars += len(text.strip())

    def _add_anchor(self, node: LexborNode) -> None:
        href = attribute(node, "href")
        if href and (text := node.text().strip()):
            self.found.anchors.append(Anchor(href, text))

    def _visit_block(self, node: LexborNode, tag: int, frame: _Frame) -> _Frame | None:
        kind = frame.kind
        self.end_block(kind)
        if (tag in _CAPTION and not self._is_of_table(node)) or (
            (classes := node.attrs.get("class"))
            and not (_CAPTION_CLASSES.isdisjoint(classes.split()))
        ):
            self._read_caption(node)
            return None
        may_be_module = tag in SIDE_FRAMES or (tag in _FRAMES and node.attrs)
        if may_be_module and self._modules.has(node, tag):
            self.found.dropped = True
            self._note_heading_of_module()
            return None
        if classes and tag in _MAY_BE_CAPTION and self._read_named_caption(node):
            return None
        if self._read_pictures(node, tag):
            return None
        if tag in _TERM or names_a_question(node):
            self._take_question(node)
        if tag in PLAIN_BLOCK:
            return self._visit_paragraph(node, frame)
        return _Frame(node.first_child, self._kind_within(node, tag, kind), True)

    def _note_heading_of_module(self) -> None:
        blocks = self.found.blocks
        if blocks and blocks[-1].kind is ParagraphKind.HEADING:
            self._blocks_before_module = len(blocks)

    def _read_pictures(self, node: LexborNode, tag: int) -> bool:
        """Read an element as pictures with a caption, if it has nothing else."""
        if (tag in FIGURE or "wp-caption" in class_tokens(node)) and self._read_figure(node):
            return True
        figure = None
        if tag in TABLE:
            figure = read_picture_table(node)
        elif tag in _LINE_BLOCKS:
            figure = self._read_picture_with_line(node)
        self._add_figure(figure)
        return figure is not None

    def _read_figure(self, node: LexborNode) -> bool:
        if holds_table_without_picture(node):
            self._tables.add(node.mem_id)
            return False
        figures = read_figure(node)
        self.found.figures.extend(figures)
        return bool(figures)

    def _kind_within(self, node: LexborNode, tag: int, kind: ParagraphKind) -> ParagraphKind:
        """Return the kind of the blocks in an element; the cells of a table of data are a list."""
        if tag in TABLE and (self._is_of_table(node) or is_data_table(node)):
            return ParagraphKind.LIST
        return _BLOCK_KINDS.get(tag, kind)

    def _visit_paragraph(self, node: LexborNode, frame: _Frame) -> _Frame | None:
        first = node.first_child
        if first is not None and first.tag_id == TEXT_TAG and first.next is None:
            # Fast path: most paragraphs are a single text node.
            self._add_text(first, frame.is_link)
            self.end_block(frame.kind)
            return None
        if first is not None and self._is_below_picture() and is_line_with_credit(node, first):
            self._read_caption(node)
            return None
        self._is_bold = is_all_bold(node)
        return _Frame(first, frame.kind, True)

    def _read_named_caption(self, node: LexborNode) -> bool:
        """Read an element as a caption if its class says so and its text is short enough."""
        if not names_a_caption(node) or len(node.text()) > CAPTION_AT_MOST:
            return False
        if select_first("img", node) is None:
            self._read_caption(node)
            return True
        return False

    def _is_of_table(self, node: LexborNode) -> bool:
        """Return whether an element is in a figure around a table; its caption is then text."""
        return node.parent is not None and node.parent.mem_id in self._tables

    def _is_below_picture(self) -> bool:
        """Return whether no text stands between the last picture, without caption, and here."""
        figures = self.found.figures
        if not figures or figures[-1].caption is not None:
            return False
        return len(self.found.blocks) <= self._blocks_before_figure

    def _read_picture_with_line(self, node: LexborNode) -> Figure | None:
        """Read a small block of one picture and an emphasised line below it."""
        if not starts_with_picture(node) or self._line_characters_left <= 0:
            return None
        size = len(node.text())
        self._line_characters_left -= size
        if size > _BOX_AT_MOST or 2 * count_characters(node) >= self._modules.root_size:
            return None
        return read_picture_with_line(node)

    def _read_caption(self, node: LexborNode) -> None:
        caption = text_of(node)
        if caption:
            self._caption_last_figure(None, caption)


def _is_in_plain_text(node: LexborNode) -> bool:
    """Return whether a text is in <pre> without a class; a class marks code."""
    parent = node.parent
    return parent is not None and parent.tag_id in _PREFORMATTED and not class_tokens(parent)
