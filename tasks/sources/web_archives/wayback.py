"""Source `wayback`: the Internet Archive's captures of the site, byte for byte as archived.

An archived redirect is stored as data and never followed. A response is accepted only if it is the
requested capture.
"""

import base64
import hashlib
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from math import inf

import httpx

from tasks.errors import (
    HostUnavailable,
    IntegrityError,
    PipelineError,
    PolicyRefusal,
)
from tasks.http.client import CUT_PAGE, Hop
from tasks.http.crawl_policy import CrawlPolicy
from tasks.http.response import REDIRECTS, Response
from tasks.models import Expectation, Purpose
from tasks.sources.live.discovery_client import UNANSWERED
from tasks.sources.source import (
    Fetched,
    Finding,
    Window,
)
from tasks.sources.web_archives.archive_client import (
    BACKOFF,
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
from tasks.sources.web_archives.cdx import CdxRow, site_hosts, walk_resume_keys
from tasks.sources.web_archives.specs import REPLAY_PER_SECOND, WAYBACK_ADDRESS
from tasks.urls import Site, canonical_url
from tasks.warc.store import CaptureStore

# 80 % of the Internet Archive's hard limits, as its staff recommends.
INDEX_PER_SECOND = 24 / 60
REPLAY_CONNECTIONS = 2
# A query of a whole host can take minutes and return several megabytes.
INDEX_DEADLINE_SECONDS = 180.0
INDEX_BYTES = 64 << 20
ORIGINAL = "x-archive-orig-"
# Headers that no longer apply, because the archive or the HTTP client has changed the body.
NOT_ORIGINAL = frozenset(
    {"content-length", "transfer-encoding", "content-encoding", "connection", "location"}
)
ORIGINAL_LINK = re.compile(r'<([^>]+)>\s*;[^<]*\brel="?original\b')
REPLAY_ADDRESS = re.compile(r"(?:https?://[^/]+)?/(?:\w+/)?(\d{1,14})(?:[a-z]{2}_)?/(.+)")
SHA1_BASE32 = re.compile(r"[A-Z2-7]{32}")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WaybackRates:
    """Request rates for the index and for replay."""

    index: CrawlPolicy
    replay: CrawlPolicy


class Wayback(ArchiveSource):
    """The Wayback Machine, or a server with the same API (`/cdx/search/cdx`, `/web/`)."""

    name = "wayback"

    def __init__(
        self,
        site: Site,
        crawl_policy: WaybackRates,
        store: CaptureStore,
        archives: Archives = PUBLIC_ARCHIVES,
        *,
        site_end: date | None = None,
        versions: int = MOST_VERSIONS,
        backoff: BackoffPolicy = BACKOFF,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        address = archives.wayback.rstrip("/")
        rest = Cooldown(address, archives.folder)
        super().__init__(
            address,
            store,
            CaptureIndex(site, site_end, versions),
            ArchiveHost(address, crawl_policy.index, rest, backoff, transport),
            ArchiveHost(address, crawl_policy.replay, rest, backoff, transport),
        )
        self._site = site
        self._api = f"{address}/cdx/search/cdx"

    def discover(self, window: Window) -> Iterator[Finding]:
        """Yield every page of the site's hosts in the archive, and their number.

        The index has the date of capture, not of publication, so `window` is not applied. A host
        whose index could not be read completely is recorded as unanswered.

        Raises:
            HostUnavailable: no index could be read.
        """
        self._holdings.clear()
        problem: PipelineError | None = None
        for host in site_hosts(self._site):
            try:
                yield from self._discover_host(host)
            except PipelineError as error:
                log.warning("%s: %s", host, error)
                problem = error
                yield Expectation(UNANSWERED, f"{self._api}?url={host}", 1, str(error))
        self._is_read = True
        if problem and not self._holdings:
            raise HostUnavailable(str(problem)) from problem

    def _discover_host(self, host: str) -> Iterator[Finding]:
        named: set[str] = set()
        unreadable = 0
        for page in walk_resume_keys(self._ask_index, self._api, host):
            unreadable += page.unreadable
            yield from self._new_pages(page, f"{self._api}?url={host}", named)
        yield Expectation("wayback:urls", host, len(named), self._api)
        if unreadable:
            yield Expectation("unreadable:wayback", host, unreadable, self._api)

    async def _fetch_version(self, url: str, row: CdxRow) -> Fetched | None:
        address = f"{self._address}/web/{row.timestamp}id_/{row.url.replace('#', '%23')}"
        try:
            hop = await self._captures.ask(address, is_content=_is_memento)
            response = archived_response(hop.response, row, self._site)
        except PipelineError as error:
            return archive_failure(url, error)
        if self._store.has(url, response):
            return None
        # A truncated page was archived like this; it was not damaged in transfer.
        own = {"no-html-end" if flag == CUT_PAGE else flag for flag in hop.flags}
        flags = tuple(sorted({*own, *_disagreements(hop, response, row)}))
        return self._store.write_response(
            url, Purpose.PAGE, response, flags=flags, source_uri=address
        )


def wayback_rates(crawl_policy: CrawlPolicy, address: str) -> WaybackRates:
    """Return the Internet Archive's rates; those of `crawl_policy` for another server."""
    index = replace(
        crawl_policy,
        deadline_seconds=max(crawl_policy.deadline_seconds, INDEX_DEADLINE_SECONDS),
        wire_bytes=INDEX_BYTES,
        body_bytes=INDEX_BYTES,
        bytes_per_request=inf,
    )
    if address.rstrip("/") != WAYBACK_ADDRESS:
        return WaybackRates(index, crawl_policy)
    return WaybackRates(
        replace(index, requests_per_second=INDEX_PER_SECOND, max_connections=1),
        replace(
            crawl_policy, requests_per_second=REPLAY_PER_SECOND, max_connections=REPLAY_CONNECTIONS
        ),
    )


def archived_response(answer: Response, row: CdxRow, site: Site) -> Response:
    """Return the response the archive received, from its raw replay (`id_`).

    Redirects are always replayed as 302, so the status is taken from the index. Their target is
    rewritten to a replay URL, which is reverted. The date is that of the capture.

    Raises:
        NotArchived: the archive has another capture, or none.
        HostUnavailable: the archive cannot return it at present.
        PolicyRefusal: the archive refuses to return it.
        IntegrityError: the response is not a memento, or is of another page.
    """
    captured_at = _memento_instant(answer)
    if row.captured_at not in (None, captured_at):
        raise NotArchived(f"{row.url}: requested {row.timestamp}, received {captured_at}")
    original = ORIGINAL_LINK.search(answer.header("link") or "")
    if original and canonical_url(original[1], site) != canonical_url(row.url, site):
        raise IntegrityError(f"requested {row.url}, received {original[1]}")
    is_redirect = answer.status in REDIRECTS and row.status in REDIRECTS
    status = row.status if is_redirect and row.status else answer.status
    return Response(
        requested_url=row.url,
        status=status,
        reason=answer.reason if status == answer.status else "",
        headers=tuple(_original_headers(answer)),
        raw_body=answer.raw_body,
        captured_at=captured_at,
    )


def _is_memento(answer: Response) -> bool:
    return answer.header("memento-datetime") is not None


def _memento_instant(answer: Response) -> datetime:
    stated = answer.header("memento-datetime")
    if stated is None:
        raise _why_no_memento(answer)
    try:
        return parsedate_to_datetime(stated).astimezone(UTC)
    except ValueError as error:
        raise IntegrityError(f"{answer.requested_url}: no instant in {stated!r}") from error


def _why_no_memento(answer: Response) -> PipelineError:
    url, status = answer.requested_url, answer.status
    reason = answer.header("x-archive-wayback-runtime-error") or ""
    if "AccessControl" in reason or status == HTTPStatus.FORBIDDEN:
        return PolicyRefusal(f"{url}: the archive does not show it ({status} {reason})".strip())
    if status in REDIRECTS:
        return NotArchived(f"{url}: the archive refers to {answer.location}")
    if status == HTTPStatus.NOT_FOUND:
        return NotArchived(f"{url}: not in the archive {reason}".strip())
    if status == HTTPStatus.OK:
        return IntegrityError(f"{url}: an answer without Memento-Datetime")
    return HostUnavailable(f"{url} answers {status} {reason}".strip())


def _original_headers(answer: Response) -> Iterator[tuple[str, str]]:
    """Yield the site's original headers, and those that describe the body as stored."""
    original = [
        (key[len(ORIGINAL) :], value)
        for key, value in answer.headers
        if key.lower().startswith(ORIGINAL)
    ]
    kept = [(key, value) for key, value in original if key.lower() not in NOT_ORIGINAL]
    yield from kept
    names = {key.lower() for key, _ in kept}
    for name in ("Content-Type", "Content-Encoding"):
        value = answer.header(name.lower())
        if value and name.lower() not in names:
            yield name, value
    if location := _original_location(answer, dict((k.lower(), v) for k, v in original)):
        yield "Location", location


def _original_location(answer: Response, original: dict[str, str]) -> str | None:
    location = original.get("location") or answer.header("location")
    replayed = REPLAY_ADDRESS.fullmatch(location or "")
    return replayed[2] if replayed else location


def _disagreements(hop: Hop, response: Response, row: CdxRow) -> Iterator[str]:
    if row.status not in (None, response.status):
        yield "status-unlike-index"
    if SHA1_BASE32.fullmatch(row.digest):
        bodies = (hop.response.raw_body, hop.body)
        # Not proof of damage: if the archive has decoded the body, the digest matches neither form.
        if row.digest not in map(_sha1, bodies):
            yield "digest-unlike-index"


def _sha1(body: bytes) -> str:
    return base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()
