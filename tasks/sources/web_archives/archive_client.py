"""HTTP client for public web archives: observes their rate limits, and pauses when they block.

An archive that refuses connections has blocked this machine's IP address. The Internet Archive does
so for an hour after 429s were ignored, and doubles the time after each further block. The pause is
stored on disk for the next run.
"""

import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from tasks.errors import (
    HostResting,
    HostUnavailable,
    IntegrityError,
    PipelineError,
    PolicyRefusal,
    TerminalError,
)
from tasks.http.client import CUT_PAGE, Hop, PoliteClient, is_unknown_host
from tasks.http.crawl_policy import CrawlPolicy
from tasks.http.response import Response
from tasks.models import Capture, FetchFailure
from tasks.sources.source import Fetched
from tasks.sources.web_archives.specs import COMMONCRAWL_DATA, COMMONCRAWL_INDEX, WAYBACK_ADDRESS

UNAVAILABLE = 503
LONGEST_REST_SECONDS = 86_400.0
LONGEST_PAUSE_SECONDS = 900.0
# Time until a missing capture is requested again: indexes are repaired and captures added.
RETRY_ABSENT = timedelta(days=1)
RETRY_UNAVAILABLE = timedelta(minutes=15)

log = logging.getLogger(__name__)


class NotArchived(PipelineError, TerminalError):
    """The archive does not return the capture, though its index may list it."""


@dataclass(frozen=True, slots=True)
class Archives:
    """URLs of the web archives, and the folder for state about them."""

    wayback: str = WAYBACK_ADDRESS
    commoncrawl_index: str = COMMONCRAWL_INDEX
    commoncrawl_data: str = COMMONCRAWL_DATA
    folder: Path | None = None


PUBLIC_ARCHIVES = Archives()


@dataclass(frozen=True, slots=True)
class BackoffPolicy:
    """How long to pause requests to an archive, in seconds.

    `ban` after a refused connection. `pause` after the first answer among `refusals`, doubled for
    each further one in a row. `give_up` after the second 403 in a row.
    """

    ban: float = 3600.0
    pause: float = 60.0
    give_up: float = 86_400.0
    refusals: frozenset[int] = frozenset()
    tries: int = 3


BACKOFF = BackoffPolicy()


class Cooldown:
    """The pause in requests to an archive, kept on disk."""

    def __init__(self, address: str, folder: Path | None = None) -> None:
        self.host = urlsplit(address).netloc.lower()
        self._file = folder / f"{self.host.replace(':', '_')}.rest.json" if folder else None
        self._until, self._seconds = self._read()

    def check(self) -> None:
        """Raise `HostResting` during a pause."""
        remaining = self._until - time.time()
        # Longer than any pause: the clock was set back.
        if 0 < remaining <= LONGEST_REST_SECONDS:
            raise HostResting(self.host, remaining)

    def begin(self, seconds: float) -> HostResting:
        """Begin a pause, twice as long as the last one if that was recent; return the error."""
        now = time.time()
        if now < self._until:
            return HostResting(self.host, self._until - now)
        if now < self._until + self._seconds:
            seconds = max(seconds, 2 * self._seconds)
        self._seconds = min(seconds, LONGEST_REST_SECONDS)
        self._until = now + self._seconds
        self._write()
        return HostResting(self.host, self._seconds)

    def _read(self) -> tuple[float, float]:
        try:
            said = json.loads(self._file.read_text()) if self._file else {}
            return float(said["until"]), float(said["seconds"])
        except (OSError, ValueError, LookupError, TypeError):
            return 0.0, 0.0

    def _write(self) -> None:
        if self._file is None:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_suffix(".new")
        draft.write_text(json.dumps({"until": self._until, "seconds": self._seconds}))
        draft.replace(self._file)


class ArchiveHost:
    """Sends requests of one kind to one archive. Redirects are returned, not followed."""

    def __init__(
        self,
        address: str,
        crawl_policy: CrawlPolicy,
        rest: Cooldown,
        backoff: BackoffPolicy,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._host = urlsplit(address).netloc.lower()
        self._rest = rest
        self._backoff = backoff
        self._refused = 0
        crawl_policy = replace(crawl_policy, max_redirects=0)
        self._client = PoliteClient(crawl_policy, frozenset({self._host}), transport=transport)

    async def ask(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        is_content: Callable[[Response], bool] = lambda _response: False,
    ) -> Hop:
        """Return the response; retry after a missing or damaged one, 429, 5xx and refusals.

        `is_content` tells whether a status is part of the archived page (an archived 503), not of
        the archive itself.

        Raises:
            HostResting: the archive must not be requested for some time.
            HostUnavailable: there was no usable response after some tries.
            IntegrityError: all responses were damaged.
            PolicyRefusal: the response is too large, or not from the archive.
        """
        problem: PipelineError = HostUnavailable(f"{url} was not answered")
        for _ in range(self._backoff.tries):
            try:
                hop = await self._ask_once(url, headers, is_content)
            except (HostUnavailable, IntegrityError) as error:
                problem = error
                continue
            if is_content(hop.response):
                self._forgive()
                return hop
            if self._is_answer(hop.response.status):
                return hop
            problem = HostUnavailable(f"{url} answers {hop.response.status}")
        raise problem

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _ask_once(
        self, url: str, headers: Mapping[str, str] | None, is_content: Callable[[Response], bool]
    ) -> Hop:
        self._rest.check()
        hops: list[Hop] = []
        try:
            await self._client.get(url, headers, hops.append)
        except PolicyRefusal:
            # A refusal after a response was received concerns its redirect, which is not followed.
            if not hops:
                raise
        except IntegrityError:
            # A truncated page was archived like this; another request would return the same.
            if not (hops and is_content(hops[0].response) and CUT_PAGE in hops[0].flags):
                raise
        except HostUnavailable as error:
            if _is_refused_connection(error):
                raise self._rest.begin(self._backoff.ban) from error
            raise
        return hops[0]

    def _is_answer(self, status: int) -> bool:
        if status in self._backoff.refusals:
            self._back_off(status)
            return False
        self._refused = 0
        return status != HTTPStatus.TOO_MANY_REQUESTS and status < HTTPStatus.INTERNAL_SERVER_ERROR

    def _back_off(self, status: int) -> None:
        self._refused += 1
        if status == HTTPStatus.FORBIDDEN and self._refused > 1:
            raise self._rest.begin(self._backoff.give_up)
        pause = min(self._backoff.pause * 2 ** (self._refused - 1), LONGEST_PAUSE_SECONDS)
        self._client.limiter(self._host).record(UNAVAILABLE, 0.0, str(pause))

    def _forgive(self) -> None:
        self._client.limiter(self._host).record(HTTPStatus.OK, 0.0)


def archive_failure(url: str, error: PipelineError) -> FetchFailure:
    """Return the failure to record for a page that an archive did not return."""
    now = datetime.now(UTC)
    if isinstance(error, HostResting):
        return FetchFailure(url, "transient", str(error), now + timedelta(seconds=error.seconds))
    if isinstance(error, NotArchived):
        return FetchFailure(url, "absent", str(error), now + RETRY_ABSENT)
    if isinstance(error, PolicyRefusal):
        return FetchFailure(url, "policy", str(error), None)
    if isinstance(error, IntegrityError):
        return FetchFailure(url, "integrity", str(error), now + RETRY_ABSENT)
    return FetchFailure(url, "transient", str(error), now + RETRY_UNAVAILABLE)


def outcomes_of_page(url: str, outcomes: Sequence[Fetched | None]) -> list[Fetched]:
    """Return the captures. Return a failure only if all of them failed.

    None means a capture that an earlier run has stored.
    """
    captures: list[Fetched] = [kept for kept in outcomes if isinstance(kept, Capture)]
    failures = [failed for failed in outcomes if isinstance(failed, FetchFailure)]
    if captures or None in outcomes:
        for failure in failures:
            log.warning("skipped a capture of %s: %s", url, failure.error)
        return captures
    # If any capture may be available later, so may the page.
    return [next((one for one in failures if one.failure_class == "transient"), failures[0])]


def _is_refused_connection(error: BaseException) -> bool:
    """Return whether the host refused the connection, as opposed to an unknown host name."""
    return isinstance(error.__cause__, httpx.ConnectError) and not is_unknown_host(error)
