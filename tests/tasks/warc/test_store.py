import gzip
import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

from tasks.errors import IntegrityError
from tasks.http.response import NOT_MODIFIED_PROFILE, Response
from tasks.models import Capture, Purpose
from tasks.warc.recovery import recover_store
from tasks.warc.store import CaptureStore, read_page
from tests.tasks.warc.stored_responses import HTML, NOON, URL, a_response, an_open_store


def test_a_page_is_read_back_as_it_was_received(tmp_path: Path) -> None:
    with an_open_store(tmp_path) as store:
        capture = store.write_response(URL, Purpose.PAGE, a_response())

    page = read_page(tmp_path, capture)

    assert (page.url, page.status, page.body) == (URL, 200, HTML)
    assert page.content_type == "text/html; charset=UTF-8"
    assert page.captured_at == NOON


@pytest.mark.parametrize("year", [1970, 2999])
def test_a_page_stored_with_an_impossible_date_is_read_and_recovered(
    tmp_path: Path, year: int
) -> None:
    at = NOON.replace(year=year)
    with an_open_store(tmp_path) as store:
        capture = store.write_response(URL, Purpose.PAGE, replace(a_response(), captured_at=at))

    page = read_page(tmp_path, capture)

    assert (page.body, page.captured_at) == (HTML, at)
    assert list(recover_store(tmp_path, {})) == [capture]


def test_a_page_can_be_read_while_its_file_is_still_written(tmp_path: Path) -> None:
    with an_open_store(tmp_path) as store:
        store.write_response(URL, Purpose.PAGE, a_response())
        [capture] = store.take()

        page = read_page(tmp_path, capture)

    assert page.body == HTML


def test_a_compressed_body_is_kept_as_received_and_read_decoded(tmp_path: Path) -> None:
    packed = gzip.compress(HTML)
    with an_open_store(tmp_path) as store:
        capture = store.write_response(
            URL, Purpose.PAGE, a_response(packed, 200, ("Content-Encoding", "gzip"))
        )

    with (tmp_path / capture.warc_file).open("rb") as file:
        kept = [record.reader.read() for record in ArchiveIterator(file)][1]

    assert kept == packed
    assert read_page(tmp_path, capture).body == HTML
    assert capture.payload_sha256 == hashlib.sha256(HTML).hexdigest()
    assert capture.body_bytes == len(HTML)


def test_a_body_sent_compressed_is_not_packed_again(tmp_path: Path) -> None:
    packed = gzip.compress(os.urandom(40_000))

    with an_open_store(tmp_path) as store:
        response = a_response(packed, 200, ("Content-Encoding", "gzip"))
        capture = store.write_response(URL, Purpose.PAGE, response)

    [file] = tmp_path.glob("*.warc.gz")
    assert packed in file.read_bytes()
    assert gzip.decompress(file.read_bytes()).count(packed) == 1
    assert capture.warc_length < len(packed) + 1_000


@pytest.mark.parametrize("status", [301, 404, 500, 503])
def test_errors_and_redirects_are_captured_too(tmp_path: Path, status: int) -> None:
    with an_open_store(tmp_path) as store:
        capture = store.write_response(
            URL, Purpose.PAGE, a_response(b"no", status, ("Location", "/a/b/c/"))
        )

    page = read_page(tmp_path, capture)

    assert (page.status, page.body) == (status, b"no")
    expected = "https://eng-archive.aawsat.com/a/b/c/" if status == 301 else None
    assert page.redirects_to == expected


@pytest.mark.slow
def test_the_file_passes_warcio_check_and_both_readers_agree(tmp_path: Path) -> None:
    with an_open_store(tmp_path) as store:
        store.write_response(URL, Purpose.PAGE, a_response())
        chunked = a_response(HTML, 200, ("Transfer-Encoding", "chunked"), ("Content-Length", "7"))
        store.write_response(URL + "2/", Purpose.DISCOVERY, chunked, flags=("odd",))
        unchanged = replace(a_response(b"", 304), revisit_profile=NOT_MODIFIED_PROFILE)
        store.write_response(URL, Purpose.PAGE, unchanged)
    file = next(tmp_path.glob("*.warc.gz"))

    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", file], capture_output=True, check=False
    )
    with file.open("rb") as warc:
        by_warcio = [(r.rec_type, r.content_stream().read()) for r in WarcioIterator(warc)]
    with file.open("rb") as warc:
        by_fastwarc = [(r.headers["WARC-Type"], r.reader.read()) for r in ArchiveIterator(warc)]

    assert checked.returncode == 0, checked.stdout
    assert by_warcio == by_fastwarc
    assert [kind for kind, _ in by_warcio] == ["warcinfo", "response", "response", "revisit"]
    assert [body for _, body in by_warcio[1:]] == [HTML, HTML, b""]


def test_take_hands_out_each_row_once(tmp_path: Path) -> None:
    with an_open_store(tmp_path) as store:
        first = store.write_response(URL, Purpose.PAGE, a_response())
        taken = store.take()
        second = store.write_response(URL, Purpose.PAGE, a_response())
        taken_later = store.take()

    assert (taken, taken_later) == ([first], [second])
    assert store.responses == 2


def test_rows_are_handed_out_only_when_their_bytes_are_on_disk(tmp_path: Path) -> None:
    with an_open_store(tmp_path) as store:
        store.write_response(URL, Purpose.PAGE, a_response())
        [capture] = store.take()
        [open_file] = tmp_path.glob("*.open")

        assert open_file.stat().st_size == capture.warc_offset + capture.warc_length


def test_a_run_that_captures_nothing_leaves_no_file(tmp_path: Path) -> None:
    with an_open_store(tmp_path / "captures"):
        pass

    assert not list(tmp_path.rglob("*.warc*"))


def test_a_full_file_is_followed_by_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasks.warc.store.MAX_FILE_BYTES", 1000)
    with an_open_store(tmp_path) as store:
        captures = [store.write_response(URL, Purpose.PAGE, a_response()) for _ in range(4)]

    assert len({capture.warc_file for capture in captures}) > 1
    assert [read_page(tmp_path, capture).body for capture in captures] == [HTML] * 4


def test_two_runs_never_write_into_one_file(tmp_path: Path) -> None:
    with an_open_store(tmp_path) as store:
        store.write_response(URL, Purpose.PAGE, a_response())

        with pytest.raises(FileExistsError):
            an_open_store(tmp_path).write_response(URL, Purpose.PAGE, a_response())


def test_one_flipped_bit_costs_one_page(tmp_path: Path) -> None:
    with an_open_store(tmp_path) as store:
        captures = [
            store.write_response(f"{URL}{n}/", Purpose.PAGE, a_response()) for n in range(3)
        ]
    file = tmp_path / captures[1].warc_file
    damaged = bytearray(file.read_bytes())
    damaged[captures[1].warc_offset + captures[1].warc_length // 2] ^= 0x10
    file.write_bytes(damaged)

    assert read_page(tmp_path, captures[0]).body == HTML
    assert read_page(tmp_path, captures[2]).body == HTML
    with pytest.raises(IntegrityError, match=f"{file.name} at {captures[1].warc_offset}"):
        read_page(tmp_path, captures[1])


def test_a_page_of_a_lost_file_is_an_integrity_error(tmp_path: Path) -> None:
    with an_open_store(tmp_path) as store:
        capture = store.write_response(URL, Purpose.PAGE, a_response())
    (tmp_path / capture.warc_file).unlink()

    with pytest.raises(IntegrityError):
        read_page(tmp_path, capture)


def test_a_record_of_another_page_is_an_integrity_error(tmp_path: Path) -> None:
    with an_open_store(tmp_path) as store:
        first = store.write_response(URL, Purpose.PAGE, a_response())
        other = store.write_response(URL, Purpose.PAGE, a_response(b"another page"))

    with pytest.raises(IntegrityError, match="does not match its digest"):
        read_page(tmp_path, replace(first, warc_offset=other.warc_offset))


def test_ids_differ_by_address_time_and_body_and_by_nothing_else(tmp_path: Path) -> None:
    later = replace(a_response(), captured_at=NOON + timedelta(seconds=1))
    with an_open_store(tmp_path / "a") as store:
        one = store.write_response(URL, Purpose.PAGE, a_response())
        ids = {
            one.capture_id,
            store.write_response(URL + "2/", Purpose.PAGE, a_response()).capture_id,
            store.write_response(URL, Purpose.PAGE, later).capture_id,
            store.write_response(URL, Purpose.PAGE, a_response(b"other")).capture_id,
        }
    with CaptureStore(tmp_path / "b", "run-2", "warc", "x") as store:
        again = store.write_response(URL, Purpose.PAGE, a_response())

    assert len(ids) == 4
    assert again.capture_id == one.capture_id


@pytest.mark.slow
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    body=st.one_of(
        st.binary(max_size=3000),
        st.binary(max_size=3000).map(gzip.compress),
        st.binary(max_size=100).map(b"\x1f\x8b\x08".__add__),
    ),
    reason=st.text(max_size=20),
    value=st.text(max_size=40),
    path=st.text(max_size=30),
)
def test_any_response_survives_the_round_trip(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, reason: str, value: str, path: str
) -> None:
    folder = tmp_path_factory.mktemp("store")
    response = Response(URL + path, 200, reason, (("X-Odd", value),), body, NOON)
    with an_open_store(folder) as store:
        capture = store.write_response(URL, Purpose.PAGE, response)

    assert _raw_body(folder, capture) == body
    assert read_page(folder, capture).capture_id == capture.capture_id
    [recovered] = recover_store(folder, {})
    assert recovered.capture_id == capture.capture_id


def _raw_body(folder: Path, capture: Capture) -> bytes:
    with (folder / capture.warc_file).open("rb") as file:
        records = [
            bytes(record.reader.read())
            for record in ArchiveIterator(file, record_types=WarcRecordType.response)
        ]
    return records[0]


def test_a_body_that_an_earlier_version_could_not_decode_is_decoded(tmp_path: Path) -> None:
    raw = gzip.compress(HTML)
    with an_open_store(tmp_path) as store:
        response = a_response(raw, 200, ("Content-Encoding", "br"))
        written = store.write_response(URL, Purpose.PAGE, response)
    earlier = replace(
        written, payload_sha256=hashlib.sha256(raw).hexdigest(), flags=("corrupt-br", "over-size")
    )

    page = read_page(tmp_path, earlier)

    assert page.body == HTML
    assert page.flags == ("hidden-gzip", "over-size")
