"""Batches of captures become rows, in this process or on others, with equal results."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tasks.articles.parse_captures import CaptureParser, ParsedBatch, parse_captures
from tasks.models import Candidate, Capture
from tasks.sources.files.bundled_sample import bundled_folder
from tasks.sources.files.warc_files import WarcFiles
from tasks.sources.source import PageRequest, Window
from tasks.urls import Site
from tasks.warc.store import CaptureStore
from tasks.workers.process_pool import WorkerPool

SITE = Site("https://eng-archive.aawsat.com")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("captures")


@pytest.fixture(scope="module")
def captures(folder: Path) -> Iterator[list[Capture]]:
    with CaptureStore(folder, "run-1", "sample") as store:
        source = WarcFiles(bundled_folder(), SITE, store)
        found = source.discover(Window(date.min, date.max))
        urls = dict.fromkeys(each.url for each in found if isinstance(each, Candidate))
        source.fetch([PageRequest(url) for url in list(urls)[:40]])
        yield store.take()


@pytest.mark.slow
def test_every_capture_ends_as_an_article_or_a_rejection(
    folder: Path, captures: list[Capture]
) -> None:
    parsed = parse_captures(folder, captures, SITE)

    assert parsed.article_count > 0
    assert parsed.article_count + parsed.rejection_count == len(captures)


@pytest.mark.slow
def test_other_processes_give_the_same_rows_in_the_same_order(
    folder: Path, captures: list[Capture]
) -> None:
    def bodies(batches: list[ParsedBatch]) -> list[object]:
        return [row for batch in batches for row in batch.tables["articles"].to_pylist()]

    with WorkerPool(2) as pool:
        apart = list(CaptureParser(pool, folder, SITE).parse(captures))

    assert len(apart) == 2
    assert bodies(apart) == bodies([parse_captures(folder, captures, SITE)])


def test_bytes_that_are_not_there_become_a_rejection_not_a_failed_batch(
    folder: Path, captures: list[Capture]
) -> None:
    gone = replace(captures[0], warc_offset=10**9)

    parsed = parse_captures(folder, [gone, *captures[1:3]], SITE)

    [rejection] = [
        row
        for row in parsed.tables["rejections"].to_pylist()
        if row["capture_id"] == gone.capture_id
    ]
    assert rejection["reason"] == "unreadable"
    assert parsed.article_count + parsed.rejection_count == 3
