"""How to behave towards a host, as values: rates, bounds, and the name to give."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CrawlPolicy:
    """Rates in requests a second, times in seconds, sizes in bytes.

    `requests_per_second` is the most a host is asked; it is asked less when it answers slowly or
    with errors, at least every `slowest_seconds`. `wire_bytes` and `body_bytes` bound a response
    before and after unpacking. After `trip_after` bad answers in a row the host rests.
    """

    user_agent: str
    requests_per_second: float = 1.0
    max_connections: int = 1
    deadline_seconds: float = 60.0
    slowest_seconds: float = 60.0
    wire_bytes: int = 8 << 20
    body_bytes: int = 32 << 20
    max_redirects: int = 5
    trip_after: int = 8
    rest_seconds: float = 120.0
    longest_rest_seconds: float = 3600.0
    longest_crawl_delay_seconds: float = 30.0
