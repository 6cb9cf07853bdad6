"""The one place that knows which sources there are."""

from pathlib import Path

from tasks.archive.live import LiveSite
from tasks.archive.manners import Manners
from tasks.archive.source import Source
from tasks.archive.store import CaptureStore
from tasks.archive.urls import Site
from tasks.archive.warc_files import WarcFiles
from tasks.errors import BadRequest
from tasks.sample.bundled import bundled_folder


def open_source(
    name: str,
    *,
    store: CaptureStore,
    site: Site,
    manners: Manners,
    path: Path | None = None,
    routes: frozenset[str] = frozenset(),
) -> Source:
    """Return the source of that name, writing what it receives to `store`.

    Raises:
        BadRequest: there is no such source, or it needs a path that is not there.
    """
    if name == "live":
        return LiveSite(site, manners, store, routes)
    if name == "sample":
        return WarcFiles(bundled_folder(), site, store, name="sample")
    if name != "warc":
        raise BadRequest(f"there is no source {name!r}; there are live, warc and sample")
    if path is None or not path.exists():
        raise BadRequest(f"the source warc needs a path; there is nothing at {path}")
    return WarcFiles(path, site, store)
