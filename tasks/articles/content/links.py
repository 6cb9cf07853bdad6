"""Outgoing links of the body text."""

from collections.abc import Sequence
from urllib.parse import urljoin

from tasks.articles.body.blocks import Anchor
from tasks.articles.text.clean import TextCleaner
from tasks.models import Link
from tasks.urls import Site, is_of_site, original_url


def read_links(
    anchors: Sequence[Anchor], page_url: str, site: Site, cleaner: TextCleaner
) -> tuple[Link, ...]:
    """Return the http(s) links in page order as absolute URLs, without links within the page."""
    links: list[Link] = []
    for anchor in anchors:
        url = _absolute(anchor.href, page_url)
        if url is not None:
            text = cleaner.clean(anchor.text)
            links.append(Link(len(links) + 1, url, text, is_of_site(url, site)))
    return tuple(links)


def _absolute(href: str, page_url: str) -> str | None:
    if href.startswith("#"):
        return None
    try:
        url = urljoin(page_url, original_url(href))
    except ValueError:
        return None
    return url if url.startswith(("http://", "https://")) else None
