"""Find the printed date and byline of an article on pages of unknown layout.

The walk starts at the smallest element that contains both heading and text. It reads the lines
between heading and text, then those beside the heading, then marked lines after the text.
Menus, sidebars, comments and the cards of other posts are skipped.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum

from selectolax.lexbor import LexborNode

from tasks.articles.markup.dom import (
    TEXT_TAG,
    attribute,
    class_tokens,
    element_beside,
    select_first,
    tag_numbers,
)
from tasks.articles.metadata.author_marks import (
    author_source,
    href_of,
    line_of,
    name_after_label,
    name_of,
)
from tasks.articles.metadata.date_lines import (
    DateMark,
    is_updated_label,
    names_rdfa_date,
    read_date_marks,
    read_labels,
    states_publication,
)
from tasks.articles.metadata.name_lines import (
    LONGEST_LINE,
    first_words,
    is_introduced,
    lines_of,
    name_in,
    only_text,
)
from tasks.articles.metadata.names import read_byline_text
from tasks.articles.text.byline_verbs import starts_with_posted_by
from tasks.articles.text.dates import is_only_date, read_days
from tasks.articles.text.language import has_lower_words

_SKIPPED = tag_numbers(
    "nav aside form script style noscript template svg iframe select button figure"
)
_FOOTER = tag_numbers("footer")
_CARD = tag_numbers("article")
_HEADING = tag_numbers("h1 h2 h3 h4 h5 h6")
_TIME = tag_numbers("time abbr")
_INSTANTS = "time,abbr.published,[property~='dc:date'],[property~='dc:created']"
_FOREIGN = re.compile(
    r"comment|related|sidebar|widget|recent|popular|trending|newsletter|teaser|promo(?!ted)|menu|"
    r"breadcrumb|toc\b|similar|recommend|read-?next|more-(?:posts|stories)|(?:prev|next)[-_]?post|"
    r"post-navigation|share|social|carousel|slider",
    re.IGNORECASE,
)
# A theme's own lines may be in a column whose class has such words.
_OWN = re.compile(
    r"elementor|et_pb|(?:entry|post|article|single)[-_]?(?:meta|header|info|content|sidebar|date)"
)
# The heading of other stories.
_OTHERS = re.compile(r"\s*(?:more|other|latest|related|recent|read|also|you)\b", re.IGNORECASE)
# `This entry was posted on ... You can follow any responses to this entry through ...`
_LONGEST_MARKED_LINE = 600
BYLINE_TEXT = "byline text"
# A line that is only a name, as columns have it.
BARE_NAME = "line with a name"
_NAME_LINES = tag_numbers("td p div b strong i em font span small h3 h4 h5")
_TABLE = tag_numbers("table")
_WITHIN_TABLE = tag_numbers("b strong font span center p td tr tbody")
_LONG_PARAGRAPH = 80
_PUBLICATION = re.compile(r"\b(?:publish|post|updat|creat|writ|modif|edit)", re.IGNORECASE)
_MARK = re.compile(r"meta|date|time|publish|posted|byline|author|info", re.IGNORECASE)
# Limits for hostile pages: nested elements repeat the text inside them.
_MOST_NODES = 20_000
_MOST_CHARACTERS = 3_000_000


class Zone(IntEnum):
    """Position of a line, most trusted first."""

    HEADER = 0
    BESIDE_HEADING = 1
    AFTER_TEXT = 2


@dataclass(frozen=True, slots=True)
class BylineMark:
    """A printed author name, the URL it links to, and its position.

    `line` is the enclosing element: co-authors are in one line, reviewers in another.
    """

    name: str
    href: str | None
    zone: Zone
    source: str
    line: int


@dataclass(slots=True)
class MetaLines:
    """The printed dates and names of an article, in page order."""

    dates: list[tuple[Zone, DateMark]] = field(default_factory=list)
    bylines: list[BylineMark] = field(default_factory=list)

    def add_labels(self, lines: Sequence[str]) -> None:
        """Add the bylines of lines before the text, and dates and bare names if there are none."""
        if not self.dates:
            self.dates.extend((Zone.HEADER, mark) for mark in read_labels(lines))
        names = filter(None, map(read_byline_text, lines))
        self.bylines += [BylineMark(name, None, Zone.HEADER, BYLINE_TEXT, 0) for name in names]
        if not self.bylines:
            bare = filter(None, map(name_in, lines))
            self.bylines.extend(BylineMark(name, None, Zone.HEADER, BARE_NAME, 0) for name in bare)


def find_meta_lines(
    body: LexborNode, heading: LexborNode | None, contents: Sequence[LexborNode]
) -> MetaLines:
    """Return the dates and names printed around heading and text."""
    scope = _scope(body, heading, contents[0] if contents else None)
    walk = _Walk(heading, contents)
    for node, in_line in _descend(scope, walk):
        walk.read(node, in_line)
    return walk.found


def _descend(scope: LexborNode, walk: "_Walk") -> Iterator[tuple[LexborNode, bool]]:
    """Yield the elements below `scope` in page order, and whether their line was already read."""
    stack: list[tuple[LexborNode | None, bool]] = [(scope.first_child, False)]
    for _ in range(_MOST_NODES):
        if not stack:
            return
        node, in_line = stack.pop()
        if node is None:
            continue
        stack.append((node.next, in_line))
        if node.tag_id == TEXT_TAG:
            walk.read_loose_text(node)
        elif node.is_element_node and not walk.is_foreign(node):
            yield node, in_line
            stack.append((node.first_child, in_line or walk.was_line))


class _Walk:
    """The state of one walk: whether heading and text have been passed."""

    def __init__(self, heading: LexborNode | None, contents: Sequence[LexborNode]) -> None:
        self.found = MetaLines()
        self.was_line = False
        self._heading = heading
        self._own = _ancestors(heading).union(*map(_ancestors, contents))
        self._contents = contents
        self._texts = frozenset(content.mem_id for content in contents)
        self._beside = _near(heading)
        self._is_past_heading = heading is None
        self._is_past_text = False
        self._is_past_article = False
        self._is_after_updated_label = False
        self._characters_left = _MOST_CHARACTERS
        self._last_line = ""

    def is_foreign(self, node: LexborNode) -> bool:
        """Return whether an element belongs to the page instead of its article."""
        tag = node.tag_id
        if node.mem_id in self._own:
            return False
        if tag in _SKIPPED or (tag in _CARD and not self._is_own_post(node)):
            return True
        # Drupal prints date and author in a footer before the text (`node__meta`).
        if tag in _FOOTER and not self._is_past_text and not _is_marked(node):
            return True
        name = f"{node.attrs.get('class') or ''} {node.attrs.get('id') or ''}"
        return bool(_FOREIGN.search(name)) and not _OWN.search(name)

    def _is_own_post(self, node: LexborNode) -> bool:
        """Return whether a post within the element of the text is most of it: the article's own."""
        if not self._is_past_heading or self._is_past_text:
            return False
        around = [one for one in self._contents if one.mem_id in _ancestors(node)]
        return bool(around) and 2 * len(node.text()) > len(around[0].text())

    def read(self, node: LexborNode, in_line: bool) -> None:
        """Read one element as a line, a date mark, or an author mark."""
        self.was_line = False
        if self._heading is not None and node.mem_id == self._heading.mem_id:
            self._is_past_heading = True
            self.was_line = True
            return
        if self._is_past_text and node.tag_id in _HEADING and _OTHERS.match(node.text()):
            self._is_past_article = True
        zone = self._zone(node)
        if node.tag_id in _TIME or names_rdfa_date(node):
            self._take_dates(read_date_marks(node), zone)
        elif not in_line and node.mem_id not in self._own and self._characters_left > 0:
            self._read_line(node, zone)
        self._read_author(node, zone)
        self._read_byline_text(node, zone)
        if node.tag_id in _NAME_LINES:
            self._read_bare_name(node, zone)

    def read_loose_text(self, node: LexborNode) -> None:
        """Read a date between <br>, beside heading and text in one element."""
        parent = node.parent
        if parent is None or parent.mem_id not in self._own or not self._is_past_heading:
            return
        text = node.text_content or ""
        if not self._is_past_text and len(text) <= LONGEST_LINE and is_only_date(text.strip()):
            self._take_dates(read_labels([" ".join(text.split())]), Zone.HEADER)

    def _zone(self, node: LexborNode) -> Zone | None:
        if self._is_past_text:
            return Zone.AFTER_TEXT
        if self._is_past_heading:
            return Zone.HEADER
        return Zone.BESIDE_HEADING if self._is_beside(node) else None

    def _is_beside(self, node: LexborNode) -> bool:
        parent: LexborNode | None = node
        for _ in range(4):
            parent = parent.parent if parent is not None else None
            if parent is not None and parent.mem_id in self._beside:
                return True
        return False

    def _read_line(self, node: LexborNode, zone: Zone | None) -> None:
        text = node.text(separator=" ")
        self._characters_left -= len(text)
        if len(text) > LONGEST_LINE:
            if node.tag == "p" and len(text.strip()) >= _LONG_PARAGRAPH:
                self._end_header()
            if zone is not None and len(text) <= _LONGEST_MARKED_LINE and _is_marked(node):
                marks = read_date_marks(node)
                self._take_dates([mark for mark in marks if states_publication(mark)], zone)
            return
        line = " ".join(text.split())
        if node.tag == "p" and not class_tokens(node) and self._is_text(line):
            return
        if is_updated_label(line):
            self._is_after_updated_label = True
        if zone is None:
            return
        is_marked = zone is not Zone.AFTER_TEXT or _is_marked(node)
        is_marked = is_marked or (is_only_date(line) and self._follows_text(node))
        if is_marked and select_first(_INSTANTS, node) is None:
            self.was_line = True
            self._take_dates(read_date_marks(node), zone)

    def _follows_text(self, node: LexborNode) -> bool:
        """Return whether an element is the next one after the text."""
        before = element_beside(node, "prev")
        return before is not None and before.mem_id in self._texts

    def _is_text(self, line: str) -> bool:
        """Return whether a paragraph is a sentence, and note where a long one starts the text."""
        if len(line) >= _LONG_PARAGRAPH:
            self._is_past_text = self._is_past_text or self._is_past_heading
        self.was_line = _is_sentence(line)
        return self.was_line

    def _end_header(self) -> None:
        if self._is_past_heading:
            self._is_past_text = True

    def _take_dates(self, marks: list[DateMark], zone: Zone | None) -> None:
        if zone is None or not marks or self._is_past_article:
            return
        if self._is_after_updated_label:
            # The label is a line of its own, and holds for the next line with a date.
            self._is_after_updated_label = False
            marks = [
                mark if states_publication(mark) else replace(mark, is_updated=True)
                for mark in marks
            ]
        # The line next to the heading counts more than the date of today above it.
        at = 0 if zone is Zone.BESIDE_HEADING else len(self.found.dates)
        self.found.dates[at:at] = [(zone, mark) for mark in marks]

    def _read_byline_text(self, node: LexborNode, zone: Zone | None) -> None:
        if zone is None or self._characters_left <= 0:
            return
        if zone is Zone.AFTER_TEXT and not starts_with_posted_by(first_words(node)):
            return
        text = node.text(separator=" ")
        self._characters_left -= len(text)
        if len(text) > LONGEST_LINE:
            return
        line = " ".join(text.split())
        # If an element around the same text was read, only its lines are new.
        lines = [*lines_of(node), *([line] if line != self._last_line else [])]
        self._last_line = line
        if zone is Zone.AFTER_TEXT and not read_days(line):
            return
        name = next(filter(None, map(read_byline_text, lines)), None)
        if name:
            self.found.bylines.append(BylineMark(name, None, zone, BYLINE_TEXT, node.mem_id))
        elif zone is Zone.HEADER:
            beside = [one for one in lines_of(node) if read_days(one)]
            names = filter(None, map(name_in, beside))
            self.found.bylines += [BylineMark(one, None, zone, BARE_NAME, 0) for one in names]

    def _read_bare_name(self, node: LexborNode, zone: Zone | None) -> None:
        """Read a line with a name below the heading, or above it if it says who that is."""
        line = only_text(node)
        name = name_in(line) if line else None
        if name is None:
            return
        if zone is Zone.HEADER:
            mark = BylineMark(name, None, zone, BARE_NAME, node.mem_id)
            self.found.bylines.append(mark)
        elif zone is not Zone.AFTER_TEXT and is_introduced(node, name):
            mark = BylineMark(name, None, Zone.BESIDE_HEADING, BYLINE_TEXT, node.mem_id)
            self.found.bylines.append(mark)

    def _read_author(self, node: LexborNode, zone: Zone | None) -> None:
        if zone is None:
            return
        source = author_source(node)
        text = name_of(node) if source else name_after_label(node)
        source = source or BYLINE_TEXT
        if 0 < len(text) <= 120:
            href = href_of(node)
            self.found.bylines.append(BylineMark(text, href, zone, source, line_of(node)))


def _is_sentence(line: str) -> bool:
    """Return whether a short paragraph is a sentence of the text; its dates are not the post's."""
    if not line.endswith((".", "?", "!")) or _PUBLICATION.search(line):
        return False
    return has_lower_words(line)


def _is_marked(node: LexborNode) -> bool:
    return any(_MARK.search(token) for token in class_tokens(node)) or bool(
        attribute(node, "itemprop")
    )


def _scope(body: LexborNode, heading: LexborNode | None, content: LexborNode | None) -> LexborNode:
    if content is None:
        return body
    if heading is None:
        return content.parent or content
    above = _ancestors(heading)
    node: LexborNode | None = content
    while node is not None:
        if node.mem_id in above and node.mem_id != heading.mem_id:
            return node
        node = node.parent
    return body


def _ancestors(node: LexborNode | None) -> frozenset[int]:
    """Return the element and all its ancestors."""
    found = []
    while node is not None:
        found.append(node.mem_id)
        node = node.parent
    return frozenset(found)


def _near(heading: LexborNode | None) -> frozenset[int]:
    """Return the two elements above a heading, and the table that it is in a cell of."""
    parent = heading.parent if heading is not None else None
    above = parent.parent if parent is not None else None
    table = parent
    while table is not None and table.tag_id in _WITHIN_TABLE:
        table = table.parent
    near = (parent, above, table if table is not None and table.tag_id in _TABLE else None)
    return frozenset(node.mem_id for node in near if node is not None)
