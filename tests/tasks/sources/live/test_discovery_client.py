"""What a discovery remembers of a host that does not answer."""

import asyncio
from pathlib import Path

import httpx

from tasks.errors import HostUnavailable
from tasks.http.client import PoliteClient
from tasks.http.crawl_policy import CrawlPolicy
from tasks.sources.live.discovery_client import DiscoveryClient
from tasks.urls import Site
from tasks.warc.store import CaptureStore

SITE = Site("https://archive.test")
POLICY = CrawlPolicy("tests", requests_per_second=10_000, slowest_seconds=0.001, trip_after=2)


def test_the_reason_is_kept_when_the_host_rests(tmp_path: Path) -> None:
    def refuse(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("connection refused")

    async def ask(store: CaptureStore) -> DiscoveryClient:
        transport = httpx.MockTransport(refuse)
        async with PoliteClient(POLICY, frozenset({"archive.test"}), transport=transport) as client:
            discovery = DiscoveryClient(client, store, SITE)
            await discovery.ask(f"{SITE.origin}/robots.txt")
            return discovery

    with CaptureStore(tmp_path, "run-1", "live") as store:
        discovery = asyncio.run(ask(store))

    assert isinstance(discovery.last_error, HostUnavailable)
    assert "connection refused" in str(discovery.last_error)
