"""Base of the sources that copy from public web archives: read an index, copy captures."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus

from tasks.errors import IntegrityError
from tasks.models import Candidate, Capture, FetchFailure, Purpose
from tasks.sources.source import Fetched, Finding, PageRequest, Window
from tasks.sources.web_archives.archive_client import (
    ArchiveHost,
    NotArchived,
    archive_failure,
    outcomes_of_page,
)
from tasks.sources.web_archives.capture_index import CaptureIndex
from tasks.sources.web_archives.cdx import CdxAnswer, CdxPage, CdxRow
from tasks.warc.store import CaptureStore, read_page

# Maximum number of requests for one page, until enough captures are copied.
MOST_ATTEMPTS = 12
# Answers of an index that state what it has; 404 states that it has nothing.
STATED = frozenset({HTTPStatus.OK, HTTPStatus.NOT_FOUND})


class ArchiveSource(ABC):
    """A web archive with an index to read and captures to copy, each at its own request rate."""

    name: str

    def __init__(
        self,
        address: str,
        store: CaptureStore,
        holdings: CaptureIndex,
        index: ArchiveHost,
        captures: ArchiveHost,
    ) -> None:
        self._address = address
        self._store = store
        self._holdings = holdings
        self._index = index
        self._captures = captures
        self._is_read = False
        self._stored_answers: Mapping[str, Capture] = {}
        self._stored_since = datetime.max.replace(tzinfo=UTC)
        self._loop = asyncio.Runner()

    @abstractmethod
    def discover(self, window: Window) -> Iterator[Finding]:
        """Yield every page of the site in the archive, and their number."""

    @abstractmethod
    async def _fetch_version(self, url: str, row: CdxRow) -> Fetched | None:
        """Return one capture or a failure; None if the store already has the capture."""

    def fetch(self, requests: Sequence[PageRequest]) -> list[Fetched]:
        """Copy the best captures of every page into the store, best first.

        If the archive cannot return a capture, the next one is tried, even with the same content.
        """
        if not self._is_read:
            for _ in self.discover(Window(date.min, date.max)):
                pass
        outcomes: list[Fetched] = self._loop.run(self._fetch(requests))
        return outcomes

    def close(self) -> None:
        """Close the connections."""
        self._loop.run(self._index.aclose())
        self._loop.run(self._captures.aclose())
        self._loop.close()

    @property
    def is_read(self) -> bool:
        """Whether the index was read."""
        return self._is_read

    def use_stored_answers(self, answers: Mapping[str, Capture], age: timedelta) -> None:
        """Read the index from answers in the store up to this age, and request only the others."""
        self._stored_answers = answers
        self._stored_since = datetime.now(UTC) - age

    def best_rank(self, url: str) -> int | None:
        """Return the rank of the best capture of a page, 0 for good; None if there is none."""
        return self._holdings.best_rank(url)

    def _ask_index(self, url: str) -> CdxAnswer:
        if stored := self._stored_answer(url):
            return stored
        hop = self._loop.run(self._index.ask(url))
        self._store.write_response(url, Purpose.DISCOVERY, hop.response, flags=hop.flags)
        if "ended-by-close" in hop.flags:
            raise IntegrityError(f"{url}: the response cannot be verified as complete")
        return CdxAnswer(hop.response.status, hop.body.decode("utf-8", "replace"))

    def _stored_answer(self, url: str) -> CdxAnswer | None:
        kept = self._stored_answers.get(url)
        if kept is None or kept.captured_at < self._stored_since or kept.status not in STATED:
            return None
        try:
            body = read_page(self._store.folder, kept).body
        except IntegrityError:
            return None
        return CdxAnswer(kept.status, body.decode("utf-8", "replace"))

    def _new_pages(self, page: CdxPage, stated_by: str, named: set[str]) -> Iterator[Candidate]:
        """Record the captures on a page of the index; yield the pages not `named` before."""
        for url in map(self._holdings.note, self._usable(page.rows)):
            if url is not None and url not in named:
                named.add(url)
                yield Candidate(url, self.name, stated_by)

    def _usable(self, rows: Iterable[CdxRow]) -> Iterable[CdxRow]:
        """Return the captures that can be copied."""
        return rows

    async def _fetch(self, requests: Sequence[PageRequest]) -> list[Fetched]:
        pages = await asyncio.gather(*(self._fetch_page(request.url) for request in requests))
        return [outcome for page in pages for outcome in page]

    async def _fetch_page(self, url: str) -> list[Fetched]:
        alternatives = self._holdings.alternatives(url)
        if not alternatives:
            return [archive_failure(url, NotArchived(f"{self._address} has no capture of it"))]
        outcomes: list[Fetched | None] = []
        copied = 0
        for alike in alternatives:
            if copied >= self._holdings.wanted(alike[0]) or len(outcomes) >= MOST_ATTEMPTS:
                break
            tried = await self._fetch_first(url, alike)
            outcomes += tried
            if _is_host_unavailable(tried[-1]):
                break
            copied += not isinstance(tried[-1], FetchFailure)
        return outcomes_of_page(url, outcomes)

    async def _fetch_first(self, url: str, alike: Sequence[CdxRow]) -> list[Fetched | None]:
        """Return the outcomes for captures with the same content, up to the first copied one."""
        outcomes: list[Fetched | None] = []
        for row in alike:
            outcome = await self._fetch_version(url, row)
            outcomes.append(outcome)
            if not isinstance(outcome, FetchFailure) or _is_host_unavailable(outcome):
                break
        return outcomes


def _is_host_unavailable(outcome: Fetched | None) -> bool:
    """Return whether the archive itself did not answer, so that no other captures are tried."""
    return isinstance(outcome, FetchFailure) and outcome.failure_class == "transient"
