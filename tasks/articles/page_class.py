"""Reject pages that are not articles, by the classes of the body or else by the URL."""

from tasks.articles.document import Document
from tasks.articles.markup.classify_response import Refusal
from tasks.articles.markup.dom import select
from tasks.models import PageKind, Reason
from tasks.urls import page_kind

# Class names that other themes and sites also use for other purposes.
_LISTING_CLASSES = ("search", "blog", "paged")
_NO_RESULTS = "No Results Found"


def refuse_page(document: Document) -> Refusal | None:
    """Return why a parsed page is not an article, or None if it may be one."""
    classes = document.body_classes
    if _says_not_found(document):
        return Reason.SOFT_NOT_FOUND, "status 200, but the page says that nothing was found"
    if "attachment" in classes:
        return Reason.ATTACHMENT, "body.attachment"
    if "single" in classes or "single-post" in classes:
        return None
    if "archive" in classes:
        return Reason.LISTING, "body.archive"
    return None if states_article(document) else _refuse_by_class(document)


def _refuse_by_class(document: Document) -> Refusal | None:
    classes = document.body_classes
    if "home" in classes and "paged" not in classes:
        if page_kind(document.page.url, document.site) is PageKind.ARTICLE:
            return Reason.SOFT_NOT_FOUND, "status 200, but the page is the front page"
        return Reason.FRONT_PAGE, "body.home"
    for name in _LISTING_CLASSES:
        if name in classes:
            return Reason.LISTING, f"body.{name}"
    return _refuse_by_address(document)


def states_article(document: Document) -> bool:
    """Return whether the head of a page states that it is a single article."""
    if (document.head.meta("og:type") or "").strip().lower() == "article":
        return True
    return bool(document.graph.get("Article"))


def _says_not_found(document: Document) -> bool:
    if "error404" in document.body_classes:
        return True
    if "single" in document.body_classes:
        return False
    return any(
        (node.text() or "").strip() == _NO_RESULTS
        for node in select("#left-area h1", document.body)
    )


def _refuse_by_address(document: Document) -> Refusal | None:
    url = document.page.url
    kind = page_kind(url, document.site)
    if kind is PageKind.ATTACHMENT:
        return Reason.ATTACHMENT, "the URL of an attachment"
    if kind is PageKind.LISTING:
        return Reason.LISTING, "the URL of a listing"
    if url.rstrip("/") == document.site.origin.rstrip("/"):
        return Reason.FRONT_PAGE, "the URL of the front page"
    return None
