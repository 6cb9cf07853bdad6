"""Tell modules beside the text, such as sharing buttons, from the text itself by their size."""

from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from tasks.articles.body.boilerplate import is_hidden, names_a_module
from tasks.articles.body.elements import DROPPED, count_characters
from tasks.articles.markup.dom import select, tag_numbers

# Containers that are not text because of their tag alone, unless most of the text is in them.
SIDE_FRAMES = tag_numbers("form header footer nav aside")
_MAY_BE_UNSEEN = "script,style,noscript,template,[hidden],[style]"
# A bound on hostile pages: nested modules hold the same text.
_MOST_LARGE_MODULES = 30
_MOST_UNSEEN = 5_000
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

    def has(self, node: LexborNode, tag: int) -> bool:
        """Return whether an element is a module beside the text: hidden, or small and named so."""
        if is_hidden(node):
            return True
        if tag not in SIDE_FRAMES and not names_a_module(node):
            return False
        if self._large_modules_left <= 0:
            return False
        if 2 * count_characters(node) < self.root_size:
            return True
        self._large_modules_left -= 1
        size = self._size_of_module(node)
        return 2 * size < self._root_size or _lists_links(node, size, self._root_size)

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
