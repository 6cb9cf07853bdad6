"""Discovery by sitemaps: those in robots.txt, Yoast's, and WordPress's own."""

import re
import zlib
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import etree

from tasks.articles.markup.decode import decode_html
from tasks.models import Candidate, Expectation, PageKind
from tasks.sources.live.discovery_client import DiscoveryClient
from tasks.sources.source import Finding, WholeListing
from tasks.urls import Site, canonical_url, page_kind

ROUTE = "sitemap"
# Yoast's name, WordPress's own since 5.5, and the convention.
WELL_KNOWN = ("/sitemap_index.xml", "/wp-sitemap.xml", "/sitemap.xml")
# sitemaps.org: an index lists sitemaps, not indexes. Some sites nest them by year and month.
MAX_DEPTH = 6
# Limit for endless indexes: number of consecutive sitemaps without pages.
MOST_FRUITLESS = 500
MAX_BYTES = 50 << 20
MOST_LAYERS_OF_GZIP = 3
GZIP = b"\x1f\x8b"
# PHP warnings may be printed before and after the XML declaration. A feed may be a sitemap, too.
ROOT_START = re.compile(r"<(?:[\w-]+:)?(?:urlset|sitemapindex|rss|feed|RDF)\b", re.IGNORECASE)
ROOT_END = re.compile(
    r"</(?:[\w-]+:)?(?:urlset|sitemapindex|rss|feed|RDF)\s*>|<(?:urlset|sitemapindex)[^>]*/>",
    re.IGNORECASE,
)
ENTRIES_OF_FEEDS = frozenset({"item", "entry"})
# A change less than this before the response is accepted only by the next run.
NOW = timedelta(hours=1)
# If all pages have the same recent date, it is the date of the sitemap.
RECENT = timedelta(days=2)
FEWEST_EQUAL = 3
# Names of sitemaps of other pages than posts, in WordPress and Yoast.
OTHER_TYPES = re.compile(
    r"(?:page|category|post_tag|post_format|author|attachment)-sitemap"
    r"|wp-sitemap-(?:posts-page|taxonomies|users)-"
)


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """A URL in a sitemap, and whether it is another sitemap."""

    address: str
    modified_at: datetime | None
    is_sitemap: bool


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The entries of a sitemap; `problem` says why entries may be missing.

    `is_empty`: it was read, and it lists nothing, such as a news sitemap after a quiet week.
    """

    entries: tuple[SitemapEntry, ...] = ()
    problem: str | None = None
    is_empty: bool = False


@dataclass(slots=True)
class Walk:
    """The sitemaps requested so far, and the number of last ones without pages.

    `listed_on` has the first sitemap of every page: a page of the last days is in two of them, that
    of the posts and that of the news. It counts for one.
    """

    client: DiscoveryClient
    site: Site
    seen: set[str] = field(default_factory=set)
    listed_on: dict[str, str] = field(default_factory=dict)
    fruitless: int = 0

    def enter(self, address: str) -> bool:
        """Record that a sitemap is read; return whether it is the first time."""
        is_new = address not in self.seen
        self.seen.add(address)
        return is_new

    def first_sitemap(self, page: SitemapEntry, address: str) -> str:
        """Return the first sitemap that lists a page which the one at `address` lists."""
        canonical = canonical_url(page.address, self.site) or page.address
        return self.listed_on.setdefault(canonical, address)


async def discover_by_sitemap(
    client: DiscoveryClient, site: Site, named_by_robots: Sequence[str]
) -> AsyncIterator[Finding]:
    """Yield every page in the site's sitemaps, and the number of pages in each.

    Reads the sitemaps in robots.txt, those at well-known paths, and all their children, since an
    index may be incomplete.
    """
    walk = Walk(client, site)
    for address in named_by_robots:
        whole = _whole_address(address, f"{site.origin}/", site)
        async for finding in _walk(walk, whole, MAX_DEPTH):
            yield finding
    for path in WELL_KNOWN:
        async for finding in _walk(walk, site.origin + path, MAX_DEPTH, is_guess=True):
            yield finding
    yield WholeListing(ROUTE)


async def _walk(
    walk: Walk, address: str, depth: int, *, is_guess: bool = False
) -> AsyncIterator[Finding]:
    client, site = walk.client, walk.site
    canonical = canonical_url(address, site)
    if canonical is None:
        client.admit(Candidate(address, ROUTE, address))
        return
    if not walk.enter(canonical):
        return
    if depth == 0 or walk.fruitless >= MOST_FRUITLESS:
        client.note_unanswered(address, "is one of too many nested sitemaps")
        return
    sitemap, captured_at = await _read(walk, canonical, address, is_guess=is_guess)
    pages = list(article_entries(sitemap, address, site, captured_at))
    walk.fruitless = 0 if pages else walk.fruitless + 1
    for finding in _findings(walk, sitemap, pages, address):
        yield finding
    for entry in sitemap.entries:
        if entry.is_sitemap:
            async for finding in _walk(walk, entry.address, depth - 1):
                yield finding


async def _read(
    walk: Walk, canonical: str, address: str, *, is_guess: bool
) -> tuple[Sitemap, datetime]:
    """Return a sitemap, and when it was received; None if a guessed URL is not a sitemap.

    A well-known path often redirects to a sitemap that was already read under its own name.
    """
    client = walk.client
    answer = await (client.ask_guessed(address) if is_guess else client.ask_linked(address))
    if answer is None:
        return Sitemap(), datetime.now(UTC)
    response = answer.last.response
    final = canonical_url(response.requested_url, walk.site)
    if final not in (None, canonical) and not walk.enter(str(final)):
        return Sitemap(), response.captured_at
    sitemap = _with_whole_addresses(read_sitemap(answer.last.body), address, walk.site)
    if sitemap.entries:
        client.mark_route_available(ROUTE)
    if sitemap.problem and not (is_guess and not sitemap.entries):
        client.note_unanswered(address, sitemap.problem)
    return sitemap, response.captured_at


def _with_whole_addresses(sitemap: Sitemap, listed_on: str, site: Site) -> Sitemap:
    entries = (
        replace(each, address=_whole_address(each.address, listed_on, site))
        for each in sitemap.entries
    )
    return replace(sitemap, entries=tuple(entries))


def _whole_address(address: str, listed_on: str, site: Site) -> str:
    """Return the URL of an entry. It should be whole, but may be a path, or lack the scheme."""
    if "://" in address:
        return address
    hosts = {name.removeprefix("www.") for name in site.hosts}
    if address.partition("/")[0].lower().removeprefix("www.") in hosts:
        return f"{urlsplit(site.origin).scheme}://{address}"
    try:
        return urljoin(listed_on, address)
    except ValueError:
        return address


def article_entries(
    sitemap: Sitemap, address: str, site: Site, captured_at: datetime
) -> Iterator[SitemapEntry]:
    """Yield the entries that may be articles, without implausible dates of change."""
    is_of_posts = not OTHER_TYPES.match(urlsplit(address).path.rsplit("/", 1)[-1])
    entries = [entry for entry in sitemap.entries if not entry.is_sitemap]
    dates = {entry.modified_at for entry in entries}
    all_equal = len(entries) >= FEWEST_EQUAL and len(dates) == 1
    for entry in entries:
        if not _may_be_article(entry.address, site, is_of_posts=is_of_posts):
            continue
        at = entry.modified_at
        latest = captured_at - (RECENT if all_equal else NOW)
        yield SitemapEntry(entry.address, at if at and at <= latest else None, is_sitemap=False)


def _may_be_article(address: str, site: Site, *, is_of_posts: bool) -> bool:
    """Return whether a URL may be an article. Permalinks may have any number of segments."""
    canonical = canonical_url(address, site)
    if canonical is None:
        # The caller counts it.
        return True
    kind = page_kind(canonical, site)
    if kind is not PageKind.OTHER or not is_of_posts:
        return kind is PageKind.ARTICLE
    path = urlsplit(canonical).path
    return path.endswith("/") and path != "/" and not path.startswith("/wp-")


def _findings(
    walk: Walk, sitemap: Sitemap, pages: Sequence[SitemapEntry], address: str
) -> Iterator[Finding]:
    """Yield the pages of a sitemap, and the number of those that no earlier one lists."""
    if not pages and not sitemap.is_empty:
        return
    before = len(walk.listed_on)
    firsts = [walk.first_sitemap(page, address) for page in pages]
    scope = urlsplit(address).path.rsplit("/", 1)[-1]
    yield Expectation("sitemap:urls", scope, len(walk.listed_on) - before, address)
    for page, first in zip(pages, firsts, strict=True):
        yield Candidate(page.address, ROUTE, first, modified_at=page.modified_at)


def read_sitemap(body: bytes) -> Sitemap:
    """Return the entries of a sitemap, sitemap index or feed, as far as it can be read.

    Entities are not expanded and nothing is loaded from outside.
    """
    plain, is_cut = _plain(body)
    text = decode_html(plain, "")[0].decode("utf-8", "replace")
    found = ROOT_START.search(text)
    if not found:
        return _read_text(text, is_cut=is_cut)
    root = _parse(text[found.start() :].encode("utf-8", "replace"))
    if root is None:
        return Sitemap(problem="answers with something that is not a sitemap")
    entries = tuple(_entries(root))
    if is_cut or not ROOT_END.search(text):
        # The last URL may be truncated too.
        return Sitemap(entries[:-1], "is truncated")
    return Sitemap(entries, is_empty=not entries)


def _read_text(text: str, *, is_cut: bool) -> Sitemap:
    """Return the entries of a sitemap that is a text file: a URL on each line."""
    written = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    addresses = [word for line in written for word in line.removeprefix("\ufeff").split()]
    if not addresses or not all(word.startswith(("http://", "https://")) for word in addresses):
        return Sitemap(problem="answers with something that is not a sitemap")
    entries = tuple(SitemapEntry(word, None, is_sitemap=False) for word in addresses)
    return Sitemap(entries[:-1], "is truncated") if is_cut else Sitemap(entries)


def _parse(xml: bytes) -> etree._Element | None:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        recover=True,
        load_dtd=False,
    )
    try:
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _entries(root: etree._Element) -> Iterator[SitemapEntry]:
    """Yield the entries at any depth: warnings among them may leave tags open."""
    for element in root.iter(etree.Element):
        kind = _local_name(element.tag)
        if kind in ENTRIES_OF_FEEDS:
            yield from (SitemapEntry(url, None, is_sitemap=False) for url in _links(element))
        elif kind in ("url", "sitemap"):
            fields = {_local_name(child.tag): _content(child) for child in element}
            if fields.get("loc"):
                modified_at = _instant(fields.get("lastmod"))
                yield SitemapEntry(fields["loc"], modified_at, is_sitemap=kind == "sitemap")


def _links(entry: etree._Element) -> Iterator[str]:
    """Yield the address of an item of a feed: RSS writes it as text, Atom as an attribute."""
    links = [child for child in entry if _local_name(child.tag) == "link"]
    own = (each for each in links if each.get("rel", "alternate") == "alternate")
    addresses = (each.get("href", "").strip() or _content(each) for each in own)
    yield from islice(filter(None, addresses), 1)


def _content(element: etree._Element) -> str:
    return (element.text or "").strip()


def _local_name(tag: object) -> str:
    """Return a tag in lower case without its namespace; empty for a comment.

    A recovered tag may not be a valid name: its prefix may be a part of it.
    """
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _plain(body: bytes) -> tuple[bytes, bool]:
    """Return the decompressed sitemap, and whether its gzip stream is truncated or damaged."""
    is_cut = False
    for _ in range(MOST_LAYERS_OF_GZIP):
        if not body.startswith(GZIP):
            break
        stream = zlib.decompressobj(31)
        try:
            body = stream.decompress(body, MAX_BYTES)
        except zlib.error:
            return b"", True
        is_cut = is_cut or not stream.eof
    return body, is_cut


def _instant(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(text)
        return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
