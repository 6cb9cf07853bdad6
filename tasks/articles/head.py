"""What the head of a page says: titles, meta tags, links, JSON-LD."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tasks.articles.dom import select, tag_numbers

_JSON_LD = "application/ld+json"
_GRAPH_TYPES = frozenset({"Article", "NewsArticle", "BlogPosting", "WebPage", "Person"})


@dataclass(slots=True)
class Head:
    """The statements of <head>: `metas` by property or name, `links` by rel, in page order."""

    titles: list[str] = field(default_factory=list)
    metas: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    json_ld: list[str] = field(default_factory=list)

    def meta(self, name: str) -> str | None:
        """Return the first value of a meta tag, or None."""
        values = self.metas.get(name)
        return values[0] if values else None

    def link(self, rel: str) -> str | None:
        """Return the first href of a link relation, or None."""
        values = self.links.get(rel)
        return values[0] if values else None


def read_head(tree: LexborHTMLParser) -> Head:
    """Return what the head of `tree` states, looking into the body where the head was cut."""
    head = Head()
    node = tree.head.first_child if tree.head is not None else None
    while node is not None:
        if read := _READERS.get(node.tag_id):
            read(head, node)
        node = node.next
    if not head.metas and tree.root is not None:
        # An element that may not stand in a head ends it: the rest lies in the body.
        for node in select("meta,link,title,script", tree.root):
            _READERS[node.tag_id](head, node)
    return head


def read_graph(head: Head) -> dict[str, dict[str, Any]]:
    """Return the first JSON-LD node of each wanted type; broken JSON counts as none."""
    nodes: dict[str, dict[str, Any]] = {}
    for text in head.json_ld:
        for node in _graph_nodes(text):
            kinds = node.get("@type")
            for kind in kinds if isinstance(kinds, list) else [kinds]:
                if isinstance(kind, str) and kind in _GRAPH_TYPES:
                    nodes.setdefault(kind, node)
    return nodes


def _read_meta(head: Head, node: LexborNode) -> None:
    attributes = node.attributes
    name = attributes.get("property") or attributes.get("name")
    content = attributes.get("content")
    if name and content:
        head.metas.setdefault(name.strip().lower(), []).append(content)


def _read_link(head: Head, node: LexborNode) -> None:
    attributes = node.attributes
    rel, href = attributes.get("rel"), attributes.get("href")
    if rel and href:
        head.links.setdefault(rel.strip().lower(), []).append(href.strip())


def _read_title(head: Head, node: LexborNode) -> None:
    head.titles.append(node.text())


def _read_script(head: Head, node: LexborNode) -> None:
    if node.attributes.get("type") == _JSON_LD:
        head.json_ld.append(node.text())


def _graph_nodes(text: str) -> list[dict[str, Any]]:
    try:
        parsed = orjson.loads(text)
    except orjson.JSONDecodeError:
        return []
    if isinstance(parsed, dict) and isinstance(parsed.get("@graph"), list):
        parsed = parsed["@graph"]
    nodes = parsed if isinstance(parsed, list) else [parsed]
    return [node for node in nodes if isinstance(node, dict)]


_READERS: dict[int, Callable[[Head, LexborNode], None]] = {
    **dict.fromkeys(tag_numbers("meta"), _read_meta),
    **dict.fromkeys(tag_numbers("link"), _read_link),
    **dict.fromkeys(tag_numbers("title"), _read_title),
    **dict.fromkeys(tag_numbers("script"), _read_script),
}
