"""Helpers for Lexbor: parsing, selectors (one engine per thread), tag numbers, class tokens."""

import threading

from selectolax.lexbor import (
    LexborCSSSelector,
    LexborDocumentOptions,
    LexborHTMLParser,
    LexborNode,
    create_tag,
)

# Lexbor's numbers of nodes that are not elements.
TEXT_TAG = 2
COMMENT_TAG = 4
# `<?php ... ?>` in a page whose server did not execute it.
INSTRUCTION_TAG = 0


class _Engines(threading.local):
    """One selector engine per thread: building one takes 0.15 ms, sharing one is not safe."""

    def __init__(self) -> None:
        # The stub of selectolax leaves __init__ without a return type.
        self.selector = LexborCSSSelector()  # type: ignore[no-untyped-call]


_ENGINES = _Engines()


def parse_tree(html: bytes) -> LexborHTMLParser:
    """Parse UTF-8 bytes. `scripting` keeps <noscript> from throwing <head> into <body>."""
    return LexborHTMLParser(html, options=LexborDocumentOptions.WO_EVENTS, scripting=True)


def select(selector: str, node: LexborNode) -> list[LexborNode]:
    """Return the elements that match a CSS selector, in document order: `node` and those in it.

    An element that matches several alternatives (`a,.b`) is returned once for each.
    """
    return _ENGINES.selector.find(selector, node)


def select_first(selector: str, node: LexborNode) -> LexborNode | None:
    """Return the first element that matches a CSS selector, `node` included, or None."""
    found = _ENGINES.selector.find(selector, node)
    return found[0] if found else None


def tag_numbers(names: str) -> frozenset[int]:
    """Return Lexbor's numbers of space-separated tag names; comparing numbers is 4x faster."""
    return frozenset(create_tag(name).tag_id for name in names.split())


def class_tokens(node: LexborNode) -> list[str]:
    """Return the classes of an element in order."""
    return (node.attrs.get("class") or "").split()


def attribute(node: LexborNode, name: str) -> str:
    """Return an attribute without surrounding space; '' if the element does not have it."""
    return (node.attrs.get(name) or "").strip()


def element_beside(node: LexborNode, side: str) -> LexborNode | None:
    """Return the element before (`prev`) or after (`next`) another, without the texts between."""
    other: LexborNode | None = getattr(node, side)
    while other is not None and not other.is_element_node:
        other = getattr(other, side)
    return other
