import asyncio
import itertools
from dataclasses import dataclass, field
from email.utils import formatdate

import pytest

from tasks.errors import HostResting
from tasks.http.crawl_policy import CrawlPolicy
from tasks.http.rate_limiter import HostRateLimiter, seconds_to_wait


@dataclass
class Clock:
    """Time that passes only when somebody sleeps."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def a_gate(clock: Clock, **crawl_policy: float) -> HostRateLimiter:
    return HostRateLimiter("host", CrawlPolicy("x", **crawl_policy), clock, clock.sleep)  # type: ignore[arg-type]


def pass_through(limiter: HostRateLimiter, clock: Clock, times: int) -> list[float]:
    """Pass the gate `times` times; return when."""

    async def scenario() -> list[float]:
        passed = []
        for _ in range(times):
            async with limiter:
                passed.append(clock.now)
        return passed

    return asyncio.run(scenario())


def test_requests_leave_a_second_apart_at_least() -> None:
    clock = Clock()

    passed = pass_through(a_gate(clock), clock, 10)

    gaps = [later - earlier for earlier, later in itertools.pairwise(passed)]
    assert min(gaps) >= 1.0
    assert max(gaps) <= 1.25


def test_a_large_response_counts_as_several_requests_and_a_page_as_one() -> None:
    clock = Clock()
    limiter = a_gate(clock)
    [first] = pass_through(limiter, clock, 1)

    limiter.record_size(1_000_000)
    [second] = pass_through(limiter, clock, 1)
    limiter.record_size(100_000)
    [third] = pass_through(limiter, clock, 1)

    assert 4.0 <= second - first <= 4.25
    assert 1.0 <= third - second <= 1.25


def test_a_slow_host_is_asked_less_and_a_fast_one_never_more_than_agreed() -> None:
    limiter = a_gate(Clock())

    limiter.record(200, latency=8.0)
    slowed = limiter.delay
    for _ in range(50):
        limiter.record(200, latency=0.001)

    assert slowed == 8.0
    assert limiter.delay == pytest.approx(1.0)
    assert limiter.delay >= 1.0


@pytest.mark.parametrize("status", [None, 429, 500, 503])
def test_errors_double_the_delay(status: int | None) -> None:
    limiter = a_gate(Clock())

    limiter.record(status, latency=0.1)
    limiter.record(status, latency=0.1)

    assert limiter.delay == 4.0


def test_a_missing_page_does_not_slow_down_requests() -> None:
    limiter = a_gate(Clock())

    limiter.record(404, latency=0.1)

    assert limiter.delay == 1.0


def test_retry_after_applies_to_the_next_request_of_any_kind() -> None:
    clock = Clock()
    limiter = a_gate(clock)

    limiter.record(503, 0.1, "25")

    assert pass_through(limiter, clock, 1) == [1025.0]


def test_a_bare_429_is_a_minutes_pause() -> None:
    clock = Clock()
    limiter = a_gate(clock)

    limiter.record(429, 0.1)

    assert pass_through(limiter, clock, 1) == [1060.0]


def test_a_long_retry_after_sends_callers_away_instead_of_keeping_them() -> None:
    clock = Clock()
    limiter = a_gate(clock)

    limiter.record(503, 0.1, "900")

    with pytest.raises(HostResting) as caught:
        pass_through(limiter, clock, 1)
    assert caught.value.seconds == 900


def test_the_host_rests_after_consecutive_errors_and_longer_each_time() -> None:
    clock = Clock()
    limiter = a_gate(clock, trip_after=3, rest_seconds=120)
    for _ in range(3):
        limiter.record(None, 0.1)

    with pytest.raises(HostResting) as first:
        pass_through(limiter, clock, 1)
    clock.now += 121
    pass_through(limiter, clock, 1)
    limiter.record(None, 0.1)
    with pytest.raises(HostResting) as second:
        pass_through(limiter, clock, 1)

    assert first.value.seconds == 120
    assert second.value.seconds == 240


def test_one_good_response_ends_the_rest_of_a_host() -> None:
    clock = Clock()
    limiter = a_gate(clock, trip_after=3)
    for _ in range(3):
        limiter.record(500, 0.1)
    clock.now += 200
    limiter.record(200, 0.1)

    for _ in range(2):
        limiter.record(500, 0.1)

    assert len(pass_through(limiter, clock, 1)) == 1


def test_a_crawl_delay_is_never_undercut() -> None:
    clock = Clock()
    limiter = a_gate(clock)
    limiter.set_min_delay(5.0)

    for _ in range(20):
        limiter.record(200, 0.01)

    passed = pass_through(limiter, clock, 3)
    assert passed[1] - passed[0] >= 5.0


def test_only_so_many_requests_are_under_way_at_once() -> None:
    clock = Clock()
    limiter = a_gate(clock, requests_per_second=1000, max_connections=2)
    under_way, most = 0, 0

    async def one() -> None:
        nonlocal under_way, most
        async with limiter:
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0)
            under_way -= 1

    async def scenario() -> None:
        await asyncio.gather(*(one() for _ in range(20)))

    asyncio.run(scenario())

    assert most == 2


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        *((None, None), ("", None), ("soon", None), ("nan", None)),
        *(("0", 0), ("7", 7), (" 7 ", 7), ("-5", 0), ("1000000000", 3600), ("inf", 3600)),
        (formatdate(1_000_030, usegmt=True), 30),
        (formatdate(999_000, usegmt=True), 0),
    ],
)
def test_retry_after_is_read_in_both_its_forms(header: str | None, seconds: float | None) -> None:
    assert seconds_to_wait(header, now=1_000_000) == seconds
