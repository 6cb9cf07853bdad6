"""Crawl policy: request rates, size limits, and the user agent."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CrawlPolicy:
    """Rates in requests a second, times in seconds, sizes in bytes.

    `requests_per_second` is the highest rate. Slow responses and errors lower it, down to one
    request every `slowest_seconds`. `wire_bytes` and `body_bytes` limit a response before and
    after decompression. A response of more than `bytes_per_request` counts as several requests.
    After `trip_after` errors in a row the host rests for `rest_seconds`.
    """

    user_agent: str
    requests_per_second: float = 1.0
    max_connections: int = 1
    deadline_seconds: float = 60.0
    slowest_seconds: float = 60.0
    wire_bytes: int = 8 << 20
    body_bytes: int = 32 << 20
    bytes_per_request: float = 250_000
    max_redirects: int = 5
    trip_after: int = 8
    rest_seconds: float = 120.0
    longest_rest_seconds: float = 3600.0
    longest_crawl_delay_seconds: float = 30.0
