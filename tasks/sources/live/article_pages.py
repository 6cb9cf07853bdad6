"""Find the further pages of an article that WordPress splits at `<!--nextpage-->`."""

import re
from dataclasses import dataclass, field
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from tasks.articles.markup.parser_limits import MarkupRefused, parse_within_limits
from tasks.articles.markup.post_pages import MOST_PAGES
from tasks.urls import Site, canonical_url
from warehouse.ingest.addresses import article_page

LINKS = "a[href], link[rel=next]"
# Shorter lines are menus, dates and page numbers.
SHORTEST_LINE = 20
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class FurtherPages:
    """The further pages that one page of an article links to, and whether it shows a new text."""

    urls: tuple[str, ...] = ()
    is_repeat: bool = False


@dataclass(slots=True)
class ArticlePages:
    """The texts of the pages of one article that were fetched so far.

    Some sites serve the same text under every page number and link to the next one, endlessly.
    """

    texts: list[frozenset[str]] = field(default_factory=list)

    def read(self, body: bytes, url: str, site: Site) -> FurtherPages:
        """Return what a page links to: nothing, if it shows the text of an earlier page again."""
        try:
            tree = parse_within_limits(body)
        except MarkupRefused:
            # The step parse rejects the page and records the reason.
            return FurtherPages()
        urls = _linked_pages(tree, url, site)
        if not urls:
            return FurtherPages()
        text = _lines(tree)
        if text and text in self.texts and _is_further_page(url, site):
            return FurtherPages(is_repeat=True)
        self.texts.append(text)
        return FurtherPages(tuple(urls))


def further_pages(body: bytes, url: str, site: Site) -> tuple[str, ...]:
    """Return the canonical URLs of the further pages of an article that it links to.

    A page belongs to the article at `url` if only the page number differs: `/slug/2/` or `?page=2`.
    This is the same in every theme.
    """
    return ArticlePages().read(body, url, site).urls


def _is_further_page(url: str, site: Site) -> bool:
    canonical = canonical_url(url, site)
    return canonical is not None and article_page(canonical)[1] > 1


def _linked_pages(tree: LexborHTMLParser, url: str, site: Site) -> list[str]:
    canonical = canonical_url(url, site)
    if canonical is None:
        return []
    first, number = article_page(canonical)
    found: dict[str, int] = {}
    for link in tree.css(LINKS):
        address = _absolute(link.attributes.get("href") or "", url)
        linked = canonical_url(address, site)
        base, linked_number = article_page(linked) if linked else ("", 1)
        if linked and base == first and linked_number not in (1, number):
            found.setdefault(linked, linked_number)
    return sorted((page for page in found if found[page] <= MOST_PAGES), key=found.__getitem__)


def _lines(tree: LexborHTMLParser) -> frozenset[str]:
    """Return the longer lines of a page, without their numbers."""
    text = tree.body.text(separator="\n") if tree.body else ""
    lines = (_DIGITS.sub("0", line.strip()) for line in text.splitlines())
    return frozenset(line for line in lines if len(line) >= SHORTEST_LINE)


def _absolute(href: str, url: str) -> str:
    try:
        return urljoin(url, href)
    except ValueError:
        return ""
