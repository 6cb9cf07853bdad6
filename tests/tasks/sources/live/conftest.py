"""Fixtures of the tests of the source `live`."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tasks.http.crawl_policy import CrawlPolicy
from tasks.sources.live.site import LiveSite
from tasks.urls import Site
from tasks.warc.store import CaptureStore
from tests.tasks.sources.live.fake_site import FAST, ROOT, FakeSite, Open


@pytest.fixture
def fake() -> FakeSite:
    return FakeSite()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaptureStore]:
    with CaptureStore(tmp_path, "run-1", "live") as open_store:
        yield open_store


@pytest.fixture
def live(fake: FakeSite, store: CaptureStore) -> Iterator[Open]:
    opened: list[LiveSite] = []

    def open_live(*routes: str, crawl_policy: CrawlPolicy = FAST) -> LiveSite:
        transport = httpx.MockTransport(fake)
        opened.append(LiveSite(Site(ROOT), crawl_policy, store, frozenset(routes), transport))
        return opened[-1]

    yield open_live
    for source in opened:
        source.close()
