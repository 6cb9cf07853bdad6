"""Reject responses that cannot be articles, by status, content type, flags and first bytes."""

import re
from urllib.parse import SplitResult, unquote, urlsplit

from tasks.articles.markup.decode import GZIP_MAGIC
from tasks.articles.markup.parser_limits import MAX_BODY_BYTES
from tasks.http.media_type import HTML, media_type
from tasks.models import Page, PageKind, Reason
from tasks.urls import Site, canonical_url, page_kind

Refusal = tuple[Reason, str]

_NOT_FOUND = frozenset({404, 410})
_HTML_TYPES = frozenset({HTML, ""})
_FEED_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)[\s>]", re.S
)
# Flags of tasks.http.content_encoding for bytes that do not match their encoding. What could be
# decoded of a truncated body is read: the article is then incomplete.
_CORRUPT_FLAG = re.compile(r"corrupt-(?!end)")
# Archives often keep the header of an encoding they have decoded; the body is then plain HTML.
_CLAIM_FLAG = re.compile(r"not-|unknown-encoding:")
_LOGIN_PATH = re.compile(
    r"/(?:wp-login|log-?in|sign-?in|signup|register|subscribe|account)(?:\.\w+)?(?:/|$)", re.I
)
# A page may begin with any tag, since crawlers also store fragments.
_HTML_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[!?a-z]", re.I)


def refuse_response(page: Page) -> Refusal | None:
    """Return the reason and explanation if a response cannot be an article, or None."""
    return (
        _refuse_status(page)
        or _refuse_size(page)
        or _refuse_flags(page)
        or _refuse_type(page)
        or _refuse_bytes(page)
    )


def refuse_target(page: Page, site: Site) -> Refusal | None:
    """Refuse the URL of an article that leads to another site, a login, or no article at all.

    The article may be at the other site, and behind the login; in place of articles that are gone,
    sites lead to their front page or to a listing.
    """
    target = page.redirects_to
    if target is None or page_kind(page.url, site) is not PageKind.ARTICLE:
        return None
    there = canonical_url(target, site)
    if there is None:
        return Reason.REFUSED, f"status {page.status} leads to another site: {target}"
    if _LOGIN_PATH.search(urlsplit(there).path):
        return Reason.REFUSED, f"status {page.status} leads to a login: {target}"
    is_front_page = there.rstrip("/") == site.origin.rstrip("/")
    if is_front_page or page_kind(there, site) is PageKind.LISTING:
        return Reason.SOFT_NOT_FOUND, f"status {page.status} leads to no article: {target}"
    return None


def _refuse_status(page: Page) -> Refusal | None:
    status = page.status
    if page.redirects_to and _leads_to_itself(page):
        return Reason.EMPTY_PAGE, f"status {status} leads to this page at {page.redirects_to}"
    if page.redirects_to:
        return Reason.REDIRECT, f"status {status} leads to {page.redirects_to}"
    if 300 <= status < 400 and not page.body.strip():
        return Reason.EMPTY_PAGE, f"status {status}, with neither a page nor a target"
    if status < 200:
        return Reason.REFUSED, f"status {status}"
    if status >= 500:
        return Reason.SERVER_ERROR, f"status {status}"
    if status in _NOT_FOUND:
        return Reason.NOT_FOUND, f"status {status}"
    if status >= 400:
        return Reason.REFUSED, f"status {status}"
    return None


def _leads_to_itself(page: Page) -> bool:
    """Return whether a redirect leads to the same page at another address: HTTPS, another host.

    The page itself is then in another capture, or in none.
    """
    here, there = urlsplit(page.url), urlsplit(page.redirects_to or "")
    return (_path(here), here.query) == (_path(there), there.query) and _path(here) != ""


def _path(parts: SplitResult) -> str:
    return unquote(parts.path).strip("/").lower()


def _refuse_size(page: Page) -> Refusal | None:
    if len(page.body) <= MAX_BODY_BYTES:
        return None
    return Reason.TOO_LARGE, f"{len(page.body)} bytes, more than the maximum of {MAX_BODY_BYTES}"


def _refuse_flags(page: Page) -> Refusal | None:
    for flag in page.flags:
        is_claim = _CLAIM_FLAG.match(flag) and not _HTML_START.match(page.body)
        if is_claim or _CORRUPT_FLAG.match(flag):
            return Reason.CORRUPT, f"the body does not match its encoding: {flag}"
    return None


def _refuse_type(page: Page) -> Refusal | None:
    kind = media_type(page.content_type, page.body)
    if _FEED_START.match(page.body[:2_000]):
        return Reason.FEED, f"a feed ({kind or 'no content type'})"
    if kind not in _HTML_TYPES:
        return Reason.NOT_HTML, f"content type {kind}"
    return None


def _refuse_bytes(page: Page) -> Refusal | None:
    if not page.body or page.body.isspace():
        return Reason.EMPTY_PAGE, f"{len(page.body)} bytes, all blank"
    if page.body.startswith(GZIP_MAGIC):
        return Reason.CORRUPT, "the body is gzip that cannot be decompressed"
    if b"<" not in page.body and b"\x00" in page.body:
        return Reason.NOT_HTML, "binary content without a single tag"
    return None
