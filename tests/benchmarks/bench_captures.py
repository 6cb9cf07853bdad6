"""Writing captures and reading them back: our store beside warcio, and beside parsing.

    python -m tests.benchmarks.bench_captures [pages] [rounds]

Pages are 147 KB, gzipped as a server sends them. Both sides write one record each with digests and
read each by its offset, body decoded. Ours also syncs to disk, checks each body against its
digest and makes the index row.
"""

import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tasks.articles.parse_page import parse_page
from tasks.http.response import Response
from tasks.models import Capture, Purpose
from tasks.urls import Site
from tasks.warc.store import CaptureStore, read_page
from tests.benchmarks.bench_peers import _write_pages
from tests.benchmarks.known_pages import SITE_ORIGIN, KnownPage, wordpress_sets
from tests.benchmarks.peer_venvs import PeerMissingError, python_of
from tests.benchmarks.table import Table

SCRIPT = Path(__file__).parent / "peers" / "write_and_read_warc.py"
SITE = Site(SITE_ORIGIN)
HEADERS = (("Content-Type", "text/html; charset=UTF-8"), ("Content-Encoding", "gzip"))


def measure(page_count: int = 60, rounds: int = 5) -> Table:
    """Return writing and reading for both, and parsing for comparison."""
    page_set = wordpress_sets()[0]
    pages = page_set.pages[:page_count]
    table = Table(
        f"Captures: {len(pages)} pages of {page_set.kilobytes} KB",
        ("what", "CPU ms a page, best round", "rounds", "x warcio"),
        note="Parsing is there for scale: capturing and reading back beside it.",
    )
    with tempfile.TemporaryDirectory() as folder:
        ours = _measure_ours(pages, Path(folder), rounds)
        try:
            theirs = _measure_warcio(pages, Path(folder), rounds)
        except PeerMissingError as error:
            theirs = {}
            table.add("warcio", f"NOT INSTALLED: {error}", "", "")
    for what in ("writing", "reading"):
        if what in theirs:
            _add(table, f"warcio: {what}", theirs[what], len(pages), theirs[what])
        _add(table, f"aawsat: {what}", ours[what], len(pages), theirs.get(what))
    _add(table, "aawsat: parsing", ours["parsing"], len(pages), None)
    return table


def _add(
    table: Table, what: str, seconds: Sequence[float], count: int, theirs: Sequence[float] | None
) -> None:
    each = sorted(1_000 * second / count for second in seconds)
    ratio = f"{min(seconds) / min(theirs):.2f}" if theirs else ""
    table.add(what, f"{each[0]:.3f}", f"{each[0]:.2f}-{each[-1]:.2f}", ratio)


def _measure_ours(pages: Sequence[KnownPage], folder: Path, rounds: int) -> dict[str, list[float]]:
    responses = [_response(page) for page in pages]
    seconds: dict[str, list[float]] = {"writing": [], "reading": [], "parsing": []}
    for number in range(rounds):
        start = time.process_time()
        captures = _write(responses, folder, f"run-{number}")
        seconds["writing"].append(time.process_time() - start)
        start = time.process_time()
        for capture in captures:
            read_page(folder, capture)
        seconds["reading"].append(time.process_time() - start)
        read = [read_page(folder, capture) for capture in captures]
        start = time.process_time()
        for page in read:
            parse_page(page, SITE)
        seconds["parsing"].append(time.process_time() - start)
    return seconds


def _response(page: KnownPage) -> Response:
    body = gzip.compress(page.html, 6)
    return Response(page.url, 200, "OK", HEADERS, body, datetime.now(UTC))


def _write(responses: Sequence[Response], folder: Path, run_id: str) -> list[Capture]:
    with CaptureStore(folder, run_id, "live") as store:
        for response in responses:
            store.write_response(response.requested_url, Purpose.PAGE, response)
        return store.take()


def _measure_warcio(
    pages: Sequence[KnownPage], folder: Path, rounds: int
) -> dict[str, list[float]]:
    _write_pages(pages, folder)
    command = [str(part) for part in (python_of("warcio"), SCRIPT, folder, rounds)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    answer: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return answer


if __name__ == "__main__":
    sys.stdout.write(measure(*map(int, sys.argv[1:])).as_markdown() + "\n")
