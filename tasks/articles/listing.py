"""Parse listings (category, tag, author, date): link, title, author, date, section of each entry.

Excerpts are ignored: they are truncated to 270 characters, or contain whole articles.
"""

import re
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from selectolax.lexbor import LexborNode

from tasks.articles.document import PageParts
from tasks.articles.layouts.divi_article import read_post_meta
from tasks.articles.markup.classify_response import refuse_response
from tasks.articles.markup.decode import decode_html
from tasks.articles.markup.dom import attribute, class_tokens, select, select_first
from tasks.articles.markup.parser_limits import MarkupRefused, parse_within_limits
from tasks.articles.text.clean import TextCleaner
from tasks.articles.text.dates import read_printed_date
from tasks.models import Candidate, Page, PageKind
from tasks.urls import Site, canonical_url, page_kind

_ENTRY = "#left-area article,.et_pb_posts article,.et_pb_blog_grid article"
# Other themes: any article with a linked heading.
_ANY_ENTRY = "article,.hentry"
_ENTRY_LINK = ".entry-title a,h2 a,h3 a"
_ARCHIVE_CLASSES = frozenset({"archive", "blog", "search", "paged", "category", "date", "home"})
# `« Older Entries` of Divi, page numbers of the plugin wp-pagenavi, or rel=next.
_NEXT_LINKS = (
    ".pagination .alignleft a",
    ".wp-pagenavi a.nextpostslink",
    "link[rel=next]",
    "a.next.page-numbers",
    ".nav-previous a",
)
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"/page/(\d+)/?$")


def read_listing(page: Page, site: Site, discovered_via: str) -> list[Candidate]:
    """Return the articles a listing links to, in order; empty if the page cannot be parsed."""
    root = _open(page)
    if root is None:
        return []
    entries = select(_ENTRY, root) or select(_ANY_ENTRY, root)
    found = (_read_entry(entry, page, site, discovered_via) for entry in entries)
    candidates = {candidate.url: candidate for candidate in found if candidate is not None}
    return list(candidates.values())


def next_listing_page(page: Page, site: Site) -> str | None:
    """Return the canonical URL of the page with older entries, or None on the last page.

    Themes that mark no link as that to the next page link to it by its number.
    """
    root = _open(page)
    if root is None:
        return None
    for selector in _NEXT_LINKS:
        node = select_first(selector, root)
        if node is not None:
            following = canonical_url(_absolute(attribute(node, "href"), page.url), site)
            return following if following != canonical_url(page.url, site) else None
    numbered = numbered_next_pages(page.url, site)
    links = (attribute(node, "href") for node in select("a[href]", root))
    with_number = (link for link in links if _DIGIT.search(link))
    targets = (canonical_url(_absolute(link, page.url), site) for link in with_number)
    return next((target for target in targets if target in numbered), None)


def numbered_next_pages(url: str, site: Site) -> tuple[str, ...]:
    """Return the canonical URLs that the page after a listing's page has by its number.

    The first is the one in the form of `url`: with permalinks (`/page/2/`) or without (`?paged=2`).
    """
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    in_path = _NUMBER.search(parts.path)
    number = 1 + int(in_path[1] if in_path else query.pop("paged", None) or 1)
    start = parts.path[: in_path.start()] if in_path else parts.path.rstrip("/")
    pretty = parts._replace(path=f"{start}/page/{number}/", query=urlencode(query), fragment="")
    plain = parts._replace(path=f"{start}/", query=urlencode({**query, "paged": number}))
    forms = [canonical_url(form.geturl(), site) for form in (pretty, plain)]
    return tuple(filter(None, reversed(forms) if query else forms))


def is_listing(page: Page, site: Site) -> bool:
    """Return whether a page is a listing, by the classes of its body or else by its URL."""
    root = _open(page)
    if root is None:
        return False
    body = select_first("body", root)
    classes = class_tokens(body) if body is not None else []
    if "archive" in classes or "blog" in classes or "search" in classes:
        return True
    return "single" not in classes and page_kind(page.url, site) is PageKind.LISTING


def has_archive_classes(page: Page) -> bool:
    """Return whether the body of a page has a class of WordPress's archives."""
    root = _open(page)
    body = select_first("body", root) if root is not None else None
    return body is not None and not _ARCHIVE_CLASSES.isdisjoint(class_tokens(body))


def _open(page: Page) -> LexborNode | None:
    if refuse_response(page):
        return None
    html, _ = decode_html(page.body, page.content_type)
    try:
        # Nodes keep their parser alive.
        return parse_within_limits(html).root
    except MarkupRefused:
        return None


def _absolute(href: str, page_url: str) -> str:
    try:
        return urljoin(page_url, href)
    except ValueError:
        return ""


def _read_entry(entry: LexborNode, page: Page, site: Site, discovered_via: str) -> Candidate | None:
    link = select_first(_ENTRY_LINK, entry)
    url = canonical_url(_absolute(attribute(link, "href"), page.url), site) if link else None
    if link is None or url is None or page_kind(url, site) is PageKind.LISTING:
        return None
    cleaner = TextCleaner()
    parts = PageParts("listing")
    for meta in select(".post-meta", entry)[:1]:
        read_post_meta(parts, meta)
    return Candidate(
        url=url,
        discovered_via=discovered_via,
        listed_on=page.url,
        title=cleaner.clean_or_none(link.text()),
        author=cleaner.clean_or_none(parts.bylines[0][0]) if parts.bylines else None,
        section=cleaner.clean_or_none(parts.categories[0].name) if parts.categories else None,
        published_on=read_printed_date(parts.printed_date.value) if parts.printed_date else None,
        post_id=_post_id(entry),
    )


def _post_id(entry: LexborNode) -> int | None:
    number = attribute(entry, "id").removeprefix("post-")
    return int(number) if number.isdecimal() and len(number) <= 18 else None
