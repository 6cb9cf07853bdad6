"""Titles, meta tags, links and JSON-LD scripts of a page."""

from collections.abc import Callable
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tasks.articles.markup.dom import select, tag_numbers

_JSON_LD = "application/ld+json"


@dataclass(slots=True)
class Head:
    """Contents of <head>: `metas` by property, name or itemprop, `links` by rel, in page order."""

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
    """Return the contents of the head of `tree`.

    JSON-LD is also read from the body, since many plugins print it in the footer. If an element
    that is not allowed in a head has closed it early, the rest is read from the body.
    """
    head = Head()
    node = tree.head.first_child if tree.head is not None else None
    while node is not None:
        if read := _READERS.get(node.tag_id):
            read(head, node)
        node = node.next
    if not head.metas and tree.root is not None:
        for node in select("meta,link,title,script", tree.root):
            _READERS[node.tag_id](head, node)
    elif not head.json_ld:
        for node in tree.tags("script"):
            _read_script(head, node)
    return head


def _read_meta(head: Head, node: LexborNode) -> None:
    attributes = node.attributes
    name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
    content = attributes.get("content")
    if name and content:
        head.metas.setdefault(name.strip().lower(), []).append(content)


def _read_link(head: Head, node: LexborNode) -> None:
    attributes = node.attributes
    rel, href = attributes.get("rel"), attributes.get("href")
    if rel and href:
        head.links.setdefault(rel.strip().lower(), []).append(href.strip())


def _read_title(head: Head, node: LexborNode) -> None:
    parent = node.parent
    if parent is None or parent.tag != "svg":
        head.titles.append(node.text())


def _read_script(head: Head, node: LexborNode) -> None:
    if (node.attributes.get("type") or "").strip().lower() == _JSON_LD:
        head.json_ld.append(node.text())


_READERS: dict[int, Callable[[Head, LexborNode], None]] = {
    **dict.fromkeys(tag_numbers("meta"), _read_meta),
    **dict.fromkeys(tag_numbers("link"), _read_link),
    **dict.fromkeys(tag_numbers("title"), _read_title),
    **dict.fromkeys(tag_numbers("script"), _read_script),
}
