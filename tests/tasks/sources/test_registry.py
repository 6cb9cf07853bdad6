from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.errors import BadRequest
from tasks.http.crawl_policy import CrawlPolicy
from tasks.sources.registry import open_source
from tasks.sources.source import Source
from tasks.urls import Site
from tasks.warc.store import CaptureStore

SITE = Site("https://eng-archive.aawsat.com")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaptureStore]:
    with CaptureStore(tmp_path / "captures", "run-1", "any") as open_store:
        yield open_store


def opened(name: str, store: CaptureStore, path: Path | None = None) -> Source:
    return open_source(name, store=store, site=SITE, crawl_policy=CrawlPolicy("test"), path=path)


@pytest.mark.parametrize("name", ["live", "sample"])
def test_sources_that_need_no_path_open(name: str, store: CaptureStore) -> None:
    source = opened(name, store)
    source.close()

    assert source.name == name


def test_an_unknown_source_is_told_with_those_there_are(store: CaptureStore) -> None:
    with pytest.raises(BadRequest, match=r"'lvie'.*live.*warc.*sample"):
        opened("lvie", store)


@pytest.mark.parametrize("path", [None, Path("/no/such/file.warc.gz")])
def test_the_source_warc_needs_a_path_that_is_there(path: Path | None, store: CaptureStore) -> None:
    with pytest.raises(BadRequest, match="path"):
        opened("warc", store, path)
