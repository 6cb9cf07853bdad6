"""What listing pages out of web archives say of articles: titles, sections and days.

The live site's listings are read while its pages are looked for, those in WARC files as well; an
archive's index names its listings like any page, so they can be read only once they are fetched.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from tasks.articles.listing import read_listing
from tasks.errors import IntegrityError
from tasks.models import Candidate, Capture, PageKind
from tasks.urls import Site, page_kind
from tasks.warc.store import read_page

SOURCES = frozenset({"wayback", "commoncrawl"})
HTTP_OK = 200


def read_archived_listings(
    folder: Path, captures: Iterable[Capture], site: Site
) -> Iterator[Candidate]:
    """Yield what the listings among these captures, out of the store in `folder`, name."""
    for capture in captures:
        if not _is_listing(capture, site):
            continue
        try:
            page = read_page(folder, capture)
        except IntegrityError:
            # The parser records it as a rejection.
            continue
        yield from read_listing(page, site, f"{capture.source}:listing")


def _is_listing(capture: Capture, site: Site) -> bool:
    return (
        capture.source in SOURCES
        and capture.status == HTTP_OK
        and not capture.is_revisit
        and page_kind(capture.url, site) is PageKind.LISTING
    )
