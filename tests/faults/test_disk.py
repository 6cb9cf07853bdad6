"""Full disks and damaged files: a clear error with a remedy, and no complete data is lost."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from tasks.http.response import Response
from tasks.models import Capture, Purpose
from tasks.warc.recovery import recover_store
from tasks.warc.store import CaptureStore, read_page
from tests.warehouse.example_records import capture
from warehouse.db.connect import open_reader, open_warehouse
from warehouse.errors import UnusableWarehouse
from warehouse.ingest.load import load_captures

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
URL = "https://eng-archive.aawsat.com/theaawsat/features/story-"
AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

# Both write, with a limited file size, until the system refuses, and print the error.
FILL_STORE = """
import resource, signal, sys
from pathlib import Path
from tests.faults.test_disk import a_store, write_page
from warehouse.errors import NotWritten
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    with a_store(Path(sys.argv[1])) as store:
        for number in range(10_000):
            write_page(store, number)
            sys.stdout.write(f"{number}\\n")
except NotWritten as error:
    sys.stdout.write(f"error: {error}\\n")
"""
FILL_WAREHOUSE = """
import resource, sys
from pathlib import Path
from tests.faults.test_disk import some_captures
from warehouse.db.connect import open_warehouse
from warehouse.errors import NotWritten
from warehouse.ingest.load import load_captures
path = Path(sys.argv[1])
most = path.stat().st_size + 3_000_000
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
try:
    for number in range(1, 1000):
        with open_warehouse(path) as con:
            load_captures(con, some_captures(number * 1000, 1000), [], "run-1")
        sys.stdout.write(f"{number}\\n")
        sys.stdout.flush()
except NotWritten as error:
    sys.stdout.write(f"error: {error}\\n")
"""


def a_store(folder: Path) -> CaptureStore:
    return CaptureStore(folder, "run-1", "live")


def a_response(number: int) -> Response:
    # Random bytes cannot be compressed, so the limit is reached soon.
    body = b"<html>" + os.urandom(5_000).hex().encode() + b"</html>"
    return Response(f"{URL}{number}/", 200, "OK", (("Content-Type", "text/html"),), body, AT)


def write_page(store: CaptureStore, number: int) -> Capture:
    return store.write_response(f"{URL}{number}/", Purpose.PAGE, a_response(number))


def some_captures(start: int, count: int) -> list[Capture]:
    return [
        capture(str(number), capture_id=number, payload_sha256=os.urandom(32).hex())
        for number in range(start, start + count)
    ]


def run(program: str, *arguments: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def count_captures(path: Path) -> int:
    with open_warehouse(path) as con:
        return int(con.execute("select count(*) from raw.captures").fetchall()[0][0])


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "warehouse.duckdb"
    with open_warehouse(path) as con:
        load_captures(con, some_captures(0, 1000), [], "run-1", AT)
    return path


def test_a_full_disk_ends_the_capture_with_whole_records(tmp_path: Path) -> None:
    *written, message = run(FILL_STORE, str(tmp_path))

    assert "File too large; make room and run again" in message
    recovered = list(recover_store(tmp_path, {}))
    assert len(recovered) == len(written) > 10
    assert all(read_page(tmp_path, found).body for found in recovered)
    [file] = tmp_path.glob("*.warc.gz*")
    assert file.stat().st_size == recovered[-1].warc_offset + recovered[-1].warc_length


def test_a_full_disk_ends_a_load_in_one_line_and_loses_nothing(warehouse: Path) -> None:
    *loaded, message = run(FILL_WAREHOUSE, str(warehouse))

    assert message.startswith("error: ")
    assert "make room and run again" in message
    assert loaded
    # A batch may be complete in the file although its checkpoint failed, but never partial.
    assert count_captures(warehouse) in {1000 * (len(loaded) + more) for more in (1, 2)}


def test_damage_in_the_middle_of_a_file_loses_only_the_damaged_records(tmp_path: Path) -> None:
    with a_store(tmp_path / "whole") as store:
        captures = [write_page(store, number) for number in range(5)]
    [file] = (tmp_path / "whole").glob("*.warc.gz*")
    damaged = bytearray(file.read_bytes())
    for place in range(captures[2].warc_offset + 20, captures[2].warc_offset + 60):
        damaged[place] ^= 0x55
    for name in (file.name, file.name + ".open"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / name).write_bytes(damaged)

        assert list(recover_store(folder, {})) == [*captures[:2], *captures[3:]]


def test_a_file_without_its_first_record_is_still_read(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        written = write_page(store, 1)
    [file] = tmp_path.glob("*.warc.gz*")
    damaged = bytearray(file.read_bytes())
    damaged[20:40] = b"\0" * 20
    file.write_bytes(damaged)

    assert list(recover_store(tmp_path, {})) == [replace(written, source="unknown")]


def test_a_foreign_file_among_the_captures_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "notes.warc.gz").write_bytes(b"this is no archive")
    (tmp_path / "empty.warc.gz").write_bytes(b"")

    assert list(recover_store(tmp_path, {})) == []


def flip(file: Path, place: float) -> None:
    content = bytearray(file.read_bytes())
    at = int(place * len(content))
    content[at : at + 16] = bytes(byte ^ 0xFF for byte in content[at : at + 16])
    file.write_bytes(content)


def cut(file: Path, place: float) -> None:
    os.truncate(file, int(place * file.stat().st_size))


@pytest.mark.parametrize("harm", [flip, cut])
@pytest.mark.parametrize("place", [0.0, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999])
def test_a_damaged_warehouse_is_reported_in_one_line_with_the_remedy(
    warehouse: Path, harm: Callable[[Path, float], None], place: float
) -> None:
    harm(warehouse, place)

    try:
        with open_reader(warehouse, schema="raw") as con:
            con.execute("from captures").fetchall()
            con.execute("from frontier").fetchall()
        with open_warehouse(warehouse) as con:
            load_captures(con, some_captures(5000, 10), [], "run-2", AT)
    except UnusableWarehouse as error:
        assert "\n" not in str(error)
        assert str(warehouse) in str(error)
        assert "run again" in str(error)


def test_a_damaged_warehouse_is_rebuilt_from_the_captures(tmp_path: Path) -> None:
    folder, path = tmp_path / "captures", tmp_path / "warehouse.duckdb"
    with a_store(folder) as store:
        captures = [write_page(store, number) for number in range(20)]
    with open_warehouse(path) as con:
        load_captures(con, captures, [], "run-1", AT)
        before = con.execute("select * exclude last_run from raw.frontier order by url").fetchall()
    cut(path, 0.4)
    path.rename(tmp_path / "damaged.duckdb")

    with open_warehouse(path) as con:
        load_captures(con, list(recover_store(folder, {})), [], "run-1", AT)
        after = con.execute("select * exclude last_run from raw.frontier order by url").fetchall()

    assert after == before


def left_with_a_log(warehouse: Path, folder: Path) -> Path:
    """Return a copy of a warehouse as left by a killed run: one batch is only in the log."""
    copy = folder / "copy" / warehouse.name
    copy.parent.mkdir()
    with open_warehouse(warehouse) as con:
        load_captures(con, some_captures(2000, 10), [], "run-1", AT)
        for file in (warehouse, warehouse.with_name(warehouse.name + ".wal")):
            shutil.copy(file, copy.parent)
    return copy


@pytest.mark.parametrize("place", [0.0, 0.2, 0.5, 0.9, 1.0])
def test_a_torn_log_opens_at_the_last_whole_commit(
    warehouse: Path, tmp_path: Path, place: float
) -> None:
    copy = left_with_a_log(warehouse, tmp_path)
    cut(copy.with_name(copy.name + ".wal"), place)

    assert count_captures(copy) in {1000, 1010}


def test_a_damaged_log_is_reported_and_the_file_opens_without_it(
    warehouse: Path, tmp_path: Path
) -> None:
    copy = left_with_a_log(warehouse, tmp_path)
    log = copy.with_name(copy.name + ".wal")
    flip(log, 0.5)

    with pytest.raises(UnusableWarehouse) as caught:
        count_captures(copy)

    assert "\n" not in str(caught.value)
    assert ".wal" in str(caught.value)
    log.unlink()
    assert count_captures(copy) == 1000


def test_our_own_mistakes_are_not_taken_for_a_bad_disk(warehouse: Path) -> None:
    with pytest.raises(duckdb.CatalogException), open_warehouse(warehouse) as con:
        con.execute("from raw.nowhere")
