"""Tell modules beside the text, such as sharing buttons, from the text itself by their size."""

from collections.abc import Sequence
from itertools import dropwhile, islice

from selectolax.lexbor import LexborNode

from tasks.articles.body.boilerplate import (
    is_hidden,
    is_out_of_sight,
    names_a_module,
    names_a_wall,
)
from tasks.articles.body.elements import DROPPED, count_characters
from tasks.articles.markup.dom import element_beside, select, select_first, tag_numbers
from tasks.articles.text.walls import is_wall

# Containers that are not text because of their tag alone, unless most of the text is in them.
SIDE_FRAMES = tag_numbers("form header footer nav aside")
_MAY_BE_UNSEEN = "script,style,noscript,template,[hidden],[style]"
# A bound on hostile pages: nested modules hold the same text.
_MOST_LARGE_MODULES = 30
_MOST_UNSEEN = 5_000
_MOST_HIDDEN = 30
# Hidden text has at least this number of paragraphs, which are long sentences.
_FEWEST_HIDDEN = 2
_SENTENCE_AT_LEAST = 80
_ENDS = (".", "!", "?", "”", '"', "’")
# A link to another article has at most this many characters of teaser.
_TEASER_AT_MOST = 150
# A brief beside related posts has at least this many characters.
_BRIEF_AT_LEAST = 200


class SideModules:
    """Decides for one body which of its elements are modules beside the text."""

    def __init__(self, root: LexborNode) -> None:
        self._root = root
        self._root_size = 0
        self._large_modules_left = _MOST_LARGE_MODULES
        self._unseen_left = _MOST_UNSEEN
        self._hidden_left = _MOST_HIDDEN
        # Whether the rest of the text was found hidden; a preview of it may be visible.
        self.holds_hidden_text = False

    def has(self, node: LexborNode, tag: int) -> bool:
        """Return whether an element is a module beside the text: hidden, or small and named so."""
        if is_hidden(node):
            return is_out_of_sight(node) or not self._holds_rest_of_text(node)
        if tag not in SIDE_FRAMES and not names_a_module(node):
            return False
        if names_a_wall(node) and self._holds_rest_of_text(node):
            return False
        if self._large_modules_left <= 0:
            return False
        if 2 * count_characters(node) < self.root_size:
            return True
        self._large_modules_left -= 1
        size = self._size_of_module(node)
        return 2 * size < self._root_size or _lists_links(node, size, self._root_size)

    def _holds_rest_of_text(self, node: LexborNode) -> bool:
        """Return whether a wall or a button hides the paragraphs at the end of the body.

        A hidden paragraph alone, or one with a link, is spam; a form or dialogue is not text. The
        same paragraphs may also be visible elsewhere: all for another width of the screen, the
        first ones as a preview.
        """
        if self._hidden_left <= 0 or (names_a_module(node) and not names_a_wall(node)):
            return False
        self._hidden_left -= 1
        paragraphs = _hidden_beside(node) if node.tag == "p" else select("p", node)[:_MOST_HIDDEN]
        found = [one for one in paragraphs if _is_sentence(one)]
        if len(found) < _FEWEST_HIDDEN or select_first("form,input", node) is not None:
            return False
        text = self._root.text()
        is_new = all(text.count(one.text().strip()) == 1 for one in found[-_FEWEST_HIDDEN:])
        is_rest = is_new and not self._is_followed_by_text(found[-1])
        self.holds_hidden_text = self.holds_hidden_text or is_rest
        return is_rest

    def _is_followed_by_text(self, last: LexborNode) -> bool:
        """Return whether visible text follows a hidden paragraph: it is then a box within it."""
        since = dropwhile(lambda one: one.mem_id != last.mem_id, select("p", self._root))
        following = islice(since, 1, _MOST_HIDDEN)
        return any(_is_sentence(one) and not _is_hidden_within(one) for one in following)

    @property
    def root_size(self) -> int:
        """The number of visible characters of the body."""
        if not self._root_size:
            self._root_size = _text_size(self._root)
        return self._root_size

    def _size_of_module(self, node: LexborNode) -> int:
        unseen = len(select(_MAY_BE_UNSEEN, node)) if self._unseen_left > 0 else 0
        exact = self._unseen_left > 0
        self._unseen_left -= unseen
        return _text_size(node) if exact else count_characters(node)


def _hidden_beside(paragraph: LexborNode) -> list[LexborNode]:
    """Return a hidden paragraph with those right before and after it, if they are hidden too."""
    beside = (element_beside(paragraph, "prev"), element_beside(paragraph, "next"))
    return [paragraph, *(one for one in beside if one is not None and is_hidden(one))]


def _is_hidden_within(paragraph: LexborNode) -> bool:
    return is_hidden(paragraph) or (paragraph.parent is not None and is_hidden(paragraph.parent))


def _is_sentence(paragraph: LexborNode) -> bool:
    text = paragraph.text().strip()
    is_long = len(text) >= _SENTENCE_AT_LEAST and text.endswith(_ENDS)
    return is_long and not select("a", paragraph) and not is_wall(text)


def _text_size(node: LexborNode) -> int:
    """Return the number of visible characters of an element, without white space."""
    found = select(_MAY_BE_UNSEEN, node)
    unseen = [one for one in found if one.tag_id in DROPPED or is_hidden(one)]
    return count_characters(node) - sum(map(count_characters, _outermost(unseen, node)))


def _lists_links(node: LexborNode, size: int, root_size: int) -> bool:
    """Return whether a module larger than the text is a list of links, such as related posts."""
    links = len(select("a[href]", node))
    return links >= 3 and links * _TEASER_AT_MOST >= size and root_size - size >= _BRIEF_AT_LEAST


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
