"""Discovery by sitemaps: those in robots.txt, Yoast's, and WordPress's own."""

import re
import zlib
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

from lxml import etree

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
# PHP warnings and blank lines may be printed before the XML.
XML_START = re.compile(rb"<\?xml\b|<(?:\w+:)?(?:urlset|sitemapindex)\b", re.IGNORECASE)
ROOTS = frozenset({"urlset", "sitemapindex"})
ROOT_END = re.compile(rb"</(?:\w+:)?(?:urlset|sitemapindex)\s*>|<(?:urlset|sitemapindex)[^>]*/>")
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
    """The entries of a sitemap; `problem` says why entries may be missing."""

    entries: tuple[SitemapEntry, ...] = ()
    problem: str | None = None


@dataclass(slots=True)
class Walk:
    """The sitemaps requested so far, and the number of last ones without pages."""

    client: DiscoveryClient
    site: Site
    seen: set[str] = field(default_factory=set)
    fruitless: int = 0

    def enter(self, address: str) -> bool:
        """Record that a sitemap is read; return whether it is the first time."""
        is_new = address not in self.seen
        self.seen.add(address)
        return is_new


async def discover_by_sitemap(
    client: DiscoveryClient, site: Site, named_by_robots: Sequence[str]
) -> AsyncIterator[Finding]:
    """Yield every page in the site's sitemaps, and the number of pages in each.

    Reads the sitemaps in robots.txt, those at well-known paths, and all their children, since an
    index may be incomplete.
    """
    walk = Walk(client, site)
    for address in named_by_robots:
        async for finding in _walk(walk, address, MAX_DEPTH):
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
    # robots.txt and indexes should name whole URLs, but some name paths.
    address = urljoin(site.origin, address) if address.startswith("/") else address
    if canonical is None:
        client.admit(Candidate(address, ROUTE, address))
        return
    if not walk.enter(canonical):
        return
    if depth == 0 or walk.fruitless >= MOST_FRUITLESS:
        client.note_unanswered(address, "is one of too many nested sitemaps")
        return
    sitemap, captured_at = await _read(walk, canonical, address, is_guess=is_guess)
    pages = list(_pages(sitemap, address, site, captured_at))
    walk.fruitless = 0 if pages else walk.fruitless + 1
    for finding in _findings(pages, address):
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
    sitemap = read_sitemap(answer.last.body)
    if sitemap.entries:
        client.mark_route_available(ROUTE)
    if sitemap.problem and not (is_guess and not sitemap.entries):
        client.note_unanswered(address, sitemap.problem)
    return sitemap, response.captured_at


def _pages(
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


def _findings(pages: Sequence[SitemapEntry], address: str) -> Iterator[Finding]:
    if pages:
        scope = urlsplit(address).path.rsplit("/", 1)[-1]
        yield Expectation("sitemap:urls", scope, len({page.address for page in pages}), address)
    for page in pages:
        yield Candidate(page.address, ROUTE, address, modified_at=page.modified_at)


def read_sitemap(body: bytes) -> Sitemap:
    """Return the entries of a sitemap or sitemap index, as far as it can be read.

    Entities are not expanded and nothing is loaded from outside.
    """
    plain, is_cut = _plain(body)
    found = XML_START.search(plain)
    is_utf16 = plain[:2] in (b"\xff\xfe", b"\xfe\xff")
    if not found and not is_utf16:
        return _read_text(plain, is_cut=is_cut)
    root = _parse(plain if found is None else plain[found.start() :])
    if root is None or _local_name(root.tag) not in ROOTS:
        return Sitemap(problem="answers with something that is not a sitemap")
    has_end = is_utf16 or bool(ROOT_END.search(plain))
    entries = tuple(_entries(root))
    if is_cut or not has_end:
        # The last URL may be truncated too.
        return Sitemap(entries[:-1], "is truncated")
    return Sitemap(entries)


def _read_text(plain: bytes, *, is_cut: bool) -> Sitemap:
    """Return the entries of a sitemap that is a text file: a URL on each line."""
    lines = plain.decode("utf-8-sig", "replace").split()
    if not lines or not all(line.startswith(("http://", "https://")) for line in lines):
        return Sitemap(problem="answers with something that is not a sitemap")
    entries = tuple(SitemapEntry(line, None, is_sitemap=False) for line in lines)
    return Sitemap(entries[:-1], "is truncated") if is_cut else Sitemap(entries)


def _parse(xml: bytes) -> etree._Element | None:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, recover=True, load_dtd=False
    )
    try:
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _entries(root: etree._Element) -> Iterator[SitemapEntry]:
    for element in root:
        if not isinstance(element.tag, str):
            continue
        fields = {
            _local_name(child.tag): (child.text or "").strip()
            for child in element
            if isinstance(child.tag, str)
        }
        if fields.get("loc"):
            is_sitemap = _local_name(element.tag) == "sitemap"
            yield SitemapEntry(fields["loc"], _instant(fields.get("lastmod")), is_sitemap)


def _local_name(tag: str) -> str:
    """Return a tag without its namespace; a recovered tag may not be a valid name."""
    return str(tag).rpartition("}")[2]


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
