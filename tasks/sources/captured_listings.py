"""Candidates found in captured pages: entries of archived listings, further pages of articles.

Listings of the live site and of WARC files are parsed during discovery. The index of a web archive
contains listings like any other page, so they are parsed after they are fetched.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

from tasks.articles.listing import read_listing
from tasks.articles.markup.post_pages import REPEATS_PAGE
from tasks.errors import IntegrityError
from tasks.models import Candidate, Capture, Page, PageKind, Purpose
from tasks.sources.live.article_pages import further_pages
from tasks.sources.registry import is_web_archive
from tasks.urls import Site, canonical_url, page_kind
from tasks.warc.store import read_page
from warehouse.ingest.source_names import LIVE

FURTHER_PAGES = "article:pages"
REDIRECT = "redirect"


def read_archived_listings(
    folder: Path, captures: Iterable[Capture], site: Site
) -> Iterator[Candidate]:
    """Yield the entries of the listings and the further pages of the articles among captures.

    A further page that was not fetched with its article is due like any other page, and so is the
    article that a redirect leads to.
    """
    for capture in captures:
        yield from _targets(capture, site)
        if not (_is_listing(capture, site) or _is_live_page(capture)):
            continue
        try:
            page = read_page(folder, capture)
        except IntegrityError:
            # The parser records it as a rejection.
            continue
        found: Iterable[Candidate]
        if capture.source == LIVE:
            is_repeat = REPEATS_PAGE in capture.flags
            found = () if is_repeat else _further_pages(page, site)
        else:
            listed = read_listing(page, site, f"{capture.source}:listing")
            found = (replace(each, seen_at=capture.captured_at) for each in listed)
        yield from (replace(each, source=capture.source) for each in found)


def _further_pages(page: Page, site: Site) -> Iterator[Candidate]:
    for url in further_pages(page.body, page.url, site):
        yield Candidate(url, FURTHER_PAGES, page.url)


def _targets(capture: Capture, site: Site) -> Iterator[Candidate]:
    """Yield the article at the target of a redirect, if it is another page of the site.

    Redirects of the live site were followed.
    """
    if (
        capture.source == LIVE
        or capture.purpose is not Purpose.PAGE
        or capture.redirects_to is None
    ):
        return
    url = canonical_url(capture.redirects_to, site)
    if url and url != capture.url and page_kind(url, site) is PageKind.ARTICLE:
        yield Candidate(url, REDIRECT, capture.url, source=capture.source)


def _is_live_page(capture: Capture) -> bool:
    is_page = capture.purpose is Purpose.PAGE and capture.status == HTTPStatus.OK
    return capture.source == LIVE and is_page and not capture.is_revisit


def _is_listing(capture: Capture, site: Site) -> bool:
    return (
        is_web_archive(capture.source)
        and capture.status == HTTPStatus.OK
        and not capture.is_revisit
        and page_kind(capture.url, site) is PageKind.LISTING
    )
