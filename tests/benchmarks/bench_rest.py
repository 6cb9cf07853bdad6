"""Read a real WordPress by its REST API and from its pages, and compare articles and requests.

    python -m tests.benchmarks.bench_rest URL [since until]

Addresses come from REST and sitemaps in both ways; listings would add some 700 requests to the pages.
URL is a WordPress with posts of every kind (tests/wordpress/wordpress-every-kind.php 2000). Prints a
table of both ways, the fields in which articles differ, and what 100,000 posts would take.
"""

import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeGuard

from tasks.articles.parse_captures import PageReader
from tasks.articles.parse_page import parse_page
from tasks.http.crawl_policy import CrawlPolicy
from tasks.models import FIRST_DAY, LAST_DAY, Article, Candidate, Capture, Purpose
from tasks.sources.live.site import LiveSite
from tasks.sources.source import Finding, PageRequest, Window
from tasks.urls import Site
from tasks.warc.store import CaptureStore
from tests.benchmarks.table import Table

POSTS = 100_000
SAMPLE = 100
ROUTES = frozenset({"rest", "sitemap"})
REQUESTS_PER_SECOND = 50
DEADLINE_SECONDS = 300
SIZE_SUFFIX = re.compile(r"-\d+x\d+(?=\.\w+$)")
FIELDS = (
    "article_id",
    "post_id",
    "title",
    "authors",
    "published_on",
    "published_at",
    "section_path",
    "sections",
    "tag slugs",
    "lead",
    "dateline",
    "agency_credit",
    "paragraphs",
    "links",
    "language",
    "images",
    "image captions",
)


@dataclass(frozen=True, slots=True)
class Way:
    """One way through the site: its captures, articles by address, and the time it took."""

    captures: Sequence[Capture]
    articles: dict[str, Article]
    seconds: float

    @property
    def requests(self) -> int:
        """Requests that were answered."""
        return sum(capture.item is None for capture in self.captures)

    @property
    def stored_bytes(self) -> int:
        """Size of all responses in the store."""
        return sum(capture.warc_length for capture in self.captures if capture.item is None)


def _table(title: str, columns: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    made = Table(title, columns)
    for row in rows:
        made.add(*map(str, row))
    return made.as_markdown()


def main(url: str, since: date = FIRST_DAY, until: date = LAST_DAY) -> None:
    by_rest = _read(url, Window(since, until, with_content=True))
    by_page = _read(url, Window(since, until))
    sys.stdout.write(_costs(by_rest, by_page))
    sys.stdout.write(_differences(by_rest.articles, by_page.articles))
    sys.stdout.write(_extrapolation(by_rest, by_page))


def _read(url: str, window: Window) -> Way:
    site, started = Site(url), time.monotonic()
    policy = CrawlPolicy(
        "aawsat-warehouse/bench",
        REQUESTS_PER_SECOND,
        max_connections=4,
        deadline_seconds=DEADLINE_SECONDS,
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        CaptureStore(Path(folder), "bench", "live") as store,
        closing(LiveSite(site, policy, store, ROUTES)) as source,
    ):
        found = list(source.discover(window))
        if not window.with_content:
            named = {each.url for each in found if _is_due(each, window)}
            source.fetch([PageRequest(address) for address in sorted(named)])
        captures = store.take()
        seconds = time.monotonic() - started
        return Way(captures, _parse(Path(folder), captures, site), seconds)


def _is_due(finding: Finding, window: Window) -> TypeGuard[Candidate]:
    """Return whether a finding is a post of the window; sitemaps do not state days."""
    on = finding.published_on if isinstance(finding, Candidate) else None
    return on is not None and window.since <= on <= window.until


def _parse(folder: Path, captures: Sequence[Capture], site: Site) -> dict[str, Article]:
    """Return the articles of whole pages and of posts; later parts of a text are left out."""
    read = PageReader(folder).read
    pages = [capture for capture in captures if capture.purpose is Purpose.PAGE]
    parsed = [parse_page(read(capture), site) for capture in pages if capture.status == 200]
    articles = [each for each in parsed if isinstance(each, Article) and each.part_number == 1]
    return {article.url: article for article in articles}


def _costs(by_rest: Way, by_page: Way) -> str:
    share = f"{by_rest.requests / by_page.requests:.1%}"
    rows = [
        ("requests", by_rest.requests, by_page.requests, share),
        ("of these for discovery alone", *(map(_discovery, (by_rest, by_page))), ""),
        ("MB in the store", *(f"{way.stored_bytes / 1e6:.1f}" for way in (by_rest, by_page)), ""),
        ("seconds", *(f"{way.seconds:.0f}" for way in (by_rest, by_page)), ""),
        ("articles", len(by_rest.articles), len(by_page.articles), ""),
    ]
    return _table("Both ways through one site", ("", "by REST", "from pages", "share"), rows)


def _discovery(way: Way) -> int:
    with_posts = {capture.warc_offset for capture in way.captures if capture.item is not None}
    return sum(
        capture.purpose is Purpose.DISCOVERY and capture.warc_offset not in with_posts
        for capture in way.captures
    )


def _differences(by_rest: dict[str, Article], by_page: dict[str, Article]) -> str:
    both = by_rest.keys() & by_page.keys()
    differing, compared, examples = Counter[str](), Counter[str](), dict[str, str]()
    for url in sorted(both):
        for name in FIELDS:
            one, other = (_value(articles[url], name) for articles in (by_rest, by_page))
            is_whole = by_page[url].part_count == 1 or name not in ("paragraphs", "links")
            if one is None or other is None or not is_whole:
                continue
            compared[name] += 1
            differing[name] += one != other
            if one != other:
                examples.setdefault(name, url)
    rows = [(name, compared[name], differing[name], examples.get(name, "")) for name in FIELDS]
    only = (
        f"{len(by_rest.keys() - both)} articles by REST only, {len(by_page.keys() - both)} by pages"
    )
    columns = ("field both have", "articles", "differ", "one of them")
    return _table("Fields of the articles", columns, rows) + f"{only}\n\n"


def _value(article: Article, name: str) -> object:
    """Return a field to compare; empty values count as missing. Pictures are compared by file."""
    if name == "images":
        return tuple(SIZE_SUFFIX.sub("", image.url or "") for image in article.images) or None
    if name == "image captions":
        # The theme prints no caption of the featured picture.
        own = [image.caption for image in article.images if not image.is_featured]
        return tuple(own) or None
    if name == "tag slugs":
        # The theme prints no names of tags: the parser makes them from the slugs.
        return sorted(term.slug for term in article.tags) or None
    return getattr(article, name) or None


def _extrapolation(by_rest: Way, by_page: Way) -> str:
    posts = sum(capture.item is not None for capture in by_rest.captures)
    answers = by_rest.requests - _discovery(by_rest)
    content = POSTS * answers / posts
    rest = content + _discovery(by_rest)
    pages = POSTS * by_page.requests / posts
    rows = [
        ("by REST", f"{rest:,.0f}", f"{rest / 60:,.0f} min"),
        (
            "and the sample of 1 %",
            f"{rest + POSTS / SAMPLE:,.0f}",
            f"{(rest + POSTS / SAMPLE) / 60:,.0f} min",
        ),
        ("from pages", f"{pages:,.0f}", f"{pages / 3600:,.1f} h"),
    ]
    return _table(f"{POSTS:,} posts, in proportion", ("", "requests", "at one a second"), rows)


if __name__ == "__main__":
    main(sys.argv[1], *map(date.fromisoformat, sys.argv[2:]))
