import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tasks.http.response import Response
from tasks.models import Capture, Purpose
from tasks.warc.recovery import recover_store
from tasks.warc.store import read_page
from tests.tasks.warc.stored_responses import HTML, URL, a_response, an_open_store


def left_by_a_killed_run(folder: Path, alive: Path, *responses: Response) -> list[Capture]:
    """Put into `folder` what a run killed after its last sync leaves there."""
    folder.mkdir(exist_ok=True)
    with an_open_store(alive) as store:
        written = [
            store.write_response(f"{URL}{number}/", Purpose.PAGE, response, flags=("no-html-end",))
            for number, response in enumerate(responses)
        ]
        store.sync()
        [open_file] = alive.glob("*.open")
        shutil.copy(open_file, folder)
    return written


def kill_a_writing_process(folder: Path) -> int:
    """Let a process write and sync until it is killed; return how many records it had synced."""
    program = f"""
import sys
from pathlib import Path
from stored_responses import URL, a_response, an_open_store
from tasks.models import Purpose
store = an_open_store(Path({str(folder)!r}))
for number in range(100_000):
    store.write_response(URL + str(number) + "/", Purpose.PAGE, a_response())
    store.sync()
    print(number + 1, flush=True)
"""
    here = Path(__file__).parent
    env = {**os.environ, "PYTHONPATH": f"{here}:{here.parents[2]}"}
    with subprocess.Popen(
        [sys.executable, "-c", program], env=env, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.kill()
        said = ["1", *process.stdout.read().split()]
    return len(said)


def test_odd_entries_of_the_folder_are_left_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with an_open_store(tmp_path) as store:
        written = [store.write_response(URL, Purpose.PAGE, a_response())]
    (tmp_path / "folder.warc.gz").mkdir()
    (tmp_path / "folder.warc.gz.open").mkdir()
    (tmp_path / "link.warc.gz").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe.warc.gz")

    assert list(recover_store(tmp_path, {})) == written
    assert len(caplog.messages) == 4
    assert "pipe.warc.gz is not a file and is left out" in caplog.text


def test_a_finished_file_is_never_replaced_by_its_open_copy(tmp_path: Path) -> None:
    with an_open_store(tmp_path) as store:
        written = [
            store.write_response(f"{URL}{number}/", Purpose.PAGE, a_response())
            for number in range(2)
        ]
    [finished] = tmp_path.glob("*.warc.gz")
    half = finished.read_bytes()[: written[1].warc_offset + 9]
    finished.with_name(f"{finished.name}.open").write_bytes(half)

    assert list(recover_store(tmp_path, {})) == written


@pytest.mark.slow
def test_a_killed_process_loses_no_synced_data(tmp_path: Path) -> None:
    synced = kill_a_writing_process(tmp_path)

    recovered = list(recover_store(tmp_path, {}))

    urls = [capture.url for capture in recovered]
    assert urls[:synced] == [f"{URL}{number}/" for number in range(synced)]
    assert all(read_page(tmp_path, capture).body == HTML for capture in recovered)
    assert not list(tmp_path.glob("*.open"))


def test_what_was_written_is_what_is_recovered(tmp_path: Path) -> None:
    odd = a_response(b"[]", 500, ("ETag", '"1"'), ("Last-Modified", "long ago"))
    written = left_by_a_killed_run(tmp_path, tmp_path / "alive", a_response(), odd)

    assert list(recover_store(tmp_path, {})) == written


@pytest.mark.parametrize(
    "tail",
    [b"\x1f\x8b\x08\x00", b"\0" * 5000, b"garbage at the end", gzip.compress(HTML)[:-3]],
    ids=["gzip header", "zeros", "garbage", "gzip without its end"],
)
def test_a_torn_tail_is_cut_and_the_records_before_it_are_kept(tmp_path: Path, tail: bytes) -> None:
    written = left_by_a_killed_run(tmp_path, tmp_path / "alive", *[a_response()] * 3)
    [open_file] = tmp_path.glob("*.open")
    with open_file.open("ab") as file:
        file.write(tail)

    recovered = list(recover_store(tmp_path, {}))

    assert recovered == written
    end = written[-1].warc_offset + written[-1].warc_length
    assert next(tmp_path.glob("*.warc.gz")).stat().st_size == end


def test_a_last_record_cut_anywhere_leaves_the_others(tmp_path: Path) -> None:
    written = left_by_a_killed_run(tmp_path, tmp_path / "alive", *[a_response()] * 3)
    [open_file] = tmp_path.glob("*.open")
    whole = open_file.read_bytes()

    for cut in range(written[-1].warc_offset, len(whole), 29):
        folder = tmp_path / str(cut)
        folder.mkdir()
        (folder / open_file.name).write_bytes(whole[:cut])

        assert list(recover_store(folder, {})) == written[:2]


def test_a_file_torn_in_its_first_record_vanishes(tmp_path: Path) -> None:
    (tmp_path / "run-0-00000.warc.gz.open").write_bytes(b"\x1f\x8b\x08\x00\x00")

    assert list(recover_store(tmp_path, {})) == []
    assert list(tmp_path.iterdir()) == []


def test_recovering_names_only_what_is_not_indexed_yet(tmp_path: Path) -> None:
    with an_open_store(tmp_path) as store:
        first = store.write_response(URL, Purpose.PAGE, a_response())
        second = store.write_response(URL + "2/", Purpose.PAGE, a_response())

    known = {first.warc_file: first.warc_offset + first.warc_length}
    all_known = {second.warc_file: second.warc_offset + second.warc_length}

    assert list(recover_store(tmp_path, known)) == [second]
    assert list(recover_store(tmp_path, all_known)) == []


def test_recovering_an_absent_folder_is_nothing(tmp_path: Path) -> None:
    assert list(recover_store(tmp_path / "never made", {})) == []
