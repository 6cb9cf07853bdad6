"""Read the JSON-LD of a page: nodes by type and by id."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

Node = dict[str, Any]

# Types of articles in schema.org and in WordPress plugins.
_ARTICLE = re.compile(r"\w*(?:Article|BlogPosting|NewsArticle|Report|Review)")
_COMMENT_MARKS = re.compile(
    r"^\s*(?:/\*|//)?\s*<!\[CDATA\[(?:\*/)?|(?:/\*|//)?\s*\]\]>(?:\*/)?\s*;?\s*$"
)
_LAST_COMMA = re.compile(r",\s*([}\]])")
_CONTROL = re.compile(r"[\x00-\x1f]+")
# Keys of a node that may contain other nodes of the page.
_NESTED_KEYS = ("@graph", "mainEntity", "mainEntityOfPage")
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Graph:
    """JSON-LD nodes in page order. `by_type` holds the first node of each type.

    `Article` is the page's article of any subtype (`NewsArticle`, `BlogPosting`).
    """

    by_type: dict[str, Node] = field(default_factory=dict)
    by_id: dict[str, Node] = field(default_factory=dict)

    def get(self, kind: str) -> Node:
        """Return the first node of a type, or an empty node."""
        return self.by_type.get(kind, {})

    def resolve(self, value: Any) -> Any:
        """Return the node a reference (`{"@id": ...}`) points to, merged with its own keys."""
        if not isinstance(value, dict):
            return value
        identity = value.get("@id")
        target = self.by_id.get(identity, {}) if isinstance(identity, str) else {}
        return {**target, **value}


def read_graph(texts: Sequence[str], *urls: str | None) -> Graph:
    """Return the nodes of all JSON-LD scripts of a page; broken scripts are ignored.

    `urls` are those of the page: of several articles, the one that states one of them is its own.
    """
    graph = Graph()
    articles = []
    for text in texts:
        for node in _nodes(_load(text), 0):
            _add(graph, node)
            articles += [node] if _is_article(node) else []
    own = {_place_of(url) for url in urls if url}
    if len(articles) > 1:
        stated = (node for node in articles if not own.isdisjoint(_places(node)))
        graph.by_type["Article"] = next(stated, graph.get("Article"))
    return graph


def _places(node: Node) -> set[str]:
    page = node.get("mainEntityOfPage")
    page = page.get("@id") if isinstance(page, dict) else page
    return {
        _place_of(url) for url in (node.get("url"), node.get("@id"), page) if isinstance(url, str)
    }


def _place_of(url: str) -> str:
    """Return a URL without its scheme, its fragment and the slash at its end."""
    return url.partition("#")[0].partition("://")[2].rstrip("/").lower()


def text_of(value: Any) -> str | None:
    """Return a JSON-LD value as text: a string, or the first string of a list."""
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, str) and first.strip() else None


def _is_article(node: Node) -> bool:
    kinds = node.get("@type")
    stated = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and _ARTICLE.fullmatch(kind) for kind in stated)


def _add(graph: Graph, node: Node) -> None:
    kinds = node.get("@type")
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        if isinstance(kind, str):
            graph.by_type.setdefault(kind, node)
    if _is_article(node):
        graph.by_type.setdefault("Article", node)
    identity = node.get("@id")
    if isinstance(identity, str):
        # Of several nodes with one id, references point to the largest.
        known = graph.by_id.get(identity)
        if known is None or len(known) < len(node):
            graph.by_id[identity] = node


def _load(text: str) -> Any:
    """Parse JSON, repaired if it is invalid: None if it still is.

    Templates leave CDATA marks, raw newlines within strings, and a comma after the last value.
    """
    if (value := _parsed(text)) is not None:
        return value
    repaired = _CONTROL.sub(" ", _COMMENT_MARKS.sub("", text))
    value = _parsed(repaired)
    return value if value is not None else _parsed(_LAST_COMMA.sub(r"\1", repaired))


def _parsed(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None


def _nodes(value: Any, depth: int) -> Iterator[Node]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in _NESTED_KEYS:
            if key in value:
                yield from _nodes(value[key], depth + 1)
