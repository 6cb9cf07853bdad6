"""The same site out of four places: equal articles, and every row of the indexes read."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from tasks.articles.parse_captures import parse_captures
from tasks.http.crawl_policy import CrawlPolicy
from tasks.http.response import Response
from tasks.models import Candidate, Capture, Expectation, FetchFailure, Purpose
from tasks.sources.captured_listings import read_archived_listings
from tasks.sources.captured_posts import read_captured_posts
from tasks.sources.registry import find_source
from tasks.sources.source import PageRequest, SourceOptions, Window, open_source
from tasks.sources.web_archives.cdx import CdxAnswer, walk_pages, walk_resume_keys
from tasks.urls import Site
from tasks.warc.export import export_warc
from tasks.warc.store import CaptureStore, read_page
from tests.archive_twin.write_sample import write_sample
from tests.archives.web_archives import (
    CRAWL,
    ROOT,
    WebArchives,
    running_pywb,
    running_web_archives,
)
from tests.wordpress_site import WordPress
from warehouse.db.connect import open_warehouse
from warehouse.ingest.frontier import Selection, captures_to_export, select_due
from warehouse.ingest.load import load_captures, load_discoveries, load_parsed
from warehouse.transform.build import build_marts

SITE = Site("https://eng-archive.aawsat.com")
MANNERS = CrawlPolicy("aawsat-tests", requests_per_second=50, max_connections=4)
WINDOW = Window(date(2005, 1, 1), date(2017, 12, 31))
PROVENANCE = "capture_id, captured_at, captured_from, published_from"
EDGI = ROOT / ".tools" / "edgi"
EDGI_VERSION = "0.5.1"

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Held:
    """A site whose pages the web archives hold."""

    site: Site
    warcs: tuple[Path, ...]
    archives: WebArchives

    @property
    def addresses(self) -> dict[str, str]:
        commoncrawl = self.archives.commoncrawl
        return {
            "wayback_url": self.archives.wayback,
            "commoncrawl_index_url": commoncrawl,
            "commoncrawl_data_url": f"{commoncrawl}/data",
        }


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    folder = tmp_path_factory.mktemp("archives")
    warcs = write_sample(folder / "sample", 60, 7).warc_files
    with running_web_archives(folder, warcs) as archives:
        yield Held(SITE, warcs, archives)


def load(
    name: str,
    home: Path,
    site: Site,
    path: Path | None = None,
    archives: dict[str, str] | None = None,
) -> list[tuple[Any, ...]]:
    """Backfill a new home from one source; return its articles without their provenance."""
    spec = find_source(name)
    options = SourceOptions(spec, site, MANNERS, path if spec.needs_path else None, archives or {})
    with (
        CaptureStore(home / "captures", "run-1", name) as store,
        closing(open_source(options, store)) as source,
        open_warehouse(home / "warehouse.duckdb", memory_limit="1GB") as con,
    ):
        findings = list(source.discover(WINDOW))
        named = [finding for finding in findings if isinstance(finding, Candidate)]
        counts = [finding for finding in findings if isinstance(finding, Expectation)]
        load_discoveries(con, named, counts, "run-1")
        due = [PageRequest(page.url, None, None) for page in select_due(con, Selection())]
        outcomes = source.fetch(due)
        failures = [outcome for outcome in outcomes if isinstance(outcome, FetchFailure)]
        captures = store.take()
        captures += read_captured_posts(store.folder, captures, site)
        load_captures(con, captures, failures, "run-1")
        load_discoveries(
            con, list(read_archived_listings(store.folder, captures, site)), [], "run-1"
        )
        load_parsed(con, parse_captures(home / "captures", _pages(captures), site).tables)
        build_marts(con)
        return con.execute(
            f"select * exclude ({PROVENANCE}) from marts.articles order by url"
        ).fetchall()


def _pages(captures: Sequence[Capture]) -> list[Capture]:
    return [one for one in captures if one.purpose is Purpose.PAGE and not one.is_revisit]


def _ask(url: str) -> CdxAnswer:
    answer = httpx.get(url, timeout=60)
    return CdxAnswer(answer.status_code, answer.text)


@pytest.mark.parametrize("name", ["wayback", "commoncrawl"])
def test_a_web_archive_gives_the_articles_of_the_warc_files_it_holds(
    name: str, sample: Held, tmp_path: Path
) -> None:
    files = load("warc", tmp_path / "files", SITE, path=sample.warcs[0].parent)

    archived = load(name, tmp_path / name, SITE, archives=sample.addresses)

    assert len(files) > 20
    assert archived == files


@pytest.mark.wordpress
def test_a_live_site_and_every_archive_of_it_give_equal_articles(
    wordpress: WordPress, tmp_path: Path
) -> None:
    site = Site(wordpress.url)
    live = load("live", tmp_path / "live", site)
    warcs = tuple((tmp_path / "live" / "captures").glob("*.warc.gz"))

    with running_web_archives(tmp_path / "archives", warcs) as archives:
        held = Held(site, warcs, archives)
        others = {
            name: load(name, tmp_path / name, site, warcs[0].parent, held.addresses)
            for name in ("wayback", "commoncrawl", "warc")
        }

    assert len(live) == wordpress.post_count()
    assert others == dict.fromkeys(others, live)


@pytest.fixture(scope="module")
def posts_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    """Web archives with responses of the REST API, and a page of none of the articles in them."""
    folder = tmp_path_factory.mktemp("posts")
    with CaptureStore(folder / "captures", "run-1", "live") as store:
        for number, addressed in enumerate(REST_ADDRESSES, start=1):
            rows = [rest_post(10 * number + each) for each in range(3)]
            store.write_response(addressed, Purpose.PAGE, rest_answer(addressed, rows))
        one = f"{SITE.origin}/wp-json/wp/v2/posts/99"
        store.write_response(one, Purpose.PAGE, rest_answer(one, rest_post(99)))
    warcs = tuple((folder / "captures").glob("*.warc.gz"))
    with running_web_archives(folder / "archives", warcs) as archives:
        yield Held(SITE, warcs, archives)


REST_ADDRESSES = (
    f"{SITE.origin}/wp-json/wp/v2/posts?per_page=100&page=2",
    f"{SITE.origin}/wp-json/wp/v2/posts/?_embed=1&orderby=id",
    f"{SITE.origin}/?rest_route=%2Fwp%2Fv2%2Fposts&per_page=3",
    f"{SITE.origin}/index.php?rest_route=/wp/v2/posts",
)


def rest_answer(address: str, rows: object) -> Response:
    headers = (("Content-Type", "application/json; charset=UTF-8"),)
    at = datetime(2017, 5, 1, 12, tzinfo=UTC)
    return Response(address, 200, "OK", headers, json.dumps(rows).encode(), at)


def rest_post(number: int) -> dict[str, object]:
    line = f"<p>The clerk of pier {number} counted {number * 7} crates and wrote each one down.</p>"
    return {
        "id": number,
        "link": f"{SITE.origin}/a-example/features/pier-{number}/",
        "date": "2014-06-27T07:00:00",
        "date_gmt": "2014-06-27T06:00:00",
        "modified_gmt": "2014-06-27T06:00:00",
        "type": "post",
        "title": {"rendered": f"Pier {number} Counts Its Crates"},
        "content": {"rendered": line * 8, "protected": False},
    }


@pytest.mark.parametrize("name", ["wayback", "commoncrawl"])
def test_posts_by_rest_are_articles_though_no_archive_has_their_pages(
    name: str, posts_only: Held, tmp_path: Path
) -> None:
    archived = load(name, tmp_path, SITE, archives=posts_only.addresses)

    numbers = {f"pier-{10 * answer + each}" for answer in range(1, 5) for each in range(3)}
    slugs = {str(row).partition("/features/")[2].partition("/")[0] for row in archived}
    assert slugs == numbers | {"pier-99"}


def test_resume_keys_lead_to_the_true_end(sample: Held) -> None:
    api = f"{sample.archives.wayback}/cdx/search/cdx"

    pages = list(walk_resume_keys(_ask, api, "eng-archive.aawsat.com", rows_at_once=7))

    assert sum(len(page.rows) for page in pages) == sample.archives.index_lines == 60
    assert len(pages) > 8


def test_page_numbers_lead_to_the_true_end(sample: Held) -> None:
    api = f"{sample.archives.commoncrawl}/{CRAWL}-index"

    pages = list(walk_pages(_ask, api, "eng-archive.aawsat.com"))

    assert sum(len(page.rows) for page in pages) == sample.archives.index_lines
    assert len(pages) > 4


def test_a_slow_down_in_the_middle_loses_nothing(sample: Held, tmp_path: Path) -> None:
    httpx.post(f"{sample.archives.wayback}/_refuse", json=[503, 429]).raise_for_status()

    articles = load("wayback", tmp_path, SITE, archives=sample.addresses)

    assert len(articles) > 20


def test_another_client_reads_the_same_captures(sample: Held) -> None:
    api = f"{sample.archives.wayback}/cdx/search/cdx"
    pages = walk_resume_keys(_ask, api, "eng-archive.aawsat.com", rows_at_once=10)
    ours = {(row.timestamp, row.url) for page in pages for row in page.rows}

    script = Path(__file__).with_name("edgi_search.py")
    command = [str(_edgi_python()), str(script), sample.archives.wayback, "eng-archive.aawsat.com"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)

    assert {tuple(row) for row in json.loads(done.stdout)} == ours


def _edgi_python() -> Path:
    python = EDGI / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(EDGI)], check=True)
        pip = [str(EDGI / "bin" / "pip"), "install", "--quiet", f"wayback=={EDGI_VERSION}"]
        subprocess.run(pip, check=True)
    return python


def test_an_export_is_replayed_by_pywb_as_it_was_captured(sample: Held, tmp_path: Path) -> None:
    load("warc", tmp_path, SITE, path=sample.warcs[0].parent)
    with open_warehouse(tmp_path / "warehouse.duckdb", memory_limit="1GB") as con:
        captures = captures_to_export(con, Selection(mode="reparse"))
    # pywb refuses what is not encoded as it says; httpx would too.
    sound = [row for row in captures if row.status == 200 and "not-gzip" not in row.flags]
    exported = export_warc(tmp_path / "captures", captures, tmp_path / "out", "part")

    with running_pywb(tmp_path / "pywb", [exported.warc]) as address:
        index = next((tmp_path / "pywb/collections/made/indexes").glob("*.cdxj"))
        replayed = {row.url: _replay(address, row) for row in sound}

    ours = [line.split(" ", 2)[:2] for line in exported.index.read_text().splitlines()]
    assert ours == [line.split(" ", 2)[:2] for line in index.read_text().splitlines()]
    assert len(replayed) > 40
    assert replayed == {row.url: read_page(tmp_path / "captures", row).body for row in sound}


def _replay(address: str, capture: Capture) -> bytes:
    stamp = capture.captured_at.strftime("%Y%m%d%H%M%S")
    answer = httpx.get(f"{address}/web/{stamp}id_/{capture.requested_url}", timeout=30)
    assert answer.headers["memento-datetime"]
    return answer.content
