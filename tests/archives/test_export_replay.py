"""An export in pywb, with its own index: revisits replay with the body they repeat."""

import json
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest

from tasks.http.response import NOT_MODIFIED_PROFILE, RefersTo, Response
from tasks.models import Capture, Purpose
from tasks.warc.export import export_warc, pack_wacz
from tasks.warc.parse_record import IDENTICAL_PROFILE
from tasks.warc.store import CaptureStore
from tests.archives.web_archives import pywb_command, running_wayback

ROOT = "https://eng-archive.aawsat.com"
PAGE = f"{ROOT}/staff/news/ferry/"
BODY = b"<!DOCTYPE html><html><body><p>The ferry is on strike.</p></body></html>"

pytestmark = pytest.mark.slow


def response(year: int) -> Response:
    at = datetime(year, 5, 4, 3, 2, 1, tzinfo=UTC)
    return Response(PAGE, 200, "OK", (("Content-Type", "text/html"),), BODY, at)


@pytest.fixture
def exported(tmp_path: Path) -> tuple[Path, list[Capture]]:
    """A page, and two captures that say nothing has changed: by 304, and by equal content."""
    unchanged = replace(response(2015), status=304, reason="Not Modified", raw_body=b"", headers=())
    identical = replace(response(2016), raw_body=b"")
    original = RefersTo(PAGE, response(2014).captured_at, None)
    moved = replace(
        response(2014),
        requested_url=f"{ROOT}/old/",
        status=301,
        headers=(("Location", PAGE),),
        raw_body=b"",
    )
    with CaptureStore(tmp_path / "store", "run-1", "live") as store:
        for one in (
            response(2014),
            replace(unchanged, revisit_profile=NOT_MODIFIED_PROFILE),
            replace(identical, revisit_profile=IDENTICAL_PROFILE, refers_to=original),
            moved,
        ):
            store.write_response(one.requested_url, Purpose.PAGE, one)
        captures = store.take()
    result = export_warc(tmp_path / "store", captures, tmp_path / "out", "part")
    pack_wacz(result, captures, tmp_path / "out" / "part.wacz")
    return tmp_path / "out", captures


def test_pywb_finds_the_index_and_replays_revisits_with_their_body(
    exported: tuple[Path, list[Capture]], tmp_path: Path
) -> None:
    folder, _ = exported
    home = tmp_path / "pywb"
    home.mkdir()
    manage = str(pywb_command("wb-manager"))
    subprocess.run([manage, "init", "made"], cwd=home, check=True, capture_output=True)
    collection = home / "collections" / "made"
    shutil.copy(folder / "part.warc.gz", collection / "archive")
    shutil.copy(folder / "part.cdxj", collection / "indexes")

    with running_wayback(home) as address, httpx.Client(base_url=address, timeout=60) as client:
        replayed = [client.get(f"/made/{year}0504030201id_/{PAGE}") for year in (2014, 2015, 2016)]

    assert [answer.status_code for answer in replayed] == [200, 200, 200]
    assert [answer.content for answer in replayed] == [BODY] * 3


def test_pywb_takes_the_index_of_the_wacz(
    exported: tuple[Path, list[Capture]], tmp_path: Path
) -> None:
    folder, captures = exported
    home = tmp_path / "pywb"
    home.mkdir()
    manage = str(pywb_command("wb-manager"))
    subprocess.run([manage, "init", "made"], cwd=home, check=True, capture_output=True)
    command = [manage, "add", "made", str(folder / "part.wacz"), "--unpack-wacz"]
    subprocess.run(command, cwd=home, check=True, capture_output=True)

    index = (home / "collections" / "made" / "indexes" / "index.cdxj").read_text()

    assert len(index.splitlines()) == len(captures)


def test_the_page_list_names_pages_and_neither_redirects_nor_revisits(
    exported: tuple[Path, list[Capture]],
) -> None:
    folder, _ = exported
    with ZipFile(folder / "part.wacz") as wacz:
        head, *pages = map(json.loads, wacz.read("pages/pages.jsonl").splitlines())

    assert head["format"] == "json-pages-1.0"
    assert [(page["url"], page["ts"]) for page in pages] == [(PAGE, "2014-05-04T03:02:01Z")]
