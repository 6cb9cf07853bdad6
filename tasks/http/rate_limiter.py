"""Rate limiter and circuit breaker, one per host.

The delay between requests follows the latency of the host (the rule of Scrapy's AutoThrottle). It
never falls below that of the crawl policy, doubles on errors, and halves at most on success. A
large response counts as several requests. `Retry-After` applies to the host, not to the page. After
several errors in a row the host rests.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from tasks.errors import HostResting
from tasks.http.crawl_policy import CrawlPolicy

# For 429 without Retry-After: the wait that the Internet Archive asks for.
BARE_429_SECONDS = 60.0
LONGEST_RETRY_AFTER_SECONDS = 3600.0


class HostRateLimiter:
    """Spaces requests to one host `1 / requests_per_second` or more apart."""

    def __init__(
        self,
        host: str,
        crawl_policy: CrawlPolicy,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.host = host
        self.delay = 1 / crawl_policy.requests_per_second
        self._crawl_policy = crawl_policy
        self._fastest = self.delay
        self._clock = clock
        self._sleep = sleep
        self._next = 0.0
        self._closed_until = 0.0
        self._rest = crawl_policy.rest_seconds
        self._bad_in_a_row = 0
        self._places = asyncio.Semaphore(crawl_policy.max_connections)

    async def __aenter__(self) -> None:
        """Wait for this request's turn.

        Raises:
            HostResting: the host rests; the error says for how long.
        """
        await self._places.acquire()
        try:
            now = self._clock()
            if now < self._closed_until:
                raise HostResting(self.host, self._closed_until - now)
            turn = max(self._next, now)
            self._next = turn + self.delay * random.uniform(1.0, 1.25)
            if turn > now:
                await self._sleep(turn - now)
        except BaseException:
            self._places.release()
            raise

    async def __aexit__(self, *raised: object) -> None:
        self._places.release()

    def set_min_delay(self, seconds: float) -> None:
        """Set the shortest delay between requests (a Crawl-delay)."""
        self._fastest = max(self._fastest, seconds)
        self.delay = max(self.delay, self._fastest)

    def record_size(self, size: int) -> None:
        """Let the next request wait longer after a response of many bytes."""
        requests = size / self._crawl_policy.bytes_per_request
        pause = min(self._fastest * (requests - 1), self._crawl_policy.slowest_seconds)
        if pause > 0:
            self._next = max(self._next, self._clock()) + pause

    def record(self, status: int | None, latency: float, retry_after: str | None = None) -> None:
        """Adapt to a response; `status` is None if there was none."""
        if (
            status is None
            or status >= HTTPStatus.INTERNAL_SERVER_ERROR
            or status == HTTPStatus.TOO_MANY_REQUESTS
        ):
            self._slow_down(status, retry_after)
            return
        self._bad_in_a_row = 0
        self._rest = self._crawl_policy.rest_seconds
        wanted = min(max(self._fastest, latency), self._crawl_policy.slowest_seconds)
        self.delay = wanted if wanted > self.delay else (self.delay + wanted) / 2

    def _slow_down(self, status: int | None, retry_after: str | None) -> None:
        self._bad_in_a_row += 1
        self.delay = min(self.delay * 2, self._crawl_policy.slowest_seconds)
        pause = seconds_to_wait(retry_after)
        if pause is None:
            pause = BARE_429_SECONDS if status == HTTPStatus.TOO_MANY_REQUESTS else 0.0
        self._next = max(self._next, self._clock() + pause)
        if pause > self._crawl_policy.slowest_seconds:
            self._closed_until = self._clock() + pause
        if self._bad_in_a_row >= self._crawl_policy.trip_after:
            self._close()

    def _close(self) -> None:
        self._closed_until = max(self._closed_until, self._clock() + self._rest)
        self._rest = min(self._rest * 2, self._crawl_policy.longest_rest_seconds)
        # One good response ends the rest; an error starts another one, twice as long.
        self._bad_in_a_row = self._crawl_policy.trip_after - 1


def seconds_to_wait(retry_after: str | None, now: float | None = None) -> float | None:
    """Return the seconds of a Retry-After header (0 to 3600), None if it cannot be read.

    Reads both forms of RFC 9110, section 10.2.3: seconds, and a date.
    """
    if retry_after is None:
        return None
    try:
        seconds = float(retry_after.strip())
    except ValueError:
        try:
            date = parsedate_to_datetime(retry_after.strip())
            seconds = date.timestamp() - (time.time() if now is None else now)
        except (ValueError, OverflowError):
            return None
    if seconds != seconds:  # not a number
        return None
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER_SECONDS)
