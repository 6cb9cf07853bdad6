"""Discovery by sitemaps: those robots.txt names, Yoast's, and WordPress's own."""

import zlib
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from lxml import etree

from tasks.models import Candidate, Expectation, PageKind
from tasks.sources.live.discovery_client import DiscoveryClient
from tasks.sources.source import Finding
from tasks.urls import Site, canonical_url, page_kind

ROUTE = "sitemap"
# Yoast's name, WordPress's own since 5.5, and the convention.
WELL_KNOWN = ("/sitemap_index.xml", "/wp-sitemap.xml", "/sitemap.xml")
# sitemaps.org: an index lists sitemaps, not indexes; one level more is forgiven.
MAX_DEPTH = 3
MAX_BYTES = 50 << 20
OK = 200


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """An address in a sitemap, and whether it is another sitemap."""

    address: str
    modified_at: datetime | None
    is_sitemap: bool


async def discover_by_sitemap(
    client: DiscoveryClient, site: Site, named_by_robots: Sequence[str]
) -> AsyncIterator[Finding]:
    """Yield every article in the site's sitemaps, and their number in each."""
    seen: set[str] = set()
    for address in (*named_by_robots, *(site.origin + path for path in WELL_KNOWN)):
        found_any = False
        async for finding in _walk(client, site, address, seen, MAX_DEPTH):
            found_any = True
            yield finding
        if found_any:
            return


async def _walk(
    client: DiscoveryClient, site: Site, address: str, seen: set[str], depth: int
) -> AsyncIterator[Finding]:
    canonical = canonical_url(address, site)
    if canonical is None or canonical in seen or depth == 0:
        return
    seen.add(canonical)
    answer = await client.ask(address)
    if answer is None or answer.status != OK:
        return
    entries = list(read_sitemap(answer.last.body))
    articles = [entry for entry in entries if _is_article(entry, site)]
    if entries:
        client.mark_route_available(ROUTE)
    for finding in _findings(articles, address):
        yield finding
    for entry in entries:
        if entry.is_sitemap:
            async for finding in _walk(client, site, entry.address, seen, depth - 1):
                yield finding


def _findings(articles: Sequence[SitemapEntry], address: str) -> Iterator[Finding]:
    if articles:
        scope = urlsplit(address).path.rsplit("/", 1)[-1]
        yield Expectation("sitemap:urls", scope, len(articles), address)
    for entry in articles:
        yield Candidate(entry.address, ROUTE, address, modified_at=entry.modified_at)


def _is_article(entry: SitemapEntry, site: Site) -> bool:
    return not entry.is_sitemap and page_kind(entry.address, site) is PageKind.ARTICLE


def read_sitemap(body: bytes) -> Iterator[SitemapEntry]:
    """Yield the entries of a sitemap or sitemap index; of anything else, none.

    Entities are not expanded and nothing outside is loaded, so a billion laughs stay one.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, recover=True, load_dtd=False
    )
    try:
        root = etree.fromstring(_plain(body), parser)
    except (etree.XMLSyntaxError, ValueError):
        return
    if root is None:
        return
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
    """Return a tag without its namespace; a mended tag may be no name that lxml would take."""
    return tag.rpartition("}")[2]


def _plain(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(31).decompress(body, MAX_BYTES)
    except zlib.error as error:
        raise ValueError("not gzip") from error


def _instant(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(text)
        return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
