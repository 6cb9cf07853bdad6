"""Find the URL of each saved page of a folder, or why a page has none."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from tasks.articles.parse_page import parse_html
from tasks.models import Article, PageKind
from tasks.sources.files.find_parts import Part, PassedOver
from tasks.sources.files.formats.press_export import EXPORTED, dated_articles, exported_articles
from tasks.sources.files.saved_html import (
    SavedPage,
    is_frame,
    is_front_page,
    is_of_damaged_snapshot,
    is_page_of_archivebox,
    saved_page,
)
from tasks.urls import Site, canonical_url, page_kind
from warehouse.ingest.addresses import is_article_path, path_segments

NO_ADDRESS = "a page that does not state its URL, in a mail or among other pages of one file"
DAMAGED_SNAPSHOT = "index.json beside it is damaged, so its URL is unknown"
ARTICLE_AT_FRONT = "an article that does not state its URL, in a file named as the front page"
OF_ANOTHER_SITE = "a page of another site"


def urls_of_pages(parts: Sequence[Part], site: Site) -> Iterator[tuple[Part, str | PassedOver]]:
    """Yield each saved page with its URL, or with the reason why it is not read.

    A link shared by pages with different titles, or by pages at the paths of articles, is
    ignored, and so is a link to another saved page.
    """
    pages = {
        part: replace(saved_page(part, site), body=b"")
        for part in parts
        if not is_page_of_archivebox(part.path) and not is_frame(part.path)
    }
    shared = _shared_links(pages.values(), site)
    for part in parts:
        page = pages.get(part)
        url = page.url(lambda link: link not in shared) if page else None
        url = canonical_url(url, site) if url else None
        problem = _problem(part, page, url, site)
        yield part, PassedOver(part.name, problem) if problem else url or _other(part)


def _other(part: Part) -> PassedOver:
    return PassedOver(part.name, OF_ANOTHER_SITE, is_other=True)


def _shared_links(pages: Iterable[SavedPage], site: Site) -> set[str]:
    sharing: dict[str, set[SavedPage]] = defaultdict(set)
    for page in pages:
        for link in {*page.links, page.path_url} - {None}:
            sharing[str(link)].add(page)
    return {link for link, found in sharing.items() if _are_several(found, site)}


def _are_several(pages: set[SavedPage], site: Site) -> bool:
    """Return whether saved pages with one link are different pages of the site."""
    paths = {page.path_url for page in pages}
    if len(paths) < 2:
        return False
    are_articles = all(url and page_kind(url, site) is PageKind.ARTICLE for url in paths)
    return are_articles or len({page.title for page in pages}) > 1


def _problem(part: Part, page: SavedPage | None, url: str | None, site: Site) -> str:
    """Return why a page that may be an article is not read, '' if it is read or is none."""
    if page is None:
        return ""
    if (url is None or page.is_guess(url)) and (count := _articles_in(part, url, site)):
        return f"{EXPORTED}: {count}"
    if url is not None and page.is_guess(url) and _is_article_at_front(part, url, site):
        return ARTICLE_AT_FRONT
    if url is None and is_of_damaged_snapshot(part.path):
        return DAMAGED_SNAPSHOT
    if url is None and not part.is_at_name and _mentions_site(part, site):
        return NO_ADDRESS
    return ""


def _articles_in(part: Part, url: str | None, site: Site) -> int:
    """Return the number of articles in an export of a press database; 0 for another page."""
    body = saved_page(part, site).body
    if count := exported_articles(body):
        return count
    # The name of a file is not an address. Long texts with dates are not the page of one article.
    is_name = url is not None and not is_article_path(path_segments(urlsplit(url).path))
    count = dated_articles(body) if is_name else 0
    return count if count > 1 else 0


def _is_article_at_front(part: Part, url: str, site: Site) -> bool:
    """Return whether an article is in a file such as `index.html`, outside a folder of a host."""
    if not is_front_page(url):
        return False
    # The parser rejects every page at the URL of the front page; at another URL it reads the page.
    page = parse_html(saved_page(part, site).body, f"{site.origin}/saved/pages/page/", site)
    return isinstance(page, Article)


def _mentions_site(part: Part, site: Site) -> bool:
    content = saved_page(part, site).body.lower()
    return any(host.encode() in content for host in site.hosts)
