"""Find the title on a page without headings, such as a page made of tables."""

import re
from collections.abc import Sequence
from itertools import islice

from selectolax.lexbor import LexborNode

from tasks.articles.markup.dom import (
    TEXT_TAG,
    attribute,
    class_tokens,
    select,
    select_first,
)
from tasks.articles.metadata.affiliations import is_affiliation
from tasks.articles.metadata.headings import (
    FEWEST_BLANKS,
    H1,
    LONG_PARAGRAPH,
    LONGEST,
    MOST_PARTS,
    Heading,
    is_in_frame,
    is_link,
    read_text,
    words_of,
)
from tasks.articles.metadata.names import read_byline_text
from tasks.articles.text.bare_names import is_bare_name
from tasks.articles.text.dates import read_days

_LINES = "font,b,strong,span,td,p,div"
# A bound on hostile pages: nested elements repeat the text within them.
_MOST_CHARACTERS = 1_000_000
_NAMES_A_TITLE = re.compile(r"title|head(?:ing|line)?$|^hd$|^hed$|^t?tit$|^ttl$", re.IGNORECASE)
_NAMES_A_SUBTITLE = re.compile(r"sub|kicker|deck", re.IGNORECASE)
_FONT_SIZES = frozenset("1234567")
_LARGE_FONT = 3
# The size that `+2` is added to.
_USUAL_FONT = 3
# The size of a line that no line without a class of titles replaces.
_ANY_SIZE = 10
_MOST_BLANKS = 30
# The end of a dateline that stands in bold before the text.
_DASHES = ("-", "–", "—")
# A bound on hostile pages.
_MOST_LINES = 2_000


def find_stated_line(body: LexborNode, stated: Sequence[str]) -> Heading | None:
    """Return the first line that is one of the stated titles, on a page without headings.

    Pages made of tables print the title in <b> or <font>. A line of one or two words may be a menu.
    """
    known = {words for title in stated if (words := words_of(title)).count(" ") >= FEWEST_BLANKS}
    if not known:
        return None
    left = _MOST_CHARACTERS
    # Mobile themes print the title as a link without a heading.
    for node in islice(select(f"{_LINES},a", body), 2 * _MOST_LINES):
        size = len(node.text())
        left -= size
        if left < 0:
            return None
        text, spaced = read_text(node) if size <= 2 * LONGEST else ("", "")
        if words_of(text) in known:
            return Heading(node, text, spaced, True, False, False)
    return None


def find_marked_line(body: LexborNode, has_title: bool = True) -> Heading | None:
    """Return the line before the text that is marked as a title, on a page without headings.

    Pages made of tables mark the title by a class, by <b>, by the size of <font>, or as a <h2> or
    <h3>, which is read only if the head states no title. Links, dates and bylines are not titles.
    The last line with the largest font counts. The text starts with the first element that holds a
    long text. If the head states no title and no line is marked, it is the line above date and
    byline.
    """
    headings = select("h1,h2,h3", body) if has_title else []
    if headings:
        return _lone_heading(headings)
    return _find_marked(body, has_title) or _find_short(body)


def _find_short(body: LexborNode) -> Heading | None:
    """Return the line of two words with the largest font before the text, or None."""
    found: Heading | None = None
    largest = _LARGE_FONT
    for node in islice(select("font", body), _MOST_LINES):
        if _length_of_own_text(node) >= LONG_PARAGRAPH:
            break
        if (size := _font_size(node)) > largest:
            text, spaced = read_text(node, LONGEST)
            if _may_be_title(node, text, fewest=1):
                found, largest = Heading(node, text, spaced, False, False, False), size
    return found


def _find_marked(body: LexborNode, has_title: bool) -> Heading | None:
    found: Heading | None = None
    largest = 0
    for node in islice(select(_LINES if has_title else f"{_LINES},h2,h3", body), _MOST_LINES):
        if _length_of_own_text(node) >= LONG_PARAGRAPH:
            is_sure = found is not None and (found.is_title or largest >= _LARGE_FONT)
            found = found if is_sure else _marked_before_text(node) or found
            return found or (None if has_title else _line_above_meta(body, node))
        has_class = _has_class_of_title(node)
        size = _font_size(node)
        if has_class or (size >= largest and _is_emphasised(node)):
            # Nested elements repeat the text within them, so only marked ones are read.
            text, spaced = read_text(node, LONGEST)
            if _may_be_title(node, text):
                found = Heading(node, text, spaced, has_class, False, False)
                largest = _ANY_SIZE if has_class else size
    # Print versions have the text directly in <body>.
    return _marked_before_text(body) if _length_of_own_text(body) >= LONG_PARAGRAPH else None


def _has_class_of_title(node: LexborNode) -> bool:
    tokens = (*class_tokens(node), attribute(node, "id"))
    is_title = any(map(_NAMES_A_TITLE.search, tokens))
    return is_title and not any(map(_NAMES_A_SUBTITLE.search, tokens))


def _line_above_meta(body: LexborNode, text: LexborNode) -> Heading | None:
    """Return the last line above date and byline, or above the text on a page without them."""
    last: Heading | None = None
    above: Heading | None = None
    for node in islice(select(_LINES, body), _MOST_LINES):
        if node.mem_id == text.mem_id:
            break
        if not _length_of_own_text(node):
            continue
        line, spaced = read_text(node, LONGEST)
        if read_days(line) or read_byline_text(line):
            above = last or above
        elif _may_be_title(node, line) and not is_bare_name(line) and not is_affiliation(line):
            last = Heading(node, line, spaced, False, False, False)
    return above or last


def _lone_heading(headings: Sequence[LexborNode]) -> Heading | None:
    """Return the heading of a page that has one, below the <h1>; its head names only the site."""
    node = headings[0]
    text, spaced = read_text(node, LONGEST)
    is_title = len(headings) == 1 and node.tag_id not in H1 and not is_in_frame(node)
    return (
        Heading(node, text, spaced, True, False, False)
        if (is_title and _may_be_title(node, text))
        else None
    )


def _marked_before_text(node: LexborNode) -> Heading | None:
    """Return the first emphasised line in the element of the text, before the text."""
    child = node.first_child
    for _ in range(MOST_PARTS):
        if child is None or _size_of(child) >= LONG_PARAGRAPH:
            return None
        if child.is_element_node and _is_emphasised(child):
            text, spaced = read_text(child, LONGEST)
            if _may_be_title(child, text):
                return Heading(child, text, spaced, False, False, False)
        child = child.next
    return None


def _may_be_title(node: LexborNode, text: str, fewest: int = FEWEST_BLANKS) -> bool:
    if not fewest <= text.count(" ") <= _MOST_BLANKS or len(text) > LONGEST:
        return False
    if text.endswith(_DASHES) or read_days(text) or read_byline_text(text):
        return False
    return select_first("a", node) is None and not is_link(node)


def _is_emphasised(node: LexborNode) -> bool:
    return node.tag in ("b", "strong", "h2", "h3") or _font_size(node) >= _LARGE_FONT


def _font_size(node: LexborNode) -> int:
    """Return the size of <font>, also for an element directly in it; 0 without one."""
    parent = node.parent
    font = node if node.tag == "font" or parent is None else parent
    size = attribute(font, "size").strip() if font.tag == "font" else ""
    relative = _USUAL_FONT if size.startswith("+") else 0
    return relative + int(size[-1]) if size.removeprefix("+") in _FONT_SIZES else 0


def _length_of_own_text(node: LexborNode) -> int:
    size = 0
    child = node.first_child
    while child is not None:
        size = max(size, _size_of(child))
        child = child.next
    return size


def _size_of(node: LexborNode) -> int:
    return len((node.text_content or "").strip()) if node.tag_id == TEXT_TAG else 0
