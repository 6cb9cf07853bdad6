import gzip
import hashlib
import json
import shutil
import subprocess
import sys
import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from warcio.archiveiterator import ArchiveIterator

from tasks.errors import BadRequest, IntegrityError
from tasks.http.crawl_policy import CrawlPolicy
from tasks.http.response import NOT_MODIFIED_PROFILE, Response
from tasks.models import Candidate, Capture, Purpose
from tasks.sources.registry import find_source
from tasks.sources.source import PageRequest, Source, SourceOptions, Window, open_source
from tasks.urls import Site
from tasks.warc.export import ExportedWarc, export_warc, pack_wacz, surt_key
from tasks.warc.store import CaptureStore, read_page
from warehouse.ingest.records import FIRST_DAY, LAST_DAY

SITE = Site("https://eng-archive.aawsat.com")
WHOLE = Window(FIRST_DAY, LAST_DAY)


def open_from(name: str, store: CaptureStore, path: Path | None = None) -> Source:
    return open_source(SourceOptions(find_source(name), SITE, CrawlPolicy("tests"), path), store)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("store")


@pytest.fixture(scope="module")
def captures(folder: Path) -> list[Capture]:
    """The first twenty captures of the bundled sample, copied into a store."""
    with CaptureStore(folder, "run-1", "sample") as store:
        source = open_from("sample", store)
        findings = source.discover(WHOLE)
        urls = [finding.url for finding in findings if isinstance(finding, Candidate)]
        source.fetch([PageRequest(url, None, None) for url in urls[:20]])
        return store.take()


@pytest.mark.slow
def test_records_are_copied_byte_for_byte(
    folder: Path, captures: list[Capture], tmp_path: Path
) -> None:
    exported = export_warc(folder, captures, tmp_path, "part")

    fields = [json.loads(line.split(" ", 2)[2]) for line in exported.index.read_text().splitlines()]
    places = {(row["url"], int(row["offset"]), int(row["length"])) for row in fields}
    moved = [
        replace(capture, warc_file=exported.warc.name, warc_offset=offset, warc_length=length)
        for capture in captures
        for url, offset, length in places
        if url == capture.requested_url
    ]
    assert exported.records == len(captures) == len(places)
    for capture in moved:
        assert (
            read_page(tmp_path, capture).body
            == read_page(
                folder, next(one for one in captures if one.capture_id == capture.capture_id)
            ).body
        )


def test_an_index_is_sorted_by_key_and_instant(
    folder: Path, captures: list[Capture], tmp_path: Path
) -> None:
    exported = export_warc(folder, list(reversed(captures)), tmp_path, "part")

    lines = exported.index.read_text().splitlines()

    assert lines == sorted(lines)
    assert all(line.startswith("com,aawsat,eng-archive)/") for line in lines)


def test_an_export_is_a_source_again(folder: Path, captures: list[Capture], tmp_path: Path) -> None:
    out, wacz = tmp_path / "new" / "out", tmp_path / "also-new" / "wacz"
    exported = export_warc(folder, captures, out, "part")
    pack_wacz(exported, captures, wacz / "part.wacz")

    named = []
    for path in (out, wacz):
        with CaptureStore(tmp_path / "store", "run-2", "warc") as store:
            source = open_from("warc", store, path)
            findings = source.discover(WHOLE)
            named.append({one.url for one in findings if isinstance(one, Candidate)})

    assert named[0] == named[1] == {capture.url for capture in captures}


def test_a_wacz_names_its_parts_with_their_digests(
    folder: Path, captures: list[Capture], tmp_path: Path
) -> None:
    exported = export_warc(folder, captures, tmp_path, "part")

    packed = pack_wacz(exported, captures, tmp_path / "part.wacz")

    with ZipFile(packed) as wacz:
        package = json.loads(wacz.read("datapackage.json"))
        assert {row["path"] for row in package["resources"]} == {
            "archive/part.warc.gz",
            "indexes/index.cdx.gz",
            "indexes/index.idx",
            "pages/pages.jsonl",
        }
        assert wacz.read("archive/part.warc.gz") == exported.warc.read_bytes()
        for row in package["resources"]:
            content = wacz.read(row["path"])
            assert row["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
            assert row["bytes"] == len(content)


def test_the_index_has_the_digests_the_records_state(
    folder: Path, captures: list[Capture], tmp_path: Path
) -> None:
    exported = export_warc(folder, captures, tmp_path, "part")

    indexed = [
        json.loads(line.split(" ", 2)[2]) for line in exported.index.read_text().splitlines()
    ]
    stated = {}
    with exported.warc.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            record.content_stream().read()
            stated[record.rec_headers["WARC-Target-URI"]] = record.rec_headers[
                "WARC-Payload-Digest"
            ]
    assert {row["url"]: row["digest"] for row in indexed} == {
        row["url"]: stated[row["url"]] for row in indexed
    }


@pytest.mark.slow
def test_packing_takes_no_memory_for_the_warc(tmp_path: Path) -> None:
    warc, index = tmp_path / "big.warc.gz", tmp_path / "big.cdxj"
    warc.write_bytes(bytes(40_000_000))
    index.write_bytes(b"")

    tracemalloc.start()
    packed = pack_wacz(ExportedWarc(warc, index, 0), [], tmp_path / "big.wacz")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert packed.stat().st_size > 40_000_000
    assert most < 5_000_000


def test_an_export_that_fails_halfway_can_be_repeated(
    folder: Path, captures: list[Capture], tmp_path: Path
) -> None:
    in_the_way = tmp_path / "part.cdxj.open"
    in_the_way.mkdir()

    with pytest.raises(OSError, match=r"part\.cdxj"):
        export_warc(folder, captures, tmp_path, "part")

    in_the_way.rmdir()
    assert list(tmp_path.iterdir()) == []
    assert export_warc(folder, captures, tmp_path, "part").records == len(captures)


def test_what_is_there_is_not_written_over(
    folder: Path, captures: list[Capture], tmp_path: Path
) -> None:
    export_warc(folder, captures, tmp_path, "part")

    with pytest.raises(BadRequest, match="already exists"):
        export_warc(folder, captures, tmp_path, "part")


def test_nothing_to_export_is_an_error(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="no captures to export"):
        export_warc(folder, [], tmp_path, "part")


def test_a_capture_whose_bytes_are_missing_cannot_be_exported(
    folder: Path, captures: list[Capture], tmp_path: Path
) -> None:
    gone = replace(captures[0], warc_file="gone.warc.gz")

    with pytest.raises(IntegrityError, match=r"gone\.warc\.gz at"):
        export_warc(folder, [gone], tmp_path, "part")

    assert not (tmp_path / "part.warc.gz").exists()


@pytest.mark.parametrize(
    "how",
    [
        "a flipped bit",
        "a record of another capture",
        "a file that ends early",
        "other bytes",
        "a lost file",
    ],
)
def test_damaged_captures_are_left_out_and_named(
    folder: Path, captures: list[Capture], tmp_path: Path, how: str
) -> None:
    stored = folder / captures[0].warc_file
    shutil.copy(stored, folder / "damaged.warc.gz")
    bad = replace(captures[0], warc_file="damaged.warc.gz")
    if how == "a flipped bit":
        content = bytearray(stored.read_bytes())
        content[bad.warc_offset + bad.warc_length // 2] ^= 4
        (folder / "damaged.warc.gz").write_bytes(content)
    elif how == "a record of another capture":
        other = next(one for one in captures if one.payload_sha256 != bad.payload_sha256)
        bad = replace(bad, warc_offset=other.warc_offset, warc_length=other.warc_length)
    elif how == "a file that ends early":
        end = bad.warc_offset + bad.warc_length - 1
        (folder / "damaged.warc.gz").write_bytes(stored.read_bytes()[:end])
    elif how == "other bytes":
        (folder / "damaged.warc.gz").write_bytes(bytes(stored.stat().st_size))
    else:
        (folder / "damaged.warc.gz").unlink()

    others = [one for one in captures if one.capture_id != bad.capture_id]
    exported = export_warc(folder, [bad, *others], tmp_path, "part")
    packed = pack_wacz(exported, [bad, *others], tmp_path / "part.wacz")

    assert exported.records == len(others)
    assert list(exported.damaged) == [bad.capture_id]
    assert "damaged.warc.gz" in exported.damaged[bad.capture_id]
    with ZipFile(packed) as wacz:
        assert f"{bad.capture_id:x}" not in wacz.read("pages/pages.jsonl").decode()


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://eng-archive.aawsat.com/", "com,aawsat,eng-archive)/"),
        ("https://www.aawsat.com/A/B/", "com,aawsat)/a/b"),
        ("http://127.0.0.1:8089/?p=2&a=1", "127.0.0.1:8089)/?a=1&p=2"),
    ],
)
def test_a_key_turns_the_host_round(url: str, key: str) -> None:
    assert surt_key(url) == key


@pytest.mark.slow
def test_a_wacz_passes_the_validator_of_its_format(
    folder: Path, captures: list[Capture], tmp_path: Path
) -> None:
    exported = export_warc(folder, captures, tmp_path, "part")
    packed = pack_wacz(exported, captures, tmp_path / "part.wacz")

    # A process of its own: the validator reads its arguments and ends the interpreter.
    done = subprocess.run(
        [Path(sys.executable).with_name("wacz"), "validate", "-f", packed],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


def test_the_list_of_an_index_finds_each_of_its_blocks(tmp_path: Path) -> None:
    warc, index = tmp_path / "part.warc.gz", tmp_path / "part.cdxj"
    lines = [f'com,site)/{number:04} 20140301100000 {{"n": {number}}}\n' for number in range(601)]
    warc.write_bytes(b"")
    index.write_text("".join(lines))

    packed = pack_wacz(ExportedWarc(warc, index, 601), [], tmp_path / "part.wacz")

    with ZipFile(packed) as wacz:
        about, *listed = wacz.read("indexes/index.idx").decode().splitlines()
        blocks = wacz.read("indexes/index.cdx.gz")
    keys = [entry.rsplit(" {", 1)[0] for entry in listed]
    places = [json.loads("{" + entry.rsplit("{", 1)[1]) for entry in listed]
    found = [
        gzip.decompress(blocks[place["offset"] : place["offset"] + place["length"]]).decode()
        for place in places
    ]
    assert about.startswith("!meta 0 ")
    assert keys == [lines[number].split(" {")[0] for number in (0, 300, 600)]
    assert "".join(found) == "".join(lines)
    assert [block.count("\n") for block in found] == [300, 300, 1]


NOON = datetime(2017, 5, 20, 12, tzinfo=UTC)
PAGE_URL = f"{SITE.origin}/w-mahdi/business/made-up/"


def written(folder: Path, *responses: Response) -> list[Capture]:
    with CaptureStore(folder, "run-1", "live") as store:
        for response in responses:
            store.write_response(PAGE_URL, Purpose.PAGE, response)
        return store.take()


def a_page(hour: int, status: int = 200) -> Response:
    at = NOON.replace(hour=hour)
    return Response(PAGE_URL, status, "", (("Content-Type", "text/html"),), b"%d" % hour, at)


def a_revisit(hour: int) -> Response:
    unchanged = Response(PAGE_URL, 304, "Not Modified", (), b"", NOON.replace(hour=hour))
    return replace(unchanged, revisit_profile=NOT_MODIFIED_PROFILE)


def exported_records(exported: ExportedWarc) -> list[tuple[str, str | None]]:
    """The date and the date referred to of each response and revisit, in the order of the file."""
    with exported.warc.open("rb") as file:
        return [
            (record.rec_headers["WARC-Date"], record.rec_headers["WARC-Refers-To-Date"])
            for record in ArchiveIterator(file)
            if record.rec_type != "warcinfo"
        ]


@pytest.mark.parametrize(
    ("before", "referred_to"),
    [
        ([a_page(8), a_page(9)], "2017-05-20T09:00:00Z"),
        ([a_page(8), a_page(9, 500)], "2017-05-20T08:00:00Z"),
        ([a_page(8, 500)], "2017-05-20T08:00:00Z"),
        ([a_page(12)], "2017-05-20T12:00:00Z"),
        ([a_page(13)], None),
        ([], None),
    ],
)
def test_an_exported_revisit_refers_to_the_last_good_capture_before_it(
    tmp_path: Path, before: list[Response], referred_to: str | None
) -> None:
    captures = written(tmp_path / "store", *before, a_revisit(12))

    exported = export_warc(tmp_path / "store", captures, tmp_path / "out", "part")

    assert exported.records == len(captures)
    assert exported_records(exported)[-1] == ("2017-05-20T12:00:00Z", referred_to)


@pytest.mark.parametrize(("status", "is_listed"), [(200, True), (404, False)])
def test_the_list_of_pages_has_those_that_can_be_read(
    tmp_path: Path, status: int, is_listed: bool
) -> None:
    captures = written(tmp_path / "store", a_page(8, status), a_revisit(12))
    exported = export_warc(tmp_path / "store", captures, tmp_path / "out", "part")

    with ZipFile(pack_wacz(exported, captures, tmp_path / "part.wacz")) as wacz:
        _, *pages = wacz.read("pages/pages.jsonl").decode().splitlines()

    listed = [(json.loads(page)["url"], json.loads(page)["ts"]) for page in pages]
    assert listed == ([(PAGE_URL, "2017-05-20T08:00:00Z")] if is_listed else [])


def test_a_wacz_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    packed = tmp_path / "part.wacz"
    packed.write_bytes(b"kept")

    with pytest.raises(BadRequest, match="already exists"):
        pack_wacz(ExportedWarc(tmp_path / "part.warc.gz", tmp_path / "part.cdxj", 0), [], packed)

    assert packed.read_bytes() == b"kept"
