"""Stored captures are compared with their digests; damaged ones make their pages due."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from errno import EACCES
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from tasks.errors import IntegrityError
from tasks.http.response import Response
from tasks.models import Capture, Purpose
from tasks.warc import store
from tasks.warc.store import CaptureStore
from tasks.warc.verification import verify_captures
from warehouse.db.address import WarehouseAddress
from warehouse.db.connect import open_warehouse
from warehouse.ingest.frontier import (
    Selection,
    captures_to_export,
    count_unreadable_pages,
    known_captures,
    select_due,
)
from warehouse.ingest.load import load_captures
from warehouse.ingest.verification import captures_to_verify, load_verified

NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)
HEADERS = (("Content-Type", "text/html"),)


def _url(number: int) -> str:
    return f"https://archive.test/staff/news/page-{number}/"


def _store(folder: Path, path: Path, count: int = 9) -> list[Capture]:
    with CaptureStore(folder, "run-1", "live") as written:
        for number in range(count):
            body = f"<html><body>{number}{'text ' * 200}</body></html>".encode()
            response = Response(_url(number), 200, "OK", HEADERS, body, NOON, "127.0.0.1")
            written.write_response(_url(number), Purpose.PAGE, response)
        captures = written.take()
    with open_warehouse(path) as con:
        load_captures(con, captures, [], "run-1", NOON)
    return captures


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "captures"


@pytest.fixture
def path(tmp_path: Path, empty_warehouse: Path) -> Path:
    copy = tmp_path / "warehouse.duckdb"
    shutil.copyfile(empty_warehouse, copy)
    return copy


@pytest.fixture
def con(path: Path) -> Iterator[DuckDBPyConnection]:
    with open_warehouse(path) as connection:
        yield connection


def _insert_captures(con: DuckDBPyConnection, count: int, length: int) -> None:
    con.execute(
        "insert into raw.captures by name select range as capture_id, 'u' as url,"
        " 'u' as requested_url, 'live' as source, 'page' as purpose, ? as captured_at,"
        " 200 as status, '' as content_type, '' as payload_sha256, 0 as body_bytes,"
        " 'f' as warc_file, range as warc_offset, ? as warc_length, false as is_revisit,"
        " []::varchar[] as flags, 'r' as run_id from range(?)",
        [NOON, length, count],
    )


def _flip(file: Path, capture: Capture) -> None:
    content = bytearray(file.read_bytes())
    content[capture.warc_offset + capture.warc_length // 2] ^= 0x10
    file.write_bytes(content)


def _halve(file: Path, _capture: Capture) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _swap(file: Path, _capture: Capture) -> None:
    file.write_bytes(b"not a WARC file" * 1000)


def _due(path: Path) -> set[str]:
    with open_warehouse(path) as con:
        return {page.url for page in select_due(con, Selection(now=NOON))}


@pytest.mark.slow
def test_captures_that_are_as_stored_make_nothing_due(folder: Path, path: Path) -> None:
    _store(folder, path)

    found = verify_captures(folder, WarehouseAddress(path), "run-2")

    assert (found.verified, found.damaged, found.pages_due) == (9, (), 0)
    assert _due(path) == set()


@pytest.mark.slow
@pytest.mark.parametrize("damage", [_flip, _halve, _swap, lambda file, _: file.unlink()])
def test_the_pages_of_damaged_captures_are_named_and_due(
    folder: Path, path: Path, damage: Callable[[Path, Capture], None]
) -> None:
    captures = _store(folder, path)
    damage(folder / captures[-1].warc_file, captures[-1])

    found = verify_captures(folder, WarehouseAddress(path), "run-2")

    assert _url(8) in {capture.url for capture in found.damaged}
    assert _due(path) == {capture.url for capture in found.damaged}
    assert found.pages_due == len(found.damaged)


def test_captures_out_of_reach_are_not_damaged(
    folder: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    captures = _store(folder, path, 2)

    def denied(file: Path) -> None:
        raise PermissionError(EACCES, "Permission denied", str(file))

    monkeypatch.setattr(store, "open_warc", denied)
    with pytest.raises(PermissionError, match=captures[0].warc_file):
        verify_captures(folder, WarehouseAddress(path), "run-2")

    assert _due(path) == set()


def test_a_folder_that_is_not_mounted_makes_no_page_due(folder: Path, path: Path) -> None:
    _store(folder, path, 2)
    folder.rename(folder.with_name("elsewhere"))

    with pytest.raises(IntegrityError, match="is missing, but 1 WARC files belong there: mount"):
        verify_captures(folder, WarehouseAddress(path), "run-2")

    assert _due(path) == set()


def test_an_empty_mount_point_makes_no_page_due(folder: Path, path: Path) -> None:
    _store(folder, path, 2)
    folder.rename(folder.with_name("elsewhere"))
    folder.mkdir()
    (folder / "lost+found").mkdir()

    with pytest.raises(IntegrityError, match="is empty, but 1 WARC files belong there: mount"):
        verify_captures(folder, WarehouseAddress(path), "run-2")

    assert _due(path) == set()


def test_a_link_to_a_disk_that_is_not_mounted_is_named_also_in_a_new_home(
    folder: Path, tmp_path: Path
) -> None:
    folder.symlink_to(tmp_path / "disk")

    with pytest.raises(IntegrityError, match=r"leads to .*/disk, which is not there: mount"):
        store.require_folder(folder, 0)


def test_files_deleted_from_the_folder_are_lost_since_the_folder_is_marked(
    folder: Path, path: Path
) -> None:
    [capture] = _store(folder, path, 1)
    (folder / capture.warc_file).unlink()

    assert len(verify_captures(folder, WarehouseAddress(path), "run-2").damaged) == 1


@pytest.mark.slow
def test_a_restored_file_is_read_again_although_its_captures_were_verified_last(
    folder: Path, path: Path
) -> None:
    captures = _store(folder, path)
    file = folder / captures[0].warc_file
    whole = file.read_bytes()
    _halve(file, captures[0])
    verify_captures(folder, WarehouseAddress(path), "run-2")
    _flip(file, captures[0])
    file.write_bytes(whole)

    found = verify_captures(folder, WarehouseAddress(path), "run-3", share=0)

    assert 0 < found.verified < found.stored
    assert (found.damaged, _due(path)) == ((), set())


@pytest.mark.slow
def test_a_share_has_some_bytes_at_least(con: DuckDBPyConnection) -> None:
    _insert_captures(con, 90, 100)

    assert len(captures_to_verify(con, 1 / 30)) == 3
    assert len(captures_to_verify(con, 1 / 30, least_bytes=1_000)) == 10
    assert len(captures_to_verify(con, 0, least_bytes=100_000)) == 90


@pytest.mark.slow
def test_a_flipped_bit_damages_one_capture_and_leaves_its_neighbours(
    folder: Path, path: Path
) -> None:
    captures = _store(folder, path)
    _flip(folder / captures[4].warc_file, captures[4])

    found = verify_captures(folder, WarehouseAddress(path), "run-2")

    assert [capture.capture_id for capture in found.damaged] == [captures[4].capture_id]
    with open_warehouse(path) as con:
        assert captures[4].capture_id not in known_captures(con)


@pytest.mark.slow
def test_pages_without_a_readable_capture_are_counted_for_an_export(
    folder: Path, path: Path
) -> None:
    captures = _store(folder, path)
    _flip(folder / captures[4].warc_file, captures[4])
    verify_captures(folder, WarehouseAddress(path), "run-2")
    everything = Selection(mode="reparse")

    with open_warehouse(path) as con:
        exported = captures_to_export(con, everything)

        assert captures[4].url not in {capture.url for capture in exported}
        assert count_unreadable_pages(con, everything) == 1
        con.execute("delete from raw.damaged_captures")
        assert count_unreadable_pages(con, everything) == 0


@pytest.mark.slow
def test_a_file_that_is_restored_is_whole_again(folder: Path, path: Path) -> None:
    captures = _store(folder, path)
    file = folder / captures[0].warc_file
    whole = file.read_bytes()
    _halve(file, captures[0])
    verify_captures(folder, WarehouseAddress(path), "run-2")
    file.write_bytes(whole)

    found = verify_captures(folder, WarehouseAddress(path), "run-3")

    assert found.damaged == ()
    assert _due(path) == set()


@pytest.mark.slow
def test_shares_verify_every_capture_once_before_any_twice(
    con: DuckDBPyConnection,
) -> None:
    _insert_captures(con, 90, 1)
    seen: list[int] = []
    for night in range(30):
        share = captures_to_verify(con, 1 / 30)
        load_verified(con, share, [], NOON.replace(hour=0, minute=night))
        seen += share

    assert sorted(seen) == list(range(90))


def test_progress_is_reported_batch_by_batch(folder: Path, path: Path) -> None:
    _store(folder, path, 3)
    reported: list[tuple[int, int]] = []

    verify_captures(
        folder,
        WarehouseAddress(path),
        "run-2",
        progress=lambda done, total: reported.append((done, total)),
    )

    assert reported == [(3, 3)]
