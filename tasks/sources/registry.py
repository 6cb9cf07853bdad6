"""The one place that knows which sources there are."""

from pathlib import Path

from tasks.errors import BadRequest
from tasks.http.crawl_policy import CrawlPolicy
from tasks.sources.files.bundled_sample import bundled_warc
from tasks.sources.files.warc_files import WarcFiles
from tasks.sources.live.site import LiveSite
from tasks.sources.source import Source
from tasks.sources.web_archives.archive_client import PUBLIC_ARCHIVES, Archives
from tasks.sources.web_archives.commoncrawl import CommonCrawl, commoncrawl_manners
from tasks.sources.web_archives.wayback import Wayback, wayback_manners
from tasks.urls import Site
from tasks.warc.store import CaptureStore

NAMES = ("live", "wayback", "commoncrawl", "warc", "sample")


def open_source(
    name: str,
    *,
    store: CaptureStore,
    site: Site,
    crawl_policy: CrawlPolicy,
    path: Path | None = None,
    routes: frozenset[str] = frozenset(),
    archives: Archives = PUBLIC_ARCHIVES,
) -> Source:
    """Return the source of that name, writing what it receives to `store`.

    Raises:
        BadRequest: the source does not exist, or the path it needs does not exist.
    """
    if name == "live":
        return LiveSite(site, crawl_policy, store, routes)
    if name == "sample":
        return WarcFiles(bundled_warc(), site, store, name="sample")
    if name == "wayback":
        return Wayback(site, wayback_manners(crawl_policy, archives.wayback), store, archives)
    if name == "commoncrawl":
        return CommonCrawl(site, commoncrawl_manners(crawl_policy, archives), store, archives)
    if name != "warc":
        raise BadRequest(f"unknown source {name!r}; known are {', '.join(NAMES)}")
    if path is None or not path.exists():
        raise BadRequest(f"the source warc needs a path; there is nothing at {path}")
    return WarcFiles(path, site, store)
