import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tasks.errors import BadRequest
from tasks.http.crawl_policy import CrawlPolicy
from tasks.models import Candidate, Capture, FetchFailure
from tasks.sources.registry import DEFAULT_SOURCE, all_sources, find_source, is_web_archive
from tasks.sources.source import PageRequest, Source, SourceOptions, SourceSpec, Window, open_source
from tasks.urls import Site
from tasks.warc.store import CaptureStore, read_page

ROOT = Path(__file__).parents[3]
SITE = Site("https://eng-archive.aawsat.com")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaptureStore]:
    with CaptureStore(tmp_path / "captures", "run-1", "any") as open_store:
        yield open_store


def opened(name: str, store: CaptureStore, path: Path | None = None) -> Source:
    return open_source(SourceOptions(find_source(name), SITE, CrawlPolicy("test"), path), store)


@pytest.mark.parametrize("name", ["auto", "live", "sample", "wayback", "commoncrawl"])
def test_sources_that_need_no_path_open(name: str, store: CaptureStore) -> None:
    source = opened(name, store)
    source.close()

    assert source.name == name


def test_an_unknown_source_is_an_error_that_lists_the_known_ones(store: CaptureStore) -> None:
    with pytest.raises(BadRequest, match=r"'lvie'.*live.*sample.*warc"):
        opened("lvie", store)


@pytest.mark.parametrize("path", [None, Path("/no/such/file.warc.gz")])
def test_the_source_warc_needs_a_path_that_exists(path: Path | None, store: CaptureStore) -> None:
    with pytest.raises(BadRequest, match=r"needs a path|nothing at"):
        opened("warc", store, path)


def test_the_default_source_comes_first_and_the_others_by_name() -> None:
    assert next(iter(all_sources())) == DEFAULT_SOURCE
    assert list(all_sources())[1:] == sorted(all_sources().keys() - {DEFAULT_SOURCE})


def test_only_web_archives_are_web_archives() -> None:
    names = [*all_sources(), "a source of an older version"]

    assert [name for name in names if is_web_archive(name)] == ["commoncrawl", "wayback"]


def test_the_source_of_the_guide_stores_its_pages(store: CaptureStore, tmp_path: Path) -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("## Add a source")[1]
    example = re.search(r"```python\n(.*?)```", guide, re.DOTALL)
    assert example is not None
    declared: dict[str, object] = {"__name__": "page_list"}
    exec(example[1], declared)
    (tmp_path / "page.html").write_bytes(b"<p>A story.")
    listed, missing = f"{SITE.origin}/a/b/c/", f"{SITE.origin}/a/b/d/"
    pages = tmp_path / "pages.txt"
    pages.write_text(f"{listed}\tpage.html\n{missing}\tgone.html\n")
    spec = declared["SOURCE"]
    assert isinstance(spec, SourceSpec)

    source = open_source(SourceOptions(spec, SITE, CrawlPolicy("test"), pages), store)
    found = list(source.discover(Window(date.min, date.max)))
    captured, failed = source.fetch([PageRequest(listed), PageRequest(missing)])

    assert [one.url for one in found if isinstance(one, Candidate)] == [listed, missing]
    assert isinstance(captured, Capture)
    assert read_page(store.folder, captured).body == b"<p>A story."
    assert isinstance(failed, FetchFailure)


NEW_SOURCE = """
from tasks.sources.source import SourceKind, SourceSetting, SourceSpec, web_address

SOURCE = SourceSpec(
    "{name}",
    "a list of pages",
    SourceKind.FILES,
    print,
    settings=(SourceSetting("list_url", "http://list.test", "Address of the list", web_address),),
)
"""


@pytest.fixture
def checkout_with_a_new_source(tmp_path: Path) -> Path:
    """Add a folder to `tasks.sources`, as a new file in it would be."""
    added = tmp_path / "added"
    added.mkdir()
    (added / "page_list.py").write_text(NEW_SOURCE.format(name="pagelist"))
    (tmp_path / "sitecustomize.py").write_text(
        f"import tasks.sources\ntasks.sources.__path__.append({str(added)!r})\n"
    )
    return tmp_path


def run_aawsat(added: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **settings, "PYTHONPATH": f"{added}:{ROOT}"}
    command = [sys.executable, "-c", "from flows.cli.main import main; main()", *words]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)


@pytest.mark.slow
def test_a_source_is_one_file_which_command_forms_and_settings_know(
    checkout_with_a_new_source: Path,
) -> None:
    added = checkout_with_a_new_source

    helped = run_aawsat(added, "backfill", "--help", COLUMNS="300").stdout
    shown = run_aawsat(added, "dev", "settings").stdout
    refused = run_aawsat(added, "config", AAWSAT_LIST_URL="no address")

    assert "pagelist: a list of pages." in helped
    assert "| `pagelist` | a list of pages |" in shown
    assert "| `AAWSAT_LIST_URL` | `http://list.test` | Address of the list |" in shown
    assert "AAWSAT_LIST_URL" in refused.stderr
    assert refused.returncode == 1


@pytest.mark.slow
def test_two_sources_of_one_name_are_an_error(checkout_with_a_new_source: Path) -> None:
    (checkout_with_a_new_source / "added" / "twin.py").write_text(
        NEW_SOURCE.format(name="pagelist")
    )

    failed = run_aawsat(checkout_with_a_new_source, "backfill", "--help")

    assert "two modules of tasks/sources declare the source pagelist" in failed.stderr
