"""Choose the element that contains the text of a page of unknown layout.

Candidates are elements whose name marks them as content, and elements whose own paragraphs have the
most text, with the ancestors that join split containers. Each candidate is read like an article and
scored by the text that was read; a name alone does not decide.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from selectolax.lexbor import LexborNode

from tasks.articles.body.blocks import Block, BodyText
from tasks.articles.body.boilerplate import is_hidden, names_a_module
from tasks.articles.body.walk import read_bodies
from tasks.articles.content.prune import labels_before, prune_blocks, reads_as_sentence
from tasks.articles.markup.dom import TEXT_TAG, select, tag_numbers
from tasks.models import ParagraphKind

# Class names and ids of content in themes. Suffixes are ignored.
NAMED = (
    "[itemprop=articleBody],.entry-content,.post-content,.article-content,.td-post-content"
    ",.et_pb_post_content,.wp-block-post-content,.elementor-widget-theme-post-content"
    ",.article-body,.story-body,.entry,.post-entry,.post-body,.article-text,.storycontent,.entrytext"
    ",.post_content,.entry_content,.article_content,.article__body,.post__content"
)
FRAMES = "article,main,#content,[role=main]"
_PARAGRAPHS = "p,td,div,section,blockquote,pre,font,center,span"
# Elements besides <p> that may contain text directly.
_HOLDERS = tag_numbers("td div section font center span")
_QUOTE = tag_numbers("blockquote")
# Pages of 2000-2006 indent the whole text with <blockquote>; a quotation has fewer paragraphs.
_FEWEST_INDENTED = 4
_ANCHOR = tag_numbers("a")
# Elements inside a container of text.
_NO_CONTAINER = tag_numbers("p span font a b strong em i u blockquote pre")
_BODY = tag_numbers("body html")
_OUTSIDE = tag_numbers("nav header footer aside")
# Minimum number of characters of a paragraph, as opposed to a label.
_PARAGRAPH_AT_LEAST = 40
# Share of the text's score that an ancestor gets, by level.
_SHARE_OF_PARENT = 0.9
# Number of elements with the most text that are tried, and number of candidates kept.
_MOST_RANKED = 30
_MOST_DENSEST = 5
_MOST_NAMED = 6
# A bound on hostile pages.
_MOST_MARKED = 1_000
_MOST_FRAMES = 3
# A module with less than this share of the page's text is not part of the article.
_SHARE_OF_MODULE = 0.4
_LABEL_PENALTY = {ParagraphKind.PARAGRAPH: 0.5, ParagraphKind.LIST: 0.3}
_NAMED_BONUS = 5.0
# Candidates below this share of the best score are not compared with the second opinion.
_SHARE_OF_BEST = 0.6
_CELL = tag_numbers("td")


@dataclass(frozen=True, slots=True)
class Content:
    """Elements that contain the text, in order, how they were found, and the text read."""

    nodes: tuple[LexborNode, ...]
    path: str
    body: BodyText
    score: float

    @property
    def rank(self) -> float:
        """The score, multiplied if a name marks the elements as content."""
        is_raised = self.path == "named" and self.score > 0
        return self.score * _NAMED_BONUS if is_raised else self.score

    @property
    def text(self) -> str:
        """The text that was read, one block per line."""
        return "\n".join(" ".join(block.lines) for block in self.body.blocks)


def read_contents(body: LexborNode) -> list[Content]:
    """Return the candidates below `body`, best score first; at least one."""
    contents = list(_candidates(body))
    if not any(content.score > 0 for content in contents):
        contents.append(_read((body,), "body"))
    return sorted(contents, key=lambda content: content.rank, reverse=True)


def comparable(contents: Sequence[Content]) -> list[Content]:
    """Return the candidates with a score close to the best; all, if none has a score.

    Otherwise a second opinion that consists of related posts, or of a part of the text, would win.
    So would one that consists of all columns of a layout table: they add no text to the best one.
    """
    first, best = contents[0], max(content.score for content in contents)
    close = [one for one in contents if best <= 0 or one.score >= _SHARE_OF_BEST * best]
    return [one for one in close if one.score >= first.score or not _is_in_column(first, one)]


def _is_in_column(part: Content, whole: Content) -> bool:
    """Return whether the elements of a content are in a cell of a table in another content."""
    roots = {root.mem_id for root in whole.nodes}
    above: LexborNode | None = part.nodes[0]
    is_in_cell = False
    while above is not None and above.mem_id not in roots:
        is_in_cell = is_in_cell or above.tag_id in _CELL
        above = above.parent
    return above is not None and is_in_cell


def score_blocks(blocks: Iterable[Block]) -> float:
    """Return the number of characters in sentences minus those in links and loose labels."""
    score = 0.0
    for block in blocks:
        text = " ".join(" ".join(block.lines).split())
        size = len(text)
        own = size - block.link_chars
        if 2 * block.link_chars > size:
            score -= 2.5 * size
        elif block.kind in _LABEL_PENALTY and not reads_as_sentence(text):
            score -= _LABEL_PENALTY[block.kind] * size
        else:
            score += own
    return score


def _read(nodes: tuple[LexborNode, ...], path: str) -> Content:
    read = read_bodies(nodes)
    score = score_blocks(read.blocks)
    blocks, labels = prune_blocks(read.blocks), labels_before(read.blocks)
    return Content(nodes, path, replace(read, blocks=blocks, labels=labels), score)


def _candidates(body: LexborNode) -> Iterator[Content]:
    """Yield each candidate once: named elements, those with the most text, frames."""
    text = _PageText(body)
    seen: set[tuple[int, ...]] = set()
    for path, proposals, most in (
        ("named", _named(body, text), _MOST_NAMED),
        ("densest", text.densest(), _MOST_DENSEST),
        ("frame", ((node,) for node in select(FRAMES, body)), _MOST_FRAMES),
    ):
        contents = (_read_once(nodes, path, seen) for nodes in proposals)
        yield from islice((one for one in contents if one and one.body.blocks), most)


def _read_once(
    nodes: tuple[LexborNode, ...], path: str, seen: set[tuple[int, ...]]
) -> Content | None:
    numbers = tuple(node.mem_id for node in nodes)
    if numbers in seen:
        return None
    seen.add(numbers)
    return _read(nodes, path)


def _named(body: LexborNode, text: "_PageText") -> Iterator[tuple[LexborNode, ...]]:
    # The selector engine returns an element once for each alternative that matches it.
    marked = {node.mem_id: node for node in select(NAMED, body)}
    first = islice(marked.values(), _MOST_MARKED)
    named = [node for node in first if not text.is_outside(node) and not is_hidden(node)]
    yield from _joined(named)
    yield from ((node,) for node in named[:_MOST_NAMED])


def _joined(named: Sequence[LexborNode]) -> list[tuple[LexborNode, ...]]:
    """Group containers with the same parent: each may contain a part of the text."""
    groups: dict[int, list[LexborNode]] = {}
    for node in named:
        if node.parent is not None:
            groups.setdefault(node.parent.mem_id, []).append(node)
    return [tuple(nodes) for nodes in groups.values() if len(nodes) > 1]


class _PageText:
    """Amount of paragraph text, summed for each ancestor element."""

    def __init__(self, body: LexborNode) -> None:
        self._sizes: dict[int, int] = {}
        self._ranks: dict[int, float] = {}
        self._nodes: dict[int, LexborNode] = {}
        self._total = 0
        for holder, size in _paragraphs(body):
            self._add(holder, size)

    def _add(self, holder: LexborNode, size: int) -> None:
        self._total += size
        node: LexborNode | None = holder
        share = 1.0
        while node is not None and node.tag_id not in _BODY:
            number = node.mem_id
            self._nodes[number] = node
            self._sizes[number] = self._sizes.get(number, 0) + size
            self._ranks[number] = self._ranks.get(number, 0.0) + size * share
            node, share = node.parent, share * _SHARE_OF_PARENT

    def is_outside(self, node: LexborNode) -> bool:
        """Return whether an element is in a module that has the smaller part of the text."""
        parent: LexborNode | None = node
        while parent is not None and parent.tag_id not in _BODY:
            is_small = self._sizes.get(parent.mem_id, 0) < _SHARE_OF_MODULE * self._total
            if is_small and (parent.tag_id in _OUTSIDE or names_a_module(parent)):
                return True
            parent = parent.parent
        return False

    def densest(self) -> Iterator[tuple[LexborNode, ...]]:
        """Yield the elements with the most text, and their common ancestors."""
        ranked = sorted(self._ranks, key=self._ranks.__getitem__, reverse=True)
        inside = (self._nodes[number] for number in ranked[:_MOST_RANKED])
        return ((node,) for node in inside if not self.is_outside(node))


def _paragraphs(body: LexborNode) -> Iterable[tuple[LexborNode, int]]:
    """Yield the block around each paragraph, and the paragraph's length without its links."""
    for node in select(_PARAGRAPHS, body):
        if node.tag_id in _HOLDERS:
            size = sum(len(text) for text in _own_texts(node))
        else:
            size = len(node.text().strip()) - sum(len(link.text()) for link in select("a", node))
        if size < _PARAGRAPH_AT_LEAST:
            continue
        block: LexborNode | None = node
        while block is not None and block.tag_id in _NO_CONTAINER and not _is_indented(block):
            block = None if block.tag_id in _ANCHOR else block.parent
        if block is not None:
            yield block, size


def _is_indented(node: LexborNode) -> bool:
    """Return whether <blockquote> has so many paragraphs that it is not a quotation."""
    return node.tag_id in _QUOTE and len(select("p", node)) >= _FEWEST_INDENTED


def _own_texts(node: LexborNode) -> Iterable[str]:
    child = node.first_child
    while child is not None:
        if child.tag_id == TEXT_TAG:
            yield (child.text_content or "").strip()
        child = child.next
