"""Source `commoncrawl`: the captures of the site in every crawl of Common Crawl.

Each crawl has an index, which is read page by page. A record is read by a range request to a WARC
file, or to an ARC file in crawls before 2013; records that lie close together are read by one.
"""

import json
import logging
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from http import HTTPStatus
from math import inf
from pathlib import Path
from urllib.parse import quote

import httpx

from tasks.errors import HostUnavailable, IntegrityError, PipelineError
from tasks.http.content_encoding import decode_body
from tasks.http.crawl_policy import CrawlPolicy
from tasks.http.response import Response
from tasks.models import Expectation, Purpose
from tasks.sources.live.discovery_client import UNANSWERED
from tasks.sources.source import (
    Fetched,
    Finding,
    PageRequest,
    Window,
)
from tasks.sources.web_archives.archive_client import (
    PUBLIC_ARCHIVES,
    ArchiveHost,
    Archives,
    BackoffPolicy,
    Cooldown,
    NotArchived,
    archive_failure,
)
from tasks.sources.web_archives.archive_source import ArchiveSource
from tasks.sources.web_archives.capture_index import MOST_VERSIONS, CaptureIndex
from tasks.sources.web_archives.cdx import CdxRow, site_hosts, walk_pages
from tasks.sources.web_archives.joint_ranges import Place, join_ranges, place
from tasks.sources.web_archives.specs import (
    COMMONCRAWL_DATA,
    COMMONCRAWL_INDEX,
    REQUESTS_PER_SECOND,
)
from tasks.urls import Site, canonical_url
from tasks.warc.parse_record import digest_differs, parse_record, read_response, without_chunks
from tasks.warc.store import CaptureStore

# Pauses of up to 15 minutes; if the host asks for longer ones, the run gives up.
SLOWEST_SECONDS = 900.0
INDEX_BYTES = 64 << 20
BACKOFF = BackoffPolicy(refusals=frozenset({403, 503}))
COLLINFO_SECONDS = 86_400
CRAWL_ID = re.compile(r"CC-MAIN-[\w-]{1,40}")
# Maximum size of a range; the record of a page is far smaller.
MAX_RECORD_BYTES = 33 << 20

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CommonCrawlRates:
    """Request rates for the indexes and for records, which are on two hosts."""

    index: CrawlPolicy
    data: CrawlPolicy


class CommonCrawl(ArchiveSource):
    """Common Crawl, or a pywb with ZipNum indexes and a file server with range requests."""

    name = "commoncrawl"

    def __init__(
        self,
        site: Site,
        crawl_policy: CommonCrawlRates,
        store: CaptureStore,
        archives: Archives = PUBLIC_ARCHIVES,
        *,
        site_end: date | None = None,
        versions: int = MOST_VERSIONS,
        backoff: BackoffPolicy = BACKOFF,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        index, data = (
            ArchiveHost(address, rates, Cooldown(address, archives.folder), backoff, transport)
            for address, rates in (
                (archives.commoncrawl_index.rstrip("/"), crawl_policy.index),
                (archives.commoncrawl_data.rstrip("/"), crawl_policy.data),
            )
        )
        address = archives.commoncrawl_index.rstrip("/")
        super().__init__(address, store, CaptureIndex(site, site_end, versions), index, data)
        self._site = site
        self._data_address = archives.commoncrawl_data.rstrip("/")
        self._collinfo = archives.folder / "collinfo.json" if archives.folder else None
        self._problem: PipelineError | None = None
        self._read_along: dict[Place, Response] = {}

    def discover(self, window: Window) -> Iterator[Finding]:
        """Yield every page of the site's hosts in the crawls, and their number per host.

        Indexes have the date of capture, not of publication, so `window` is not applied. A crawl
        whose index could not be read is recorded as unanswered; then there is no count.

        Raises:
            HostUnavailable: the list of crawls is not available, or no index was read.
            HostResting: the index must not be requested for some time.
        """
        self._holdings.clear()
        self._problem = None
        crawls = self._crawls()
        for host in site_hosts(self._site):
            yield from self._discover_host(host, crawls)
        self._is_read = True
        if self._problem and not self._holdings:
            raise HostUnavailable(str(self._problem)) from self._problem

    def _discover_host(self, host: str, crawls: Sequence[str]) -> Iterator[Finding]:
        named: set[str] = set()
        is_whole = True
        for crawl in crawls:
            api = f"{self._address}/{crawl}-index"
            try:
                yield from self._discover_crawl(api, host, named)
            except PipelineError as error:
                log.warning("%s: %s", crawl, error)
                self._problem, is_whole = error, False
                yield Expectation(UNANSWERED, f"{api}?url={host}", 1, str(error))
        if is_whole:
            yield Expectation("commoncrawl:urls", host, len(named), self._address)

    def _discover_crawl(self, api: str, host: str, named: set[str]) -> Iterator[Finding]:
        unreadable = 0
        for page in walk_pages(self._ask_index, api, host):
            unreadable += page.unreadable
            yield from self._new_pages(page, f"{api}?url={host}", named)
        if unreadable:
            yield Expectation("unreadable:commoncrawl", f"{api}?url={host}", unreadable, api)

    def _crawls(self) -> list[str]:
        """Return the ids of all crawls, newest first; the list is requested once a day."""
        if kept := _read_crawls(self._collinfo, COLLINFO_SECONDS):
            return kept
        try:
            text = self._ask_index(f"{self._address}/collinfo.json").text
            crawls = _crawl_ids(text)
        except (HostUnavailable, IntegrityError) as error:
            # During outages the list is empty, so an old one is used.
            if kept := _read_crawls(self._collinfo, float("inf")):
                return kept
            raise HostUnavailable(f"the list of crawls is not available: {error}") from error
        if self._collinfo:
            self._collinfo.parent.mkdir(parents=True, exist_ok=True)
            self._collinfo.write_text(text)
        return crawls

    def _usable(self, rows: Iterable[CdxRow]) -> Iterable[CdxRow]:
        return filter(_has_record, rows)

    async def _fetch(self, requests: Sequence[PageRequest]) -> list[Fetched]:
        await self._read_joint_ranges(requests)
        outcomes = await super()._fetch(requests)
        self._read_along.clear()
        return outcomes

    async def _read_joint_ranges(self, requests: Sequence[PageRequest]) -> None:
        """Read the best records of these pages together, where one file has several of them."""
        found = (self._holdings.alternatives(request.url)[:1] for request in requests)
        best = [alike[0] for alternatives in found for alike in alternatives]
        for joint in join_ranges(best):
            with suppress(PipelineError):
                # Without an answer, each record is requested, and fails, on its own.
                answer = await self._ask_range(joint.filename, joint.first, joint.end)
                self._read_along |= joint.split(answer)

    async def _ask_range(self, filename: str, first: int, end: int) -> Response:
        headers = {"Range": f"bytes={first}-{end - 1}", "Accept-Encoding": "identity"}
        hop = await self._captures.ask(f"{self._data_address}/{quote(filename)}", headers)
        return hop.response

    async def _fetch_version(self, url: str, row: CdxRow) -> Fetched | None:
        address = f"{self._data_address}/{quote(row.filename or '')}"
        first, length = row.offset or 0, row.length or 0
        try:
            answer = self._read_along.pop(place(row), None)
            answer = answer or await self._ask_range(row.filename or "", first, first + length)
            response, flags = crawled_response(answer, row, self._site)
        except PipelineError as error:
            return archive_failure(url, error)
        if self._store.has(url, response):
            return None
        return self._store.write_response(
            url, Purpose.PAGE, response, flags=flags, source_uri=f"{address}#{first}"
        )


def commoncrawl_rates(crawl_policy: CrawlPolicy, archives: Archives) -> CommonCrawlRates:
    """Return Common Crawl's rates; those of `crawl_policy` for other servers."""
    polite = replace(
        crawl_policy,
        requests_per_second=REQUESTS_PER_SECOND,
        max_connections=1,
        slowest_seconds=SLOWEST_SECONDS,
    )
    index = polite if archives.commoncrawl_index.rstrip("/") == COMMONCRAWL_INDEX else crawl_policy
    data = polite if archives.commoncrawl_data.rstrip("/") == COMMONCRAWL_DATA else crawl_policy
    # Common Crawl limits requests, not bytes.
    index, data = (replace(each, bytes_per_request=inf) for each in (index, data))
    return CommonCrawlRates(
        replace(index, wire_bytes=INDEX_BYTES, body_bytes=INDEX_BYTES),
        replace(data, wire_bytes=MAX_RECORD_BYTES, body_bytes=MAX_RECORD_BYTES),
    )


def crawled_response(answer: Response, row: CdxRow, site: Site) -> tuple[Response, tuple[str, ...]]:
    """Return the response in a record read by range, and flags for problems of the record.

    Raises:
        NotArchived: the file does not exist.
        HostUnavailable: the host does not return the file at present.
        IntegrityError: the response is not the requested range, or not this capture.
    """
    content = _record(answer, row)
    try:
        record = parse_record(content)
        found = read_response(record)
    except (ValueError, LookupError) as error:
        raise IntegrityError(f"{_place(row)}: no HTTP response in the record") from error
    if found is None:
        raise IntegrityError(f"{_place(row)}: no response there")
    response = found.response
    if canonical_url(response.requested_url, site) != canonical_url(row.url, site):
        raise IntegrityError(f"{_place(row)}: {response.requested_url} instead of {row.url}")
    if row.captured_at not in (None, response.captured_at.replace(microsecond=0)):
        raise IntegrityError(f"{_place(row)}: captured at {response.captured_at}")
    response, chunk_flags = without_chunks(response)
    digest_flags = ("block-digest-differs",) if digest_differs(record) else ()
    return response, (*digest_flags, *found.flags, *chunk_flags)


def _record(answer: Response, row: CdxRow) -> bytes:
    if answer.status == HTTPStatus.NOT_FOUND:
        raise NotArchived(f"{_place(row)}: there is no such file")
    if answer.status == HTTPStatus.OK:
        raise IntegrityError(f"{_place(row)}: a whole file instead of a range")
    if answer.status != HTTPStatus.PARTIAL_CONTENT:
        raise HostUnavailable(f"{answer.requested_url} answers {answer.status}")
    if len(answer.raw_body) != row.length:
        raise IntegrityError(f"{_place(row)}: {len(answer.raw_body)} bytes, not {row.length}")
    unpacked = decode_body(answer.raw_body, "gzip", MAX_RECORD_BYTES)
    if unpacked.flags:
        raise IntegrityError(f"{_place(row)}: {', '.join(unpacked.flags)}")
    return unpacked.body


def _place(row: CdxRow) -> str:
    return f"{row.filename} at {row.offset}"


def _has_record(row: CdxRow) -> bool:
    """Return whether the record has a body; a revisit has none."""
    return not row.is_revisit and None not in (row.filename, row.offset, row.length)


def _read_crawls(file: Path | None, most_seconds: float) -> list[str]:
    with suppress(OSError, IntegrityError):
        if file and time.time() - file.stat().st_mtime < most_seconds:
            return _crawl_ids(file.read_text())
    return []


def _crawl_ids(text: str) -> list[str]:
    try:
        crawls = [str(crawl["id"]) for crawl in json.loads(text)]
    except (ValueError, LookupError, TypeError) as error:
        raise IntegrityError(f"not a list of crawls: {text[:100]!r}") from error
    if not crawls or not all(map(CRAWL_ID.fullmatch, crawls)):
        raise IntegrityError(f"not a list of crawls: {text[:100]!r}")
    return crawls
