import shutil
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from warehouse.db.address import WarehouseAddress
from warehouse.db.connect import open_reader, open_warehouse
from warehouse.db.writer_lock import hold_writer
from warehouse.errors import MemoryTooSmall, NothingLoaded, UnusableWarehouse, WriterBusy

HOLD = """
import sys, time
from pathlib import Path
from warehouse.db.connect import open_warehouse
with open_warehouse(Path(sys.argv[1])):
    print("open", flush=True)
    time.sleep(60)
"""


@pytest.mark.slow
def test_a_warehouse_is_one_file_after_it_is_closed(path: Path) -> None:
    with open_warehouse(path) as con:
        con.execute("insert into raw.changed_articles values (1)")

    assert [file.name for file in path.parent.iterdir()] == [path.name]
    with open_reader(path) as con:
        assert con.execute("from raw.changed_articles").fetchall() == [(1,)]


@pytest.mark.slow
def test_what_a_killed_process_spilled_to_disk_is_removed_by_the_next_writer(path: Path) -> None:
    spilled = path.with_name(f"{path.name}.tmp") / "duckdb_temp_1_0_storage_DEFAULT-0.tmp"
    spilled.parent.mkdir()
    spilled.write_bytes(bytes(100))

    with open_warehouse(path):
        assert not spilled.parent.exists()


@pytest.mark.slow
def test_what_is_written_can_be_read_by_the_older_line(path: Path) -> None:
    with open_warehouse(path):
        pass

    with duckdb.connect() as con:
        con.execute(f"attach '{path}' as found (read_only)")
        rows = con.execute("select tags from duckdb_databases() where database_name = 'found'")
        tags = rows.fetchall()[0][0]

    assert str(tags["storage_version"]).startswith("v1.5.0")


@pytest.mark.slow
def test_a_block_that_fails_leaves_no_open_transaction(path: Path) -> None:
    with pytest.raises(ZeroDivisionError), open_warehouse(path) as con:
        con.execute("begin")
        con.execute("insert into raw.changed_articles values (1)")
        raise ZeroDivisionError

    with open_reader(path) as con:
        assert con.execute("from raw.changed_articles").fetchall() == []


@pytest.mark.slow
def test_an_address_says_all_at_once(path: Path) -> None:
    with open_warehouse(WarehouseAddress(path, memory_limit="512MB", threads=1)) as con:
        limit = con.execute("select current_setting('memory_limit')").fetchall()[0][0]

    assert limit.startswith("488")


@pytest.mark.slow
def test_too_little_memory_is_an_error_of_one_line_that_names_the_setting(path: Path) -> None:
    numbers = "select list(range) from range(20_000_000)"

    with (
        pytest.raises(MemoryTooSmall, match="raise AAWSAT_MEMORY_LIMIT") as raised,
        open_warehouse(path, memory_limit="40MB") as con,
    ):
        con.execute(numbers)

    assert "\n" not in str(raised.value)


@pytest.mark.slow
def test_no_extension_is_ever_fetched(path: Path) -> None:
    with open_warehouse(path) as con:
        settings = con.execute(
            "select value from duckdb_settings()"
            " where name in ('autoinstall_known_extensions', 'autoload_known_extensions')"
        ).fetchall()

    assert settings == [("false",), ("false",)]


@pytest.mark.slow
def test_a_second_writer_learns_the_process_that_holds_the_file(path: Path) -> None:
    with open_warehouse(path):
        pass
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()

    try:
        with (
            pytest.raises(WriterBusy, match=f"process {process.pid}"),
            open_warehouse(path, wait_seconds=0),
        ):
            pass
        with (
            pytest.raises(WriterBusy, match=f"process {process.pid}"),
            open_reader(path, wait_seconds=0),
        ):
            pass
    finally:
        process.kill()
        process.communicate()


@pytest.mark.slow
def test_a_reader_learns_the_name_of_the_run_that_writes(path: Path) -> None:
    with (
        hold_writer(path.parent, "nightly", 0),
        open_warehouse(path),
        pytest.raises(WriterBusy, match=r"another connection of this process"),
        open_reader(path, wait_seconds=0),
    ):
        pass


def test_opening_a_missing_warehouse_raises_nothing_loaded(path: Path) -> None:
    with pytest.raises(NothingLoaded, match="there is no warehouse"), open_reader(path):
        pass


@pytest.mark.parametrize("content", [b"not a database" * 1000, b"x"], ids=["text", "one byte"])
def test_a_file_that_is_not_a_warehouse_is_refused_in_one_line(path: Path, content: bytes) -> None:
    path.write_bytes(content)

    with pytest.raises(UnusableWarehouse) as caught, open_warehouse(path):
        pass

    assert "\n" not in str(caught.value)


def test_a_foreign_database_is_refused_by_readers(path: Path) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute("create table t (a integer)")

    with pytest.raises(UnusableWarehouse, match="not a warehouse"), open_reader(path):
        pass


@pytest.mark.slow
def test_a_path_with_a_quote_is_just_a_path(tmp_path: Path) -> None:
    with open_warehouse(tmp_path / "it's here.duckdb") as con:
        assert con.execute("select count(*) from raw.frontier").fetchall() == [(0,)]


@pytest.mark.slow
def test_a_reader_cannot_write(path: Path) -> None:
    with open_warehouse(path):
        pass

    with open_reader(path) as con, pytest.raises(duckdb.Error, match="read-only"):
        con.execute("create table t (a integer)")


def test_a_signal_during_a_query_interrupts_the_program(path: Path, empty_warehouse: Path) -> None:
    def stop(*_: object) -> None:
        raise InterruptedError

    shutil.copyfile(empty_warehouse, path)
    before = signal.signal(signal.SIGALRM, stop)
    try:
        # DuckDB before 2.0 ends the query first, and then lets the handler raise.
        with pytest.raises((KeyboardInterrupt, InterruptedError)), open_reader(path) as con:
            signal.setitimer(signal.ITIMER_REAL, 0.1)
            con.execute("select sum(a.range * b.range) from range(20000) as a, range(20000) as b")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("signal_class", ["KeyboardInterrupt", "TerminationSignal"])
def test_a_signal_while_duckdb_reads_a_table_of_python_interrupts_the_program(
    path: Path, empty_warehouse: Path, signal_class: str
) -> None:
    said = f"reading the schema of the object registered as 'batch_images' failed: {signal_class}:"
    shutil.copyfile(empty_warehouse, path)

    with pytest.raises(KeyboardInterrupt), open_reader(path):
        raise duckdb.InvalidInputException(said)
