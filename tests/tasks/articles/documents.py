"""Trees and documents of small made-up pages, for tests of single modules."""

from selectolax.lexbor import LexborNode

from tasks.articles.document import Document
from tasks.articles.markup.dom import parse_tree
from tests.tasks.articles.pages import SITE, URL, page_of


def body_of(html: str) -> LexborNode:
    body = parse_tree(f"<html><body>{html}</body></html>".encode()).body
    assert body is not None
    return body


def one(selector: str, node: LexborNode) -> LexborNode:
    found = node.css_first(selector)
    assert found is not None
    return found


def document_of(html: str, url: str = URL) -> Document:
    from tasks.articles.parse_page import open_document

    document = open_document(page_of(html, url=url), SITE, html.encode())
    assert document is not None
    return document
