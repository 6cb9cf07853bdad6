"""Which captures are copied when an archive cannot play all that its index lists. Made up."""

from collections.abc import Mapping
from datetime import date
from email.utils import format_datetime
from pathlib import Path

import brotli
import httpx
import pytest

from tasks.http.crawl_policy import CrawlPolicy
from tasks.models import Candidate, Capture, Expectation
from tasks.sources.source import PageRequest, Window
from tasks.sources.web_archives.archive_client import Archives, BackoffPolicy
from tasks.sources.web_archives.capture_index import CaptureIndex
from tasks.sources.web_archives.cdx import CdxRow
from tasks.sources.web_archives.wayback import Wayback, WaybackRates
from tasks.urls import Site
from tasks.warc.store import CaptureStore, read_page
from tests.tasks.sources.unread import Unread

SITE = Site("https://archive.test")
PAGE = "https://archive.test/staff/news/ferry/"
FAST = CrawlPolicy("tests", requests_per_second=1000)
BODY = b"<!DOCTYPE html><html><body><p>The ferry is on strike.</p></body></html>"


def stamp(year: int) -> str:
    return f"{year}0504030201"


def row(
    year: int,
    digest: str,
    status: int | None = 200,
    mime: str = "text/html",
    length: int = 900,
    is_truncated: bool = False,
) -> CdxRow:
    return CdxRow(
        "test,archive)/", stamp(year), PAGE, mime, status, digest, length, None, None, is_truncated
    )


class Machine:
    """A Wayback Machine that lists lines of an index and plays some of the captures."""

    def __init__(
        self, lines: list[str], played: set[int], headers: Mapping[str, str] | None = None
    ) -> None:
        self.asked: list[str] = []
        self._lines, self._played, self._headers = lines, played, dict(headers or {})

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/cdx/search/cdx":
            lines = [] if "resumeKey" in request.url.params else self._lines
            return self._answer(200, {}, "\n".join([*lines, ""]).encode())
        self.asked.append(request.url.path.split("/")[2][:4])
        year = int(self.asked[-1])
        if year not in self._played:
            return self._answer(302, {"Location": f"/web/{stamp(min(self._played))}id_/{PAGE}"})
        at = row(year, "").captured_at
        assert at is not None
        memento = {"Memento-Datetime": format_datetime(at, usegmt=True)}
        body = brotli.compress(BODY) if self._headers else BODY
        return self._answer(200, {"Content-Type": "text/html", **memento, **self._headers}, body)

    def _answer(self, status: int, headers: Mapping[str, str], body: bytes = b"") -> httpx.Response:
        length = {"Content-Length": str(len(body))}
        return httpx.Response(status, headers={**headers, **length}, stream=Unread(body))


def line(year: int, digest: str, mime: str = "text/html", status: str = "200") -> str:
    return f"test,archive)/ferry {stamp(year)} {PAGE} {mime} {status} {digest * 32} 900"


def copied(machine: Machine, tmp_path: Path) -> tuple[list[int], list[Expectation], list[bytes]]:
    """Return the years of the captures that are copied, the counts, and the bodies."""
    with CaptureStore(tmp_path, "run-1", "wayback", "x") as store:
        source = Wayback(
            SITE,
            WaybackRates(FAST, FAST),
            store,
            Archives(wayback="https://wayback.test", folder=None),
            backoff=BackoffPolicy(),
            transport=httpx.MockTransport(machine),
        )
        findings = list(source.discover(Window(date.min, date.max)))
        outcomes = source.fetch([PageRequest(PAGE)])
        source.close()
        captures = [one for one in outcomes if isinstance(one, Capture)]
        store.take()
    assert any(isinstance(one, Candidate) for one in findings)
    years = [capture.captured_at.year for capture in captures]
    counts = [one for one in findings if isinstance(one, Expectation)]
    return years, counts, [read_page(tmp_path, capture).body for capture in captures]


def test_a_capture_that_cannot_be_played_leads_to_another_of_the_same_content(
    tmp_path: Path,
) -> None:
    machine = Machine([line(year, "A") for year in (2014, 2015, 2016)], played={2014, 2015})

    years, _, _ = copied(machine, tmp_path)

    assert (years, machine.asked) == ([2015], ["2016", "2015"])


def test_captures_that_cannot_be_played_lead_to_those_of_other_contents(tmp_path: Path) -> None:
    lines = [line(year, digest) for year, digest in zip(range(2012, 2017), "ABCDE", strict=True)]

    years, _, _ = copied(Machine(lines, played={2012}), tmp_path)

    assert years == [2012]


def test_a_redirect_is_copied_only_if_no_page_can_be_played(tmp_path: Path) -> None:
    lines = [line(2012, "A"), line(2016, "B", status="301")]
    machine = Machine(lines, played={2012, 2016})

    years, _, _ = copied(machine, tmp_path)

    assert years == [2012]


@pytest.mark.parametrize(
    "mime", ["text/html charset=utf-8", "html> foo", "image/jpeg", "application/javascript", "unk"]
)
def test_an_article_is_copied_under_any_content_type_in_the_index(
    tmp_path: Path, mime: str
) -> None:
    years, counts, _ = copied(Machine([line(2016, "A", mime)], {2016}), tmp_path)

    assert years == [2016]
    assert [count.denominator for count in counts] == ["wayback:urls"]


def test_lines_of_an_index_that_are_not_rows_are_counted(tmp_path: Path) -> None:
    lines = [line(2016, "A"), "test,archive)/x 2016 cut off", "<html>"]

    years, counts, _ = copied(Machine(lines, {2016}), tmp_path)

    assert years == [2016]
    assert [count.expected_count for count in counts if "unreadable" in count.denominator] == [2]


def test_a_replay_in_brotli_is_decoded(tmp_path: Path) -> None:
    machine = Machine([line(2016, "A")], {2016}, {"Content-Encoding": "br"})

    _, _, bodies = copied(machine, tmp_path)

    assert bodies == [BODY]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (row(2014, "A", status=None, mime="-"), row(2016, "B", status=301)),
        (row(2014, "A"), row(2016, "B", status=None, mime="-")),
        (row(2014, "A"), row(2016, "B", is_truncated=True)),
        (row(2014, "A", is_truncated=True), row(2016, "B", status=404)),
    ],
    ids=["no status", "status", "whole", "truncated"],
)
def test_the_better_capture_comes_first_though_it_is_older(better: CdxRow, worse: CdxRow) -> None:
    index = CaptureIndex(SITE)
    for found in (worse, better):
        index.note(found)

    assert [alike[0] for alike in index.alternatives(PAGE)] == [better, worse]


def test_the_first_and_the_longest_capture_are_wanted_beside_the_last() -> None:
    index = CaptureIndex(SITE)
    for year, digest in zip(range(2012, 2022), "ABCDEFGHIJ", strict=True):
        index.note(row(year, digest, length=5_000 if year == 2015 else 900))

    assert [one.timestamp[:4] for one in index.versions(PAGE)] == ["2021", "2012", "2015"]


def test_of_a_page_with_thousands_of_captures_the_last_and_the_first_are_kept() -> None:
    index = CaptureIndex(SITE)
    for number in range(5_000):
        index.note(CdxRow("k", f"2010{number:010d}", PAGE, "text/html", 200, f"D{number}", 900))

    assert [one.timestamp[4:] for one in index.versions(PAGE)] == [
        "0000004999",
        "0000000000",
        "0000004998",
    ]
