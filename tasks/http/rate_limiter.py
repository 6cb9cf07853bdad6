"""One gate per host: how often it may be asked, and when it must be left alone.

The pace follows the host (Scrapy's AutoThrottle rule: the delay tends to the latency), never goes
above the polite rate, doubles on errors, and falls only by halves. `Retry-After` holds for the
host, not for the page. After several bad answers in a row the gate closes for a while.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from email.utils import parsedate_to_datetime

from tasks.errors import HostResting
from tasks.http.crawl_policy import CrawlPolicy

TOO_MANY_REQUESTS = 429
UNAVAILABLE = 503
SERVER_ERROR = 500
# 429 without Retry-After: what the Internet Archive's operators ask for, and a good rule for all.
BARE_429_SECONDS = 60.0
LONGEST_RETRY_AFTER_SECONDS = 3600.0


class HostRateLimiter:
    """Lets requests to one host pass, `1 / requests_per_second` or more apart."""

    def __init__(
        self,
        host: str,
        crawl_policy: CrawlPolicy,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.host = host
        self.delay = 1 / crawl_policy.requests_per_second
        self._manners = crawl_policy
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
            HostResting: the gate is closed; says for how long.
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
        """Never ask more often than every `seconds` (a Crawl-delay)."""
        self._fastest = max(self._fastest, seconds)
        self.delay = max(self.delay, self._fastest)

    def record(self, status: int | None, latency: float, retry_after: str | None = None) -> None:
        """Adapt to an answer; `status` None is no answer at all."""
        if status is None or status >= SERVER_ERROR or status == TOO_MANY_REQUESTS:
            self._slow_down(status, retry_after)
            return
        self._bad_in_a_row = 0
        self._rest = self._manners.rest_seconds
        wanted = min(max(self._fastest, latency), self._manners.slowest_seconds)
        self.delay = wanted if wanted > self.delay else (self.delay + wanted) / 2

    def _slow_down(self, status: int | None, retry_after: str | None) -> None:
        self._bad_in_a_row += 1
        self.delay = min(self.delay * 2, self._manners.slowest_seconds)
        pause = seconds_to_wait(retry_after)
        if pause is None:
            pause = BARE_429_SECONDS if status == TOO_MANY_REQUESTS else 0.0
        self._next = max(self._next, self._clock() + pause)
        if pause > self._manners.slowest_seconds:
            self._closed_until = self._clock() + pause
        if self._bad_in_a_row >= self._manners.trip_after:
            self._close()

    def _close(self) -> None:
        self._closed_until = max(self._closed_until, self._clock() + self._rest)
        self._rest = min(self._rest * 2, self._manners.longest_rest_seconds)
        # One good answer opens the gate again; a bad one closes it at once, for twice as long.
        self._bad_in_a_row = self._manners.trip_after - 1


def seconds_to_wait(retry_after: str | None, now: float | None = None) -> float | None:
    """Return the seconds a Retry-After header asks for (0 to 3600), None if it says nothing.

    Both forms of RFC 9110, section 10.2.3: seconds, or a date.
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
