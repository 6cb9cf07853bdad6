"""Folders of HTML as tools and browsers leave them: true addresses and dates. Made up."""

import gzip
import json
import os
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tasks.models import Candidate, Capture, Expectation
from tasks.sources.files.warc_files import WarcFiles
from tasks.sources.source import PageRequest, Window
from tasks.urls import Site
from tasks.warc.store import CaptureStore, read_page

ROOT = "https://eng-archive.aawsat.com"
HOST = "eng-archive.aawsat.com"
SITE = Site(ROOT)
EVER = Window(date.min, date.max)
STORY = f"{ROOT}/theaawsat/features/story/"
OTHER = f"{ROOT}/theaawsat/features/other/"
SAVED_AT = datetime(2016, 5, 4, 3, 2, 1, tzinfo=UTC)
CHANGED_AT = datetime(2020, 1, 1, tzinfo=UTC)


def page(head: str = "", before: str = "") -> str:
    return f"<!DOCTYPE html>{before}<html><head>{head}</head><body><p>A story.</p></body></html>"


def canonical(url: str) -> str:
    return f'<link rel="canonical" href="{url}">'


HTTRACK = (
    f"<!-- Mirrored from {HOST}/theaawsat/features/story/ by HTTrack Website Copier/3.x"
    " [XR&CO'2014], Wed, 04 May 2016 03:02:01 GMT -->"
)
SINGLEFILE = (
    f"<!--\n Page saved with SingleFile \n url: {STORY} \n"
    " saved date: Wed May 04 2016 03:02:01 GMT+0000 (Coordinated Universal Time)\n-->"
)
BROWSER = f"<!-- saved from url=(0058){STORY} -->"
WAYBACK = (
    "<!--\n     FILE ARCHIVED ON 03:02:01 May 04, 2016 AND RETRIEVED FROM THE\n"
    "     INTERNET ARCHIVE ON 10:00:00 Jan 01, 2020.\n-->"
)

# The path of a file below the folder, its content, its address, and its date if not the file's.
FOLDERS: dict[str, tuple[str, str, str, datetime | None]] = {
    "wget": (f"{HOST}/theaawsat/features/story/index.html", page(), STORY, None),
    "wget below a folder": (
        f"crawl/{HOST}/theaawsat/features/story/index.html",
        page(),
        STORY,
        None,
    ),
    "wget with a port": (f"{HOST}:80/theaawsat/features/story/index.html", page(), STORY, None),
    "wget with relative links": (
        f"{HOST}/theaawsat/features/story/index.html",
        page(canonical("index.html")),
        STORY,
        None,
    ),
    "wget with a query": (f"{HOST}/index.html?p=1", page(), f"{ROOT}/?p=1", None),
    "wget for Windows": (f"{HOST}/index.html@p=1.html", page(), f"{ROOT}/?p=1", None),
    "wget with adjusted endings": (f"{HOST}/theaawsat/features/story.html", page(), STORY, None),
    "HTTrack": ("mirror/story4f3a.html", page(before=HTTRACK), STORY, SAVED_AT),
    "wayback-machine-downloader": (
        f"websites/{HOST}/theaawsat/features/story/index.html",
        page(),
        STORY,
        None,
    ),
    "wayback-machine-downloader with every date": (
        f"websites/{HOST}/20160504030201/theaawsat/features/story/index.html",
        page(),
        STORY,
        SAVED_AT,
    ),
    "waybackpack": (
        f"20160504030201/{HOST}/theaawsat/features/story/index.html",
        page(),
        STORY,
        SAVED_AT,
    ),
    "SingleFile": ("A story (5_4_2016 3_02_01 AM).html", page(before=SINGLEFILE), STORY, SAVED_AT),
    "a browser": ("A story.htm", page(before=BROWSER), STORY, None),
    "a browser, from the Wayback Machine": (
        "A story.html",
        page(canonical(f"https://web.archive.org/web/20160504030201/{STORY}"), WAYBACK),
        STORY,
        SAVED_AT,
    ),
    "PHP": ("theaawsat/features/story/index.php", page(), STORY, None),
    "XHTML": ("theaawsat/features/story.xhtml", page(), STORY, None),
    "no ending": ("theaawsat/features/story", page(), STORY, None),
    "a canonical link": ("page 1.htm", page(canonical(STORY)), STORY, None),
    "a canonical link to the front page": (
        f"{HOST}/theaawsat/features/story/index.html",
        page(canonical(f"{ROOT}/")),
        STORY,
        None,
    ),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterable[CaptureStore]:
    with CaptureStore(tmp_path / "captures", "run-1", "warc", "x") as open_store:
        yield open_store


def write(file: Path, content: str | bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(file, (CHANGED_AT.timestamp(), CHANGED_AT.timestamp()))


def captures(
    folder: Path, store: CaptureStore
) -> tuple[dict[str, list[Capture]], list[Expectation]]:
    source = WarcFiles(folder, SITE, store)
    findings = list(source.discover(EVER))
    named = dict.fromkeys(one.url for one in findings if isinstance(one, Candidate))
    found = {
        url: [one for one in source.fetch([PageRequest(url)]) if isinstance(one, Capture)]
        for url in named
    }
    store.take()
    return found, [one for one in findings if isinstance(one, Expectation)]


@pytest.mark.parametrize("tool", FOLDERS)
def test_a_saved_page_has_its_true_address_and_date(
    tmp_path: Path, store: CaptureStore, tool: str
) -> None:
    path, content, url, saved_at = FOLDERS[tool]
    write(tmp_path / "saved" / path, content)

    found, counts = captures(tmp_path / "saved", store)

    [(address, [capture])] = found.items()
    assert (address, capture.captured_at) == (url, saved_at or CHANGED_AT)
    assert counts == []


def test_a_compressed_page_is_decompressed(tmp_path: Path, store: CaptureStore) -> None:
    write(tmp_path / "saved" / HOST / "a" / "b" / "story.html.gz", gzip.compress(page().encode()))

    found, _ = captures(tmp_path / "saved", store)

    [capture] = found[f"{ROOT}/a/b/story/"]
    assert read_page(tmp_path / "captures", capture).body == page().encode()


def test_a_canonical_link_shared_by_articles_is_ignored(
    tmp_path: Path, store: CaptureStore
) -> None:
    for name in ("story", "other"):
        path = tmp_path / "saved" / HOST / "theaawsat" / "features" / name / "index.html"
        write(path, page(canonical(STORY)))

    found, _ = captures(tmp_path / "saved", store)

    assert set(found) == {STORY, OTHER}


def test_snapshots_of_archivebox_have_address_and_date_of_their_index(
    tmp_path: Path, store: CaptureStore
) -> None:
    snapshot = tmp_path / "saved" / "archive" / f"{SAVED_AT.timestamp():.6f}"
    index = {"url": STORY, "timestamp": f"{SAVED_AT.timestamp():.6f}", "title": "A story"}
    write(snapshot / "index.json", json.dumps(index))
    write(snapshot / "index.html", page("<title>ArchiveBox snapshot</title>"))
    write(snapshot / "singlefile.html", page())
    write(snapshot / "output.html", page("<title>A story</title>"))
    write(snapshot / "readability" / "content.html", "<div><p>A story.</p></div>")

    found, _ = captures(tmp_path / "saved", store)

    assert set(found) == {STORY}
    assert [capture.captured_at for capture in found[STORY]] == [SAVED_AT, SAVED_AT]


def test_other_files_beside_pages_are_counted(tmp_path: Path, store: CaptureStore) -> None:
    write(tmp_path / "saved" / HOST / "theaawsat" / "features" / "story" / "index.html", page())
    write(tmp_path / "saved" / HOST / "style.css", "p {}")
    write(tmp_path / "saved" / HOST / "logo.png", b"\x89PNG")
    write(tmp_path / "saved" / HOST / "mail.mht", "From: <Saved by a browser>")

    found, counts = captures(tmp_path / "saved", store)

    assert set(found) == {STORY}
    assert {(one.denominator, one.scope, one.expected_count) for one in counts} == {
        ("passed-over:warc", f"{HOST}/mail.mht", 1),
        ("other-files:warc", "saved", 2),
    }
