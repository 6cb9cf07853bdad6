"""Collect blocks of text, figures and links of a body in one walk, in page order.

The walk uses its own stack, since a hostile page may be nested deeper than Python can recurse.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborNode

from tasks.articles.content.boilerplate import is_hidden, names_a_caption, names_a_module
from tasks.articles.content.shortcodes import drop_shortcodes, take_captions
from tasks.articles.markup.dom import (
    COMMENT_TAG,
    INSTRUCTION_TAG,
    TEXT_TAG,
    attribute,
    class_tokens,
    select,
    select_first,
    tag_numbers,
)
from tasks.articles.text.captions import split_credit
from tasks.articles.text.interview import addresses_somebody
from tasks.models import ParagraphKind
from tasks.urls import original_url

# Placeholder for <br> until blocks are split; it cannot occur in an HTML text node.
BREAK = "\x1e"
_PARAGRAPH_BREAK = re.compile(rf"{BREAK}\s*(?:{BREAK}\s*)+")

_INLINE = tag_numbers(
    "b strong i em u font span small big sub sup q cite abbr code tt label mark s strike del ins"
    " time acronym dfn kbd samp var bdi bdo wbr nobr"
)
_BOLD = tag_numbers("b strong")
_EMPHASIS = tag_numbers("b strong i em u")
# What a line below a picture is printed in, and the blocks that have both.
_SMALL_PRINT = tag_numbers("em i small")
_LINE_BLOCKS = tag_numbers("p div center")
_SMALL_SIZES = frozenset({"1", "-1", "-2"})
_SMALL_PRINT_AT_MOST = 300
# With white space; and a bound on hostile pages, which nest such blocks.
_BOX_AT_MOST = 1_000
_MOST_LINE_CHARACTERS = 2_000_000
_TERM = tag_numbers("dt")
_QUESTION_CLASS = re.compile(r"\bquestion\b", re.IGNORECASE)
_BR = tag_numbers("br")
_SUPERSCRIPT = tag_numbers("sup")
_SPAN = tag_numbers("span")
_BOLD_STYLE = re.compile(r"font-weight:\s*(?:bold|[6-9]00)|font-style:\s*italic", re.IGNORECASE)
_BLOCK_STYLE = re.compile(r"display:\s*block", re.IGNORECASE)
_ANCHOR = tag_numbers("a")
_IMAGE = tag_numbers("img")
_AMP_IMAGE = "amp-img"
# Within <amp-img> an <img> is a fallback.
_IMAGES = "img:not(amp-img img),amp-img"
_FIGURE = tag_numbers("figure")
_CAPTION = tag_numbers("figcaption")
_TABLE = tag_numbers("table")
_NO_PICTURE_TABLE = "p+p,a[href]:not(:has(img)),h1,h2,h3,h4,br+br"
_FEWEST_ROWS = 2
_CELL_AT_MOST = 60
_NO_DATA = "table table,h1,h2,h3,p+p,br+br,form"
_PREFORMATTED = tag_numbers("pre")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_PLAIN_BLOCK = tag_numbers("p")
_LIST_ITEM = tag_numbers("li")
# Elements that themes and plugins use as containers, possibly of a module that is not text.
_FRAMES = tag_numbers(
    "div section aside ul ol li dl table form header footer nav p h2 h3 h4 h5 dd blockquote"
)
_MAY_BE_CAPTION = _FRAMES | tag_numbers("td th")
# Containers that are not text because of their tag alone, unless most of the text is in them.
_SIDE_FRAMES = tag_numbers("form header footer nav aside")
_DROPPED = {COMMENT_TAG, INSTRUCTION_TAG} | tag_numbers(
    "script style noscript iframe svg button select textarea template object embed video"
    " audio canvas map head title link meta input noembed noframes"
)
_MAY_BE_UNSEEN = "script,style,noscript,template,[hidden],[style]"
# A bound on hostile pages: nested modules hold the same text.
_MOST_LARGE_MODULES = 30
_MOST_UNSEEN = 5_000
_HEADINGS = tag_numbers("h1 h2 h3 h4 h5 h6")
_BLOCK_KINDS = {
    **dict.fromkeys(_HEADINGS, ParagraphKind.HEADING),
    **dict.fromkeys(tag_numbers("blockquote"), ParagraphKind.QUOTE),
    **dict.fromkeys(_LIST_ITEM, ParagraphKind.LIST),
}
_CAPTIONS = ".wp-caption-text,figcaption"
# Elements around a featured picture that may have its caption.
_MOST_AROUND_PICTURE = 4
_CAPTION_CLASSES = frozenset({"wp-caption-text", "gallery-caption", "wp-element-caption"})
_WORD = re.compile(r"\w+")
# PHP error messages printed into a page.
_PHP_MESSAGE = re.compile(
    r"\s*(?:Warning|Notice|Deprecated|Strict Standards|(?:Parse|Fatal|Catchable fatal) error)\s*:"
    r".* in \S+(?: : eval\(\)'d code)? on line \d+\s*$",
    re.S,
)
# A line that a widget prints: the label of an empty advertisement, the button of a plugin that
# scripts would fill (`Like Loading...`), the tools of the page.
_WIDGET_LINE = re.compile(
    r"[\W_]*(?:(?:advertisements?|advertising|advert)[\W_]*(?:continue reading below)?"
    r"|continue reading below"
    r"|(?:story|article) continues (?:below|after) (?:this |the )?advertisement"
    r"|(?:like this\W+)?like\W+loading|(?:share|like) this"
    r"|printer[ -]friendly(?: (?:version|page))?|(?:print|e-?mail) this (?:post|article|page|story)"
    r"|(?:text|font) size[\W_aA]*|(?:post )?views\W*[\d,.]+|[\d,.]+ (?:views|shares)"
    r"|you must be logged in to (?:post a )?(?:comment|reply)"
    r"|(?:follow|like|find|join) [\w@ .'’-]{1,40} on (?:facebook|twitter|telegram|whatsapp|youtube"
    r"|instagram)\b[\w@ ,&]{0,40})[\W_]*",
    re.IGNORECASE,
)
_WIDGET_LINE_AT_MOST = 100
# Lines of a block with these properties are paragraphs.
_FEWEST_PARAGRAPHS = 3
_PARAGRAPH_AT_LEAST = 80
_ENDS = (".", "!", "?", "”", '"', "’", "…")
# The address of an embedded post that was not resolved.
_ADDRESS_ONLY = re.compile(r"\s*https?://\S+\s*")
_NOTE_MARK = re.compile(r"\[\d{1,3}\]|[↩↑^]\ufe0e?")
_HEADING_AT_MOST = 80
# Maximum length of a caption; a longer text is not a caption even if its class says so.
_CAPTION_AT_MOST = 600
# A link to another article has at most this many characters of teaser.
_TEASER_AT_MOST = 150
# A brief beside related posts has at least this many characters.
_BRIEF_AT_LEAST = 200
# A figure with more text than this besides its caption is a container of text.
_FIGURE_TEXT_AT_MOST = 200
_LAZY_ADDRESSES = (
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-orig-file",
    "data-large-file",
)
_PLACEHOLDER = re.compile(
    r"data:|about:|.*(?:blank|placeholder|spacer|1x1|lazy|loading)\W"
    r"|.*/wp-(?:includes|content/(?:themes|plugins))/",
    re.I,
)
_DESCRIPTOR = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)[wx]")
_NO_PICTURE_CLASSES = frozenset({"wp-smiley", "emoji"})
_NO_PICTURE_ADDRESS = re.compile(
    r"/smilies/|/emoji/|//pixel\.|/pixel\.gif|printfriendly|/wp-content/(?:themes|plugins)/", re.I
)


@dataclass(slots=True)
class Block:
    """A run of text between block boundaries; `lines` are separated by single <br>.

    `link_chars` counts the characters inside links. `questions` are the questions in bold or
    italics that start a line.
    """

    kind: ParagraphKind
    lines: list[str]
    is_bold: bool = False
    link_chars: int = 0
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """An image of the body with its caption as printed."""

    src: str | None
    media_id: int | None
    caption: str | None


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link in the body text, as in the page."""

    href: str
    text: str


@dataclass(slots=True)
class BodyText:
    """The results of one walk over a body; `labels` are the lines left out before its text."""

    blocks: list[Block] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    labels: tuple[str, ...] = ()
    dropped: bool = False


@dataclass(slots=True)
class _Frame:
    node: LexborNode | None
    kind: ParagraphKind
    is_block: bool
    is_link: bool = False


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
                walk.end_block(frame.kind)
            continue
        frame.node = node.next
        below = walk.visit(node, frame)
        if below is not None:
            below.is_link = below.is_link or frame.is_link
            stack.append(below)
    return walk.found


def without_title(body: BodyText, title: str | None) -> BodyText:
    """Return a body without headings that repeat the title, and without it before the text."""
    words = _words(title or "")
    blocks = [
        block
        for seq, block in enumerate(body.blocks)
        if (seq and block.kind is not ParagraphKind.HEADING)
        or _words(" ".join(block.lines)) != words
    ]
    return replace(body, blocks=blocks) if len(blocks) < len(body.blocks) else body


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


class _Walk:
    """The state of one walk: the current run of text, and the results so far."""

    def __init__(self, root: LexborNode) -> None:
        self.found = BodyText()
        self._root = root
        self._root_size = 0
        self._large_modules_left = _MOST_LARGE_MODULES
        self._unseen_left = _MOST_UNSEEN
        self._run: list[str] = []
        self._questions: list[str] = []
        self._link_chars = 0
        self._is_bold = False
        self._is_within_line = False
        self._blocks_before_figure = 0
        self._line_characters_left = _MOST_LINE_CHARACTERS
        # Figures around a table without pictures.
        self._tables: set[int] = set()

    def visit(self, node: LexborNode, frame: _Frame) -> _Frame | None:
        """Process one node; return a frame if its children are to be visited."""
        tag, kind = node.tag_id, frame.kind
        if tag == TEXT_TAG:
            self._add_text(node, frame.is_link)
            return None
        if tag in _BR:
            self._run.append(BREAK)
            self._is_within_line = False
            return None
        if tag in _INLINE:
            return self._visit_inline(node, tag, kind)
        if tag in _ANCHOR:
            if _is_note_link(node):
                return None
            self._add_anchor(node)
            return _Frame(node.first_child, kind, False, True)
        if tag in _IMAGE or node.tag == _AMP_IMAGE:
            self._add_figure(read_image(node))
            return None
        return None if tag in _DROPPED else self._visit_block(node, tag, frame)

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
        for part in _PARAGRAPH_BREAK.split(run) if BREAK in run else (run,):
            lines = [line for line in part.split(BREAK) if line.strip()]
            if " on line " in part:
                lines = [line for line in lines if not _PHP_MESSAGE.match(line)]
            if lines and not _is_no_text(part, link_chars):
                parted = [[line] for line in lines] if _are_paragraphs(lines) else [lines]
                blocks = [Block(kind, one, is_bold, link_chars, questions) for one in parted]
                self.found.blocks.extend(blocks)

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
        if tag in _SUPERSCRIPT and _is_footnote_mark(node):
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
        if not self._is_within_line and (_is_emphasis(node, tag) or _names_a_question(node)):
            self._take_question(node)
        return _Frame(node.first_child, kind, False)

    def _is_inline_caption(self, node: LexborNode) -> bool:
        """Return whether a class names an inline element as the caption of the last picture."""
        figures = self.found.figures
        may_be_caption = bool(figures) and figures[-1].caption is None and not self._is_within_line
        return may_be_caption and names_a_caption(node) and len(node.text()) <= _CAPTION_AT_MOST

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
        may_be_module = tag in _SIDE_FRAMES or (tag in _FRAMES and node.attrs)
        if may_be_module and self._is_beside_text(node, tag):
            self.found.dropped = True
            return None
        if classes and tag in _MAY_BE_CAPTION and self._read_named_caption(node):
            return None
        if self._read_pictures(node, tag):
            return None
        if tag in _TERM or _names_a_question(node):
            self._take_question(node)
        if tag in _PLAIN_BLOCK:
            return self._visit_paragraph(node, frame)
        return _Frame(node.first_child, self._kind_within(node, tag, kind), True)

    def _read_pictures(self, node: LexborNode, tag: int) -> bool:
        """Read an element as pictures with a caption, if it has nothing else."""
        if (tag in _FIGURE or "wp-caption" in class_tokens(node)) and self._read_figure(node):
            return True
        if tag in _TABLE:
            return self._read_picture_table(node)
        return tag in _LINE_BLOCKS and self._read_picture_with_line(node)

    def _kind_within(self, node: LexborNode, tag: int, kind: ParagraphKind) -> ParagraphKind:
        """Return the kind of the blocks in an element; the cells of a table of data are a list."""
        if tag in _TABLE and (self._is_of_table(node) or _is_data_table(node)):
            return ParagraphKind.LIST
        return _BLOCK_KINDS.get(tag, kind)

    def _is_beside_text(self, node: LexborNode, tag: int) -> bool:
        """Return whether an element is a module beside the text: hidden, or small and named so."""
        if is_hidden(node):
            return True
        if tag not in _SIDE_FRAMES and not names_a_module(node):
            return False
        if self._large_modules_left <= 0:
            return False
        if 2 * _count(node) < self._size_of_root():
            return True
        self._large_modules_left -= 1
        size = self._size_of_module(node)
        return 2 * size < self._root_size or _lists_links(node, size, self._root_size)

    def _size_of_root(self) -> int:
        if not self._root_size:
            self._root_size = _text_size(self._root)
        return self._root_size

    def _size_of_module(self, node: LexborNode) -> int:
        unseen = len(select(_MAY_BE_UNSEEN, node)) if self._unseen_left > 0 else 0
        exact = self._unseen_left > 0
        self._unseen_left -= unseen
        return _text_size(node) if exact else _count(node)

    def _visit_paragraph(self, node: LexborNode, frame: _Frame) -> _Frame | None:
        first = node.first_child
        if first is not None and first.tag_id == TEXT_TAG and first.next is None:
            # Fast path: most paragraphs are a single text node.
            self._add_text(first, frame.is_link)
            self.end_block(frame.kind)
            return None
        if first is not None and self._is_line_below_picture(node, first):
            self._read_caption(node)
            return None
        self._is_bold = _is_all_bold(node)
        return _Frame(first, frame.kind, True)

    def _read_named_caption(self, node: LexborNode) -> bool:
        """Read an element as a caption if its class says so and its text is short enough."""
        if not names_a_caption(node) or len(node.text()) > _CAPTION_AT_MOST:
            return False
        if select_first("img", node) is None:
            self._read_caption(node)
            return True
        return False

    def _is_of_table(self, node: LexborNode) -> bool:
        """Return whether an element is in a figure around a table; its caption is then text."""
        return node.parent is not None and node.parent.mem_id in self._tables

    def _read_picture_table(self, node: LexborNode) -> bool:
        """Read a table of one picture and the line below it as a figure (pages of 2005)."""
        if len(node.text().strip()) > _CAPTION_AT_MOST or len(select("img", node)) != 1:
            return False
        cells = [cell for cell in select("td", node) if cell.text().strip()]
        if len(cells) > 1 or len(select("table", node)) > 1:
            return False
        if select_first(_NO_PICTURE_TABLE, node) is not None:
            return False
        shown = read_image(select("img", node)[0])
        caption = text_of(cells[0]).strip() if cells else None
        self._add_figure(replace(shown, caption=caption) if shown is not None else None)
        return shown is not None

    def _is_line_below_picture(self, node: LexborNode, first: LexborNode) -> bool:
        """Return whether an emphasised line with a credit follows a picture without caption."""
        found = self.found
        if first.tag_id not in _INLINE or not found.figures:
            return False
        if found.figures[-1].caption is not None or len(found.blocks) > self._blocks_before_figure:
            return False
        text = text_of(node).strip()
        is_all = len(text) == len(text_of(first).strip()) <= _SMALL_PRINT_AT_MOST
        return is_all and split_credit(text)[1] is not None

    def _read_picture_with_line(self, node: LexborNode) -> bool:
        """Read a block of one picture and an emphasised line below it as a figure."""
        if _first_picture(node) is None or self._line_characters_left <= 0:
            return False
        size = len(node.text())
        self._line_characters_left -= size
        if size > _BOX_AT_MOST:
            return False
        picture, line = _picture_and_line(node)
        if picture is None or not line or 2 * _count(node) >= self._size_of_root():
            return False
        shown = read_image(picture)
        if shown is None:
            return False
        self._add_figure(replace(shown, caption=line))
        return True

    def _read_caption(self, node: LexborNode) -> None:
        caption = text_of(node)
        if caption:
            self._caption_last_figure(None, caption)

    def _read_figure(self, node: LexborNode) -> bool:
        """Read a figure as pictures with one caption; return False if it is a container of text."""
        inner = select("table,blockquote,figure,dl", node)
        if any(one.mem_id != node.mem_id for one in inner):
            if any(one.tag_id in _TABLE for one in inner) and not select("img", node):
                self._tables.add(node.mem_id)
            return False
        images = [figure for image in select(_IMAGES, node) if (figure := read_image(image))]
        caption = select_first(_CAPTIONS, node)
        if not images and node.tag_id in _FIGURE:
            # The picture may be right before the figure.
            return False
        text = text_of(caption) if caption is not None else None
        if len(node.text()) - len(text or "") > _FIGURE_TEXT_AT_MOST:
            return False
        # Of several, the first may be a small preview of the last.
        *previews, last = images or [Figure(None, None, None)]
        media_id = last.media_id or _number_after("attachment_", attribute(node, "id"))
        self.found.figures.extend([*previews, Figure(last.src, media_id, text)])
        return True


def _picture_and_line(node: LexborNode) -> tuple[LexborNode | None, str]:
    """Return the picture at the start of a block and the text below it, '' if it is no caption.

    A caption is in small print, or is a line after a <br> that ends with a credit.
    """
    picture = _first_picture(node)
    if picture is None:
        return None, ""
    texts: list[str] = []
    is_small, has_break = True, False
    child = _around(picture, node).next
    while child is not None:
        text = _text_within_line(child)
        if text is None:
            return None, ""
        has_break = has_break or child.tag_id in _BR or text.startswith(BREAK)
        is_small = is_small and (not text.strip() or _is_small_print(child))
        texts.append(text)
        child = child.next
    joined = "".join(texts)
    line = " ".join(joined.replace(BREAK, " ").split())
    if len(line) > _SMALL_PRINT_AT_MOST or joined.count(BREAK) > 1:
        return picture, ""
    has_credit = has_break and split_credit(line)[1] is not None
    return picture, line if is_small or has_credit else ""


def _first_picture(node: LexborNode) -> LexborNode | None:
    """Return the picture a block starts with, which may be in a link."""
    child = node.first_child
    while child is not None and child.tag_id == TEXT_TAG and not (child.text_content or "").strip():
        child = child.next
    if child is None:
        return None
    return child if child.tag_id in _IMAGE else _linked_picture(child)


def _around(picture: LexborNode, node: LexborNode) -> LexborNode:
    """Return the child of a block that is or holds its picture."""
    found = picture
    while found.parent is not None and found.parent.mem_id != node.mem_id:
        found = found.parent
    return found


def _text_within_line(node: LexborNode) -> str | None:
    """Return the text of a node within a line, None if it is none: a block, a link, a picture."""
    if node.tag_id == TEXT_TAG:
        return node.text_content or ""
    if node.tag_id in _BR:
        return ""
    if node.tag_id in _PLAIN_BLOCK:
        # A line of its own, in a box with the picture.
        return f"{BREAK}{text_of(node)}"
    return text_of(node) if node.tag_id in _INLINE else None


def _is_small_print(node: LexborNode) -> bool:
    if not node.is_element_node:
        return False
    return node.tag_id in _SMALL_PRINT or attribute(node, "size") in _SMALL_SIZES


def _linked_picture(node: LexborNode) -> LexborNode | None:
    if node.tag_id not in _ANCHOR or node.text().strip():
        return None
    return select_first("img", node)


def _is_data_table(node: LexborNode) -> bool:
    """Return whether a table has data instead of a page or paragraphs: heads, or short cells."""
    if select_first(_NO_DATA, node) is not None:
        return False
    return select_first("th", node) is not None or _has_short_cells(node)


def _has_short_cells(node: LexborNode) -> bool:
    """Return whether a table has several rows of several short cells, none with a link."""
    cells, rows = select("td", node), len(select("tr", node))
    if rows < _FEWEST_ROWS or len(cells) < _FEWEST_ROWS * rows or select_first("a,img", node):
        return False
    return all(len(cell.text().strip()) <= _CELL_AT_MOST for cell in cells)


def _is_in_plain_text(node: LexborNode) -> bool:
    """Return whether a text is in <pre> without a class; a class marks code."""
    parent = node.parent
    return parent is not None and parent.tag_id in _PREFORMATTED and not class_tokens(parent)


def _are_paragraphs(lines: list[str]) -> bool:
    """Return whether lines between single <br> are paragraphs: several, all long sentences.

    Short lines may stand before them, such as title and date, and after them.
    """
    if len(lines) < _FEWEST_PARAGRAPHS:
        return False
    stripped = [line.strip() for line in lines]
    long = [number for number, line in enumerate(stripped) if len(line) >= _PARAGRAPH_AT_LEAST]
    text = stripped[long[0] : long[-1] + 1] if long else []
    return len(text) == len(long) >= _FEWEST_PARAGRAPHS and all(one.endswith(_ENDS) for one in text)


def _is_no_text(part: str, link_chars: int) -> bool:
    """Return whether a run is only a line of a widget, or only an unlinked address."""
    if len(part) <= _WIDGET_LINE_AT_MOST and _WIDGET_LINE.fullmatch(part):
        return True
    return not link_chars and "://" in part and _ADDRESS_ONLY.fullmatch(part) is not None


def _text_size(node: LexborNode) -> int:
    """Return the number of visible characters of an element, without white space."""
    found = select(_MAY_BE_UNSEEN, node)
    unseen = [one for one in found if one.tag_id in _DROPPED or is_hidden(one)]
    return _count(node) - sum(map(_count, _outermost(unseen, node)))


def _lists_links(node: LexborNode, size: int, root_size: int) -> bool:
    """Return whether a module larger than the text is a list of links, such as related posts."""
    links = len(select("a[href]", node))
    return links >= 3 and links * _TEASER_AT_MOST >= size and root_size - size >= _BRIEF_AT_LEAST


def _count(node: LexborNode) -> int:
    return len("".join(node.text().split()))


def _outermost(nodes: Sequence[LexborNode], root: LexborNode) -> list[LexborNode]:
    """Return the elements below `root` that are in none of the others.

    An element is visited once, since a hostile page nests many of them.
    """
    chosen = {node.mem_id for node in nodes}
    free = {root.mem_id}
    outermost = []
    for node in nodes:
        above = []
        parent = node.parent
        while parent is not None and parent.mem_id not in free and parent.mem_id not in chosen:
            above.append(parent.mem_id)
            parent = parent.parent
        if parent is None or parent.mem_id in free:
            free.update(above)
            outermost.append(node)
    return outermost


def text_of(node: LexborNode) -> str:
    """Return the text of an element with a space for each <br>."""
    if not select("br", node):
        return node.text()
    parts: list[str] = []
    waiting: list[LexborNode | None] = [node.first_child]
    while waiting:
        one = waiting.pop()
        if one is None:
            continue
        waiting.append(one.next)
        if one.tag_id == TEXT_TAG:
            parts.append(one.text_content or "")
        elif one.tag_id in _BR:
            parts.append(" ")
        elif one.tag_id not in _DROPPED:
            waiting.append(one.first_child)
    return "".join(parts)


def read_image(node: LexborNode) -> Figure | None:
    """Return an <img> as a figure without caption, or None for smileys and counters.

    The alt text is never taken as a caption.
    """
    classes = class_tokens(node)
    src = _image_address(node)
    src = original_url(src) if src else src
    if not _NO_PICTURE_CLASSES.isdisjoint(classes) or (src and _NO_PICTURE_ADDRESS.search(src)):
        return None
    if attribute(node, "width") in ("0", "1") and attribute(node, "height") in ("0", "1"):
        return None
    media_id = None
    for token in classes:
        media_id = media_id or _number_after("wp-image-", token)
    return Figure(src, media_id, None)


def read_picture(node: LexborNode) -> Figure | None:
    """Return an <img> as a figure, with the caption of the figure around it."""
    shown = read_image(node)
    figure = node.parent
    for _ in range(_MOST_AROUND_PICTURE):
        if shown is None or figure is None or len(figure.text()) > _CAPTION_AT_MOST:
            break
        if (caption := select_first(_CAPTIONS, figure)) is not None:
            return replace(shown, caption=text_of(caption))
        figure = figure.parent
    return shown


def _image_address(node: LexborNode) -> str | None:
    """Return the URL of an image; with lazy loading it is in another attribute than src."""
    src = attribute(node, "src")
    if src and not _PLACEHOLDER.match(src):
        return src
    for name in _LAZY_ADDRESSES:
        if address := attribute(node, name):
            return address
    for name in ("data-srcset", "data-lazy-srcset", "srcset"):
        if widest := _widest(attribute(node, name)):
            return widest
    return None if src.startswith("data:") else src or None


def _widest(srcset: str) -> str | None:
    """Return the address with the largest width or density in a `srcset`."""
    shown = [one.split() for one in srcset.split(", ") if one.strip(" ,")]
    return max(shown, key=_width_of)[0].rstrip(",") if shown else None


def _width_of(shown: list[str]) -> float:
    found = _DESCRIPTOR.fullmatch(shown[-1].rstrip(",")) if len(shown) > 1 else None
    return float(found[1]) if found else 1.0


def _names_a_question(node: LexborNode) -> bool:
    classes = node.attrs.get("class")
    return bool(classes) and _QUESTION_CLASS.search(classes or "") is not None


def _is_emphasis(node: LexborNode, tag: int) -> bool:
    if tag in _EMPHASIS:
        return True
    style = node.attrs.get("style") if tag in _SPAN else None
    return bool(style) and _BOLD_STYLE.search(style or "") is not None


def _is_footnote_mark(node: LexborNode) -> bool:
    if any("footnote" in token for token in class_tokens(node)):
        return True
    anchor = select_first("a", node)
    return anchor is not None and attribute(anchor, "href").startswith("#")


def _is_note_link(anchor: LexborNode) -> bool:
    """Return whether a link leads to a footnote (`[2]`), or from it back to the text (`↩`)."""
    if not attribute(anchor, "href").startswith("#"):
        return False
    return _NOTE_MARK.fullmatch(anchor.text().strip()) is not None


def may_be_heading(text: str) -> bool:
    """Return whether a paragraph that is entirely bold can be a heading."""
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
