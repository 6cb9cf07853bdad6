"""The one place that knows which sources there are."""

from pathlib import Path

from tasks.archive.archive_host import PUBLIC_ARCHIVES, Archives
from tasks.archive.commoncrawl import CommonCrawl, commoncrawl_manners
from tasks.archive.live import LiveSite
from tasks.archive.manners import Manners
from tasks.archive.source import Source
from tasks.archive.store import CaptureStore
from tasks.archive.urls import Site
from tasks.archive.warc_files import WarcFiles
from tasks.archive.wayback import Wayback, wayback_manners
from tasks.errors import BadRequest
from tasks.sample.bundled import bundled_folder

NAMES = ("live", "wayback", "commoncrawl", "warc", "sample")


def open_source(
    name: str,
    *,
    store: CaptureStore,
    site: Site,
    manners: Manners,
    path: Path | None = None,
    routes: frozenset[str] = frozenset(),
    archives: Archives = PUBLIC_ARCHIVES,
) -> Source:
    """Return the source of that name, writing what it receives to `store`.

    Raises:
        BadRequest: there is no such source, or it needs a path that is not there.
    """
    if name == "live":
        return LiveSite(site, manners, store, routes)
    if name == "sample":
        return WarcFiles(bundled_folder(), site, store, name="sample")
    if name == "wayback":
        return Wayback(site, wayback_manners(manners, archives.wayback), store, archives)
    if name == "commoncrawl":
        return CommonCrawl(site, commoncrawl_manners(manners, archives), store, archives)
    if name != "warc":
        raise BadRequest(f"there is no source {name!r}; there are {', '.join(NAMES)}")
    if path is None or not path.exists():
        raise BadRequest(f"the source warc needs a path; there is nothing at {path}")
    return WarcFiles(path, site, store)
