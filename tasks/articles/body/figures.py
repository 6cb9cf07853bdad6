"""Pictures with a caption: in a figure, or with a line of small print below them."""

from dataclasses import replace

from selectolax.lexbor import LexborNode

from tasks.articles.body.blocks import Figure
from tasks.articles.body.elements import ANCHOR, BR, BREAK, IMAGE, INLINE, PLAIN_BLOCK, text_of
from tasks.articles.body.images import CAPTIONS, number_after, read_image
from tasks.articles.markup.dom import TEXT_TAG, attribute, select, select_first, tag_numbers
from tasks.articles.text.captions import split_credit

# Within <amp-img> an <img> is a fallback.
_IMAGES = "img:not(amp-img img),amp-img"
FIGURE = tag_numbers("figure")
# What a line below a picture is printed in, and the blocks that have both.
_SMALL_PRINT = tag_numbers("em i small")
_SMALL_SIZES = frozenset({"1", "-1", "-2"})
_SMALL_PRINT_AT_MOST = 300
# A figure with more text than this besides its caption is a container of text.
_FIGURE_TEXT_AT_MOST = 200


def holds_table_without_picture(node: LexborNode) -> bool:
    """Return whether an element is around a table and has no picture; the table is then text."""
    return bool(_inside(select("table", node), node)) and not select("img", node)


def read_figure(node: LexborNode) -> list[Figure]:
    """Return the pictures of a figure, the last with its caption; none if it contains text."""
    if _inside(select("table,blockquote,figure,dl", node), node):
        return []
    images = [figure for image in select(_IMAGES, node) if (figure := read_image(image))]
    if not images and node.tag_id in FIGURE:
        # The picture may be right before the figure.
        return []
    caption = select_first(CAPTIONS, node)
    text = text_of(caption) if caption is not None else None
    if len(node.text()) - len(text or "") > _FIGURE_TEXT_AT_MOST:
        return []
    # Of several, the first may be a small preview of the last.
    *previews, last = images or [Figure(None, None, None)]
    media_id = last.media_id or number_after("attachment_", attribute(node, "id"))
    return [*previews, Figure(last.src, media_id, text)]


def _inside(found: list[LexborNode], node: LexborNode) -> list[LexborNode]:
    return [one for one in found if one.mem_id != node.mem_id]


def is_line_with_credit(node: LexborNode, first: LexborNode) -> bool:
    """Return whether all of a paragraph is in its first element, emphasised, and has a credit."""
    if first.tag_id not in INLINE:
        return False
    text = text_of(node).strip()
    is_all = len(text) == len(text_of(first).strip()) <= _SMALL_PRINT_AT_MOST
    return is_all and split_credit(text)[1] is not None


def starts_with_picture(node: LexborNode) -> bool:
    """Return whether a block starts with a picture, which may be in a link."""
    return _first_picture(node) is not None


def read_picture_with_line(node: LexborNode) -> Figure | None:
    """Return the figure in a block of one picture and an emphasised line below it."""
    picture, line = _picture_and_line(node)
    shown = read_image(picture) if picture is not None and line else None
    return replace(shown, caption=line) if shown is not None else None


def _picture_and_line(node: LexborNode) -> tuple[LexborNode | None, str]:
    """Return the picture at the start of a block and the text below it, '' if it is not a caption.

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
        has_break = has_break or child.tag_id in BR or text.startswith(BREAK)
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
    return child if child.tag_id in IMAGE else _linked_picture(child)


def _around(picture: LexborNode, node: LexborNode) -> LexborNode:
    """Return the child of a block that is or holds its picture."""
    found = picture
    while found.parent is not None and found.parent.mem_id != node.mem_id:
        found = found.parent
    return found


def _text_within_line(node: LexborNode) -> str | None:
    """Return the text of a node within a line; None for a block, a link or a picture."""
    if node.tag_id == TEXT_TAG:
        return node.text_content or ""
    if node.tag_id in BR:
        return ""
    if node.tag_id in PLAIN_BLOCK:
        # A line of its own, in a box with the picture.
        return f"{BREAK}{text_of(node)}"
    return text_of(node) if node.tag_id in INLINE else None


def _is_small_print(node: LexborNode) -> bool:
    if not node.is_element_node:
        return False
    return node.tag_id in _SMALL_PRINT or attribute(node, "size") in _SMALL_SIZES


def _linked_picture(node: LexborNode) -> LexborNode | None:
    if node.tag_id not in ANCHOR or node.text().strip():
        return None
    return select_first("img", node)
