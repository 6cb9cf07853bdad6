"""Find the headings of a page, and choose the one that is the title of its article."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from selectolax.lexbor import LexborNode

from tasks.articles.markup.dom import (
    TEXT_TAG,
    attribute,
    class_tokens,
    select,
    select_first,
    tag_numbers,
)
from tasks.articles.metadata.affiliations import is_affiliation
from tasks.articles.metadata.names import read_byline_text
from tasks.articles.text.bare_names import is_bare_name
from tasks.articles.text.dates import read_days

_SELECTOR = "h1,h2,h3,.entry-title,.post-title,[itemprop~=headline]"
_TITLE_CLASSES = frozenset({"entry-title", "post-title", "article-title"})
_LINES = "font,b,strong,span,td,p,div"
# The address of a front page, also as the Wayback Machine rewrites it.
_FRONT_PAGE = re.compile(
    r"(?:\S*/web/\d+\w*/)?(?:https?:)?//[^/?#]+/?(?:(?:index|default)\.\w+)?|/?", re.IGNORECASE
)
_FEWEST_BLANKS = 2
# A bound on hostile pages: nested elements repeat the text within them.
_MOST_CHARACTERS = 1_000_000
_H1 = tag_numbers("h1")
_BREAK = tag_numbers("br")
_FRAME = tag_numbers("nav aside footer")
_BLOCK = tag_numbers("div p h1 h2 h3 h4 section small")
_INVISIBLE = tag_numbers("script style svg template noscript")
_NOT_WORD = re.compile(r"[\W_]+")
_LONGEST = 400
# A paragraph of this length belongs to the article's text; headings after it are crossheads.
_LONG_PARAGRAPH = 80
_PARAGRAPH = tag_numbers("p")
# Words up to this length (`the`, `with`) are ignored when titles are compared.
_SHORT_WORD = 3
_NAMES_A_TITLE = re.compile(r"title|head(?:ing|line)?$|^hd$|^hed$|^t?tit$|^ttl$", re.IGNORECASE)
_NAMES_A_SUBTITLE = re.compile(r"sub|kicker|deck", re.IGNORECASE)
_FONT_SIZES = frozenset("1234567")
_LARGE_FONT = 3
# The size of a line that no line without a class of titles replaces.
_ANY_SIZE = 10
_MOST_BLANKS = 30
_MOST_AROUND = 3
_SITE_NAME = re.compile(
    r"\b(?:site|blog)[-_]?(?:title|name|logo|branding)|\blogo|\bmasthead|\bbranding", re.IGNORECASE
)
# A bound on hostile pages.
_MOST_LINES = 2_000
_MOST_HEADINGS = 1_000
_MOST_PARTS = 8
# The heading of a post may link to the post itself; it then has most words of the stated title.
_SHARE_OF_OWN_LINK = 0.5
_SELF_LINKS = frozenset("#¶§∞")
_ANCHOR = tag_numbers("a")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. `spaced` is its text with a space at the boundaries of inline elements."""

    node: LexborNode
    text: str
    spaced: str
    is_title: bool
    in_content: bool
    in_frame: bool

    @property
    def source(self) -> str:
        """The heading's source, for provenance."""
        classes = _TITLE_CLASSES.intersection(class_tokens(self.node))
        return f"{self.node.tag}.{min(classes)}" if classes else f"{self.node.tag}"


def has_title_class(node: LexborNode) -> bool:
    """Return whether a class of the element names the title of a post."""
    return not _TITLE_CLASSES.isdisjoint(class_tokens(node))


def words_of(text: str) -> str:
    """Return the words of a text in lower case, separated by single spaces."""
    return _NOT_WORD.sub(" ", text.casefold()).strip()


def find_headings(body: LexborNode, contents: Sequence[LexborNode]) -> Iterator[Heading]:
    """Yield the headings of a page in order, without those that link to the front page."""
    crossheads = _crossheads(contents)
    for node in select(_SELECTOR, body)[:_MOST_HEADINGS]:
        text, spaced = read_text(node, _LONGEST)
        if not text or len(text) > _LONGEST or _links_home(node):
            continue
        in_content, in_frame = node.mem_id in crossheads, _is_in_frame(node)
        is_title = node.tag_id in _H1 or has_title_class(node)
        is_title = is_title or "headline" in attribute(node, "itemprop").split()
        yield Heading(node, text, spaced, is_title, in_content, in_frame)


def choose_heading(
    headings: Iterable[Heading], claims: Sequence[str], segments: Sequence[str]
) -> Heading | None:
    """Return the heading that is the article's title, or None.

    A heading equal to a title in the head is preferred (within the text only an <h1>), then the
    <h1> outside the text that shares most words with one. If the head states no title, the first
    such <h1> is returned.

    Args:
        headings: The headings of the page in order.
        claims: The titles stated in the head.
        segments: The parts of those titles, one of which may be the name of the site.
    """
    known = frozenset(map(words_of, claims))
    parts = known | frozenset(map(words_of, segments))
    free = [
        heading
        for heading in headings
        if not heading.in_content or (heading.is_title and _as_stated(heading, parts))
    ]
    agreeing = [
        stated
        for heading in free
        if (stated := _as_stated(heading, parts)) and not _is_menu(stated)
    ]
    if agreeing:
        return max(agreeing, key=lambda heading: _rank(heading, known))
    if cut := _cut_in_head(free, claims):
        return cut
    titles = [heading for heading in free if heading.is_title and not heading.in_frame]
    titles = [title for title in titles if not (known and _is_teaser(title, known))]
    related = max(titles, key=lambda title: _share(title, known), default=None)
    if related is not None and _share(related, known):
        return related
    own = {title.node.mem_id: title for title in titles if has_title_class(title.node)}
    if len(own) == 1:
        return own.popitem()[1]
    return None if known else related


def find_stated_line(body: LexborNode, stated: Sequence[str]) -> Heading | None:
    """Return the first line that is one of the stated titles, on a page without headings.

    Pages made of tables print the title in <b> or <font>. A line of one or two words may be a menu.
    """
    known = {words for title in stated if (words := words_of(title)).count(" ") >= _FEWEST_BLANKS}
    if not known:
        return None
    left = _MOST_CHARACTERS
    for node in islice(select(_LINES, body), 2 * _MOST_LINES):
        size = len(node.text())
        left -= size
        if left < 0:
            return None
        text, spaced = read_text(node) if size <= 2 * _LONGEST else ("", "")
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
    found: Heading | None = None
    largest = 0
    for node in islice(select(_LINES if has_title else f"{_LINES},h2,h3", body), _MOST_LINES):
        if _length_of_own_text(node) >= _LONG_PARAGRAPH:
            is_sure = found is not None and found.is_title
            found = found if is_sure else _marked_before_text(node) or found
            return found or (None if has_title else _line_above_meta(body, node))
        has_class = _has_class_of_title(node)
        size = _font_size(node)
        if has_class or (size >= largest and _is_emphasised(node)):
            # Nested elements repeat the text within them, so only marked ones are read.
            text, spaced = read_text(node, _LONGEST)
            if _may_be_title(node, text):
                found = Heading(node, text, spaced, has_class, False, False)
                largest = _ANY_SIZE if has_class else size
    return None


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
        line, spaced = read_text(node, _LONGEST)
        if read_days(line) or read_byline_text(line):
            above = last or above
        elif _may_be_title(node, line) and not is_bare_name(line) and not is_affiliation(line):
            last = Heading(node, line, spaced, False, False, False)
    return above or last


def _lone_heading(headings: Sequence[LexborNode]) -> Heading | None:
    """Return the heading of a page that has one, below the <h1>; its head names only the site."""
    node = headings[0]
    text, spaced = read_text(node, _LONGEST)
    is_title = len(headings) == 1 and node.tag_id not in _H1 and not _is_in_frame(node)
    return (
        Heading(node, text, spaced, True, False, False)
        if (is_title and _may_be_title(node, text))
        else None
    )


def _marked_before_text(node: LexborNode) -> Heading | None:
    """Return the first emphasised line in the element of the text, before the text."""
    child = node.first_child
    for _ in range(_MOST_PARTS):
        if child is None or _size_of(child) >= _LONG_PARAGRAPH:
            return None
        if child.is_element_node and _is_emphasised(child):
            text, spaced = read_text(child, _LONGEST)
            if _may_be_title(child, text):
                return Heading(child, text, spaced, False, False, False)
        child = child.next
    return None


def _may_be_title(node: LexborNode, text: str) -> bool:
    if not _FEWEST_BLANKS <= text.count(" ") <= _MOST_BLANKS or len(text) > _LONGEST:
        return False
    if read_days(text) or read_byline_text(text):
        return False
    return select_first("a", node) is None and not _is_link(node)


def _is_link(node: LexborNode) -> bool:
    parent: LexborNode | None = node.parent if node.tag_id in _BLOCK else node
    while parent is not None and parent.tag_id not in _BLOCK:
        if parent.tag == "a":
            return True
        parent = parent.parent
    return False


def _is_emphasised(node: LexborNode) -> bool:
    return node.tag in ("b", "strong", "h2", "h3") or _font_size(node) >= _LARGE_FONT


def _font_size(node: LexborNode) -> int:
    """Return the size of <font>, also for an element directly in it; 0 without one."""
    parent = node.parent
    font = node if node.tag == "font" or parent is None else parent
    size = attribute(font, "size").lstrip("+") if font.tag == "font" else ""
    return int(size) if size in _FONT_SIZES else 0


def _length_of_own_text(node: LexborNode) -> int:
    size = 0
    child = node.first_child
    while child is not None:
        size = max(size, _size_of(child))
        child = child.next
    return size


def _size_of(node: LexborNode) -> int:
    return len((node.text_content or "").strip()) if node.tag_id == TEXT_TAG else 0


def _rank(heading: Heading, known: frozenset[str]) -> tuple[bool, bool, bool, bool, int]:
    words = words_of(heading.text)
    is_own = not _names_the_site(heading.node)
    return is_own, has_title_class(heading.node), words in known, heading.is_title, len(words)


def _names_the_site(node: LexborNode) -> bool:
    """Return whether the class or id of a heading, or of what is around it, is that of a logo."""
    around: LexborNode | None = node
    for _ in range(_MOST_AROUND):
        if around is None:
            return False
        name = f"{around.attrs.get('class') or ''} {around.attrs.get('id') or ''}"
        if _SITE_NAME.search(name):
            return True
        around = around.parent
    return False


def _cut_in_head(headings: Iterable[Heading], claims: Sequence[str]) -> Heading | None:
    """Return the heading that starts with a title which the head cuts (`Governor Finds ...`)."""
    cut = [words_of(claim) for claim in claims if claim.rstrip().endswith(("...", "…"))]
    starts = tuple(words for words in cut if words.count(" ") >= _FEWEST_BLANKS)
    longer = (one for one in headings if starts and words_of(one.text).startswith(starts))
    return next(longer, None)


def _is_menu(heading: Heading) -> bool:
    return heading.in_frame and not heading.is_title


def read_text(node: LexborNode, at_most: int | None = None) -> tuple[str, str]:
    """Return the text of an inline container as shown, and with a space at each tag.

    Reading stops after the piece of text that makes both longer than `at_most` characters.
    """
    shown: list[str] = []
    spaced: list[str] = []
    stack = [node.first_child]
    left = math.inf if at_most is None else at_most
    while stack and left >= 0:
        child = stack.pop()
        if child is None:
            continue
        stack.append(child.next)
        if child.tag_id == TEXT_TAG:
            text = child.text_content or ""
            left -= len(" ".join(text.split()))
            shown.append(text)
            spaced.append(text if child.prev is None else f" {text}")
        elif child.is_element_node and not _is_invisible(child):
            spaced.append(" ")
            if _parts_words(child):
                shown.append(" ")
            stack.append(child.first_child)
    return " ".join("".join(shown).split()), " ".join("".join(spaced).split())


def _is_invisible(node: LexborNode) -> bool:
    if node.tag_id in _INVISIBLE or "screen-reader-text" in class_tokens(node):
        return True
    # The sign of a link to the heading itself: `#`, `¶`.
    return node.tag_id in _ANCHOR and node.text().strip() in _SELF_LINKS


def _parts_words(node: LexborNode) -> bool:
    """Return whether the element separates words: a line break, block or other element."""
    before = node.prev
    return (
        node.tag_id in _BREAK
        or node.tag_id in _BLOCK
        or (before is not None and before.tag_id != TEXT_TAG)
    )


def _crossheads(contents: Sequence[LexborNode]) -> frozenset[int]:
    """Return the headings within the text: those after its first paragraph."""
    nodes = [node for content in contents for node in select(f"p,{_SELECTOR}", content)]
    start = next((seq for seq, node in enumerate(nodes) if _is_text(node)), len(nodes))
    return frozenset(node.mem_id for node in nodes[start:])


def _is_text(node: LexborNode) -> bool:
    return node.tag_id in _PARAGRAPH and len(node.text()) >= _LONG_PARAGRAPH


def _is_in_frame(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag_id in _FRAME:
            return True
        parent = parent.parent
    return False


def _links_home(node: LexborNode) -> bool:
    for link in select("a", node):
        href = attribute(link, "href")
        if "home" in attribute(link, "rel").split() or _FRONT_PAGE.fullmatch(href):
            return True
    return False


def _as_stated(heading: Heading, known: frozenset[str]) -> Heading | None:
    """Return the heading in the reading that equals a title in the head, or None."""
    if words_of(heading.text) in known:
        return heading
    if words_of(heading.spaced) in known:
        return replace(heading, text=heading.spaced)
    fewest = 1 if heading.is_title else _FEWEST_BLANKS
    stated = [
        part
        for part in _parts_of(heading.node)
        if (words := words_of(part)).count(" ") >= fewest and words in known
    ]
    return replace(heading, text=max(stated, key=len)) if stated else None


def _parts_of(node: LexborNode) -> Iterator[str]:
    """Yield the texts of a heading's children: the title may stand beside a subtitle or a link."""
    child = node.first_child
    for _ in range(_MOST_PARTS):
        if child is None:
            return
        text = child.text_content if child.tag_id == TEXT_TAG else child.text()
        yield " ".join((text or "").split())
        child = child.next


def _is_teaser(heading: Heading, known: frozenset[str]) -> bool:
    """Return whether a heading is a link and has few words of the stated titles: another post."""
    if _share(heading, known) >= _SHARE_OF_OWN_LINK:
        return False
    link = select_first("a[href]", heading.node)
    return _is_link(heading.node) or (
        link is not None and words_of(link.text()) == words_of(heading.text)
    )


def _share(heading: Heading, known: frozenset[str]) -> float:
    """Return the largest share of long words that a heading shares with one of the titles."""
    own = _long_words(words_of(heading.text))
    others = [_long_words(title) for title in known]
    shares = [2 * len(own & other) / (len(own) + len(other)) for other in others if other]
    return max(shares, default=0.0)


def _long_words(words: str) -> frozenset[str]:
    return frozenset(word for word in words.split() if len(word) > _SHORT_WORD)
