import threading
from pathlib import Path

import duckdb
import pytest

from warehouse.errors import NothingPublished
from warehouse.explorer.published_file import PublishedFile


def write_snapshot(path: Path, articles: int) -> Path:
    with duckdb.connect(str(path)) as con:
        con.execute(f"create table articles as select range as article_id from range({articles})")
    return path


def point(link: Path, target: Path) -> None:
    """Switch a link as publishing does."""
    aside = link.with_suffix(".new")
    aside.symlink_to(target.name)
    aside.replace(link)


def count(published: PublishedFile) -> int:
    with published.read() as snapshot:
        rows = snapshot.con.execute("select count(*) from articles").fetchall()
    return int(rows[0][0])


@pytest.mark.slow
def test_the_next_request_reads_a_new_snapshot(tmp_path: Path) -> None:
    latest = tmp_path / "latest"
    point(latest, write_snapshot(tmp_path / "one.duckdb", 1))
    published = PublishedFile(latest)
    before = count(published)

    point(latest, write_snapshot(tmp_path / "two.duckdb", 2))

    assert (before, count(published)) == (1, 2)


@pytest.mark.slow
def test_a_request_under_way_keeps_the_snapshot_it_began_with(tmp_path: Path) -> None:
    latest = tmp_path / "latest"
    point(latest, write_snapshot(tmp_path / "one.duckdb", 1))
    published = PublishedFile(latest)

    with published.read() as snapshot:
        point(latest, write_snapshot(tmp_path / "two.duckdb", 2))
        (tmp_path / "one.duckdb").unlink()
        other = count(published)
        rows = snapshot.con.execute("select count(*) from articles").fetchall()

    assert (other, rows) == (2, [(1,)])


@pytest.mark.slow
def test_no_reader_sees_anything_but_whole_snapshots_while_ten_are_published(
    tmp_path: Path,
) -> None:
    latest = tmp_path / "latest"
    point(latest, write_snapshot(tmp_path / "0.duckdb", 100))
    published = PublishedFile(latest)
    seen: list[int] = []
    is_over = threading.Event()

    def hammer() -> None:
        while not is_over.is_set():
            seen.append(count(published))

    threads = [threading.Thread(target=hammer) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(1, 11):
        point(latest, write_snapshot(tmp_path / f"{number}.duckdb", 100 + number))
    is_over.set()
    for thread in threads:
        thread.join()

    assert count(published) == 110
    assert set(seen) <= set(range(100, 111))
    assert len(set(seen)) > 1


def test_nothing_can_be_written_through_it(tmp_path: Path) -> None:
    published = PublishedFile(write_snapshot(tmp_path / "one.duckdb", 1))

    with (
        published.read() as snapshot,
        pytest.raises(duckdb.InvalidInputException, match="read-only"),
    ):
        snapshot.con.execute("insert into articles values (7)")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.duckdb"]


@pytest.mark.slow
def test_a_page_that_takes_too_long_is_interrupted(tmp_path: Path) -> None:
    published = PublishedFile(write_snapshot(tmp_path / "one.duckdb", 1))
    endless = "select count(*) from range(10000000) a, range(10000000) b where a.range <> b.range"

    with published.read(seconds=0.2) as snapshot, pytest.raises(duckdb.InterruptException):
        snapshot.con.execute(endless).fetchall()


def test_a_missing_file_raises_nothing_published(tmp_path: Path) -> None:
    published = PublishedFile(tmp_path / "latest")

    with pytest.raises(NothingPublished, match="nothing has been published"), published.read():
        pass
