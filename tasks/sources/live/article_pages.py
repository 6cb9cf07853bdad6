"""Find the further pages of an article that WordPress splits at `<!--nextpage-->`."""

from urllib.parse import urljoin

from tasks.articles.markup.parser_limits import MarkupRefused, parse_within_limits
from tasks.urls import Site, canonical_url
from warehouse.ingest.addresses import article_page

# Maximum number of pages: an article has two or three, more indicate a loop of links.
MOST_PAGES = 50
LINKS = "a[href], link[rel=next]"


def further_pages(body: bytes, url: str, site: Site) -> list[str]:
    """Return the canonical URLs of the further pages of an article that it links to.

    A page belongs to the article at `url` if only the page number differs: `/slug/2/` or `?page=2`.
    This is the same in every theme.
    """
    canonical = canonical_url(url, site)
    if canonical is None:
        return []
    try:
        tree = parse_within_limits(body)
    except MarkupRefused:
        # The step parse rejects the page and records the reason.
        return []
    first, number = article_page(canonical)
    found: dict[str, int] = {}
    for link in tree.css(LINKS):
        address = _absolute(link.attributes.get("href") or "", url)
        linked = canonical_url(address, site)
        base, linked_number = article_page(linked) if linked else ("", 1)
        if linked and base == first and linked_number not in (1, number):
            found.setdefault(linked, linked_number)
    return sorted(found, key=lambda page: found[page])[:MOST_PAGES]


def _absolute(href: str, url: str) -> str:
    try:
        return urljoin(url, href)
    except ValueError:
        return ""
