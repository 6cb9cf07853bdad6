"""Posts that WordPress splits over several pages with <!--nextpage-->."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from selectolax.lexbor import LexborNode

from tasks.articles.markup.dom import select
from tasks.urls import Site, canonical_url
from warehouse.ingest.addresses import article_page

_PAGE_LINKS = ".page-links,.post-page-numbers,.page-link,.link-pages,.wp-link-pages"
_NUMBER = re.compile(r"(?<![\w.])\d{1,3}(?![\w.])")
# The end of an address that differs from another by its page number only.
_ENDS_IN_NUMBER = re.compile(r"(?:^|[/=])\d{1,2}/?(?:index\.html?)?$")
# A post has two or three pages; more than this is a loop of links.
MOST_PAGES = 50
# Flag of the capture of a further page that shows the text of an earlier page again: what it links
# to is not part of the post.
REPEATS_PAGE = "repeats-page"


@dataclass(frozen=True, slots=True)
class PostPages:
    """Which page of its post a page is, how many there are, and the others it links to.

    `first_url` is the canonical address of the first page, `linked` those of the others.
    """

    first_url: str
    number: int
    count: int
    linked: tuple[str, ...]


def read_post_pages(contents: Iterable[LexborNode], url: str, site: Site) -> PostPages:
    """Return the place of a page in its post, from its address and the links in its content."""
    canonical = canonical_url(url, site) or url
    first, number = article_page(canonical)
    contents = list(contents)
    linked = dict(_linked_pages(contents, canonical, first, site))
    shown = [n for n in _shown_numbers(contents) if n <= MOST_PAGES]
    others = {page: at for page, at in linked.items() if page != number}
    if not others and not shown:
        # A number at the end of an address alone may be the name of a post.
        return PostPages(canonical, 1, 1, ())
    count = max([number, *others, *shown])
    return PostPages(first, number, count, tuple(others[page] for page in sorted(others)))


def _linked_pages(
    contents: Iterable[LexborNode], url: str, first: str, site: Site
) -> Iterator[tuple[int, str]]:
    """Yield number and address of the pages of the post that are linked to, the first included."""
    for content in contents:
        for link in select("a[href]", content):
            href = link.attributes.get("href") or ""
            if not (_ENDS_IN_NUMBER.search(href) or first.endswith(href[-24:])):
                continue
            at = canonical_url(_absolute(href, url), site)
            base, number = article_page(at) if at else ("", 1)
            if at and base == first and number <= MOST_PAGES:
                yield number, at


def _shown_numbers(contents: Iterable[LexborNode]) -> list[int]:
    links = [node for content in contents for node in select(_PAGE_LINKS, content)]
    return [int(found) for node in links for found in _NUMBER.findall(node.text())]


def _absolute(href: str, url: str) -> str:
    try:
        return urljoin(url, href)
    except ValueError:
        return ""
